"""Fetches for the log reviewer: rounds and entries of their own organisation and of no other.

Whatever shows a person leaves its entry on the trail first; so does a refusal.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404

from brygga.access.basis import Basis
from brygga.texts import swedish
from brygga_site.organisations.models import Assignment, Organisation, Unit
from brygga_site.people.models import Person
from brygga_site.review import sample
from brygga_site.review.log import reads as log
from brygga_site.review.models import Finding, Flagged, Round
from brygga_site.review.patterns.reads import relation
from brygga_site.review.permission import check_may_review, review_paragraph
from brygga_site.review.who.reads import is_own, number_of, people
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action, Entry

A_PAGE = 50
ALIKE_AT_MOST = 100
Lines = list[log.LogLine]


@dataclass(frozen=True)
class FlagLine:
    """A flag with names in place of numbers."""

    flag: Flagged
    staff: str
    unit: Unit | None
    person: Person | None


@dataclass(frozen=True)
class OpenedEntry:
    """An entry, what else the same staff member did about the person, flags on it, and the finding there is.

    `mine` says that the reviewer made it, who then does not judge it; `related` is by person whether the unit took part
    in a case of theirs then.
    """

    line: log.LogLine
    alike: list[log.LogLine]
    flags: list[Flagged]
    finding: Finding | None
    mine: bool
    related: list[tuple[Person, bool]]


def rounds(assignment: Assignment) -> QuerySet[Round]:
    """The organisation's rounds, the newest first."""
    check_may_review(assignment)
    found = Round.objects.filter(organisation=assignment.unit.organisation)
    return found.select_related("assignment__staff", "drawing")


def rounds_waiting() -> int:
    """How many rounds, of all organisations, wait to be drawn."""
    return Round.objects.filter(drawing__isnull=True).count()


def round_of(assignment: Assignment, number: int) -> Round:
    """One of the organisation's rounds. Raises Http404."""
    found = rounds(assignment).select_related("organisation").filter(pk=number).first()
    if found is None:
        raise Http404("no such round")
    return found


def population(organisation: Organisation, first: date, last: date, until: int) -> Iterator[int]:
    """The numbers of the entries that a sample is drawn from: the period's about somebody, up to `until`."""
    entries = log.about_somebody(log.own_entries(organisation, first, last).filter(sequence__lte=until))
    return entries.order_by().values_list("sequence", flat=True).iterator(10_000)


def drawn_alike(assignment: Assignment, number: int) -> bool:
    """Whether the round's seed draws the same entries of the log as it lies now."""
    of = round_of(assignment, number)
    drawn = list(of.drawn.values_list("entry", flat=True))
    again = population(of.organisation, of.first, of.last, of.until)
    return sample.draw(again, len(drawn), of.seed) == drawn


def drawn(assignment: Assignment, of: Round, page: str | None) -> tuple[Page, list[log.LogLine]]:
    """A page of the round's sample."""
    shown = Paginator(of.drawn.values_list("entry", flat=True), A_PAGE).get_page(page)
    with transaction.atomic():
        known = log.entries_by_number(shown.object_list)
        lines = log.lines([known[number] for number in shown.object_list if number in known])
        record_review(assignment, Action.LIST, f"review round {of.pk}, sample", persons_in(lines))
    return shown, lines


def flagged(assignment: Assignment, of: Round, asked: dict[str, Any], page: str | None) -> tuple[Page, list[FlagLine]]:
    """A page of the round's flags; `asked` may name a kind, a unit or (by number) a member of staff."""
    named = {"staff_number" if name == "staff" else name: value for name, value in asked.items()}
    shown = Paginator(of.flagged.filter(**named), A_PAGE).get_page(page)
    with transaction.atomic():
        lines = flag_lines(shown.object_list)
        persons = [line.person.pk for line in lines if line.person]
        record_review(assignment, Action.LIST, f"review round {of.pk}, flags", persons)
    return shown, lines


def flag_entries(assignment: Assignment, of: Round, number: int, page: str | None) -> tuple[FlagLine, Page, Lines]:
    """A flag of a round with a page of the entries that it is about. Raises Http404."""
    check_may_review(assignment)
    flag = of.flagged.filter(pk=number).first()
    if flag is None:
        raise Http404("no such flag")
    shown = Paginator(log.flagged_entries(flag, of.until), A_PAGE).get_page(page)
    with transaction.atomic():
        [line] = flag_lines([flag])
        lines = log.lines(list(shown.object_list))
        about = [flag.person] if flag.person is not None else []
        what = f"review round {of.pk}, flag {flag.pk}"
        record_review(assignment, Action.LIST, what, [*about, *persons_in(lines)])
    return line, shown, lines


