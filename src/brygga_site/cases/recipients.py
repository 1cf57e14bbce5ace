"""To whom a message may go: those that serve the person first, and any other by its name or place.

Units are no persons: to look among them leaves no entry.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from brygga import texts
from brygga.identities import Places
from brygga.process import AnyProcess, Body, Role
from brygga_site.cases.models import Case
from brygga_site.cases.reads import cases_of
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.organisations.reads import with_staff
from brygga_site.people.reads import listed_at
from brygga_site.swedish import InSwedish

OF_A_ROLE = 3
"""So many units of a role are offered at most before anybody searches."""

AT_ONCE = 20
"""So many are shown of what a search finds."""


class WhyOffered(StrEnum):
    """Why a unit is offered, the best reason first."""

    LISTED = "listed"
    LAST_TIME = "last-time"
    TAKES_IN = "takes-in"
    SERVES = "serves"
    KNOWS = "knows"


@dataclass(frozen=True)
class OfferedUnit:
    """A unit that a message may go to. `why` is None for one that was searched for.

    `preselected` is what is ticked from the start. Nobody reads what is told to one that is not `staffed`.
    """

    unit: Unit
    why: WhyOffered | None
    preselected: bool
    staffed: bool


@dataclass(frozen=True)
class FoundUnits:
    """What a search finds, and whether there is more than is shown."""

    units: tuple[OfferedUnit, ...]
    more: bool


def may_be_told(process: AnyProcess, body: type[Body], sender: Unit, others: Iterable[Unit] = ()) -> QuerySet[Unit]:
    """The open units that a message of this kind may go to from this sender; `others` take part in the case too."""
    addressing = process.addressing.get(body)
    if addressing is None:
        return Unit.objects.none()
    units = Unit.objects.filter(role__in=[role or "" for role in addressing.to], closed_at__isnull=True)
    if addressing.within:
        works_for = Q(principal=sender.works_for_id) | Q(principal__isnull=True, organisation=sender.works_for_id)
        units = units.filter(works_for, role=sender.role)
    if addressing.present:
        units = units.filter(pk__in=[unit.pk for unit in others])
    return units.exclude(pk=sender.pk).order_by("role", InSwedish("name"), "pk")


def units_last_time(assignment: Assignment, case: Case) -> QuerySet[Unit]:
    """The units in the person's case of this kind before this one, if the reader's unit took part in that too."""
    before = cases_of(assignment).filter(person=case.person_id, process=case.process).exclude(pk=case.pk)
    last = before.order_by("-opened_at").first() if case.person_id else None
    return Unit.objects.filter(participations__case=last) if last else Unit.objects.none()


def offered(
    process: AnyProcess,
    body: type[Body],
    sender: Assignment,
    municipality: str,
    case: Case | None,
    now: datetime,
    others: Collection[Unit] = (),
) -> tuple[OfferedUnit, ...]:
    """The units to choose among before anybody searches, a few of each role; those who take part already come last.

    Ticked from the start is, of each role, where the person is listed; else those who took part last time and serve the
    municipality; else the one that takes in for the others, or the only one that serves. Nothing is where `others`
    take part already, nor in what goes to nobody near the person.
    """
    addressing = process.addressing.get(body)
    if addressing is None:
        return ()
    units = may_be_told(process, body, sender.unit, others)
    if addressing.present:
        return _of_those_present(list(units.select_related("organisation")), now)
    last = set(units_last_time(sender, case).values_list("pk", flat=True)) if case else set()
    listed = listed_at(case.person) if case and case.person else None
    serves = _serves(municipality) if addressing.near else Q(pk__in=[])
    serves |= Q(organisation=sender.unit.organisation_id) if addressing.own else Q(pk__in=[])
    found = list(units.filter(serves | Q(pk__in=[*last, *([listed] if listed else [])])).select_related("organisation"))
    why = {unit: WhyOffered.KNOWS if unit in others else _why(unit, last, listed) for unit in found}
    order = list(WhyOffered)
    chosen = [
        unit
        for role in sorted({unit.role for unit in found}, key=[*Role, ""].index)
        for unit in sorted((u for u in found if u.role == role), key=lambda u: order.index(why[u]))[:OF_A_ROLE]
    ]
    serving = set(units.filter(serves).values_list("pk", flat=True))
    ticked = set() if others or not addressing.near else _preselected(found, why, serving)
    staffed = with_staff(chosen, now)
    return tuple(OfferedUnit(unit, why[unit], unit in ticked, unit.pk in staffed) for unit in chosen)


def _of_those_present(units: list[Unit], now: datetime) -> tuple[OfferedUnit, ...]:
    """All of them, in what goes to nobody else: whoever asks says whom, so that none is ticked from the start."""
    return as_found(units, now)


def missing_roles(process: AnyProcess, body: type[Body], offered: Iterable[OfferedUnit]) -> tuple[Role, ...]:
    """The roles that are looked for near the person and of which nobody serves the municipality."""
    addressing = process.addressing.get(body)
    if addressing is None or not addressing.near or addressing.within or addressing.present:
        return ()
    there = {one.unit.role for one in offered}
    return tuple(sorted(role for role in addressing.to if role and role not in there))


def found(units: QuerySet[Unit], written: str, now: datetime) -> FoundUnits:
    """Those of `units` of which each word stands in the name, the place or the area, or is the HSA-id."""
    words = texts.sought(written).split()[:8]
    if not words:
        return FoundUnits((), False)
    for word in words:
        units = units.filter(_holds(word))
    rows = list(units.select_related("organisation").order_by(InSwedish("name"), "pk")[: AT_ONCE + 1])
    return FoundUnits(as_found(rows[:AT_ONCE], now), len(rows) > AT_ONCE)


def as_found(units: Iterable[Unit], now: datetime) -> tuple[OfferedUnit, ...]:
    """Units that somebody searched for."""
    units = list(units)
    staffed = with_staff(units, now)
    return tuple(OfferedUnit(unit, None, False, unit.pk in staffed) for unit in units)


def _serves(municipality: str) -> Q:
    return Q(areas="", municipality=municipality) | Q(areas__contains=municipality)


def _why(unit: Unit, last: Collection[int], listed: int | None) -> WhyOffered:
    if unit.pk == listed:
        return WhyOffered.LISTED
    if unit.pk in last:
        return WhyOffered.LAST_TIME
    return WhyOffered.TAKES_IN if unit.takes_in else WhyOffered.SERVES


def _preselected(units: Iterable[Unit], why: dict[Unit, WhyOffered], serving: Collection[int]) -> set[Unit]:
    """What is ticked from the start; a unit of last time that does not serve the person any more is not."""
    ticked = set[Unit]()
    near = [unit for unit in units if unit.pk in serving or why[unit] is WhyOffered.LISTED]
    for role in {unit.role for unit in near}:
        by_reason = [[unit for unit in near if unit.role == role and why[unit] is reason] for reason in WhyOffered]
        best = next(alike for alike in by_reason if alike)
        if len(best) == 1 or why[best[0]] is WhyOffered.LAST_TIME:
            ticked |= set(best)
    return ticked


def _holds(word: str) -> Q:
    places = Places.load().municipalities.values()
    codes = [one.code for one in places if one.short.casefold().startswith(word) or one.name.casefold() == word]
    held = Q(name__icontains=word) | Q(hsa_id__iexact=word) | Q(areas__icontains=word) | Q(municipality__in=codes)
    for code in codes:
        held |= Q(areas__contains=code)
    return held
