"""A toy process about an agreement: an office reads a text and says when it is done. Nothing in it is about anybody."""

from dataclasses import dataclass
from enum import StrEnum

from brygga.process import (
    UNDER_WAY,
    Body,
    CaseState,
    CaseSubject,
    Move,
    Opening,
    Process,
    Purpose,
    Regime,
    load_words,
    moves,
    to,
)
from brygga.process.message import Text


class Part(StrEnum):
    READER = "reader"


class Stage(StrEnum):
    NEW = "new"
    READ = "reading"
    DONE = "read"


class ReadingBegun(Body):
    kind = "reading-begun"
    why: Text


class ReadingDone(Body):
    kind = "reading-done"


@dataclass(frozen=True)
class Reading(CaseState):
    stage: StrEnum = Stage.NEW


_READER = frozenset({Part.READER})

READING = Process(
    name="reading",
    subject=CaseSubject.AGREEMENT,
    regime=Regime.PARTIES,
    read_by="2017-612.5.1",
    person_required=False,
    purposes={None: frozenset({Purpose.ADMINISTRATION})},
    opens=ReadingBegun,
    opening=Opening(by=frozenset({None}), clause="2017-612.5.1", refusal="an office reads, nobody else"),
    parts=Part,
    part_of=lambda state, unit: Part.READER,
    stages=Stage,
    over=frozenset({Stage.DONE}),
    columns=(Stage.READ, Stage.DONE),
    moves=moves(
        Move(ReadingBegun, _READER, to(Stage.READ, Stage.NEW)),
        Move(ReadingDone, _READER, to(Stage.DONE, Stage.READ)),
    ),
    state=Reading,
    said={},
    events=lambda state: {},
    event_names=frozenset(),
    told={ReadingBegun: None, ReadingDone: None},
    own_words=frozenset(),
    care_until=lambda state: None,
    listed_until=lambda state: UNDER_WAY,
    order=lambda state: UNDER_WAY,
    card=lambda state: (),
    facts=lambda state: (),
    words=load_words("tests.toy.reading"),
)
