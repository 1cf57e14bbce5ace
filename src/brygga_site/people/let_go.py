"""Whoever an organisation has let go of by its rules of keeping is found there by number no longer.

The room above that knows of it says so here. Whoever takes the person on anew describes them as one who is new; the row
that others hold still is used.
"""

from collections.abc import Callable

from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person

_asked: list[Callable[[Person, Assignment], bool]] = []


def ask(check: Callable[[Person, Assignment], bool]) -> None:
    """Lets a room above say who has been let go of. Called once, when the room is made ready."""
    _asked.append(check)


def is_let_go(person: Person, assignment: Assignment) -> bool:
    """Whether the organisation of this assignment has let go of all that it held about the person."""
    return any(check(person, assignment) for check in _asked)