def flagged_places(of: Round) -> tuple[list[Unit], list[tuple[int, str]]]:
    """The units with flags in a round, and the staff members, by number with their names."""
    units = log.units_by_number(of.flagged.order_by().values_list("unit", flat=True).distinct())
    numbers = of.flagged.order_by().values_list("staff_number", flat=True).distinct()
    staff = {one.number: one.name for one in people((number, "") for number in numbers).values() if one.number}
    by_name = sorted(units.values(), key=lambda unit: swedish(unit.name))
    return by_name, sorted(staff.items(), key=lambda pair: swedish(pair[1]))


def flag_lines(flags: Iterable[Flagged]) -> list[FlagLine]:
    flags = list(flags)
    staff = people((one.staff_number, one.staff) for one in flags)
    units = log.units_by_number(one.unit for one in flags)
    about = {one.person for one in flags if one.person is not None}
    organisation = flags[0].round.organisation if flags else None
    persons = log.persons_by_number(log.opened_by(organisation, about)) if about and organisation else {}
    return [
        FlagLine(one, str(staff[one.staff_number, one.staff]), units.get(one.unit), persons.get(one.person))
        for one in flags
    ]


def opened_entry(assignment: Assignment, sequence: int) -> OpenedEntry:
    """An entry whole. Raises Http404 for one that is not the organisation's own."""
    check_may_review(assignment)
    entry = log.own_entry(assignment.unit.organisation, sequence)
    if entry is None:
        refuse_entry(assignment)
        raise Http404("no such entry")
    with transaction.atomic():
        [line] = log.lines([entry], log.NAMED_AT_MOST)
        alone = line.persons[0].pk if len(line.persons) == 1 else None
        related = [(one, bool(line.unit) and relation(line.unit, one.pk, entry.at)) for one in line.persons[:3]]
        record_review(assignment, Action.READ, f"entry {sequence}", persons_in([line]))
        return OpenedEntry(
            line,
            log.lines(log.alike(entry, alone, ALIKE_AT_MOST)) if alone else [],
            _flags_on(assignment.unit.organisation, entry, alone),
            Finding.objects.filter(organisation=assignment.unit.organisation, entry=sequence).first(),
            is_own(number_of(entry), entry.staff, assignment.staff),
            related if not line.others and len(line.persons) <= 3 else [],
        )


def searched(assignment: Assignment, sought: log.Sought) -> tuple[log.LogPart, list[log.LogLine]]:
    """A page of the entries that a reviewer looks for in their own organisation's log."""
    check_may_review(assignment)
    part = log.found(assignment.unit.organisation, sought, A_PAGE)
    with transaction.atomic():
        lines = log.lines(part.entries)
        about = [sought.person] if sought.person is not None else []
        record_review(assignment, Action.LIST, "log", [*about, *persons_in(lines)])
    return part, lines


def person_with(assignment: Assignment, number: str) -> Person | None:
    """The person with an identity number, for a search in the log: None also for one of whom the organisation has
    opened nothing, so that nobody learns who has a number, or that it is there. The search is on the trail."""
    check_may_review(assignment)
    with transaction.atomic():
        known = Person.objects.only("identity_number", "given_name", "family_name")
        found = known.filter(identity_number=number).first()
        numbers = log.numbers_of(found) if found else []
        opened = log.opened_by(assignment.unit.organisation, numbers)
        record_review(assignment, Action.READ, "person by number", [found.pk] if found else [])
    return found if opened else None


def refuse_entry(assignment: Assignment) -> None:
    """Puts on the trail that an entry of another organisation was asked for."""
    refuse(assignment, Deed(Action.READ, "entry", Basis.OTHER_ORGANISATION, purpose=Assignment.Purpose.LOG_REVIEW))


def _flags_on(organisation: Organisation, entry: Entry, person: int | None) -> list[Flagged]:
    """The flags of any round that this entry is among."""
    number = number_of(entry)
    known = {"staff": entry.staff} if number is None else {}
    rows = Flagged.objects.filter(round__organisation=organisation, staff_number=number, unit=entry.unit, **known)
    within = rows.filter(first_at__lte=entry.at, last_at__gte=entry.at).order_by("-round_id", "pk")
    newest: dict[str, Flagged] = {}
    for row in within:
        if row.person in (None, person):
            newest.setdefault(row.kind, row)
    return list(newest.values())


def persons_in(lines: Iterable[log.LogLine]) -> list[int]:
    return [person.pk for line in lines for person in line.persons]


def record_review(
    assignment: Assignment, action: Action, what: str, persons: Iterable[int], told: Iterable[Model] = ()
) -> None:
    paragraph = review_paragraph(assignment.unit.organisation)
    deed = Deed(
        action, what, Basis.REVIEWS, persons, purpose=Assignment.Purpose.LOG_REVIEW, paragraph=paragraph, told=told
    )
    record(assignment, deed)
