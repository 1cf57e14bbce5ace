"""What the recording of each statement rests on, as the trail tells it."""

from brygga.access import parse
from brygga.access.basis import Basis
from brygga.access.recording import clause_of, flagged_ground
from brygga_site.people.models import Statement


def grounds_of(row: Statement) -> tuple[str, str]:
    """The ground and the clause under which a statement is recorded, or read when it is news."""
    body = parse(row.kind, row.content)
    return flagged_ground(body) or Basis.RECORDS_WISH.value, clause_of(body)
