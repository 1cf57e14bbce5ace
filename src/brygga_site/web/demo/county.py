"""The demo: a made-up Västra Götaland of today, and staff to sign in as."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from brygga.access import DataKind, Protection
from brygga.access.messages import Block, BlockLevel, Consent, How, Speaker
from brygga.identities import Places
from brygga.process import Body
from brygga.synthetic import MadeCounty, MadeUnit, synthesize
from brygga.synthetic.chance import stream
from brygga.synthetic.names import family_name, given_name
from brygga_site.cases import bulk
from brygga_site.cases.models import Case
from brygga_site.organisations.actions import give_assignment
from brygga_site.organisations.models import Assignment, Organisation, Staff, Unit
from brygga_site.organisations.providers import provider_of
from brygga_site.people import bulk as people
from brygga_site.people.models import Listing, Person
from brygga_site.web.demo import trail
from brygga_site.web.demo.cast import CAST, PASSWORD, Actor

COUNTY = "14"
MUNICIPALITIES = (
    *("1401", "1402", "1441", "1480", "1481", "1482", "1485"),
    *("1487", "1488", "1490", "1494", "1495", "1496", "1499"),
)
PROTECTED_ONE_IN, WISHES_ONE_IN = 250, 25
ELSEWHERE_ONE_IN, NOBODY_ONE_IN = 20, 12
PARTS = ("norra", "södra", "västra")
TITLES = {
    "ward": "Sjuksköterska",
    "health-centre": "Koordinator",
    "home-care": "Sjuksköterska",
    "case-officers": "Handläggare",
    "dental": "Tandsköterska",
}
_PROTECTED = {7: Protection.CONFIDENTIALITY_MARKING, 8: Protection.PROTECTED_REGISTRATION}
PEOPLE, STAYS_A_YEAR, OPEN_CASES, SEED = 6000, 3300, 300, 2026


@transaction.atomic
def make(now: datetime, console: Console) -> None:
    """Fills an empty database with the county and its staff."""
    places = Places.load()
    county = synthesize(
        places,
        COUNTY,
        PEOPLE,
        SEED,
        now,
        stays_per_year=STAYS_A_YEAR,
        open_cases=OPEN_CASES,
        municipalities=MUNICIPALITIES,
    )
    organisations = _organisations(places)
    units = _units(county.units, organisations)
    stored = _people(county)
    _listings(county, stored, units)
    with Progress(console=console) as progress:
        task = progress.add_task("Making the demo county", total=STAYS_A_YEAR)
        bulk.load(county.cases, units, stored, now, lambda done: progress.update(task, completed=done))
    _wishes(now)
    _offices(organisations)
    for actor in CAST:
        _employ(actor, organisations)
    _colleagues()
    trail.make(now)
    _asked_for()


def _organisations(places: Places) -> dict[str, Organisation]:
    region = places.region(COUNTY)
    rows = [Organisation(kind="region", code=COUNTY, name=f"Region {region.short}")]
    rows += [
        Organisation(kind="municipality", code=code, name=places.municipality(code).name) for code in MUNICIPALITIES
    ]
    return {row.code: row for row in Organisation.objects.bulk_create(rows)}


def _units(units: tuple[MadeUnit, ...], organisations: dict[str, Organisation]) -> dict[str, Unit]:
    municipal = {"home-care", "case-officers"}
    first: dict[tuple[str, str], MadeUnit] = {}
    for unit in units:
        first.setdefault((unit.kind, unit.municipality), unit)
    rows = [
        Unit(
            hsa_id=unit.hsa_id,
            organisation=organisations[unit.municipality if unit.kind in municipal else COUNTY],
            kind=unit.kind.value,
            role=unit.role.value,
            name=unit.name,
            municipality=unit.municipality,
            areas=_area(unit),
            # Where there are several, the first takes in for the others.
            takes_in=bool(_area(unit)) and unit is first[unit.kind, unit.municipality],
        )
        for unit in units
    ]
    return {row.hsa_id: row for row in Unit.objects.bulk_create(rows)}


def _area(unit: MadeUnit) -> str:
    """The part of the municipality that the unit's name says it serves; empty for all of it."""
    part = next((part for part in PARTS if part in unit.name.split(", ")[0].split()), "")
    return f"{unit.municipality} {part.capitalize()}" if part else ""


def _listings(county: MadeCounty, stored: dict[int, Person], units: dict[str, Unit]) -> None:
    """Everybody is listed at a health centre of the municipality, as the made-up cases have it; a few elsewhere."""
    centres: dict[str, list[Unit]] = {code: [] for code in MUNICIPALITIES}
    for unit in units.values():
        if unit.kind == "health-centre":
            centres[unit.municipality].append(unit)
    rows = []
    for number, person in stored.items():
        beside = MUNICIPALITIES[MUNICIPALITIES.index(person.municipality) - 1]
        near = centres[beside if number % ELSEWHERE_ONE_IN == 0 else person.municipality]
        rows.append(Listing(person=person, unit=near[number % len(near)]))
    Listing.objects.bulk_create(rows, batch_size=2000)


