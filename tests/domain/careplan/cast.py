"""The units of the plan tests, and a plan in which they write.

A health centre of the region, and the municipality's nurses and case officers; each speaks in the part that it has when
it writes. Times are Swedish local time.
"""

from datetime import date, datetime, timedelta
from typing import Any

from brygga.agreements import Agreement, load_all
from brygga.calendars.deadlines import SWEDEN
from brygga.careplan import CAREPLAN, CarePlan
from brygga.careplan.parts import Principal
from brygga.process import Body, DutyStanding, OwedDuty, Role, Sent, UnitFacts, turn

CENTRE, NURSES, OFFICERS = "the health centre", "the nurses", "the case officers"
ROLES = {CENTRE: Role.OUTPATIENT_CARE, NURSES: Role.MUNICIPAL_HEALTH_CARE, OFFICERS: Role.SOCIAL_SERVICES}
FACTS = {unit: UnitFacts(unit, "", role, "1480") for unit, role in ROLES.items()}
REGISTRY = load_all()
WEST, ISLAND, NORTH = (REGISTRY.agreement(one) for one in ("vastra-gotaland", "gotland", "jamtland-harjedalen"))
ACTS = REGISTRY.baseline
GOAL, ASKED = 7, 8
"""The numbers of the goal and of the municipality's intervention in `asked`."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


def content(kind: str, when: datetime) -> dict[str, Any]:
    """Plausible content of a message of this kind, sent at this moment."""
    person = {"by": "the-person"}
    return {
        "plan-need": {
            "plan": "coordinated-plan",
            "raised_by": "staff-see-need",
            "needs": ["region-care", "social-care"],
            "coordination": True,
            "is_child": False,
            "lss": False,
            "why": "nothing fits together at home",
        },
        "plan-offered": {"offered_to": "the-person"},
        "plan-offer-accepted": {**person, "collaboration": True, "next_of_kin": False},
        "plan-offer-declined": {**person, "collaboration": True},
        "plan-consent": {**person, "what": "kin-take-part", "given": True},
        "plan-consent-withdrawn": {**person, "what": "the-plan"},
        "plan-not-started": {"reason": "another-plan-holds", "text": "the one of last month"},
        "medical-planning": {"planned": "the wound, twice a week", "documented_in": "the centre's record"},
        "plan-call": {
            "recipients": [NURSES, OFFICERS],
            "first_time": when + timedelta(days=7),
            "place": "the health centre",
        },
        "plan-times-answered": {"of": 4, "can": ["first-time"]},
        "plan-guest-invited": {"whom": "school", "who": "the class teacher"},
        "plan-meeting-set": {"meeting_at": when + timedelta(days=5), "place": "at home"},
        "person-prepared": {"matters": "quiet mornings", "alternatives": True},
        "plan-meeting-held": {"held_at": when, "with_person": True, "with_kin": False, "present": "everybody called"},
        "plan-goal": {"goal": "to do my own shopping"},
        "plan-goal-changed": {"of": GOAL, "goal": "to do my own shopping twice a week"},
        "plan-goal-dropped": {"of": GOAL, "reason": "reached"},
        "plan-intervention": {
            "of": GOAL,
            "recipients": [NURSES],
            "what": "walking",
            "who": "the physiotherapist",
            "from_day": date(2026, 4, 1),
            "where": "at-home",
        },
        "plan-intervention-changed": {"of": ASKED, "what": "walking every day"},
        "plan-intervention-confirmed": {"of": ASKED},
        "plan-intervention-refused": {"of": ASKED, "reason": "nobody is free"},
        "plan-action-of-others": {"of": GOAL, "by": "person-does", "what": "a walk every morning"},
        "plan-intervention-ended": {"of": ASKED, "reason": "done with"},
        "plan-coordination-taken": {"contact": "the district nurse", "telephone": "031-390 06 01"},
        "plan-safety": {"night": "the night patrol", "night_telephone": "031-390 06 02"},
        "plan-agreed": {"agreed_by": "the-person", "given": "on-paper", "follow_up": date(2026, 6, 10)},
        "plan-followed-up": {"goals": "all-met", "evaluation": "I shop myself", "next_follow_up": date(2026, 12, 1)},
        "plan-closed": {"reason": "goals-met", "text": "all is well"},
        "acknowledgement": {"of": 1},
        "free-message": {"text": "more comes"},
        "correction": {"of": 2, "reason": "by mistake"},
    }[kind]


def body(kind: str, when: datetime, **given: Any) -> Body:
    return CAREPLAN.parse(kind, {**content(kind, when), **given})


class Plan:
    """A plan in which messages are sent, each only when it is allowed under the agreement."""

    def __init__(self, agreement: Agreement = WEST) -> None:
        self.sent: list[Sent] = []
        self.agreement = agreement

    def says(self, when: str, unit: str, kind: str, **given: Any) -> "Plan":
        message = self.draft(when, unit, kind, **given)
        CAREPLAN.check_says(self.state(when), message)
        self.sent.append(message)
        return self

    def draft(self, when: str, unit: str, kind: str, **given: Any) -> Sent:
        moment = at(when)
        part = CAREPLAN.part_of(self.state(when), FACTS[unit])
        return Sent(len(self.sent) + 1, moment, unit, str(part), body(kind, moment, **given))

    def state(self, now: str) -> CarePlan:
        return CAREPLAN.under(CAREPLAN.fold(self.sent, at(now)), self.agreement)

    def parts(self, now: str) -> dict[str, str]:
        state = self.state(now)
        return {unit: str(CAREPLAN.part_of(state, FACTS[unit])) for unit in sorted(state.taking_part)}

    def duties(self, now: str) -> tuple[OwedDuty, ...]:
        """Every duty and courtesy of the units that take part."""
        return CAREPLAN.duties(self.state(now), self.agreement, self.parts(now))

    def owed(self, now: str) -> dict[str, set[str]]:
        """What is open, and who owes it or is waited for."""
        found: dict[str, set[str]] = {}
        for one in self.duties(now):
            if one.is_open:
                found.setdefault(one.duty.id, set()).update(one.units)
        return found

    def standing(self, now: str, duty: str) -> DutyStanding | None:
        return next((one.standing for one in self.duties(now) if one.duty.id == duty), None)

    def turn(self, now: str) -> frozenset[str]:
        return turn(self.duties(now))


def needed(agreement: Agreement = WEST, **given: Any) -> Plan:
    """The health centre sees on Monday that a plan is needed."""
    return Plan(agreement).says("2026-03-02T09:00", CENTRE, "plan-need", **given)


def offered(agreement: Agreement = WEST, **given: Any) -> Plan:
    """… and offers it."""
    return needed(agreement, **given).says("2026-03-02T10:00", CENTRE, "plan-offered")


def accepted(agreement: Agreement = WEST, by: str = "the-person", kin: bool = False, **given: Any) -> Plan:
    """… and the person says yes on Tuesday."""
    plan = offered(agreement, **given)
    return plan.says("2026-03-03T09:00", CENTRE, "plan-offer-accepted", by=by, next_of_kin=kin)


def called(agreement: Agreement = WEST, **given: Any) -> Plan:
    """… and nurses and case officers are called to a meeting in a week."""
    return accepted(agreement, **given).says("2026-03-03T10:00", CENTRE, "plan-call")


def met(agreement: Agreement = WEST, **given: Any) -> Plan:
    """… that is held; the health centre takes the overall responsibility, and there is a goal, message 7."""
    plan = called(agreement, **given).says("2026-03-10T11:00", CENTRE, "plan-meeting-held")
    return plan.says("2026-03-10T11:01", CENTRE, "plan-coordination-taken").says(
        "2026-03-10T11:05", CENTRE, "plan-goal"
    )


def asked(agreement: Agreement = WEST, **given: Any) -> Plan:
    """… for which the nurses are asked to do something, message 8."""
    return met(agreement, **given).says("2026-03-10T11:10", CENTRE, "plan-intervention")


def confirmed(agreement: Agreement = WEST, **given: Any) -> Plan:
    """… which they promise."""
    return asked(agreement, **given).says("2026-03-11T08:00", NURSES, "plan-intervention-confirmed")


def agreed(agreement: Agreement = WEST, **given: Any) -> Plan:
    """… and the plan is agreed."""
    return confirmed(agreement, **given).says("2026-03-11T09:00", CENTRE, "plan-agreed")


PRINCIPALS = {CENTRE: Principal.REGION, NURSES: Principal.MUNICIPALITY, OFFICERS: Principal.MUNICIPALITY}
