"""The units of the tests of compulsory care, and a spell in which they write.

A psychiatric ward and another, outpatient care, and the municipality's nurses and case officers; each speaks in the
part that it has when it writes. Times are Swedish local time.
"""

from datetime import date, datetime, timedelta
from typing import Any

from brygga.agreements import Agreement, load_all
from brygga.calendars.deadlines import SWEDEN
from brygga.compulsory import COMPULSORY, CompulsoryCare
from brygga.process import Body, OwedDuty, Role, Sent, UnitFacts, turn

WARD, OTHER, CENTRE, NURSES, OFFICERS = "the ward", "another ward", "the centre", "the nurses", "the case officers"
ROLES = {
    WARD: Role.INPATIENT_CARE,
    OTHER: Role.INPATIENT_CARE,
    CENTRE: Role.OUTPATIENT_CARE,
    NURSES: Role.MUNICIPAL_HEALTH_CARE,
    OFFICERS: Role.SOCIAL_SERVICES,
}
FACTS = {unit: UnitFacts(unit, "", role, "1480") for unit, role in ROLES.items()}
REGISTRY = load_all()
WEST, ISLAND, ACTS = REGISTRY.agreement("vastra-gotaland"), REGISTRY.agreement("gotland"), REGISTRY.baseline
SOCIAL, REGIONS, APPLICATION, LEAVE = 4, 5, 10, 2
"""The numbers of what the case officers and the centre are to do, and of the application, in `planned` and after it."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


def content(kind: str, when: datetime) -> dict[str, Any]:
    """Plausible content of a message of this kind, sent at this moment."""
    day = when.astimezone(SWEDEN).date()
    conditions = {"conditions": ["medication-or-treatment"]}
    return {
        "compulsory-care": {"ground": "lpt-admitted", "from_day": day},
        "compulsory-open-before": {"decided_on": date(2026, 2, 1), "open_since": date(2026, 2, 2)},
        "compulsory-responsibility-taken": {},
        "court-submission": {"submitted_on": day},
        "compulsory-needs": {
            "needs": ["region-interventions", "social-interventions"],
            "with_person": True,
            "text": "support at home",
        },
        "compulsory-planning-call": {
            "recipients": [CENTRE, OFFICERS],
            "meeting_at": when + timedelta(days=5),
            "place": "the ward",
        },
        "compulsory-planning-held": {"held_at": when, "with_person": True, "with_kin": False, "present": "all"},
        "compulsory-intervention": {
            "recipients": [OFFICERS],
            "need": "social-interventions",
            "what": "support at home",
            "who": "the support worker",
            "attitude": "person-agrees",
        },
        "compulsory-intervention-changed": {"of": SOCIAL, "what": "support every day"},
        "compulsory-intervention-confirmed": {"of": SOCIAL, "decision": "granted"},
        "compulsory-intervention-refused": {"of": SOCIAL, "reason": "nobody is free"},
        "compulsory-measure-of-others": {"who": "a brother", "what": "visits on Sundays"},
        "compulsory-intervention-ended": {"of": SOCIAL, "reason": "not needed"},
        "compulsory-plan-signed": {"function": "the head of the unit"},
        "compulsory-plan-followed-up": {"text": "it works"},
        "court-application": {"asks_for": "from-closed-to-open", "sent_on": day, **conditions},
        "court-allows-closed": {"of": APPLICATION, "decided_on": day},
        "court-allows-open": {"of": APPLICATION, "decided_on": day, "left_to_physician": False, **conditions},
        "court-refuses": {"of": APPLICATION, "decided_on": day},
        "compulsory-conditions": conditions,
        "compulsory-leave": {
            "recipients": [OFFICERS],
            "leaves_at": when + timedelta(days=1),
            "back_at": when + timedelta(days=2),
            "recurring": False,
            "decided_by": "chief-physician",
            "by_care_plan": True,
            "meanwhile": "a visit in the evening",
        },
        "compulsory-leave-ended": {"of": LEAVE, "back_at": when},
        "compulsory-leave-revoked": {"of": LEAVE, "revoked_at": when},
        "compulsory-ready": {"judged_at": when, "judged_by": "the physician"},
        "compulsory-ready-no-more": {"judged_at": when},
        "compulsory-open-care-available": {"available": True},
        "compulsory-open-begun": {"began_on": day},
        "compulsory-readmitted": {"decided_on": day},
        "compulsory-open-resumed": {"resumed_on": day},
        "compulsory-care-ended": {
            "ended_on": day,
            "reason": "conditions-no-longer-met",
            "needs": ["region-interventions", "social-interventions"],
        },
        "compulsory-sip": {"answer": "sip-begun"},
        "acknowledgement": {"of": 1},
        "free-message": {"text": "more comes"},
        "correction": {"of": 2, "reason": "by mistake"},
    }[kind]


def body(kind: str, when: datetime, **given: Any) -> Body:
    return COMPULSORY.parse(kind, {**content(kind, when), **given})


class Spell:
    """Compulsory care in which messages are sent, each only when it is allowed under the agreement."""

    def __init__(self, agreement: Agreement = WEST) -> None:
        self.sent: list[Sent] = []
        self.agreement = agreement

    def says(self, when: str, unit: str, kind: str, **given: Any) -> "Spell":
        message = self.draft(when, unit, kind, **given)
        COMPULSORY.check_says(self.state(when), message)
        self.sent.append(message)
        return self

    def draft(self, when: str, unit: str, kind: str, **given: Any) -> Sent:
        moment = at(when)
        part = COMPULSORY.part_of(self.state(when), FACTS[unit])
        return Sent(len(self.sent) + 1, moment, unit, str(part), body(kind, moment, **given))

    def state(self, now: str) -> CompulsoryCare:
        return COMPULSORY.under(COMPULSORY.fold(self.sent, at(now)), self.agreement)

    def duties(self, now: str) -> tuple[OwedDuty, ...]:
        """Every duty and courtesy of the units that take part."""
        state = self.state(now)
        parts = {unit: str(COMPULSORY.part_of(state, FACTS[unit])) for unit in sorted(state.taking_part)}
        return COMPULSORY.duties(state, self.agreement, parts)

    def owed(self, now: str) -> dict[str, set[str]]:
        """What is open, and who owes it or is waited for."""
        found: dict[str, set[str]] = {}
        for one in self.duties(now):
            if one.is_open:
                found.setdefault(one.duty.id, set()).update(one.units)
        return found

    def due(self, now: str) -> dict[str, str]:
        """Until when each open duty with a figure is to be done."""
        return {one.duty.id: f"{one.due_at:%Y-%m-%d}" for one in self.duties(now) if one.is_open and one.due_at}

    def turn(self, now: str) -> frozenset[str]:
        return turn(self.duties(now))


def begun(agreement: Agreement = WEST, **given: Any) -> Spell:
    """Somebody is admitted under LPT on Monday 2 March."""
    return Spell(agreement).says("2026-03-02T09:00", WARD, "compulsory-care", **given)


def called(agreement: Agreement = WEST, **given: Any) -> Spell:
    """… needs the region and social services, which are called."""
    spell = begun(agreement, **given).says("2026-03-02T10:00", WARD, "compulsory-needs")
    return spell.says("2026-03-03T09:00", WARD, "compulsory-planning-call")


def asked(agreement: Agreement = WEST, **given: Any) -> Spell:
    """… and asked to do something: the case officers 4, the centre 5."""
    spell = called(agreement, **given).says("2026-03-09T14:00", WARD, "compulsory-intervention")
    own = {"recipients": [CENTRE], "need": "region-interventions", "what": "talks"}
    return spell.says("2026-03-09T14:01", WARD, "compulsory-intervention", **own)


def confirmed(agreement: Agreement = WEST, **given: Any) -> Spell:
    """… which they confirm."""
    spell = asked(agreement, **given).says("2026-03-10T09:00", OFFICERS, "compulsory-intervention-confirmed")
    return spell.says("2026-03-10T10:00", CENTRE, "compulsory-intervention-confirmed", of=REGIONS)


def complete(agreement: Agreement = WEST, **given: Any) -> Spell:
    """… and psychiatry and the municipality sign."""
    spell = confirmed(agreement, **given).says("2026-03-11T09:00", WARD, "compulsory-plan-signed")
    return spell.says("2026-03-11T10:00", OFFICERS, "compulsory-plan-signed")


def applied(agreement: Agreement = WEST, risk: bool = False, **given: Any) -> Spell:
    """… so that the court is asked, message 10."""
    return complete(agreement, **given).says("2026-03-12T09:00", WARD, "court-application", risk_account=risk)


def decided(agreement: Agreement = WEST, **given: Any) -> Spell:
    """… and lets the care be open."""
    return applied(agreement, **given).says("2026-03-20T12:00", WARD, "court-allows-open")


def opened(agreement: Agreement = WEST, **given: Any) -> Spell:
    """… for which the person is judged ready, with outpatient care there, and leaves."""
    spell = decided(agreement, **given).says("2026-03-20T13:00", WARD, "compulsory-ready")
    spell.says("2026-03-20T14:00", CENTRE, "compulsory-open-care-available")
    return spell.says("2026-03-21T10:00", WARD, "compulsory-open-begun")
