"""What the demo's staff have read in the last two months, so that the log's reviewer has something to find."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from brygga import access
from brygga.access.basis import Basis
from brygga_site.cases.models import Case, Participant
from brygga_site.organisations.models import Assignment, Staff, Unit
from brygga_site.trail import bulk
from brygga_site.trail.models import Action, Entry, Outcome

DAYS = 62
SEED = 2026
CURIOUS, EMERGENCY = "nils", access.GROUNDS["emergency"]

Made = tuple[Entry, list[int]]


def make(now: datetime) -> None:
    """Fills the trail with ordinary days at work, and with a few readings that a reviewer should look into."""
    chance = Random(SEED)  # noqa: S311 (a made-up past, the same each time)
    nils = _nils()
    since = now - timedelta(days=DAYS)
    found = [one for who in ("anna", "boris", "cecilia", "david") for one in _days_at_work(who, since, now, chance)]
    found += _oddities(nils, now)
    bulk.load(sorted(found, key=lambda one: one[0].at))


def _nils() -> Assignment:
    """A nurse on another ward than Anna's, who cannot sign in."""
    ward = Assignment.objects.get(staff__username="anna").unit
    other = Unit.objects.filter(kind="ward", organisation=ward.organisation).exclude(pk=ward.pk).first() or ward
    staff = Staff.objects.create_user(CURIOUS, name="Nils Nyfiken")
    return Assignment.objects.create(
        staff=staff, unit=other, title="Sjuksköterska", purpose="care", from_day=date(2020, 1, 1)
    )


def _days_at_work(name: str, since: datetime, now: datetime, chance: Random) -> Iterator[Made]:
    """A reading or two a day of each case that is new at the unit."""
    who = Assignment.objects.select_related("staff", "unit").get(staff__username=name)
    theirs = Participant.objects.filter(unit=who.unit, case__opened_at__gte=since, case__opened_at__lt=now)
    for part in theirs.select_related("case"):
        for _ in range(chance.randint(1, 4)):
            day = timezone.localtime(part.case.opened_at) + timedelta(days=chance.randint(0, 3))
            at = day.replace(hour=chance.randint(7, 16), minute=chance.randint(0, 59))
            if part.case.opened_at < at < now:
                yield _read(who, part.case, at)


def _oddities(nils: Assignment, now: datetime) -> list[Made]:
    """Nils looks up a patient whom his ward never admits, and a namesake; Boris opens at night what is about him."""
    anna = Assignment.objects.select_related("staff", "unit").get(staff__username="anna")
    boris = Assignment.objects.select_related("staff", "unit").get(staff__username="boris")
    earlier = Case.objects.filter(opened_at__lt=now - timedelta(days=35)).exclude(participants__unit=nils.unit)
    patient = earlier.filter(participants__unit=anna.unit).latest("opened_at")
    namesake = earlier.filter(participants__unit=anna.unit).exclude(person=patient.person_id).latest("opened_at")
    own = earlier.filter(participants__unit=boris.unit).latest("opened_at")
    Staff.objects.filter(pk=nils.staff_id).update(name=f"Nils {namesake.person.family_name}")
    Staff.objects.filter(pk=boris.staff_id).update(identity_number=own.person.identity_number)
    noon = timezone.localtime(now).replace(hour=12, minute=5, second=0, microsecond=0)
    month = noon.replace(day=1) - timedelta(days=12)
    return [
        *(_sought(nils, patient, month + timedelta(days=day)) for day in (0, 2, 5)),
        _sought(nils, namesake, month + timedelta(days=6)),
        _sought(nils, namesake, month + timedelta(days=7), EMERGENCY),
        _read(boris, own, month.replace(hour=23, minute=40)),
        *(_refused(nils, patient, month + timedelta(minutes=minute)) for minute in range(1, 7)),
    ]


def _read(who: Assignment, case: Case, at: datetime) -> Made:
    return _entry(who, case, at, ("case", Outcome.ALLOWED, Basis.TAKES_PART))


def _refused(who: Assignment, case: Case, at: datetime) -> Made:
    return _entry(who, case, at, ("case", Outcome.REFUSED, Basis.TAKES_NO_PART))


def _sought(who: Assignment, case: Case, at: datetime, by: access.AccessGround | None = None) -> Made:
    """A search by the number of the case's person."""
    entry, persons = _entry(who, case, at, ("person by number", Outcome.ALLOWED, Basis.BY_NUMBER))
    entry.case = None
    if by:
        entry.ground, entry.paragraph = by.id, by.clause
    return entry, persons


def _entry(who: Assignment, case: Case, at: datetime, done: tuple[str, Outcome, Basis]) -> Made:
    what, decision, ground = done
    entry = Entry(
        at=at,
        staff=who.staff.username,
        staff_number=who.staff_id,
        assignment=str(who.pk),
        unit=who.unit.hsa_id,
        purpose=case.process,
        action=Action.READ.value,
        decision=decision.value,
        ground=ground.value,
        paragraph="",
        what=what,
        case=case.pk,
        origin="192.0.2.10",
    )
    return entry, [case.person_id]
