"""The units of the access tests: two regions, their municipality in both its branches, and a private dentist.

The ward and its neighbour are one provider; the centre is another region's; the nurse and the officer work for the same
municipality, which is one provider in each branch. `NOW` is a Monday morning.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from brygga.access import (
    Data,
    DataKind,
    Decision,
    Reader,
    Told,
    Wishes,
    check_says,
    decide,
    fold,
    parse,
)
from brygga.calendars.deadlines import SWEDEN
from brygga.process import Body, Purpose, Role, Sent

NOW = datetime(2026, 11, 23, 8, tzinfo=SWEDEN)
REGION, OTHER, CITY, CITY_SOCIAL, DENTIST = "17:care", "19:care", "1780:care", "1780:social-care", "556001-0001:care"

WARD = Reader("SE-ward", REGION, Role.INPATIENT_CARE, Purpose.CARE, related=True)
NEIGHBOUR = Reader("SE-neighbour", REGION, Role.OUTPATIENT_CARE, Purpose.CARE, related=True)
CENTRE = Reader("SE-centre", OTHER, Role.OUTPATIENT_CARE, Purpose.CARE, related=True)
NURSE = Reader("SE-nurse", CITY, Role.MUNICIPAL_HEALTH_CARE, Purpose.CARE, related=True)
OFFICER = Reader("SE-officer", CITY_SOCIAL, Role.SOCIAL_SERVICES, Purpose.SOCIAL_CARE, related=True)
COLLEAGUE = Reader("SE-colleague", CITY_SOCIAL, Role.SOCIAL_SERVICES, Purpose.SOCIAL_CARE, related=True)
ELSEWHERE = Reader("SE-elsewhere", "1785:social-care", Role.SOCIAL_SERVICES, Purpose.SOCIAL_CARE, related=True)
TEETH = Reader("SE-teeth", DENTIST, Role.DENTAL_CARE, Purpose.CARE, related=True)
OFFICE = Reader("SE-office", REGION, None, Purpose.LOG_REVIEW, related=False)


def stranger(reader: Reader) -> Reader:
    """The same unit when it takes part in nothing about the person."""
    return replace(reader, related=False)


def held_by(reader: Reader, kind: DataKind = DataKind.HEALTH, told: Told | None = None) -> Data:
    """Something that this reader's unit has documented."""
    return Data(kind, reader.unit, reader.provider, reader.branch, told)


CONTENT: dict[str, dict[str, Any]] = {
    "consent": {"kinds": list(DataKind), "from_day": date(2026, 11, 1), "by": "person", "how": "orally"},
    "withdrawn": {"by": "person", "how": "orally"},
    "block": {"by": "person", "how": "in-writing"},
    "block-lifted": {"ground": "person-asks", "reason": "she changed her mind"},
    "lift-requested": {"reason": "unconscious, may be allergic"},
    "lift-denied": {"reason": "nothing of it matters for this"},
    "unable": {"attitude": "has always let us share", "would_not_object": True},
    "immature-child": {"reason": "is three years old"},
    "emergency": {"danger": "unconscious", "why_no_consent": "cannot be woken"},
    "speaks-for": {},
    "details-corrected": {"reason": "as the register says"},
    "number-replaced": {"reason": "known now"},
}
"""What each kind of statement says when a test does not say otherwise."""


def body(kind: str, **given: Any) -> Body:
    return parse(kind, {**CONTENT[kind], **given})


class Person:
    """A person about whom statements are recorded, each only when it may be."""

    def __init__(self, is_child: bool = False) -> None:
        self.is_child = is_child
        self.said: list[Sent] = []
        self.now = NOW

    def wishes(self, hours: float = 0) -> Wishes:
        """What the statements come to now, or some hours later."""
        return fold(self.said, self.now + timedelta(hours=hours), self.is_child)

    def says(self, at: Reader, kind: str, **given: Any) -> "Person":
        """Records a statement at this unit. Raises NotAllowed."""
        said = body(kind, **given)
        check_says(at, said, self.wishes(), self.is_child)
        assert at.role
        self.said.append(Sent(len(self.said) + 1, self.now, at.unit, at.role, said))
        return self

    def later(self, hours: float) -> "Person":
        self.now += timedelta(hours=hours)
        return self

    def read(self, reader: Reader, data: Data) -> Decision:
        return decide(reader, data, self.wishes())

    def consents(self, to: Reader, **given: Any) -> "Person":
        return self.says(to, "consent", provider=to.provider, **given)

    def blocks(self, at: Reader, against_own_units: bool = False, **given: Any) -> "Person":
        where = {"level": "unit", "unit": at.unit} if against_own_units else {"level": "provider"}
        return self.says(at, "block", provider=at.provider, **where, **given)

    def in_danger(self, at: Reader) -> "Person":
        return self.says(at, "emergency", unit=at.unit, provider=at.provider)

    def unable(self, at: Reader, **given: Any) -> "Person":
        return self.says(at, "unable", provider=at.provider, **given)


def anyone() -> Person:
    return Person()


def child() -> Person:
    return Person(is_child=True)
