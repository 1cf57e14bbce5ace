"""What a person's statements come to at a moment: the consents and blocks that hold, and what stands in for consent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from brygga.access import messages as say
from brygga.access.grounds import DataKind
from brygga.calendars import local_date
from brygga.process import Body, Sent

EMERGENCY_LASTS = timedelta(hours=12)
"""How long an emergency opens what it opens. Brygga's own measure, a working shift: the act gives no figure."""

LIFT_LASTS = EMERGENCY_LASTS
"""How long a block stays lifted without the person's own word; then it bites again. Brygga's own measure too."""

WITHDRAWABLE = (say.Consent, say.Unable, say.ImmatureChild, say.EmergencyOpened, say.SpeaksFor)
"""What is withdrawn; a block is never withdrawn but lifted, with its ground."""

B = TypeVar("B", bound=Body)


@dataclass(frozen=True)
class Wishes:
    """What holds now. `messages` are all statements ever made, in order; `holding` those that still say something.

    `is_child`: the person is under 18 today; only then can a guardian's consent hold, and a child be immature.
    """

    now: datetime
    messages: tuple[Sent, ...] = ()
    holding: tuple[Sent, ...] = field(default=())
    is_child: bool = False

    def consents(self, provider: str, unit: str, holder: str, kind: DataKind) -> bool:
        """Whether a consent lets this unit of this provider use `holder`'s data of the kind today."""
        today = local_date(self.now)
        return any(
            body.provider == provider
            and body.unit in {"", unit}
            and (not body.about or holder in body.about)
            and kind in body.kinds
            and body.from_day <= today
            and (body.to_day is None or today <= body.to_day)
            and (body.by is not say.Speaker.GUARDIAN or self.is_child)
            for _, body in self.of(say.Consent)
        )

    def blocks(self, holder: str, unit: str, against: say.BlockLevel) -> tuple[int, ...]:
        """The numbers of the blocks on data of this unit of `holder`, as they meet its other units or other providers.

        A unit's block meets everyone outside the unit: what neighbours may not see is not made available to others.
        """
        return tuple(
            number
            for number, body in self.of(say.Block)
            if body.provider == holder
            and (body.unit == unit if body.level is say.BlockLevel.UNIT else against is say.BlockLevel.PROVIDER)
        )

    def requests(self, provider: str) -> tuple[int, ...]:
        """The numbers of the requests to lift a block of this provider that it has not answered."""
        blocks = {number for number, body in self.of(say.Block) if body.provider == provider}
        denied = {body.of for _, body in self.of(say.LiftDenied)}
        lifted = {body.of: number for number, body in self.of(say.BlockLifted)}
        return tuple(
            number
            for number, body in self.of(say.LiftRequested)
            if body.of in blocks and number not in denied and lifted.get(body.of, 0) < number
        )

    def is_unable(self, provider: str) -> bool:
        return any(body.provider == provider and body.would_not_object for _, body in self.of(say.Unable))

    @property
    def speakers(self) -> tuple[say.SpeaksFor, ...]:
        """Those who speak for the person, an adult."""
        return () if self.is_child else tuple(body for _, body in self.of(say.SpeaksFor))

    @property
    def is_immature_child(self) -> bool:
        return self.is_child and bool(self.of(say.ImmatureChild))

    def is_open_in_emergency(self, unit: str) -> bool:
        """Whether the unit has said within `EMERGENCY_LASTS` that the person is in danger."""
        return any(
            isinstance(one.body, say.EmergencyOpened)
            and one.body.unit == unit
            and one.sent_at <= self.now < one.sent_at + EMERGENCY_LASTS
            for one in self.holding
        )

    @property
    def changes_at(self) -> datetime | None:
        """When the clock alone next changes what holds, apart from the turn of the day; None when it does not."""
        lasting = {say.EmergencyOpened: EMERGENCY_LASTS, say.BlockLifted: LIFT_LASTS}
        ends = (one.sent_at + lasting[type(one.body)] for one in self.messages if type(one.body) in lasting)
        return min((end for end in ends if end > self.now), default=None)

    def of(self, kind: type[B]) -> tuple[tuple[int, B], ...]:
        """The statements of one kind that hold, with their numbers."""
        return tuple((one.sequence, one.body) for one in self.holding if isinstance(one.body, kind))


def fold(statements: Iterable[Sent], now: datetime, is_child: bool = False) -> Wishes:
    """What `statements`, in the order made, come to. `is_child`: whether the person is under 18 at `now`."""
    statements = tuple(statements)
    holding: dict[int, Sent] = {}
    for one in statements:
        holding.pop(_ended_by(one, holding, now), None)
        holding[one.sequence] = one
    return Wishes(now, statements, tuple(holding.values()), is_child)


def _ended_by(one: Sent, holding: dict[int, Sent], now: datetime) -> int:
    """The number of what this statement ends, 0 for none. Each kind ends its own: nothing but a lift opens a block."""
    body = one.body
    if not isinstance(body, say.Withdrawn | say.BlockLifted) or body.of not in holding:
        return 0
    named = holding[body.of].body
    if isinstance(body, say.Withdrawn):
        return body.of if isinstance(named, WITHDRAWABLE) else 0
    lasts = body.ground is say.LiftGround.PERSON_ASKS or now < one.sent_at + LIFT_LASTS
    return body.of if isinstance(named, say.Block) and lasts else 0
