"""The people of the discharge tests, and a case that they write in.

A ward nurse in inpatient care, the coordinator of a health centre, a municipal nurse and a municipal case officer; each
of a unit of their own. Times are Swedish local time.
"""

from datetime import date, datetime, timedelta
from typing import Any

from brygga.agreements import load_all
from brygga.calendars.deadlines import SWEDEN
from brygga.discharge import DISCHARGE, Discharge
from brygga.process import Body, DutyStanding, OwedDuty, Role, Sent

WARD, CENTRE, NURSE, OFFICER, OUTSIDER = (
    Role.INPATIENT_CARE,
    Role.OUTPATIENT_CARE,
    Role.MUNICIPAL_HEALTH_CARE,
    Role.SOCIAL_SERVICES,
    Role.DENTAL_CARE,
)
REGISTRY = load_all()
SWEDISH_LAW = REGISTRY.agreement("sverige")
EVERYONE = {f"the {role}": str(role) for role in (WARD, CENTRE, NURSE, OFFICER)}
BOTH = ["outpatient-care", "municipal-health-care"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


def content(kind: str, when: datetime) -> dict[str, Any]:
    """Plausible content of a message of this kind, sent at this moment."""
    return {
        "admission": {"admitted_at": when, "care_type": "somatic", "needs_expected": True},
        "need-assessed": {"assessed_at": when},
        "admission-notice": {"expected_discharge": date(2023, 3, 10), "needs": BOTH},
        "notice-supplement": {"recipients": ["another unit"]},
        "notice-forwarded": {"recipients": ["another unit"]},
        "told-otherwise": {"of": 2, "needs": BOTH, "means": "by-telephone", "whom": "the duty nurse", "told_at": when},
        "changed-discharge-date": {"expected_discharge": date(2023, 3, 13)},
        "acknowledgement": {"of": 2},
        "named-care-contact": {"name": "Kim Berg", "telephone": "010-123 45 67"},
        "ready-notice": {"assessed_at": when},
        "ready-withdrawn": {"reason": "fever"},
        "sip-call": {"meeting_at": at("2023-03-10T10:00"), "place": "the ward"},
        "sip-held": {"held_at": when, "consent": True},
        "sip-not-needed": {"reason": "patient-declines"},
        "outpatient-interventions": {"status": "available"},
        "discharged": {"discharged_at": when, "destination": "home"},
        "information-transferred": {"content": "list of medicines"},
        "free-message": {"text": "is the bed in place?"},
        "correction": {"of": 2, "reason": "wrong patient"},
        "admission-reason": {"reason": "fall at home", "consent": True},
        "leave": {"from_at": when, "until": when + timedelta(days=1)},
        "can-receive": {"from_day": date(2023, 3, 13)},
        "planning-basis": {"personal_care": "morning and evening"},
        "home-services-paused": {"services": "paused"},
        "home-services-resumed": {"from_day": date(2023, 3, 13)},
        "question": {"recipients": ["the municipal-health-care"], "text": "when is the bed there?"},
        "answer": {"of": 3, "text": "on Friday"},
        "aborted": {"reason": "opened by mistake"},
        "moved": {"moved_at": when, "recipients": ["another ward"]},
        "taken-over": {"moved_at": when},
        "wrong-recipient": {"recipients": ["the social-services"], "another": True},
        "told-back": {"of": 3, "means": "by-telephone", "whom": "the duty officer", "told_at": when},
        "care-request-prepared": {"recipients": ["the municipal-health-care"]},
        "care-request": {
            "recipients": ["the municipal-health-care"],
            "health_care": "medicines twice a day",
            "consent": True,
        },
        "care-request-returned": {"of": 3, "reason": "request-incomplete"},
        "medicine-list": {"handed_over_at": when, "by": "nurse", "to": ["patient", "municipal-unit"]},
        "discharge-through": {"via": "primary-care"},
        "follow-up-call": {"called_at": when, "outcome": "all-is-well"},
        "date-call": {"of": 3, "whom": "the duty officer", "called_at": when},
        "leave-ended": {"ended_at": when},
        "municipality-corrected": {"municipality": "1490", "was": "1480", "reason": "registered there"},
    }[kind]


def body(kind: str, when: datetime, **given: Any) -> Body:
    return DISCHARGE.parse(kind, {**content(kind, when), **given})


class Case:
    """A case in which messages are sent, each only when it is allowed."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []

    def says(self, when: str, role: Role, kind: str, unit: str | None = None, **given: Any) -> "Case":
        message = self.draft(when, role, kind, unit, **given)
        DISCHARGE.check_says(DISCHARGE.fold(self.sent, message.sent_at), message)
        self.sent.append(message)
        return self

    def draft(self, when: str, role: Role, kind: str, unit: str | None = None, **given: Any) -> Sent:
        moment = at(when)
        return Sent(len(self.sent) + 1, moment, unit or f"the {role}", role, body(kind, moment, **given))

    def state(self, now: str) -> Discharge:
        return DISCHARGE.fold(self.sent, at(now))

    def owed(self, now: str, *taking_part: Role) -> dict[str, OwedDuty]:
        """The duties by id; of a duty that several owe, the first."""
        return {one.duty.id: one for one in reversed(self._asked(now, *taking_part)) if not one.is_courtesy}

    def awaited(self, now: str) -> dict[str, set[str]]:
        """The courtesies that are waited for, each with the units that are asked."""
        found: dict[str, set[str]] = {}
        for one in self._asked(now):
            if one.is_courtesy and one.is_open:
                found.setdefault(one.duty.id, set()).update(one.units)
        return found

    def _asked(self, now: str, *taking_part: Role) -> tuple[OwedDuty, ...]:
        units = {f"the {role}": str(role) for role in taking_part} or EVERYONE
        return DISCHARGE.duties(self.state(now), SWEDISH_LAW, units)

    def standing(self, now: str, duty: str) -> DutyStanding | None:
        one = self.owed(now).get(duty)
        return one and one.standing


def admitted(when: str = "2023-03-06T08:00", **given: Any) -> Case:
    """A case on a Monday morning; the ward has admitted a patient with likely needs."""
    return Case().says(when, WARD, "admission", **given)


def notified(**given: Any) -> Case:
    """… and sent the admission notice an hour later; discharge is expected on Friday 10 March."""
    return admitted().says("2023-03-06T09:00", WARD, "admission-notice", **given)


def ready(when: str = "2023-03-08T10:00") -> Case:
    """… and the discharge-ready notice on Wednesday at 10."""
    return notified().says(when, WARD, "ready-notice")


def discharged() -> Case:
    """… and the patient has gone home on Friday at noon."""
    return ready().says("2023-03-10T12:00", WARD, "discharged")
