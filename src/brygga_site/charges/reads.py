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
from brygga_site.charges.entries import StayEntry
from brygga_site.charges.models import KeptStay, SettledMonth, SettledPlace
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
    """A month of one municipality: the settlements with their sums, and one page of their stays."""

    found: list[Detailed]
    page: Page


@dataclass(frozen=True)
class OpenedStay:
    """How one stay was counted in a month.

    `grounds` are the messages that decided it: kinds and times, nothing that was written. `may_open` is whether the
    unit takes part in the case and may open it.
    """

    stay: StayEntry
    grounds: list[decided.DecidingMessage]
    may_open: bool


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
        what = f"stays of {month}, {municipality}, page {shown.number}"
        _record(scope, what, stays + _at_fault(one.account for one in found))
    return OpenedMonth(found, shown)


def opened_stay(scope: Scope, month: Month, municipality: str, stay_id: UUID) -> OpenedStay:
    """How a stay was counted in one municipality's month. Raises Http404 when it was not."""
    found = (stay for one in _detailed(scope, month, month, municipality) for stay in one.stays)
    stay = next((one for one in found if one.result.stay_id == str(stay_id)), None)
    if stay is None:
        elsewhere = KeptStay.objects.filter(pk=stay_id).exclude(municipality__in=scope.codes)
        if about := list(elsewhere.values_list("case__person_id", flat=True)):
            _refuse(scope.assignment, Basis.OTHER_MUNICIPALITY, about)
        raise Http404("no such stay in the month")
    with transaction.atomic():
        may_open = cases_of(scope.assignment).filter(pk=stay_id).exists()
        opened = OpenedStay(stay, _grounds_of(stay_id), may_open)
        _record(scope, f"stays of {month}, {municipality}, {stay_id}", [stay.result.stay_id])
    return opened


def _detailed(scope: Scope, first: Month, last: Month, municipality: str | None) -> list[Detailed]:
    found = []
    for agreement, codes in _agreements(scope):
        if asked := [code for code in codes if municipality in (None, code)]:
            found.append(months.detailed(agreement, asked, first, last))
    return found


def _grounds_of(case: UUID) -> list[decided.DecidingMessage]:
    columns = ("sequence", "sent_at", "unit__hsa_id", "part", "kind", "content")
    rows = Message.objects.filter(case=case, kind__in=decided.KINDS).order_by("sequence").values_list(*columns)
    return decided.grounds(Sent(*head, counted.DISCHARGE.parse(kind, content)) for *head, kind, content in rows)


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


def _refuse(assignment: Assignment, ground: Basis, about: Sequence[int] = ()) -> None:
    refuse(assignment, Deed(Action.LIST, "settlement", ground, about, purpose=SETTLEMENT))


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
    # What has lost its stays to destruction has its sums still.
    closed = SettledMonth.objects.filter(
        municipality=OuterRef("municipality"), agreement=OuterRef("agreement"), closed=True
    )
    places = SettledPlace.objects.filter(municipality__in=scope.codes).annotate(
        **firsts, first_closed=Subquery(closed.order_by("month").values("month")[:1])
    )
    began = [(place, [at for name in firsts if (at := getattr(place, name))]) for place in places]
    for place, moments in began:
        if place.first_closed:
            month = Month.parse(place.first_closed)
            moments.append(timezone.make_aware(datetime(month.year, month.number, 1)))
    return [(place, min(moments)) for place, moments in began if moments]
