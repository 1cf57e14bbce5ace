"""How the administrator's pages write what an import does, and places."""

from django.utils.translation import gettext as _

from brygga.identities import Places
from brygga_site.organisations import areas as served
from brygga_site.organisations.models import Pending
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


def change(one: Pending) -> str:
    """What waits, in a few words: the kind of change, and whom it is about."""
    kind = str(words.CHANGES.get(one.kind, one.kind))
    return f"{kind}: {one.subject.name}" if one.subject else kind


def factor(shown: str) -> str:
    """How somebody had shown who they are."""
    if shown.startswith("key "):
        return _("the key %(name)s") % {"name": shown.removeprefix("key ")}
    return str(words.FACTORS.get(shown) or _("not known"))
