"""Fetches of what the patterns are found in: an organisation's looks in a period, and what is known beside the log."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Min, Q, QuerySet

from brygga.access.emergencies import is_emergency
from brygga.access.flags import KnownBesideLog, Worker
from brygga.access.looks import Look
from brygga.processes import PROCESSES
from brygga_site.cases.models import Participant
from brygga_site.organisations.models import Assignment, Organisation, Staff, Unit
from brygga_site.people.models import Person
from brygga_site.review.log.reads import (
    AT_ONCE,
    for_care,
    midnight,
    opened_by,
    own_entries,
    own_units,
    persons_by_number,
)
from brygga_site.review.who.reads import holders
from brygga_site.trail.models import Action, Entry, Outcome

BEFORE, AFTER = timedelta(days=1), timedelta(days=30)
"""A relation begins with the search that leads to the case, and ends when what follows the care is done."""


@dataclass
class Relations:
    """When each unit had each person in its care by a case: from and to, far ahead while nobody knows."""

    spans: dict[tuple[str, int], list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))

    def held(self, unit: str, person: int, at: datetime) -> bool:
        spans = self.spans.get((unit, person), ())
        return any(start - BEFORE <= at <= end + AFTER for start, end in spans)


def looks(organisation: Organisation, first: date, last: date, until: int) -> Iterator[Look]:
    """What the organisation's units opened in a period, in the order of the log, no later than the entry `until`."""
    held, care, whose = relations(_participants(organisation, first, last)).held, for_care(), holders(organisation)
    columns = ("sequence", "at", "staff_number", "assignment", "unit", "decision", "ground", "paragraph", "purpose")
    opened = _opened(organisation, first, last, until).values_list(*columns, "subjects__person")
    unseen = _only_looked_up(organisation, first, last, until)
    for entry, at, staff, assignment, unit, decision, ground, paragraph, purpose, person in opened.iterator(10_000):
        if purpose == Assignment.Purpose.LOG_REVIEW and person in unseen:
            continue
        yield Look(
            entry,
            at,
            whose.get(assignment) if staff is None else staff,
            unit,
            person,
            refused=decision == Outcome.REFUSED,
            emergency=is_emergency(ground, paragraph),
            for_care=purpose in care,
            related=person is None or held(unit, person, at),
        )


def known(organisation: Organisation, persons: Collection[int]) -> KnownBesideLog:
    """What is known of the organisation's staff and units, and of these persons."""
    staff = dict(_staff(organisation))
    numbers = _persons_with([number for _, number in staff.values() if number])
    workers = {pk: Worker(name, numbers.get(number)) for pk, (name, number) in staff.items()}
    families = {pk: person.family_name for pk, person in persons_by_number(persons).items()}
    kinds = {hsa_id: unit.kind for hsa_id, unit in own_units(organisation).items()}
    return KnownBesideLog(workers, families, kinds, _workplaces(organisation, numbers))


def relations(participants: QuerySet[Participant]) -> Relations:
    """The relations that these participations make."""
    held = Relations()
    columns = ("unit__hsa_id", "case__person_id", "case__opened_at", "case__overview__care_until")
    # What is between the parties is nobody's care, and ends no sooner for that.
    of_care = participants.filter(case__process__in=PROCESSES.of_care)
    for unit, person, opened, until, changed in of_care.values_list(*columns, "case__overview__changed_at"):
        # A case closed by mistake was somebody's care until it was closed.
        held.spans[unit, person].append((opened, until or changed))
    return held


def relation(unit: Unit, person: int, at: datetime) -> bool:
    """Whether a unit had a person in its care by a case at a time."""
    return relations(Participant.objects.filter(unit=unit, case__person=person)).held(unit.hsa_id, person, at)


def _participants(organisation: Organisation, first: date, last: date) -> QuerySet[Participant]:
    """Those in cases whose care was under way in the period, or had lately ended."""
    opened = Q(case__opened_at__lt=midnight(last) + timedelta(days=1) + BEFORE)
    ended = Q(case__overview__care_until__isnull=True) | Q(case__overview__care_until__gte=midnight(first) - AFTER)
    return Participant.objects.filter(opened, ended, unit__organisation=organisation)


def _opened(organisation: Organisation, first: date, last: date, until: int) -> QuerySet[Entry]:
    """Refusals, and whatever is no listing. The lowest number keeps SQLite from walking the trail from its start."""
    own = own_entries(organisation, first, last).filter(sequence__lte=until)
    lowest = own.aggregate(lowest=Min("sequence"))["lowest"] or 0
    chosen = own.filter(Q(decision=Outcome.REFUSED) | ~Q(action=Action.LIST), sequence__gte=lowest)
    return chosen.order_by("sequence")


def _only_looked_up(organisation: Organisation, first: date, last: date, until: int) -> set[int]:
    """The persons whom the period's log reviews are about, and of whom the organisation has opened nothing else."""
    reviews = own_entries(organisation, first, last).filter(sequence__lte=until, purpose=Assignment.Purpose.LOG_REVIEW)
    about = set(reviews.filter(subjects__isnull=False).values_list("subjects__person", flat=True))
    return about - opened_by(organisation, about)


def _staff(organisation: Organisation) -> Iterator[tuple[int | None, tuple[str, str]]]:
    members = Staff.objects.filter(assignments__unit__organisation=organisation).distinct()
    for pk, name, number in members.values_list("pk", "name", "identity_number"):
        yield pk, (name, number)


def _workplaces(organisation: Organisation, numbers: dict[str, int]) -> dict[int, set[str]]:
    """At which of the organisation's units these persons, by identity number, work or have worked."""
    found: dict[int, set[str]] = defaultdict(set)
    work = Assignment.objects.filter(unit__organisation=organisation).exclude(staff__identity_number="")
    for number, unit in work.values_list("staff__identity_number", "unit__hsa_id"):
        if number in numbers:
            found[numbers[number]].add(unit)
    return found


def _persons_with(numbers: list[str]) -> dict[str, int]:
    """The persons with these identity numbers."""
    found: dict[str, int] = {}
    for start in range(0, len(numbers), AT_ONCE):
        part = Person.objects.filter(identity_number__in=numbers[start : start + AT_ONCE])
        found |= dict(part.values_list("identity_number", "pk"))
    return found
