"""Fetches of settlements, each through the guard: offices only, and each office its own municipalities alone.

A region's office sees the municipalities of its county that are parties; a municipality's office sees its own.
Everyone else gets the answer for what is missing. What shows stays leaves an entry on the trail about each person
whose stay it is, before it is handed out; sums alone show nobody and leave none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.utils import timezone

from brygga import discharge as counted
from brygga.access.basis import Basis
from brygga.agreements import Agreement
from brygga.calendars import Month
from brygga.identities import Municipality
from brygga.process import Sent
from brygga_site.agreements import registry
from brygga_site.cases.models import Case, Message
from brygga_site.cases.reads import cases_of
from brygga_site.charges import grounds as decided
from brygga_site.charges import months
from brygga_site.charges.account import Account, Detailed
from brygga_site.charges.models import KeptStay, SettledPlace
from brygga_site.charges.settling import settle_cases
from brygga_site.charges.stays import stay_from
from brygga_site.organisations.models import Assignment, Organisation, Unit
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import SETTLEMENT, Action

AT_ONCE = 1000
FIRST_YEAR = 2018
"""The year in which 2017:612 came into force; no settlement is older."""


@dataclass(frozen=True)
class Scope:
    """What an office sees: its organisation, and the municipalities whose settlements are open to it, by code."""

    assignment: Assignment
    owner: Organisation
    municipalities: tuple[Municipality, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.municipalities)

    @property
    def is_region(self) -> bool:
        return self.owner.kind == Organisation.Kind.REGION

    def municipality(self, code: str) -> Municipality:
        """One of the municipalities in view. Raises Http404, also when it exists and is not in view."""
        found = next((one for one in self.municipalities if one.code == code), None)
        if found is None:
            _refuse(self.assignment, Basis.OTHER_MUNICIPALITY)
            raise Http404("no such municipality")
        return found


@dataclass(frozen=True)
class OpenedMonth:
    """A month of one municipality: the settlements with their sums, and one page of their stays.

    `grounds` are the messages that decided each stay on the page, by its number: kinds and times, nothing that was
    written. `open_cases` are those of them whose case the unit takes part in and may open.
    """

    found: list[Detailed]
    page: Page
    grounds: dict[str, list[decided.DecidingMessage]]
    open_cases: set[str]


def scope_of(assignment: Assignment) -> Scope:
    """What this assignment sees. Raises Http404 when it is not for administration at an office."""
    unit = assignment.unit
    if not may_settle(assignment):
        _refuse(assignment, Basis.OTHER_PURPOSE if unit.kind == Unit.Kind.OFFICE else Basis.NO_OFFICE)
        raise Http404("no settlement is open to this assignment")
    places, owner = registry().places, unit.organisation
    if owner.kind == Organisation.Kind.REGION:
        return Scope(assignment, owner, places.of_county(owner.code))
    return Scope(assignment, owner, (places.municipality(owner.code),))


def may_settle(assignment: Assignment) -> bool:
    """Whether the assignment is for administration at an office; the page of no other leads to a settlement."""
    is_office = assignment.unit.kind == Unit.Kind.OFFICE
    return is_office and assignment.purpose == Assignment.Purpose.ADMINISTRATION


def years(scope: Scope, today: date) -> list[int]:
    """The years from the first admission to `today`, the latest first."""
    first = min((began for _, began in _places(scope)), default=None)
    start = timezone.localtime(first).year if first else today.year
    return list(range(today.year, max(FIRST_YEAR, min(start, today.year)) - 1, -1))


def accounts(
    scope: Scope, year: int, today: date, municipality: str | None = None, month: int | None = None
) -> list[Account]:
    """The settlement of a year up to the month of `today`, one for each agreement; of it one municipality, one month.

    What each municipality's month comes to is kept until one of its stays changes, so only that is settled anew.
    """
    first, last = Month(year, 1), min(Month(year, 12), Month.of(today))
    found = []
    for agreement, codes in _agreements(scope):
        asked = [code for code in codes if municipality in (None, code)]
        found.append(months.account(agreement, asked, first, last).only(municipality, month))
    if at_fault := _at_fault(found):
        with transaction.atomic():
            _record(scope, f"settlement {year}", at_fault)
    return found


def detailed(scope: Scope, first: Month, last: Month, municipality: str | None = None) -> list[Detailed]:
    """The settlement of months of one year with every stay, one for each agreement in view."""
    found = _detailed(scope, first, last, municipality)
    stays = [stay.result.stay_id for one in found for stay in one.stays]
    with transaction.atomic():
        what = f"stays of {first} to {last}, {municipality or 'all in view'}"
        _record(scope, what, stays + _at_fault(one.account for one in found))
    return found


def opened_month(scope: Scope, month: Month, municipality: str, page: str | None, a_page: int) -> OpenedMonth:
    """The settlement of one municipality's month with a page of `a_page` stays, those that cost most first."""
    found = _detailed(scope, month, month, municipality)
    shown = Paginator([stay for one in found for stay in one.in_order()], a_page).get_page(page)
    stays = [one.result.stay_id for one in shown.object_list]
    with transaction.atomic():
        opened = OpenedMonth(found, shown, _grounds_of(stays), _cases_open_to(scope, stays))
        what = f"stays of {month}, {municipality}, page {shown.number}"
        _record(scope, what, stays + _at_fault(one.account for one in found))
    return opened


