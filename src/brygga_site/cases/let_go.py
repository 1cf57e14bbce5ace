"""What an organisation has let go of by its rules of keeping is read there no longer, though others hold it still.

The room above that knows of it says so here. Nothing is asked of a case in which something was said within a year: no
rule lets anything go so soon.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment

SOONEST = timedelta(days=365)

_asked: list[Callable[[Case, Assignment], bool]] = []


def ask(check: Callable[[Case, Assignment], bool]) -> None:
    """Lets a room above say what has been let go. Called once, when the room is made ready."""
    _asked.append(check)


def is_let_go(case: Case, assignment: Assignment, now: datetime) -> bool:
    """Whether the organisation of this assignment holds nothing of the case any longer, of what its unit would read."""
    return now - case.overview.changed_at > SOONEST and any(check(case, assignment) for check in _asked)
