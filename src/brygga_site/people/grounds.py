"""What the recording of each statement rests on, as the trail tells it."""

from brygga.access import GROUNDS, parse
from brygga.access.emergencies import LIFTED_UNASKED
from brygga.access.messages import BlockLifted, LiftGround
from brygga_site.people.models import Statement
from brygga_site.trail.models import Ground

_CLAUSES = {
    "consent": "2022-913.3.1.2",
    "withdrawn": "2022-913.3.1.2",
    "block": "2022-913.2.3.2",
    "block-lifted": "2022-913.2.3.4",
    "lift-requested": "2022-913.3.5.2",
    "lift-denied": "2022-913.3.5.2",
    "unable": "2022-913.3.3.2",
    "immature-child": "2022-913.3.1.5",
    "emergency": "2022-913.3.6.1",
}
_FLAGGED = {"emergency": "emergency", "lift-requested": "who-blocked"}


def grounds_of(row: Statement) -> tuple[str, str]:
    """The ground and the clause under which a statement is recorded, or read when it is news."""
    body = parse(row.kind, row.content)
    if isinstance(body, BlockLifted) and body.ground is LiftGround.CANNOT_ASK:
        return Ground.RECORDS_WISH.value, LIFTED_UNASKED
    ground = GROUNDS[_FLAGGED[row.kind]].id if row.kind in _FLAGGED else Ground.RECORDS_WISH.value
    return ground, _CLAUSES[row.kind]
