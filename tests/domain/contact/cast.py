"""The units of the tests of named contacts, and a case in which they write, each in the part that it has then.

A health centre, a municipal nurse's unit, case officers and a ward. Times are Swedish local time.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from brygga.agreements import Agreement, load_all
from brygga.calendars.deadlines import SWEDEN
from brygga.contact import CONTACT, Contact
from brygga.process import Body, DutyStanding, OwedDuty, Sent

CENTRE, NURSE, OFFICER, WARD = "the health centre", "the nurses", "the case officers", "the ward"
REGISTRY = load_all()
ACTS, ISLAND, NORTH = (REGISTRY.agreement(name) for name in ("sverige", "gotland", "jamtland-harjedalen"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


def content(kind: str, when: datetime) -> dict[str, Any]:
    """Plausible content of a message of this kind, sent at this moment."""
    today = when.astimezone(SWEDEN).date()
    return {
        "contact-need": {
            "contact_kind": "care-contact",
            "recipients": [CENTRE],
            "raised_by": "staff",
            "need": "three clinics, and nobody who holds them together",
        },
        "contact-offered": {"to_whom": "the-person"},
        "contact-accepted": {"by_whom": "the-person"},
        "contact-declined": {"by_whom": "next-of-kin"},
        "contact-appointed": {
            "name": "Kim Berg",
            "profession": "nurse",
            "telephone": "010-123 45 67",
            "since": today,
            "why": ["competence"],
        },
        "contact-told": {"recipients": [WARD]},
        "contact-reviewed": {"review": date(2026, 12, 1)},
        "contact-handed-over": {"recipients": [NURSE], "reason": "the care is theirs now"},
        "contact-vacant": {"reason": "contact-left", "last_day": today},
        "successor-asked": {"recipients": [NURSE]},
        "contact-ended": {"reason": "need-gone", "last_day": today},
        "contact-not-appointed": {"reason": "has one already"},
        "acknowledgement": {"of": 1},
        "free-message": {"text": "we come back next week"},
        "correction": {"of": 2, "reason": "about somebody else"},
    }[kind]


def body(kind: str, when: datetime, **given: Any) -> Body:
    return CONTACT.parse(kind, {**content(kind, when), **given})


class Case:
    """A case in which messages are sent, each only when it is allowed. `closed` are units that have closed."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.closed: dict[str, datetime] = {}

    def says(self, when: str, unit: str, kind: str, **given: Any) -> "Case":
        message = self.draft(when, unit, kind, **given)
        CONTACT.check_says(self.state(when), message)
        self.sent.append(message)
        return self

    def draft(self, when: str, unit: str, kind: str, **given: Any) -> Sent:
        moment = at(when)
        return Sent(len(self.sent) + 1, moment, unit, str(self.state(when).part(unit)), body(kind, moment, **given))

    def state(self, now: str) -> Contact:
        return replace(CONTACT.fold(self.sent, at(now)), closed=self.closed)

    def duties(self, now: str, agreement: Agreement = ACTS) -> tuple[OwedDuty, ...]:
        """Every duty and courtesy of the units that take part."""
        state = self.state(now)
        parts = {unit: str(part) for unit in sorted(state.taking_part) if (part := state.part(unit))}
        return CONTACT.duties(state, agreement, parts)

    def standing(self, now: str, duty: str, agreement: Agreement = ACTS) -> DutyStanding | None:
        return next((owed.standing for owed in self.duties(now, agreement) if owed.duty.id == duty), None)


def needed(**given: Any) -> Case:
    """The nurses ask the health centre for a care contact on a Monday."""
    return Case().says("2026-03-02T09:00", NURSE, "contact-need", **given)


def own_need(unit: str = CENTRE, **given: Any) -> Case:
    """A unit sees the need itself, and is to appoint."""
    return Case().says("2026-03-02T09:00", unit, "contact-need", **{"recipients": [], **given})


def offered(**given: Any) -> Case:
    return needed(**given).says("2026-03-03T09:00", CENTRE, "contact-offered")


def accepted(**given: Any) -> Case:
    return offered(**given).says("2026-03-04T09:00", CENTRE, "contact-accepted")


def appointed(need: dict[str, Any] | None = None, **given: Any) -> Case:
    """… and Kim Berg is appointed on Thursday."""
    return needed(**(need or {})).says("2026-03-05T09:00", CENTRE, "contact-appointed", **given)
