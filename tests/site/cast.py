"""Who is who in the site's tests, and what they do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from brygga.discharge.messages import AdmissionNotice, ReadyNotice
from brygga_site.cases.models import UnderWay
from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person

PASSWORD = "a-long-enough-password"


@dataclass(frozen=True)
class Cast:
    """Anna on the ward, Boris at the health centre, Cecilia in home care, David the case officer, and Olga outside.

    Ella and Filip settle for the municipality and the region; for the region Gerda reviews the log, Hugo gives
    assignments and Ines approves them; Ivar is on another of its wards.
    """

    anna: Assignment
    boris: Assignment
    cecilia: Assignment
    david: Assignment
    olga: Assignment
    ella: Assignment
    filip: Assignment
    gerda: Assignment
    hugo: Assignment
    ines: Assignment
    ivar: Assignment


def notice(cast: Cast, now: datetime) -> AdmissionNotice:
    told = (cast.boris, cast.cecilia, cast.david)
    return AdmissionNotice(
        expected_discharge=timezone.localdate(now) + timedelta(days=3),
        needs=("outpatient-care", "municipal-health-care", "social-services"),
        recipients=tuple(one.unit.hsa_id for one in told),
    )


def forget_stay(person: Person) -> None:
    """Leaves room for a second stay under way, as there were before a person had one at a time."""
    UnderWay.objects.filter(person=person).delete()


def signed_in(assignment: Assignment) -> Client:
    client = Client()
    client.force_login(assignment.staff)
    return client


def ready_notice(now: datetime) -> ReadyNotice:
    return ReadyNotice(assessed_at=now)
