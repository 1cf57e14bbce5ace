"""What a unit's closing means to rooms above: they say here what they do about it, in the same transaction."""

from collections.abc import Callable

from brygga_site.organisations.models import Unit

_follow: list[Callable[[Unit], Callable[[], None]]] = []


def follow(closes: Callable[[Unit], Callable[[], None]]) -> None:
    """Has a room above told of each unit that closes. Called once, when the room is made ready.

    It is asked before the entry is on the trail, as whoever writes in a case takes the case's lock before the trail's;
    what it gives is called once the entry is there.
    """
    _follow.append(closes)


def closes(unit: Unit) -> list[Callable[[], None]]:
    """Tells of a unit that closes. Gives what is to be done once the entry is on the trail."""
    return [one(unit) for one in _follow]
