"""What an address asks about responsibility: the agreement, the question and the facts, and what is wrong in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from brygga.agreements import Agreement, Registry
from brygga.identities.places import Municipality
from brygga.rules import Table
from brygga.rules.facts import Scalar

UNKNOWN = "unknown"
"""What stands for "don't know" in an address."""
NOT_FACTS = ("agreement", "municipality", "table", "ask", "on", "brought")
LONGEST = 60
"""Characters of what was written that an error repeats."""


@dataclass(frozen=True)
class AddressFault:
    """Something in the address that cannot be used: what was written, what is allowed, the nearest spelling."""

    message: str
    allowed: tuple[tuple[str, str], ...] = ()
    near: str = ""


@dataclass(frozen=True)
class AskedSituation:
    """What an address asks. `given` holds what was said of each fact, None for "don't know".

    `brought` names those that a case's page brought with it; `on` is the day asked about, None for today.
    """

    agreement: Agreement | None
    municipality: Municipality | None
    table: Table | None
    given: Mapping[str, Scalar | None]
    ask: str
    faults: tuple[AddressFault, ...]
    moved: bool = False
    on: date | None = None
    brought: frozenset[str] = frozenset()

    @property
    def known(self) -> dict[str, Scalar]:
        return {key: value for key, value in self.given.items() if value is not None}

    def url(self, changed: Mapping[str, Scalar | None] | None = None, without: str = "", **other: str) -> str:
        """The same address with facts changed (None: don't know), one taken out, or another table or question."""
        return f"{reverse('responsible')}?{urlencode(self.parts(changed, without, **other))}"

    def parts(self, changed: Mapping[str, Scalar | None] | None = None, without: str = "", **other: str) -> dict:
        place = {"agreement": self.agreement.id if self.agreement else ""}
        place |= {"municipality": self.municipality.code if self.municipality else ""}
        place |= {"table": self.table.name if self.table else ""} | other
        facts = {key: written(value) for key, value in {**self.given, **(changed or {})}.items() if key != without}
        left = " ".join(sorted(self.brought - {without} - {*(changed or {})}))
        rest = {"on": self.on.isoformat() if self.on else "", "brought": left}
        return {key: value for key, value in {**place, **facts, **rest}.items() if value != ""}


def asked_from(agreement: Agreement, facts: Mapping[str, Scalar], municipality: str = "") -> str:
    """The address that asks who answers for the care, with what a case knows already, and says that it brought it."""
    known = {key: written(value) for key, value in facts.items()}
    place = {"municipality": municipality} if municipality and agreement.is_party(municipality) else {}
    whole = {"agreement": agreement.id, **place, "table": "care", **known, "brought": " ".join(facts)}
    return f"{reverse('responsible')}?{urlencode(whole)}"


def written(value: Scalar | None) -> str:
    """A fact's value as addresses have it."""
    if value is None:
        return UNKNOWN
    return str(value).lower() if isinstance(value, bool) else str(value)


def agreement_for(municipality: str, table: str, agreements: Registry) -> Agreement:
    """The agreement that answers for a municipality: the one that divides responsibility, else one with the table."""
    dividing = agreements.applying_to(municipality)
    if dividing.fallback:
        return dividing
    own = (one for one in agreements.agreements.values() if one.fallback and one.is_party(municipality))
    return next((one for one in own if any(t.name == table for t in one.own_tables)), dividing)


def choosable(agreements: Registry) -> list[Agreement]:
    """The agreements one can ask: those that divide responsibility or have tables of their own; the acts last."""
    found = [one for one in agreements.agreements.values() if one.regulates_responsibility or one.own_tables]
    return sorted(found, key=lambda one: one.fallback is None)
