"""Fetches of what is new to a unit and of who has read what, each message through the guard."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import BigAutoField, Exists, IntegerField, OuterRef, QuerySet, UUIDField

from brygga.access import Wishes
from brygga.process import Acknowledgement, Consequence, effective
from brygga_site.agreements import registry
from brygga_site.cases.models import Case, Message, Participant, Receipt
from brygga_site.cases.projection import facts_of
from brygga_site.cases.reads import OpenedCase, works_with
from brygga_site.cases.seen import SeenMessage, seen, sent
from brygga_site.cases.until import PASSED
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.organisations.units import units_by_number
from brygga_site.people.models import Person
from brygga_site.people.relation import is_own_record, reader_about_nobody, related_among, wishes_of_each
from brygga_site.prepared import Given, GivenMany, PreparedModels


@dataclass(frozen=True)
class ToldCase:
    """Messages of a case in the order sent, each with the decision about it, and the numbers of those that are `new`.

    What a new one is about is among them; all there are of a case that is `whole`. `changes_at` is when the clock alone
    may next open or close one of them.
    """

    unit: Unit
    case: Case
    lines: tuple[SeenMessage, ...]
    new: frozenset[int]
    changes_at: tuple[datetime, ...]
    whole: bool

    def consequence(self, now: datetime) -> Consequence | None:
        """What the agreement makes of a message of a whole case.

        None of a case that is not at hand as a whole, and of one whose agreement cannot be used.
        """
        if (
            self.case.agreement in registry().broken
            or not self.whole
            or not any(_has_consequence(line.row.kind, self.case) for line in self.lines)
        ):
            return None
        state = self.case.runs.fold((line.message for line in self.lines), now)
        return self.case.runs.consequence(state, registry().agreement(self.case.agreement))

    def arose_with(self, since: datetime) -> int | None:
        """The number of the message that what is asked from this moment arose with, when it is shown and holds."""
        holding = {message.sequence for message in effective(line.message for line in self.lines)}
        there = (line for line in reversed(self.lines) if line.message.sent_at == since and line.sequence in holding)
        return next((line.sequence for line in there if line.shown), None)

    @property
    def last(self) -> int:
        """The number of the last message known of."""
        return self.lines[-1].sequence

    def to_take_up(self, since: datetime) -> int | None:
        """Of a whole case: the number of the message that a duty from this moment to take one up is about.

        None where the unit may not take one up now, or not see it.
        """
        process, unit = self.case.runs, facts_of(self.unit)
        state = process.fold((line.message for line in self.lines), self.lines[-1].message.sent_at)
        part = process.part_of(state, unit)
        if part is None or Acknowledgement not in {move.body for move in process.may_say(state, str(part))}:
            return None
        about = process.to_acknowledge(state, unit.hsa_id, since)
        return next((line.sequence for line in self.lines if line.shown and line.message == about), None)


def _unread() -> QuerySet[Receipt]:
    """What a unit that takes part has not read, the oldest first."""
    unit = Given("unit", BigAutoField())
    takes_part = Exists(Participant.objects.filter(case=OuterRef("message__case"), unit=unit))
    rows = Receipt.objects.filter(takes_part, unit=unit, read_at__isnull=True)
    named = ("message__case__person", "message__case__overview", "message__assignment__staff")
    return rows.select_related(*named).order_by("message__sent_at", "message")


def _receipts() -> QuerySet[Receipt]:
    rows = Receipt.objects.filter(message__case=Given("case", UUIDField()))
    return rows.select_related("unit", "read_by__staff").order_by("pk")


UNREAD = PreparedModels(_unread)
RECEIPTS = PreparedModels(_receipts)
IN_CASES = PreparedModels(
    lambda: (
        Message.objects.filter(case__in=GivenMany("cases", UUIDField())).select_related("assignment__staff").order_by()
    )
)
NUMBERED = PreparedModels(
    lambda: (
        Message.objects.filter(
            case__in=GivenMany("cases", UUIDField()), sequence__in=GivenMany("numbers", IntegerField())
        )
        .select_related("assignment__staff")
        .order_by()
    )
)


def receipts_in(opened: OpenedCase) -> dict[int, list[Receipt]]:
    """The receipts of each message that is shown, by its number; nothing for a unit that takes no part."""
    shown = {line.row.pk: line.sequence for line in opened.lines if line.shown and opened.part}
    found: dict[int, list[Receipt]] = {}
    for row in RECEIPTS.rows(case=opened.case.pk) if shown else ():
        if row.message_id in shown:
            found.setdefault(shown[row.message_id], []).append(row)
    return found


def told_to(assignment: Assignment, now: datetime, whole: Sequence[Case] = ()) -> dict[UUID, ToldCase]:
    """What is new to the unit and open to it, by case; of those cases of its own that are `whole`, every message.

    So too of a case with a new message that the agreement makes something of: what that is, the whole case says.
    """
    names = {process.name for process in works_with(assignment)}
    unread = [row.message for row in UNREAD.rows(unit=assignment.unit_id) if row.message.case.process in names]
    unread = [one for one in unread if not (one.case.person and is_own_record(assignment, one.case.person))]
    whole = [*whole, *(message.case for message in unread if _has_consequence(message.kind, message.case))]
    cases = {message.case_id: message.case for message in unread} | {case.pk: case for case in whole}
    said: dict[UUID, dict[int, Message]] = {pk: {} for pk in cases}
    for message in (*unread, *_others(unread, [case.pk for case in whole])):
        said[message.case_id][message.sequence] = message
    _with_units(message for rows in said.values() for message in rows.values())
    decided = _decided(assignment, cases, said, now)
    unseen: dict[UUID, set[int]] = {pk: set() for pk in cases}
    for message in unread:
        unseen[message.case_id].add(message.sequence)
    return {
        pk: ToldCase(
            assignment.unit,
            cases[pk],
            lines,
            frozenset(line.sequence for line in lines if line.shown and line.sequence in unseen[pk]),
            changes_at,
            any(case.pk == pk for case in whole),
        )
        for pk, (lines, changes_at) in decided.items()
    }


def _has_consequence(kind: str, case: Case) -> bool:
    return any(kind == body.kind for body in case.runs.with_consequence)


def _others(unread: Iterable[Message], whole: list[UUID]) -> list[Message]:
    """The other messages of whole cases, and what new messages are about: a correction is read as what it withdraws."""
    about = {(m.case_id, m.content["of"]) for m in unread if "of" in m.content and m.case_id not in whole}
    rows = IN_CASES.rows(cases=whole) if whole else []
    if not about:
        return rows
    numbered = NUMBERED.rows(cases={case for case, _ in about}, numbers={of for _, of in about})
    return [*rows, *(message for message in numbered if (message.case_id, message.sequence) in about)]


def _with_units(messages: Iterable[Message]) -> None:
    """Gives each message its sender's unit, every unit fetched once."""
    messages = list(messages)
    units = units_by_number({message.unit_id for message in messages})
    for message in messages:
        message.unit = units[message.unit_id]


