"""A toy process that only the tests know: one unit asks another something about a person in its care.

It goes from asked to closed through pages, Today, trail, log review and API without a line of `src` knowing of it. Its
parts are no roles, it begins with whom it is told to, and it puts the person in the care of those who take part.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from brygga.agreements import Agreement, Duty
from brygga.process import (
    UNDER_WAY,
    Acknowledgement,
    Addressing,
    Body,
    CaseState,
    CaseSubject,
    Correction,
    Move,
    NotAllowed,
    Opening,
    Process,
    Regime,
    Role,
    Sent,
    UnitFacts,
    fact,
    load_words,
    moves,
    staying,
    to,
)
from brygga.process.message import Text


class Part(StrEnum):
    ASKER = "asker"
    ANSWERER = "answerer"


class Stage(StrEnum):
    NEW = "new"
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"


class Haste(StrEnum):
    TODAY = "today"
    THIS_WEEK = "this-week"


class InquiryAsked(Body):
    """Something is asked of another unit."""

    kind = "inquiry-asked"
    recipients: tuple[str, ...] = Field(min_length=1)
    haste: Haste
    question: Text


class InquiryAnswered(Body):
    """The other unit answers."""

    kind = "inquiry-answered"
    answer: Text


class InquiryClosed(Body):
    """Whoever asked has what was asked for."""

    kind = "inquiry-closed"


@dataclass(frozen=True)
class Inquiry(CaseState):
    stage: StrEnum = Stage.NEW
    asker: str = ""
    haste: Haste | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None


def part_of(state: Inquiry, unit: UnitFacts) -> Part:
    return Part.ASKER if state.asker in {"", unit.hsa_id} else Part.ANSWERER


def not_twice(state: Inquiry, body: type[Body]) -> NotAllowed | None:
    answered = body is InquiryAnswered and state.answered_at
    return NotAllowed("the inquiry has been answered") if answered else None


def events(state: Inquiry) -> Mapping[str, datetime]:
    known = {"asked": state.asked_at, "answered": state.answered_at}
    return {name: moment for name, moment in known.items() if moment}


def _asked(state: Inquiry, message: Sent, body: Any) -> dict[str, Any]:
    return {"asker": message.unit, "haste": body.haste, "asked_at": message.sent_at}


_ALL = frozenset(Part)
_OPEN = (Stage.ASKED, Stage.ANSWERED)

INQUIRY = Process(
    name="inquiry",
    subject=CaseSubject.PERSON,
    regime=Regime.COHERENT,
    read_by="2008-355.4.1",
    opens=InquiryAsked,
    opening=Opening(
        by=frozenset({Role.MUNICIPAL_HEALTH_CARE}), clause="2008-355.2.4.1", refusal="home care asks, nobody else"
    ),
    parts=Part,
    part_of=part_of,
    stages=Stage,
    over=frozenset({Stage.CLOSED}),
    columns=(Stage.ASKED, Stage.ANSWERED, Stage.CLOSED),
    moves=moves(
        Move(InquiryAsked, frozenset({Part.ASKER}), to(Stage.ASKED, Stage.NEW)),
        Move(Acknowledgement, frozenset({Part.ANSWERER}), staying([Stage.ASKED])),
        Move(InquiryAnswered, frozenset({Part.ANSWERER}), to(Stage.ANSWERED, Stage.ASKED)),
        Move(InquiryClosed, frozenset({Part.ASKER}), to(Stage.CLOSED, Stage.ANSWERED)),
        Move(Correction, _ALL, staying(_OPEN)),
    ),
    state=Inquiry,
    said={
        InquiryAsked: _asked,
        InquiryAnswered: lambda s, m, b: {"answered_at": m.sent_at},
        InquiryClosed: lambda s, m, b: {"closed_at": m.sent_at},
    },
    once=not_twice,
    addressing={InquiryAsked: Addressing(to=frozenset({Role.OUTPATIENT_CARE}), near=True)},
    events=events,
    event_names=frozenset({"asked", "answered"}),
    told=dict.fromkeys((InquiryAsked, InquiryAnswered, InquiryClosed, Acknowledgement), "2008-355.4.1"),
    own_words=frozenset({"inquiry-asked", "inquiry-answered"}),
    care_until=lambda state: state.closed_at or UNDER_WAY,
    listed_until=lambda state: state.closed_at or UNDER_WAY,
    order=lambda state: state.asked_at or UNDER_WAY,
    card=lambda state: fact("haste", state.haste),
    facts=lambda state: (
        fact("haste", state.haste) + fact("asked", state.asked_at) + fact("answered", state.answered_at)
    ),
    words=load_words("tests.toy"),
)

ANSWER = Duty(
    id="answer-inquiry",
    process="inquiry",
    label="Svara på förfrågan",
    label_en="Answer the inquiry",
    owed_by=("answerer",),
    arises="asked",
    done_by=("inquiry-answered",),
    deadline={"after": "asked", "promptly": True},
    clauses=("2008-355.4.1",),
)


def with_duty(agreement: Agreement) -> Agreement:
    """The statutory baseline as it would be if it knew of inquiries."""
    return replace(agreement, own_duties=(*agreement.own_duties, ANSWER))


BETWEEN = replace(INQUIRY, regime=Regime.PARTIES, care_until=lambda state: None, read_by="2008-355.2.4.4")
"""The same as it would be between the parties only: no part of the person's records, and nobody's care."""
