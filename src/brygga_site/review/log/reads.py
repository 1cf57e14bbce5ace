"""Fetches of the entries that an organisation's own units made. Whoever calls has passed the reviewer's guard."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from brygga.access.flags import FlagKind
from brygga.process import Purpose
from brygga.processes import PROCESSES
from brygga_site.organisations.models import Assignment, Organisation, Unit
from brygga_site.people.models import Person
from brygga_site.review.models import Flagged
from brygga_site.review.who.reads import doers, made_by, named, number_of
from brygga_site.trail.models import Action, Entry, Outcome, Subject

NAMED_AT_MOST = 50
"""How many of the persons of one listing are named on a page."""

AT_ONCE = 900


def for_care() -> frozenset[str]:
    """The purposes for which one opens something about a person to give care or support."""
    return frozenset({Purpose.CARE.value, Purpose.SOCIAL_CARE.value, *PROCESSES.of_care})


@dataclass(frozen=True)
class LogLine:
    """An entry in words: the staff member's name and the unit's, and the persons, of whom `others` are not named.

    `looked_up` are those whom only a log reviewer has looked up by a number: whose it is, nobody here is told.
    """

    entry: Entry
    staff: str
    unit: Unit | None
    persons: tuple[Person, ...]
    others: int = 0
    looked_up: int = 0


@dataclass(frozen=True)
class Sought:
    """What a reviewer looks for in the log; what is empty is not asked for.

    `older_than` and `newer_than` are the numbers of entries: what was found before or after one, the nearest to it.
    """

    first: date
    last: date
    staff: str = ""
    unit: str = ""
    person: int | None = None
    older_than: int | None = None
    newer_than: int | None = None


@dataclass(frozen=True)
class LogPart:
    """Some of the entries found, the newest first, how many were found in all, and whether there are more each way."""

    entries: tuple[Entry, ...]
    count: int
    has_newer: bool
    has_older: bool


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def own_units(organisation: Organisation) -> dict[str, Unit]:
    """The organisation's units by HSA-id; those of others that work for it under contract review their own."""
    return {unit.hsa_id: unit for unit in Unit.objects.filter(organisation=organisation)}


def beginning() -> date:
    """The day of the first entry of the trail; today while there is none."""
    first = Entry.objects.order_by("sequence").values_list("at", flat=True).first()
    return timezone.localdate(first)


def own_entries(organisation: Organisation, first: date, last: date) -> QuerySet[Entry]:
    """What the organisation's units did from a day to a day, by the index on unit and time."""
    # The units by value, so that PostgreSQL takes the index and not the whole trail.
    own = Entry.objects.filter(unit__in=list(own_units(organisation)))
    return own.filter(at__gte=midnight(first), at__lt=midnight(last + timedelta(days=1)))