def _people(county: MadeCounty) -> dict[int, Person]:
    everybody = list(county.people)
    rows = [
        Person(
            identity_number=one.identity_number,
            given_name=one.given_name,
            family_name=one.family_name,
            registered_address=f"{one.street}, {one.postal_town}",
            municipality=one.municipality,
            protection=_PROTECTED.get(one.number % PROTECTED_ONE_IN, Protection.NONE).value,
        )
        for one in everybody
    ]
    stored = Person.objects.bulk_create(rows, batch_size=2000)
    return {one.number: row for one, row in zip(everybody, stored, strict=True)}


def _wishes(now: datetime) -> None:
    """Some of those with a case have consented, or have blocked what one of the units holds."""
    ward = _busiest("ward").first()
    busiest = list(Case.objects.filter(participants__unit=ward).order_by("-opened_at", "pk"))
    everyone = list(Case.objects.order_by("-opened_at", "pk"))
    chosen = {case.person_id: case for case in (*busiest[::4], *everyone[::WISHES_ONE_IN])}
    made = []
    for number, case in enumerate(chosen.values()):
        units = [
            one.unit for one in case.participants.select_related("unit__organisation").order_by("unit__role", "pk")
        ]
        unit = units[number % len(units)]
        made.append((case.person, unit, case.opened_at, _wish(unit, number, timezone.localdate(case.opened_at))))
    people.load(made)


def _wish(unit: Unit, number: int, day: date) -> Body:
    spoken = {"provider": provider_of(unit), "by": Speaker.PERSON, "how": How.ORALLY}
    if number % 3 == 1:
        return Block(level=BlockLevel.PROVIDER, **spoken)
    return Consent(kinds=(DataKind.COORDINATION, DataKind.HEALTH, DataKind.SOCIAL), from_day=day, **spoken)


def _offices(organisations: dict[str, Organisation]) -> None:
    for code, organisation in organisations.items():
        home = code if organisation.kind == "municipality" else "1480"
        Unit.objects.create(
            hsa_id=f"SE2321000000-KANSLI{code}",
            organisation=organisation,
            kind="office",
            role="",
            name=f"Samverkanskontoret, {organisation.name}",
            municipality=home,
        )


def _employ(actor: Actor, organisations: dict[str, Organisation]) -> None:
    unit = _workplace(actor.unit_kind)
    staff = Staff.objects.create(
        username=actor.username,
        name=actor.name,
        password=make_password(PASSWORD),
        organisation=unit.organisation,
        # By these it is told that Hugo and Ines are two.
        hsa_id=f"SE2321000131-P{actor.username.upper()}",
    )
    Assignment.objects.create(
        staff=staff, unit=unit, title=actor.title, purpose=actor.purpose, from_day=date(2020, 1, 1)
    )


def _colleagues() -> None:
    """Somebody works at every unit but a few, so that it is seen what is said of those where nobody does."""
    manned = Assignment.objects.values("unit")
    units = Unit.objects.exclude(kind="office").exclude(pk__in=manned).select_related("organisation").order_by("hsa_id")
    staff, assignments = [], []
    for number, unit in enumerate(units):
        if number % NOBODY_ONE_IN == NOBODY_ONE_IN - 1:
            continue
        rng = stream(SEED, "colleague", unit.hsa_id)
        name = f"{given_name(rng, rng.random() < 0.8)} {family_name(rng)}"
        one = Staff(username=f"u{number}", name=name, organisation=unit.organisation, password=make_password(None))
        purpose = "social-care" if unit.kind == "case-officers" else "care"
        staff.append(one)
        assignments.append(
            Assignment(staff=one, unit=unit, title=TITLES[unit.kind], purpose=purpose, from_day=date(2020, 1, 1))
        )
    Staff.objects.bulk_create(staff)
    Assignment.objects.bulk_create(assignments)


def _asked_for() -> None:
    """Hugo has asked for what Ines has to approve."""
    hugo = Assignment.objects.select_related("staff", "unit__organisation").get(staff__username="hugo")
    colleague = Staff.objects.filter(organisation=hugo.unit.organisation, username__startswith="u").first()
    if colleague:
        give_assignment(hugo, colleague, _workplace("ward"), "Sjuksköterska", "care", timezone.localdate())


def _workplace(kind: str) -> Unit:
    if kind == "office-region":
        return Unit.objects.get(kind="office", organisation__kind="region")
    if kind == "office-municipality":
        return Unit.objects.get(kind="office", organisation__code=_busiest("home-care").first().municipality)
    return _busiest(kind).first()


def _busiest(kind: str) -> QuerySet[Unit]:
    return Unit.objects.filter(kind=kind).annotate(owed=Count("owings")).order_by("-owed", "hsa_id")
