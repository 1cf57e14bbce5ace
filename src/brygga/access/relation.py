"""Which statements a unit records only while it takes part in the person's care.

Not a block nor its lift: whoever holds data answers for them long after the care is over (2022:913 2:3). Not an
emergency, which comes before any relation.
"""

from brygga.access import messages as say
from brygga.access.reading import Reader
from brygga.access.wishes import Wishes
from brygga.process import Body


def needs_relation(reader: Reader, body: Body, wishes: Wishes) -> bool:
    """Whether this unit must take part in the person's care to record this."""
    match body:
        case say.EmergencyOpened() | say.LiftRequested() | say.Block() | say.LiftDenied():
            return False
        case say.BlockLifted(ground=say.LiftGround.CANNOT_ASK):
            requests = dict(wishes.of(say.LiftRequested))
            return body.of not in {requests[number].of for number in wishes.requests(reader.provider)}
        case say.BlockLifted():
            return False
        case say.Withdrawn():
            return reader.provider != _provider_of(wishes, body.of)
    return True


def _provider_of(wishes: Wishes, number: int) -> str:
    """The provider that a consent, an assessment or an emergency is for; empty when none is named."""
    return next((getattr(one.body, "provider", "") for one in wishes.holding if one.sequence == number), "")
