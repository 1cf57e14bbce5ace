"""The scene of the matrix: one person with a word to look for in everything about them, and everyone who might look."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.site.access import admits, blocks, consents, in_danger
from tests.site.cast import forget_stay, signed_in
from tests.toy import InquiryAsked

from brygga.discharge.messages import Admission, AdmissionNotice, Discharged, NamedCareContact, ReadyNotice
from brygga.process import Body, FreeMessage
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment, Organisation, Staff, Unit
from brygga_site.people.models import Person

NAME, NUMBER, ADDRESS, CONTACT = "Sentinelsson", "20180104-2381", "Sentinelvägen 7", "Kontakt-sentinel"
BETWEEN_THEM = "fritext-mellan-parterna"
ALWAYS_TOLD = {NAME, NUMBER, CONTACT}
FREE = {name: f"fritext-{name}" for name in ("anna", "boris", "cecilia", "david")}
WORDS = {NAME, NUMBER, ADDRESS, CONTACT, BETWEEN_THEM, *FREE.values()}


@dataclass(frozen=True)
class Seat:
    """Someone who might look: at what unit of which organisation, and whether the person is in that unit's care.

    `told`: the unit takes part in the case. `related`: in it or in another that is under way.
    """

    name: str
    organisation: str
    kind: str
    role: str
    told: bool = False
    related: bool = False
    purpose: str = "care"


SEATS = (
    Seat("anna", "region-14", "ward", "inpatient-care", told=True, related=True),
    Seat("boris", "region-14", "health-centre", "outpatient-care", told=True, related=True),
    Seat("cecilia", "municipality-1480", "home-care", "municipal-health-care", told=True, related=True),
    Seat("david", "municipality-1480", "case-officers", "social-services", True, True, "social-care"),
    Seat("ivar", "region-14", "ward", "inpatient-care", related=True),
    Seat("jonna", "region-14", "ward", "inpatient-care"),
    Seat("karin", "region-13", "ward", "inpatient-care", related=True),
    Seat("lars", "region-13", "ward", "inpatient-care"),
    Seat("mona", "municipality-1490", "home-care", "municipal-health-care", related=True),
    Seat("olga", "municipality-1490", "case-officers", "social-services", False, True, "social-care"),
    Seat("nils", "municipality-1490", "case-officers", "social-services", False, False, "social-care"),
    Seat("petra", "provider-5560000001", "health-centre", "outpatient-care", related=True),
    Seat("rut", "region-14", "dental", "dental-care"),
    Seat("sven", "region-14", "ward", "inpatient-care", purpose="administration"),
    Seat("ella", "municipality-1480", "office", "", purpose="administration"),
    Seat("filip", "region-14", "office", "", purpose="administration"),
    Seat("gerda", "region-14", "office", "", purpose="log-review"),
    Seat("hugo", "region-14", "office", "", purpose="assignments"),
    Seat("tove", "municipality-1490", "home-care", "municipal-health-care"),
    Seat("ulla", "region-14", "health-centre", "outpatient-care"),
)
PARTIES = ("tove", "ulla")
"""They have a case between them about the person, whom neither has in its care."""

ELSEWHERE = Seat("quentin", "region-12", "ward", "inpatient-care")
"""A ward far away that nobody looks from; it has the cases by which others have the person in their care."""


@dataclass(frozen=True)
class Scene:
    """What has been stated: whether the reader's provider has consent, who has blocked, whether there is danger."""

    consent: bool = False
    block: str = ""
    danger: bool = False
    own: bool = False
    protection: str = "none"


BLOCKS = ("", "anna unit", "cecilia provider", "david provider")
SCENES = (
    *(Scene(consent, block, danger) for consent, block, danger in product((False, True), BLOCKS, (False, True))),
    Scene(own=True),
    Scene(own=True, consent=True, danger=True),
    Scene(protection="confidentiality-marking"),
    Scene(protection="protected-registration"),
)


def met(scene: Scene, seat: Seat) -> Scene:
    """The scene as this reader meets it: consent is asked by whoever is related, danger stated by care."""
    in_care = bool(seat.role) and seat.purpose == "care"
    return replace(scene, consent=scene.consent and seat.related, danger=scene.danger and in_care)


@dataclass(frozen=True)
class County:
    """Everything that is there before anything is stated."""

    person: Person
    case: Case
    between: Case
    assignments: dict[str, Assignment]
    clients: dict[str, Client]