Decided = dict[UUID, tuple[tuple[SeenMessage, ...], tuple[datetime, ...]]]


def _decided(
    assignment: Assignment, cases: Mapping[UUID, Case], said: Mapping[UUID, Mapping[int, Message]], now: datetime
) -> Decided:
    """Each message with the decision about it, for a unit that takes part in all the cases."""
    persons = {case.person_id: case.person for case in cases.values() if case.person and case.runs.is_of_care}
    wishes = wishes_of_each(persons.values(), now)
    related = _related(assignment, cases.values(), persons, now)
    found: Decided = {}
    for pk, case in cases.items():
        reader = reader_about_nobody(assignment)
        if case.person:
            own = is_own_record(assignment, case.person)
            reader = replace(reader, related=case.person_id in related, is_own_record=own)
        process, rows = case.runs, [said[pk][number] for number in sorted(said[pk])]
        wish = wishes.get(case.person_id) or Wishes(now)
        lines = seen(process, rows, sent(process, rows), reader, wish, takes_part=True)
        care_until = case.overview.care_until
        moments = (wish.changes_at, care_until and care_until + PASSED)
        found[pk] = lines, tuple(moment for moment in moments if moment)
    return found


def _related(
    assignment: Assignment, cases: Iterable[Case], persons: Mapping[int, Person], now: datetime
) -> frozenset[int]:
    """Whom the unit has in its care: by these very cases while the care goes on, otherwise as anybody is."""
    in_care = {
        case.person_id for case in cases if case.overview.care_until is not None and case.overview.care_until >= now
    }
    rest = [person for pk, person in persons.items() if pk not in in_care]
    return frozenset(in_care) | related_among(assignment.unit, rest, now)
