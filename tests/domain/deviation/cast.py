"""The units of the deviation tests, and a deviation in which they write.

A ward, a municipal nurse's unit, a health centre and the region's quality office; each speaks in the part that it has
when it writes. Times are Swedish local time.
"""

from datetime import date, datetime
from typing import Any

from brygga.agreements import Agreement, load_all
from brygga.calendars.deadlines import SWEDEN
from brygga.deviation import DEVIATION, Deviation
from brygga.process import Body, DutyStanding, OwedDuty, Sent, turn

WARD, NURSE, CENTRE, OFFICE = "the ward", "the nurses", "the health centre", "the quality office"
REGISTRY = load_all()
WEST, NORTH = REGISTRY.agreement("vastra-gotaland"), REGISTRY.agreement("jamtland-harjedalen")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


def content(kind: str, when: datetime) -> dict[str, Any]:
    """Plausible content of a message of this kind, sent at this moment."""
    return {
        "deviation-report": {
            "recipients": [WARD],
            "nature": "deviation",
            "category": "information",
            "happened_at": at("2026-02-27T15:00"),
            "what_happened": "the list of medicines did not come",
            "harm": "risk-of-harm",
            "seriousness": "not-serious",
        },
        "direct-contact": {"with_whom": "chief-physician", "contacted_at": when, "how": "telephone"},
        "deviation-received": {},
        "deviation-forwarded": {"recipients": [CENTRE], "reason": "the patient was theirs"},
        "deviation-returned": {"reason": "we do not know whose it is"},
        "deviation-drawn-in": {"recipients": [CENTRE], "reason": "you planned it with us"},
        "deviation-account": {"account": "we called twice"},
        "deviation-analysed": {"course": "it was left lying", "cause": "no routine at weekends", "joint": False},
        "measure-planned": {"what": "a routine", "who": "the head of the unit", "due": date(2026, 4, 15)},
        "no-measures": {"reason": "the routine is there and known"},
        "measure-done": {"of": 4, "done_on": when.date()},
        "measure-left": {"of": 4, "reason": "the unit closes"},
        "deviation-answered": {"answer": "you are right"},
        "deviation-followed-up": {"effect": "worked", "text": "no list is missing since"},
        "deviation-closed": {"lessons": "weekends too"},
        "deviation-dismissed": {"reason": "reported-already", "text": "see the report of last week"},
        "acknowledgement": {"of": 1},
        "free-message": {"text": "we come back next week"},
        "correction": {"of": 2, "reason": "about another event"},
    }[kind]


def body(kind: str, when: datetime, **given: Any) -> Body:
    return DEVIATION.parse(kind, {**content(kind, when), **given})


class Case:
    """A deviation in which messages are sent, each only when it is allowed."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []

    def says(self, when: str, unit: str, kind: str, **given: Any) -> "Case":
        message = self.draft(when, unit, kind, **given)
        DEVIATION.check_says(self.state(when), message)
        self.sent.append(message)
        return self

    def draft(self, when: str, unit: str, kind: str, **given: Any) -> Sent:
        moment = at(when)
        part = self.state(when).part(unit)
        return Sent(len(self.sent) + 1, moment, unit, str(part), body(kind, moment, **given))

    def state(self, now: str) -> Deviation:
        return DEVIATION.fold(self.sent, at(now))

    def duties(self, now: str, agreement: Agreement = WEST) -> tuple[OwedDuty, ...]:
        """Every duty of the units that take part."""
        state = self.state(now)
        parts = {unit: str(part) for unit in sorted(state.taking_part) if (part := state.part(unit))}
        return DEVIATION.duties(state, agreement, parts)

    def standing(self, now: str, duty: str, agreement: Agreement = WEST) -> DutyStanding | None:
        return next((owed.standing for owed in self.duties(now, agreement) if owed.duty.id == duty), None)

    def turn(self, now: str, agreement: Agreement = WEST) -> frozenset[str]:
        return turn(self.duties(now, agreement))


def reported(**given: Any) -> Case:
    """The nurses report to the ward on Monday morning that something went wrong on Friday."""
    return Case().says("2026-03-02T09:00", NURSE, "deviation-report", **given)


def received(**given: Any) -> Case:
    """… and the ward takes it up on Tuesday."""
    return reported(**given).says("2026-03-03T09:00", WARD, "deviation-received")


def analysed(**given: Any) -> Case:
    """… and has analysed it a week later."""
    return received(**given).says("2026-03-10T09:00", WARD, "deviation-analysed")


def planned(**given: Any) -> Case:
    """… and plans a measure, message 4, to be done by 15 April."""
    return analysed(**given).says("2026-03-11T09:00", WARD, "measure-planned")


def answered(**given: Any) -> Case:
    """… and answers the nurses."""
    return planned(**given).says("2026-03-11T10:00", WARD, "deviation-answered")


def done(**given: Any) -> Case:
    """… and does what was planned, in time."""
    return answered(**given).says("2026-04-14T09:00", WARD, "measure-done")


def followed_up(**given: Any) -> Case:
    """… and follows it up in May."""
    return done(**given).says("2026-05-20T09:00", WARD, "deviation-followed-up")


def closed(**given: Any) -> Case:
    """… and closes it."""
    return followed_up(**given).says("2026-05-20T10:00", WARD, "deviation-closed")
