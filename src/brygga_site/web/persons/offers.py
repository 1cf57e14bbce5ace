"""What may be stated about a person's wishes now: the buttons, asked of the same function as the write."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from brygga.access import DataKind, Reader, Wishes, may_say
from brygga.access import messages as say
from brygga.process import Body
from brygga_site.cases.record import Record

EXAMPLE = "for example"
"""Stands where a reason will: a statement is judged with one that says something."""


def offered(record: Record, now: datetime) -> list[str]:
    """The kinds of statement that the unit may make now, in the order that the library declares them."""
    kinds = {body.kind for body in allowed(record, now)}
    return [kind for kind in say.BODIES if kind in kinds]


def allowed(record: Record, now: datetime) -> list[Body]:
    """An example of each thing that may be said now: what is lifted, withdrawn or answered is named by its number."""
    reader, wishes = record.reader, record.wishes
    return [one for one in _examples(record, now) if may_say(reader, one, wishes, record.is_child)]


def numbers(record: Record, now: datetime, kind: str) -> list[int]:
    """The statements that one of this kind may be about."""
    return [one.of for one in allowed(record, now) if one.kind == kind and hasattr(one, "of")]


def _examples(record: Record, now: datetime) -> Iterator[Body]:
    yield from _alone(record.reader, now)
    yield from _about_others(record.wishes, {row.sequence for row in record.statements})


def _alone(reader: Reader, now: datetime) -> Iterator[Body]:
    person, orally, own = say.Speaker.PERSON, say.How.ORALLY, reader.provider
    today = timezone.localdate(now)
    yield say.Consent(provider=own, kinds=tuple(DataKind), from_day=today, by=person, how=orally)
    yield say.Block(level=say.BlockLevel.PROVIDER, provider=own, by=person, how=orally)
    yield say.Block(level=say.BlockLevel.UNIT, provider=own, unit=reader.unit, by=person, how=orally)
    yield say.SpeaksFor(mandate=say.Mandate.NEXT_OF_KIN, name="–", shown_by="–")
    yield say.Unable(provider=own, attitude=EXAMPLE, would_not_object=True)
    yield say.ImmatureChild(reason=EXAMPLE)
    yield say.EmergencyOpened(unit=reader.unit, provider=own, danger=EXAMPLE, why_no_consent=EXAMPLE)


def _about_others(wishes: Wishes, shown: set[int]) -> Iterator[Body]:
    person, orally, asks = say.Speaker.PERSON, say.How.ORALLY, say.LiftGround.PERSON_ASKS
    for number in (one.sequence for one in wishes.holding if one.sequence in shown):
        yield say.Withdrawn(of=number, by=person, how=orally)
        yield say.BlockLifted(of=number, ground=asks, reason=EXAMPLE)
        yield say.LiftRequested(of=number, reason=EXAMPLE)
        yield say.LiftDenied(of=number, reason=EXAMPLE)