def county() -> County:
    assignments = {seat.name: _assignment(seat) for seat in (*SEATS, ELSEWHERE)}
    person = Person.objects.create(
        identity_number=NUMBER.replace("-", ""),
        given_name="Tolv",
        family_name=NAME,
        registered_address=f"{ADDRESS}, Göteborg",
        municipality="1480",
    )
    _old_stay(assignments, person)
    case = _case(assignments, person)
    for name in ("ivar", "karin"):
        admits(assignments[name], person)
    other = admits(assignments[ELSEWHERE.name], person)
    notice = _notice(assignments, "mona", "olga", "petra")
    actions.say(assignments[ELSEWHERE.name], other.pk, notice, 1, "other notice", timezone.now())
    clients = {name: signed_in(one) for name, one in assignments.items()}
    return County(person, case, _between(assignments, person), assignments, clients)


@contextmanager
def staged(scene: Scene, seat: Seat, found: County) -> Iterator[None]:
    """What this reader meets (see `met`); afterwards everything is as before."""
    before = transaction.savepoint()
    who, person = found.assignments[seat.name], found.person
    if scene.block:
        name, level = scene.block.split()
        blocks(found.assignments[name], person, level)
    if scene.consent:
        consents(who, person)
    if scene.danger:
        in_danger(who, person)
    if scene.own:
        Staff.objects.filter(pk=who.staff_id).update(identity_number=person.identity_number)
    Person.objects.filter(pk=person.pk).update(protection=scene.protection)
    yield
    transaction.savepoint_rollback(before)


def _assignment(seat: Seat) -> Assignment:
    kind, _, code = seat.organisation.partition("-")
    organisation, _ = Organisation.objects.get_or_create(kind=kind, code=code, defaults={"name": seat.organisation})
    staff = Staff.objects.create(username=seat.name, name=seat.name.title(), organisation=organisation)
    unit = Unit.objects.create(
        hsa_id=f"SE0000000000-{seat.name.upper()}",
        organisation=organisation,
        kind=seat.kind,
        role=seat.role,
        name=f"Enhet {seat.name}",
        municipality="1490" if code == "1490" else "1480",
    )
    return Assignment.objects.create(
        staff=staff, unit=unit, title="Tester", purpose=seat.purpose, from_day=date(2020, 1, 1)
    )


def _case(assignments: dict[str, Assignment], person: Person) -> Case:
    """A case under way in which four units have each written something freely."""
    case = admits(assignments["anna"], person)
    said: list[tuple[str, Body]] = [("anna", _notice(assignments, "boris", "cecilia", "david"))]
    said.append(("boris", NamedCareContact(name=CONTACT, telephone="010-000 00 00")))
    said += [(name, FreeMessage(text=text)) for name, text in FREE.items()]
    for seen, (name, body) in enumerate(said, start=1):
        actions.say(assignments[name], case.pk, body, seen, f"said {seen}", timezone.now())
    return case


def _between(assignments: dict[str, Assignment], person: Person) -> Case:
    """A case between two units about a person who is in the care of neither."""
    asker, answerer = (assignments[name] for name in PARTIES)
    body = InquiryAsked(recipients=(answerer.unit.hsa_id,), haste="today", question=BETWEEN_THEM)
    return actions.open_case(asker, person, body, "between", timezone.now())


def _old_stay(assignments: dict[str, Assignment], person: Person) -> None:
    """A stay a month ago, for the settlement to count."""
    ward, at = assignments[ELSEWHERE.name], timezone.now() - timedelta(days=40)
    admission = Admission(admitted_at=at, care_type="somatic", needs_expected=True)
    forget_stay(person)
    case = actions.open_case(ward, person, admission, "old", at)
    home = at + timedelta(days=9)
    said = [
        _notice(assignments, "boris", "cecilia", "david"),
        ReadyNotice(assessed_at=at),
        Discharged(discharged_at=home, destination="home"),
    ]
    for seen, body in enumerate(said, start=1):
        sent_at = home if isinstance(body, Discharged) else at + timedelta(hours=seen)
        actions.say(ward, case.pk, body, seen, f"old {seen}", sent_at)


def _notice(assignments: dict[str, Assignment], *names: str) -> AdmissionNotice:
    units = [assignments[name].unit for name in names]
    return AdmissionNotice(
        expected_discharge=timezone.localdate() + timedelta(days=3),
        needs=tuple(unit.role for unit in units),
        recipients=tuple(unit.hsa_id for unit in units),
    )
