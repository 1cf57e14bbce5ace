"""What the tests of access say about persons, and how."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.site.cast import forget_stay

from brygga.access import messages as say
from brygga.discharge.messages import Admission
from brygga.process import Body
from brygga_site.cases import actions as cases
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment
from brygga_site.organisations.providers import provider_of
from brygga_site.people.actions import state_wish
from brygga_site.people.models import Person, Statement

MADE = {"by": "person", "how": "orally"}
EVERYTHING = ("coordination", "health", "social")


def states(who: Assignment, person: Person, body: Body, met: bool = False) -> Statement:
    """Says it now, having read all there is."""
    count = Statement.objects.filter(person=person).count()
    return state_wish(who, person.pk, body, count, f"statement {count}", timezone.now(), met)


def consents(who: Assignment, person: Person, **given: Any) -> Statement:
    body = {"provider": provider_of(who.unit), "kinds": EVERYTHING, "from_day": timezone.localdate(), **MADE, **given}
    return states(who, person, say.Consent(**body))


def blocks(who: Assignment, person: Person, level: str = "provider") -> Statement:
    unit = who.unit.hsa_id if level == "unit" else ""
    return states(who, person, say.Block(level=level, provider=provider_of(who.unit), unit=unit, **MADE))


def lifts(who: Assignment, person: Person, of: int, ground: str = "person-asks") -> Statement:
    return states(who, person, say.BlockLifted(of=of, ground=ground, reason="made up"), met=True)


def in_danger(who: Assignment, person: Person) -> Statement:
    body = say.EmergencyOpened(
        unit=who.unit.hsa_id, provider=provider_of(who.unit), danger="unconscious", why_no_consent="unconscious"
    )
    return states(who, person, body, met=True)


def admits(who: Assignment, person: Person) -> Case:
    """A case of which only this ward knows: the person is in its care now."""
    now = timezone.now()
    forget_stay(person)
    admission = Admission(admitted_at=now - timedelta(hours=1), care_type="somatic", needs_expected=True)
    return cases.open_case(who, person, admission, f"admitted by {who.pk}", now)
