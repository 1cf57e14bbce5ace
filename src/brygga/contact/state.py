"""The state of a named contact: a fold over its messages. Moves are a table, drawn in docs/generated."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from brygga.contact import messages as say
from brygga.contact.parts import ContactPart as Part
from brygga.contact.parts import ContactStage as Stage
from brygga.process import (
    Acknowledgement,
    Body,
    CaseState,
    Correction,
    FreeMessage,
    Move,
    NamedContact,
    Sent,
    UnitFacts,
    moves,
    staying,
    to,
)

_ASKER, _APPOINTER = frozenset({Part.ASKER}), frozenset({Part.APPOINTER})
_ALL = frozenset(Part)

SEEKING = (Stage.NEEDED, Stage.OFFERED, Stage.ACCEPTED)
"""Nobody is appointed yet, and somebody may be."""

HELD = (Stage.APPOINTED, Stage.HANDED_OVER)
OPEN = (*SEEKING, *HELD)
OVER = frozenset({Stage.DECLINED, Stage.NOT_APPOINTED, Stage.ENDED})

MOVES = moves(
    Move(say.ContactNeed, _ASKER, to(Stage.NEEDED, Stage.NEW)),
    Move(say.ContactOffered, _APPOINTER, to(Stage.OFFERED, Stage.NEEDED)),
    Move(say.ContactAccepted, _APPOINTER, to(Stage.ACCEPTED, Stage.OFFERED)),
    Move(say.ContactDeclined, _APPOINTER, to(Stage.DECLINED, Stage.OFFERED)),
    # An offer waits for its answer: nobody becomes the contact of somebody who has been asked and has not said yes.
    Move(say.ContactAppointed, _APPOINTER, to(Stage.APPOINTED, Stage.NEEDED, Stage.ACCEPTED, *HELD)),
    Move(say.ContactReviewed, _APPOINTER, staying([Stage.APPOINTED])),
    Move(say.ContactTold, _APPOINTER, staying(HELD)),
    Move(say.ContactHandedOver, _APPOINTER, to(Stage.NEEDED, *SEEKING) | to(Stage.HANDED_OVER, *HELD)),
    Move(say.ContactVacant, _APPOINTER, to(Stage.NEEDED, *HELD)),
    Move(say.SuccessorAsked, _ALL - _APPOINTER, to(Stage.NEEDED, *SEEKING) | to(Stage.HANDED_OVER, *HELD)),
    Move(say.ContactEnded, _APPOINTER, to(Stage.ENDED, *HELD)),
    Move(say.ContactNotAppointed, _APPOINTER, to(Stage.NOT_APPOINTED, *SEEKING)),
    Move(Acknowledgement, _ALL, staying((*OPEN, *OVER))),
    Move(FreeMessage, _ALL, staying(OPEN)),
    Move(Correction, _ALL, staying((*OPEN, *OVER))),
)
"""Who may say what at which stage, and where it leads."""


@dataclass(frozen=True)
class Contact(CaseState):
    """What the messages of a case say, as of now. Moments are None until something has been said of them.

    `appointer` is the unit that the need is with, since `needed_at`; `holders` whoever was appointed, the last as the
    contact stands now, and `appointed` what was said of that one. `settled_at`: when it was as it is at its stage.
    """

    stage: StrEnum = Stage.NEW
    need: say.ContactNeed | None = None
    asker: str | None = None
    appointer: str | None = None
    needed_at: datetime | None = None
    offered_at: datetime | None = None
    accepted_at: datetime | None = None
    appointed: say.ContactAppointed | None = None
    appointed_at: datetime | None = None
    holders: tuple[NamedContact, ...] = ()
    settled_at: datetime | None = None
    end: say.EndReason | None = None

    @property
    def holder(self) -> NamedContact | None:
        """Whoever is the contact; None when nobody is."""
        return self.holders[-1] if self.holders and self.stage in HELD else None

    @property
    def closed_at(self) -> datetime | None:
        """When the unit that is to appoint, or whose the contact is, closed."""
        return self.closed.get(self.appointer or "") if self.stage in OPEN else None

    def part(self, unit: str) -> Part | None:
        """What the unit with this HSA-id is. As long as nothing has been said anybody may be the one who asks.

        Whoever asked does so as long as it waits for an answer; then it is told, as the others are.
        """
        if self.asker is None:
            return Part.ASKER
        if unit == self.appointer:
            return Part.APPOINTER
        if unit == self.asker and self.stage in SEEKING:
            return Part.ASKER
        return Part.INFORMED if unit in self.taking_part else None


def part_of(state: Contact, unit: UnitFacts) -> Part | None:
    """What a unit is follows from what was said."""
    return state.part(unit.hsa_id)


def _needed(state: Contact, message: Sent, body: say.ContactNeed) -> dict[str, Any]:
    appointer = body.recipients[0] if body.recipients else message.unit
    return {"need": body, "asker": message.unit, "appointer": appointer, "needed_at": message.sent_at}


def _appointed(state: Contact, message: Sent, body: say.ContactAppointed) -> dict[str, Any]:
    assert state.need  # noqa: S101 (a case begins with the need)
    holder = NamedContact(
        kind=state.need.contact_kind,
        name=body.name,
        profession=body.profession,
        telephone=body.telephone,
        unit=message.unit,
        since=body.since,
        until=body.until,
        review=body.review,
        said_at=message.sent_at,
    )
    # The former was one to the day before; one who never came to be it ends on the day that the new one begins.
    former = _ended(state, message.sent_at, body.since - timedelta(days=1)) if state.holder else state.holders
    return {
        "holders": (*former, holder),
        "appointed": body,
        "appointed_at": message.sent_at,
        "settled_at": message.sent_at,
    }


def _ended(state: Contact, said_at: datetime, last: date) -> tuple[NamedContact, ...]:
    """The holders, the last of them until that day and no longer."""
    holder = state.holders[-1]
    until = max(holder.since, min(last, holder.until or last))
    return (*state.holders[:-1], replace(holder, until=until, said_at=said_at, review=None))


def _reviewed(state: Contact, message: Sent, body: say.ContactReviewed) -> dict[str, Any]:
    return {"holders": (*state.holders[:-1], replace(state.holders[-1], review=body.review, said_at=message.sent_at))}


def _handed_over(state: Contact, message: Sent, body: say.ContactHandedOver | say.SuccessorAsked) -> dict[str, Any]:
    return {
        "appointer": body.recipients[0],
        "needed_at": message.sent_at,
        "offered_at": None,
        "accepted_at": None,
        "settled_at": message.sent_at,
    }


def _vacant(state: Contact, message: Sent, body: say.ContactVacant) -> dict[str, Any]:
    return {
        "holders": _ended(state, message.sent_at, body.last_day),
        "needed_at": message.sent_at,
        "offered_at": None,
        "accepted_at": None,
        "end": body.reason,
        "settled_at": message.sent_at,
    }


def _over(state: Contact, message: Sent, body: say.ContactEnded) -> dict[str, Any]:
    holders = _ended(state, message.sent_at, body.last_day)
    return {"holders": holders, "end": body.reason, "settled_at": message.sent_at}


def _settled(state: Contact, message: Sent, body: Body) -> dict[str, Any]:
    return {"settled_at": message.sent_at}


SAID: dict[type[Body], Callable[[Contact, Sent, Any], dict[str, Any]]] = {
    say.ContactNeed: _needed,
    say.ContactOffered: lambda s, m, b: {"offered_at": m.sent_at},
    say.ContactAccepted: lambda s, m, b: {"accepted_at": m.sent_at},
    say.ContactDeclined: _settled,
    say.ContactAppointed: _appointed,
    say.ContactReviewed: _reviewed,
    say.ContactHandedOver: _handed_over,
    say.SuccessorAsked: _handed_over,
    say.ContactVacant: _vacant,
    say.ContactEnded: _over,
    say.ContactNotAppointed: _settled,
}
"""What each message changes."""
