"""What a person's statements come to at a moment: the consents and blocks that hold, and what stands in for consent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from brygga.access import messages as say
from brygga.access.grounds import DataKind
from brygga.calendars import local_date
from brygga.process import Body, Sent

EMERGENCY_LASTS = timedelta(hours=12)
"""How long an emergency opens what it opens. Brygga's own measure, a working shift: the act gives no figure."""

B = TypeVar("B", bound=Body)


@dataclass(frozen=True)
class Wishes:
    """What holds now. `messages` are all statements ever made, in order; `holding` those that still say something."""

    now: datetime
    messages: tuple[Sent, ...] = ()
    holding: tuple[Sent, ...] = field(default=())

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
            for _, body in self.of(say.Consent)
        )

    def blocks(self, holder: str, unit: str, against: say.Level) -> tuple[int, ...]:
        """The numbers of the blocks on data of this unit of `holder`, as they meet its other units or other providers.

        A unit's block meets everyone outside the unit: what neighbours may not see is not made available to others.
        """
        return tuple(
            number
            for number, body in self.of(say.Block)
            if body.provider == holder
            and (body.unit == unit if body.level is say.Level.UNIT else against is say.Level.PROVIDER)
        )

    def is_unable(self, provider: str) -> bool:
        return any(body.provider == provider and body.would_not_object for _, body in self.of(say.Unable))

    @property
    def is_immature_child(self) -> bool:
        return bool(self.of(say.ImmatureChild))

    def is_open_in_emergency(self, unit: str) -> bool:
        """Whether the unit has said within `EMERGENCY_LASTS` that the person is in danger."""
        return any(
            isinstance(one.body, say.EmergencyOpened)
            and one.body.unit == unit
            and one.sent_at <= self.now < one.sent_at + EMERGENCY_LASTS
            for one in self.holding
        )

    def of(self, kind: type[B]) -> tuple[tuple[int, B], ...]:
        """The statements of one kind that hold, with their numbers."""
        return tuple((one.sequence, one.body) for one in self.holding if isinstance(one.body, kind))


def fold(statements: Iterable[Sent], now: datetime) -> Wishes:
    """What `statements`, in the order made, come to."""
    statements = tuple(statements)
    ended = {number for one in statements if (number := _ends(one.body)) is not None}
    return Wishes(now, statements, tuple(one for one in statements if one.sequence not in ended))


def _ends(body: Any) -> int | None:
    return body.of if isinstance(body, say.Withdrawn | say.BlockLifted) else None
