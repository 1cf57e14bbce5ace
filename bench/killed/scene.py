"""Cases in which four units may speak, and what each says."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from brygga.discharge.messages import Admission, AdmissionNotice, ReadyNotice, ReadyWithdrawn
from brygga.process import Acknowledgement, Body, FreeMessage, Role
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment, Organisation, Staff, Unit
from brygga_site.people.models import Person

UNITS = {
    Role.INPATIENT_CARE: "ward",
    Role.OUTPATIENT_CARE: "health-centre",
    Role.MUNICIPAL_HEALTH_CARE: "home-care",
    Role.SOCIAL_SERVICES: "case-officers",
}
# A sender stays in a case for some messages, so that senders meet in it and are told what has changed.
STAYS = 8


@transaction.atomic
def make(cases: int) -> None:
    """The four units, and so many cases of which all have been told."""
    organisation = Organisation.objects.create(kind="region", code="14", name="Västra Götalandsregionen")
    ward, *others = [_assignment(role, kind, organisation) for role, kind in UNITS.items()]
    now = timezone.now()
    admission = Admission(admitted_at=now - timedelta(hours=1), care_type="somatic", needs_expected=True)
    notice = AdmissionNotice(
        expected_discharge=timezone.localdate(now) + timedelta(days=3),
        needs=("outpatient-care", "municipal-health-care", "social-services"),
        recipients=tuple(one.unit.hsa_id for one in others),
    )
    for number in range(cases):
        # Nobody has two stays at a time.
        person = Person.objects.create(identity_number=f"made-up {number}", given_name="Tolv", municipality="1480")
        case = actions.open_case(ward, person, admission, f"open-{number}", now)
        actions.say(ward, case.pk, notice, 1, f"notice-{number}", now)


def _assignment(role: Role, kind: str, organisation: Organisation) -> Assignment:
    unit = Unit.objects.create(
        hsa_id=f"SE0000000000-{kind}",
        organisation=organisation,
        kind=kind,
        role=role,
        name=kind,
        municipality="1480",
    )
    staff = Staff.objects.create(username=kind, name=kind)
    purpose = "social-care" if role is Role.SOCIAL_SERVICES else "care"
    return Assignment.objects.create(staff=staff, unit=unit, title="Tester", purpose=purpose, from_day=date(2020, 1, 1))


def assignments() -> list[Assignment]:
    return list(Assignment.objects.select_related("unit", "staff").order_by("pk"))


def case_ids() -> list[UUID]:
    return list(Case.objects.order_by("pk").values_list("pk", flat=True))


def case_of(cases: list[UUID], number: int) -> UUID:
    """The case in which every sender says its message of this number."""
    return cases[number // STAYS % len(cases)]


def key_of(sender: str, number: int) -> str:
    return f"{sender}-{number}"


def text_of(key: str) -> str:
    """The text of the free message with this key: from a line to several pages of the database."""
    words = sum(key.encode()) * 7 % 330
    return " ".join([key, *("meddelande" for _ in range(words))])


def bodies(role: str, number: int, key: str, seen: int, now: datetime) -> Iterator[Body]:
    """What a sender tries to say, in this order, until it is allowed."""
    if number % 3 == 0 and role == Role.INPATIENT_CARE:
        yield ReadyNotice(assessed_at=now)
        yield ReadyWithdrawn(reason=key)
    elif number % 3 == 0:
        yield Acknowledgement(of=seen)
    yield FreeMessage(text=text_of(key))