def about_somebody(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Those of the entries that are about at least one person."""
    return entries.filter(Exists(Subject.objects.filter(entry=OuterRef("pk"))))


def own_entry(organisation: Organisation, sequence: int) -> Entry | None:
    """One entry by its number; None when it is not the organisation's own."""
    return Entry.objects.filter(sequence=sequence, unit__in=list(own_units(organisation))).first()


def found(organisation: Organisation, sought: Sought, at_most: int) -> LogPart:
    """The newest of the entries that a reviewer looks for, or those next to one of them.

    By time and then number, as the index on unit and time has them: ordered by number alone, a period of long ago
    would be reached by walking the trail back from its end.
    """
    entries = _sought(organisation, sought)
    near, newer = _beside(organisation, entries, sought)
    part = list(near[: at_most + 1])
    more, part = len(part) > at_most, part[:at_most]
    if newer:
        part.reverse()
    before = {"has_newer": more, "has_older": True} if newer else {"has_newer": near is not entries, "has_older": more}
    return LogPart(tuple(part), entries.count(), **before)


def _beside(organisation: Organisation, entries: QuerySet[Entry], sought: Sought) -> tuple[QuerySet[Entry], bool]:
    """The entries nearest to the one that was named, and whether they are the newer ones, the oldest of them first."""
    named, newer = sought.newer_than or sought.older_than, sought.newer_than is not None
    beside = own_entry(organisation, named) if named else None
    if beside is None:
        return entries, False
    at, number = beside.at, beside.sequence
    if newer:
        after = entries.filter(Q(at__gt=at) | Q(sequence__gt=number), at__gte=at)
        return after.order_by("at", "sequence"), True
    return entries.filter(Q(at__lt=at) | Q(sequence__lt=number), at__lte=at), False


def _sought(organisation: Organisation, sought: Sought) -> QuerySet[Entry]:
    """All that a reviewer looks for, the newest first."""
    entries = own_entries(organisation, sought.first, sought.last)
    if sought.staff:
        entries = entries.filter(made_by(named(sought.staff)) | Q(staff__iexact=sought.staff))
    if sought.unit:
        entries = entries.filter(unit=sought.unit)
    if sought.person is not None:
        entries = entries.filter(pk__in=Subject.objects.filter(person=sought.person).values("entry_id"))
    return entries.order_by("-at", "-sequence")


def alike(entry: Entry, person: int, at_most: int) -> list[Entry]:
    """The newest other entries of the same staff member at the same unit about a person, listings left out."""
    number = number_of(entry)
    # Where nobody knows who made the entry, nobody knows what else they did.
    theirs = made_by([number], "entry__") if number is not None else Q(pk__in=[])
    about = Subject.objects.filter(theirs, person=person, entry__unit=entry.unit)
    numbers = about.exclude(entry=entry).exclude(entry__action=Action.LIST).order_by("-entry_id")
    return list(Entry.objects.filter(pk__in=list(numbers.values_list("entry_id", flat=True)[:at_most])).order_by("pk"))


def flagged_entries(flag: Flagged, until: int) -> QuerySet[Entry]:
    """The entries that a flag is about, in the order of the log, by the index on unit and time."""
    known = flag.staff_number is not None
    theirs = made_by([flag.staff_number]) if known else Q(staff_number__isnull=True, staff=flag.staff)
    own = Entry.objects.filter(theirs, unit=flag.unit, at__gte=flag.first_at, at__lte=flag.last_at)
    own = own.filter(sequence__lte=until)
    if flag.kind == FlagKind.REFUSED:
        return own.filter(decision=Outcome.REFUSED).order_by("sequence")
    opened = own.exclude(decision=Outcome.REFUSED).exclude(action=Action.LIST)
    if flag.kind == FlagKind.MANY:
        opened = opened.filter(purpose__in=for_care())
    if flag.person is not None:
        opened = opened.filter(pk__in=Subject.objects.filter(person=flag.person).values("entry_id"))
    return about_somebody(opened).order_by("sequence")


def entries_by_number(numbers: Iterable[int]) -> dict[int, Entry]:
    return Entry.objects.in_bulk(list(numbers))


def lines(entries: Sequence[Entry], named: int = 3) -> list[LogLine]:
    """The entries in words; of those about many, the first `named` persons are named."""
    about: dict[int, list[int]] = defaultdict(list)
    keys = [one.pk for one in entries]
    hidden = _only_looked_up(entries)
    for number, person in Subject.objects.filter(entry__in=keys).order_by("person").values_list("entry_id", "person"):
        about[number].append(person)
    looked_up = {pk: len([one for one in persons if one in hidden]) for pk, persons in about.items()}
    about = defaultdict(list, {pk: [one for one in persons if one not in hidden] for pk, persons in about.items()})
    known = persons_by_number(person for persons in about.values() for person in persons[:named])
    staff, units = doers(entries), units_by_number(one.unit for one in entries)
    return [
        LogLine(
            one,
            str(staff[one.pk]),
            units.get(one.unit),
            tuple(known[person] for person in about[one.pk][:named] if person in known),
            max(0, len(about[one.pk]) - named),
            looked_up.get(one.pk, 0),
        )
        for one in entries
    ]


def opened_by(organisation: Organisation, persons: Iterable[int]) -> set[int]:
    """Of these persons those about whom the organisation's units have opened, or tried to open, something.

    What a log reviewer looks up is no such thing: else any number could be turned into a name by looking it up twice.
    """
    own = Subject.objects.filter(person__in=list(persons), entry__unit__in=list(own_units(organisation)))
    return set(own.exclude(entry__purpose=Assignment.Purpose.LOG_REVIEW).values_list("person", flat=True).distinct())


def _only_looked_up(entries: Sequence[Entry]) -> set[int]:
    """The persons of these entries, all of one organisation's, about whom it has opened nothing but its log."""
    reviews = [one for one in entries if one.purpose == Assignment.Purpose.LOG_REVIEW]
    about = set(Subject.objects.filter(entry__in=[one.pk for one in reviews]).values_list("person", flat=True))
    unit = Unit.objects.filter(hsa_id__in={one.unit for one in reviews}).select_related("organisation").first()
    return about - opened_by(unit.organisation, about) if about and unit else about


def numbers_of(person: Person) -> list[int]:
    """The person's number in the trail, and those under which they were kept before."""
    return [person.pk, *person.replaces.values_list("pk", flat=True)]


def persons_of(entry: Entry) -> list[int]:
    return list(Subject.objects.filter(entry=entry).values_list("person", flat=True))


def persons_by_number(numbers: Iterable[int]) -> dict[int, Person]:
    """Persons, with nothing but what tells who they are: no address leaves the database."""
    wanted, known = sorted(set(numbers)), {}
    for start in range(0, len(wanted), AT_ONCE):
        named = Person.objects.only("identity_number", "given_name", "family_name")
        known |= named.in_bulk(wanted[start : start + AT_ONCE])
    return known


def units_by_number(numbers: Iterable[str]) -> dict[str, Unit]:
    units = Unit.objects.filter(hsa_id__in=set(numbers)).select_related("organisation")
    return {unit.hsa_id: unit for unit in units}