def _detailed(scope: Scope, first: Month, last: Month, municipality: str | None) -> list[Detailed]:
    found = []
    for agreement, codes in _agreements(scope):
        if asked := [code for code in codes if municipality in (None, code)]:
            rows = months.stays_in(agreement.id, asked, first, last)
            found.append(settle_cases(agreement, [stay_from(row) for row in rows], first, last))
    return found


def _grounds_of(stays: Iterable[str]) -> dict[str, list[decided.DecidingMessage]]:
    columns = ("case_id", "sequence", "sent_at", "unit__hsa_id", "part", "kind", "content")
    rows = Message.objects.filter(case__in=_cases(stays), kind__in=decided.KINDS).order_by("case_id", "sequence")
    said: dict[str, list[Sent]] = {}
    for case, sequence, at, unit, part, kind, content in rows.values_list(*columns):
        said.setdefault(str(case), []).append(Sent(sequence, at, unit, part, counted.DISCHARGE.parse(kind, content)))
    return {case: decided.grounds(own) for case, own in said.items()}


def _cases_open_to(scope: Scope, stays: Iterable[str]) -> set[str]:
    return {str(pk) for pk in cases_of(scope.assignment).filter(pk__in=_cases(stays)).values_list("pk", flat=True)}


def _cases(stays: Iterable[str]) -> list[UUID]:
    """A stay has the number of its case."""
    return [UUID(one) for one in stays]


def _at_fault(accounts: Iterable[Account]) -> list[str]:
    """The stays that an account names because they cannot be counted."""
    return [fault.stay_id for account in accounts for fault in account.faults]


def _record(scope: Scope, what: str, stays: Sequence[str]) -> None:
    """Puts on the trail that these stays were listed."""
    parts = (stays[start : start + AT_ONCE] for start in range(0, len(stays), AT_ONCE))
    found = (Case.objects.filter(pk__in=_cases(part)).values_list("person_id", flat=True) for part in parts)
    persons = [person for part in found for person in part]
    record(scope.assignment, Deed(Action.LIST, what, Basis.OFFICE_SETTLES, persons, purpose=SETTLEMENT))


def _refuse(assignment: Assignment, ground: Basis) -> None:
    refuse(assignment, Deed(Action.LIST, "settlement", ground, purpose=SETTLEMENT))


def _agreements(scope: Scope) -> list[tuple[Agreement, list[str]]]:
    """The agreements in view with those of their parties, by code, that have stays."""
    codes: dict[str, set[str]] = {}
    for place, _ in _places(scope):
        if registry().agreement(place.agreement).is_party(place.municipality):
            codes.setdefault(place.agreement, set()).add(place.municipality)
    return [(registry().agreement(agreement), sorted(codes[agreement])) for agreement in sorted(codes)]


def _places(scope: Scope) -> list[tuple[SettledPlace, datetime]]:
    """The municipalities in view that have stays under an agreement, each with its first admission."""
    own = KeptStay.objects.filter(municipality=OuterRef("municipality"), agreement=OuterRef("agreement"))
    firsts = {
        f"first_{span}": Subquery(own.filter(span=span).order_by("admitted_at").values("admitted_at")[:1])
        for span in KeptStay.Span
    }
    places = SettledPlace.objects.filter(municipality__in=scope.codes).annotate(**firsts)
    began = [(place, [at for name in firsts if (at := getattr(place, name))]) for place in places]
    return [(place, min(moments)) for place, moments in began if moments]
