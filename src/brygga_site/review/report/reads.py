"""Fetches of a person's own report (2008:355 8:5, 2022:913 4:5): what the reviewer's own organisation has done.

Each care provider answers for its own staff, so of others the report names the organisations to ask and nothing more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from brygga.access.basis import Basis
from brygga.texts import swedish
from brygga_site.organisations.models import Assignment, Organisation
from brygga_site.people.models import Person
from brygga_site.review import told
from brygga_site.review.log import reads as log
from brygga_site.review.permission import check_may_review, report_paragraph
from brygga_site.review.who.reads import doers
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action, Entry, Outcome, Subject


@dataclass(frozen=True)
class Access:
    """What one staff member at one unit did in one way on one day: how often, and from when to when."""

    unit: str
    staff: str
    title: str
    what: str
    why: str
    refused: bool
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Day:
    """One day's accesses, by unit and staff member."""

    day: date
    accesses: tuple[Access, ...]


@dataclass(frozen=True)
class AccessReport:
    """A person's report for a period. `name` is empty when the organisation has read nothing of theirs but its own log.

    `others` are the other organisations in the trail that have, to be asked themselves.
    """

    number: str
    name: str
    organisation: Organisation
    contact: str
    first: date
    last: date
    days: tuple[Day, ...]
    others: tuple[str, ...]

    @property
    def times(self) -> int:
        return sum(access.times for day in self.days for access in day.accesses if not access.refused)

    @property
    def units(self) -> list[tuple[str, int]]:
        """How often each unit has read or written, the most first."""
        counts: dict[str, int] = {}
        for day in self.days:
            for one in day.accesses:
                counts[one.unit] = counts.get(one.unit, 0) + one.times * (not one.refused)
        return sorted(((unit, n) for unit, n in counts.items() if n), key=lambda pair: (-pair[1], swedish(pair[0])))


def report(assignment: Assignment, number: str, first: date, last: date) -> AccessReport:
    """The report on the person with an identity number, from a day to a day. Raises Http404 for no reviewer."""
    check_may_review(assignment)
    organisation = assignment.unit.organisation
    with transaction.atomic():
        # What was there before: the report is neither a reading that it tells of, nor a ground for whose number it is.
        until = Entry.objects.aggregate(last=Max("sequence"))["last"] or 0
        known = Person.objects.only("identity_number", "given_name", "family_name")
        person = known.filter(identity_number=number).first()
        numbers = log.numbers_of(person) if person else []
        entries = _entries(organisation, numbers, first, last, until)
        opened = any(one.purpose != Assignment.Purpose.LOG_REVIEW for one in entries)
        made = AccessReport(
            Person(identity_number=number).shown_number,
            str(person) if opened else "",
            organisation,
            assignment.unit.name,
            first,
            last,
            tuple(_days(entries)),
            _others(organisation, numbers, first, last),
        )
        what, about = f"access report {first} to {last}", [person.pk] if person else []
        paragraph = report_paragraph(organisation)
        deed = Deed(Action.READ, what, Basis.REPORTS, about, purpose=Assignment.Purpose.LOG_REVIEW, paragraph=paragraph)
        record(assignment, deed)
    return made


def _entries(organisation: Organisation, numbers: list[int], first: date, last: date, until: int) -> list[Entry]:
    about = Subject.objects.filter(person__in=numbers).values("entry_id")
    return list(
        log.own_entries(organisation, first, last).filter(pk__in=about, sequence__lte=until).order_by("sequence")
    )


def _days(entries: list[Entry]) -> Iterable[Day]:
    staff, units = doers(entries), log.units_by_number(one.unit for one in entries)
    titles = _titles(entries)
    for day, in_day in groupby(entries, key=lambda one: timezone.localdate(one.at)):
        alike: dict[tuple[str, ...], list[Entry]] = {}
        for one in in_day:
            place = units[one.unit].name if one.unit in units else one.unit
            who = (place, str(staff[one.pk]), titles.get(one.assignment, ""))
            alike.setdefault((*who, told.what(one), told.why(one), one.decision), []).append(one)
        made = (
            Access(*key[:5], key[5] == Outcome.REFUSED, len(group), group[0].at, group[-1].at)
            for key, group in alike.items()
        )
        yield Day(day, tuple(sorted(made, key=lambda one: (swedish(one.unit), swedish(one.staff), one.first))))


def _titles(entries: list[Entry]) -> dict[str, str]:
    numbers = {int(one.assignment) for one in entries if one.assignment.isdecimal()}
    return {str(pk): title for pk, title in Assignment.objects.filter(pk__in=numbers).values_list("pk", "title")}


def _others(organisation: Organisation, numbers: list[int], first: date, last: date) -> tuple[str, ...]:
    within = {"entry__at__gte": log.midnight(first), "entry__at__lt": log.midnight(last + timedelta(days=1))}
    rows = Subject.objects.filter(person__in=numbers, entry__decision=Outcome.ALLOWED, **within)
    rows = rows.exclude(entry__purpose=Assignment.Purpose.LOG_REVIEW)
    units = log.units_by_number(rows.values_list("entry__unit", flat=True).distinct())
    names = {one.organisation.name for one in units.values() if one.organisation_id != organisation.pk}
    return tuple(sorted(names, key=swedish))
