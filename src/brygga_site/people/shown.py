"""What rooms above do, in the same transaction, when something that pages show of a person has changed."""

from collections.abc import Callable

from brygga_site.people.models import Person

_TOLD: list[Callable[[Person], None]] = []


def tell(room: Callable[[Person], None]) -> None:
    """Tells a room above of every change. Called once, when the room is made ready."""
    _TOLD.append(room)


def changed(person: Person) -> None:
    """Something was stated or marked about the person. Called once the entry is on the trail."""
    for room in _TOLD:
        room(person)
