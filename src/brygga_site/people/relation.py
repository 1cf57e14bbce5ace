"""What a unit is to a person: the one place that builds the `Reader` whom `brygga.access` decides about."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db.models import BigAutoField, CharField, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from brygga.access import Reader, Wishes, fold, parse
from brygga.identities import age_on
from brygga.process import Purpose, Sent
from brygga.processes import PROCESSES
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.organisations.providers import provider_of
from brygga_site.people.models import Person, Statement
from brygga_site.prepared import Given, GivenMany, Prepared, PreparedModels

OF_AGE = 18


def _colleagues() -> QuerySet:
    theirs = Assignment.objects.filter(staff__identity_number=Given("number", CharField()), revoked_at__isnull=True)
    mine = theirs.filter(unit__organisation=Given("organisation", BigAutoField()))
    return mine.order_by().values_list("pk")[:1]


def _statements() -> QuerySet[Statement]:
    of_person = Statement.objects.filter(person=Given("person", BigAutoField()))
    return of_person.select_related("unit").order_by("sequence")


STATEMENTS = PreparedModels(_statements)
STATEMENTS_OF_EACH = PreparedModels(
    lambda: (
        Statement.objects.filter(person__in=GivenMany("persons", BigAutoField()))
        .select_related("unit")
        .order_by("sequence")
    )
)
COLLEAGUES = Prepared(_colleagues)


def reader_of(assignment: Assignment, person: Person, now: datetime, in_care: bool = False) -> Reader:
    """Who would read about the person under this assignment. `in_care`: it is known already that they are related."""
    return replace(
        reader_about_nobody(assignment),
        related=in_care or _is_related(assignment.unit, person, now),
        is_own_record=is_own_record(assignment, person),
    )


def reader_about_nobody(assignment: Assignment) -> Reader:
    """Who would read under this assignment what is about no person."""
    unit = assignment.unit
    return Reader(unit.hsa_id, provider_of(unit), unit.as_role, Purpose(assignment.purpose), related=False)


def is_own_record(assignment: Assignment, person: Person) -> bool:
    return bool(assignment.staff.identity_number) and assignment.staff.identity_number == person.identity_number


def is_colleague(assignment: Assignment, person: Person) -> bool:
    """Whether the person works in the reader's organisation: such a reading is allowed, and flagged to the reviewer."""
    return bool(COLLEAGUES.rows(organisation=assignment.unit.organisation_id, number=person.identity_number))


def is_child(person: Person, on: date) -> bool:
    """Whether the person is under 18 on a day. A reserve number tells no age, so nobody is a child by it."""
    age = age_on(person.identity_number, on)
    return age is not None and age < OF_AGE


def wishes_of(person: Person, now: datetime) -> Wishes:
    """What the person's statements come to now."""
    return fold(sent(STATEMENTS.rows(person=person.pk)), now, is_child(person, timezone.localdate(now)))


def wishes_of_each(persons: Iterable[Person], now: datetime) -> dict[int, Wishes]:
    """What the statements of each of several persons come to now, by the person's number."""
    persons, made = list(persons), defaultdict[int, list[Statement]](list)
    if persons:
        for row in STATEMENTS_OF_EACH.rows(persons=[person.pk for person in persons]):
            made[row.person_id].append(row)
    today = timezone.localdate(now)
    return {person.pk: fold(sent(made[person.pk]), now, is_child(person, today)) for person in persons}


def statements_of(person: Person) -> list[Statement]:
    """Every statement about a person who has passed the guard, in the order made."""
    return list(person.statements.select_related("unit__organisation", "assignment__staff").order_by("sequence"))


def sent(rows: Iterable[Statement]) -> list[Sent]:
    """Stored statements as the library knows them."""
    return [Sent(row.sequence, row.sent_at, row.unit.hsa_id, row.part, parse(row.kind, row.content)) for row in rows]


def takes_part(unit: Unit, person: Person) -> bool:
    """Whether the unit has ever taken part in a case of the person's care, and so been told of it."""
    return person.cases.filter(process__in=PROCESSES.of_care, participants__unit=unit).exists()


def _is_related(unit: Unit, person: Person, now: datetime) -> bool:
    """Whether the person is in the unit's care: by a case, by what is still owed in one, or by a tie that outlasts it.

    How long a case puts somebody in the care of those who take part, its process says: what is between the parties
    alone never does, and neither does what is owed there.
    """
    return person.pk in related_among(unit, [person], now)


def related_among(unit: Unit, persons: Collection[Person], now: datetime) -> frozenset[int]:
    """Those of several persons, by number, who are in the unit's care."""
    if not persons:
        return frozenset()
    # From each person's few cases: a unit's are ever more with the years.
    cases = next(iter(persons)).cases.model.objects.filter(person__in=persons, overview__care_until__isnull=False)
    mine = unit.participations.filter(case=OuterRef("pk")).exclude(part__in=PROCESSES.beside)
    arisen = unit.owings.filter(case=OuterRef("pk"), since__lte=now)
    owes = Exists(arisen.filter(Q(until__isnull=True) | Q(until__gt=now)))
    by_case = cases.filter(Exists(mine)).filter(Q(overview__care_until__gte=now) | owes)
    found = set(by_case.values_list("person", flat=True))
    # Few are left: those whose care has ended and who are not forgotten.
    return frozenset(found | {one.pk for one in persons if one.pk not in found and _is_tied(unit, one)})


def _is_tied(unit: Unit, person: Person) -> bool:
    newest = {tie.kind: tie.unit_id for tie in person.ties.order_by("since", "pk")}
    return unit.pk in newest.values()
