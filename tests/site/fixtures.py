"""The cast of the site's tests: the same names everywhere."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone
from tests.site.cast import PASSWORD, Cast, notice, signed_in

from brygga.discharge.messages import Admission
from brygga_site.append_only import TABLES
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment, Organisation, Staff, Unit
from brygga_site.people.models import Person
from brygga_site.trail.actions import seal


@pytest.fixture(autouse=True)
def _tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """On PostgreSQL tables are emptied between tests that commit; the triggers that forbid it are away just then."""
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if connection.vendor == "sqlite" or not commits:
        yield
        return
    request.getfixturevalue("transactional_db")
    for table in TABLES.values():
        table.install(connection)
    yield
    for table in TABLES.values():
        table.remove(connection)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    region = Organisation.objects.create(kind="region", code="14", name="Västra Götalandsregionen")
    town = Organisation.objects.create(kind="municipality", code="1480", name="Göteborgs kommun")
    other = Organisation.objects.create(kind="municipality", code="1490", name="Borås kommun")
    hugo = _assignment("hugo", "office", "", region, "1480", "assignments")
    ines = Staff.objects.create(username="ines", name="Ines", password=make_password(PASSWORD), organisation=region)
    for one in (hugo.staff, ines):
        one.hsa_id = f"SE0000000000-P{one.username.upper()}"
        one.save()
    return Cast(
        anna=_assignment("anna", "ward", "inpatient-care", region, "1480"),
        boris=_assignment("boris", "health-centre", "outpatient-care", region, "1480"),
        cecilia=_assignment("cecilia", "home-care", "municipal-health-care", town, "1480"),
        david=_assignment("david", "case-officers", "social-services", town, "1480"),
        olga=_assignment("olga", "case-officers", "social-services", other, "1490"),
        ella=_assignment("ella", "office", "", town, "1480"),
        filip=_assignment("filip", "office", "", region, "1480"),
        gerda=_assignment("gerda", "office", "", region, "1480", "log-review"),
        hugo=hugo,
        ines=_given(ines, hugo.unit, "assignments"),
        ivar=_assignment("ivar", "ward", "inpatient-care", region, "1480"),
    )


PURPOSES = {"office": "administration", "case-officers": "social-care"}


def _assignment(
    name: str, kind: str, role: str, organisation: Organisation, municipality: str, purpose: str | None = None
) -> Assignment:
    staff = Staff.objects.create(
        username=name, name=name.title(), password=make_password(PASSWORD), organisation=organisation
    )
    hsa_id = f"SE0000000000-{name.upper()}"
    unit = Unit.objects.create(
        hsa_id=hsa_id,
        organisation=organisation,
        kind=kind,
        role=role,
        name=f"{name.title()}s enhet",
        municipality=municipality,
    )
    return _given(staff, unit, purpose or PURPOSES.get(kind, "care"))


def _given(staff: Staff, unit: Unit, purpose: str) -> Assignment:
    return Assignment.objects.create(staff=staff, unit=unit, title="Tester", purpose=purpose, from_day=date(2020, 1, 1))


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create(
        identity_number="201801042381",
        given_name="Tolv",
        family_name="Tolvansson",
        registered_address="Provvägen 1, Göteborg",
        municipality="1480",
    )


@pytest.fixture
def admitted(cast: Cast, person: Person) -> Case:
    """A case of which only the ward knows: admitted an hour ago, needs likely."""
    now = timezone.now()
    admission = Admission(admitted_at=now - timedelta(hours=1), care_type="somatic", needs_expected=True)
    return actions.open_case(cast.anna, person, admission, "open", now)


@pytest.fixture
def notified(cast: Cast, admitted: Case) -> Case:
    """A case of which the health centre, home care and social services have been told."""
    actions.say(cast.anna, admitted.pk, notice(cast, timezone.now()), 1, "notice", timezone.now())
    return admitted


@pytest.fixture
def sealed(cast: Cast, notified: Case) -> None:
    """A trail of five entries under three seals: 1 to 2, 3, 4 to 5."""
    for readings in ([], [(cast.boris, "/board")], [(cast.cecilia, "/"), (cast.david, f"/cases/{notified.pk}")]):
        for who, address in readings:
            signed_in(who).get(address)
        seal(timezone.now())
