"""On what ground and by which clause a statement about a person's wishes is recorded, or read when it is news."""

from collections.abc import Mapping

from brygga.access import messages as say
from brygga.access.emergencies import LIFTED_UNASKED
from brygga.access.grounds import EMERGENCY, WHO_BLOCKED
from brygga.process import Body

_CLAUSES: Mapping[type[Body], str] = {
    say.Consent: "2022-913.3.1.2",
    say.Withdrawn: "2022-913.3.1.2",
    say.Block: "2022-913.2.3.2",
    say.BlockLifted: "2022-913.2.3.4",
    say.LiftRequested: "2022-913.3.5.2",
    say.LiftDenied: "2022-913.3.5.2",
    say.Unable: "2022-913.3.3.2",
    say.ImmatureChild: "2022-913.3.1.5",
    say.EmergencyOpened: "2022-913.3.6.1",
    # Who could be asked for a person who cannot say: their attitude is to be made clear as far as it can (3:3).
    say.SpeaksFor: "2022-913.3.3.2",
    say.DetailsCorrected: "2017-612.2.2",
    say.NumberReplaced: "2017-612.2.2.2",
}
_FLAGGED = {say.EmergencyOpened: EMERGENCY, say.LiftRequested: WHO_BLOCKED}


def clause_of(body: Body) -> str:
    """The clause by which a statement is recorded."""
    if isinstance(body, say.BlockLifted) and body.ground is say.LiftGround.CANNOT_ASK:
        return LIFTED_UNASKED
    return _CLAUSES[type(body)]


def flagged_ground(body: Body) -> str | None:
    """The ground, by its id, of a statement that the log's reviewer looks at; None for the others."""
    ground = _FLAGGED.get(type(body))
    return ground.id if ground else None
