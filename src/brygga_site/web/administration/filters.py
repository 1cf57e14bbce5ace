"""How the administrator's pages write what an import does, and places."""

from brygga.identities import Places
from brygga_site.organisations import areas as served
from brygga_site.words import administration as words


def import_step(kind: str) -> str:
    """What a step of an import comes to."""
    return str(words.STEPS.get(kind, kind))


def areas(places: str) -> str:
    """The places that a unit serves, in words."""
    return served.shown(places)


def municipality(code: str) -> str:
    """A municipality by its code: the short name, or the code when there is none."""
    found = Places.load().municipalities.get(code)
    return found.short if found else code
