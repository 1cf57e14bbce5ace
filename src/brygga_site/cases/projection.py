"""The projections of a case: rows that lists read, made anew from its state in the transaction of each message."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Q

from brygga.calendars import local_date
from brygga.process import CaseState, DutyStanding, OwedDuty, UnitFacts
from brygga.process.facts import to_json
from brygga_site.agreements import registry
from brygga_site.cases.keepers import keepers_of
from brygga_site.cases.models import Case, Overview, Owing, Participant, Tie, UnderWay
from brygga_site.organisations.models import Unit

S = TypeVar("S", bound=CaseState)

STILL_OWED = {DutyStanding.UPCOMING, DutyStanding.OPEN, DutyStanding.OVERDUE}


def refresh(case: Case, before: CaseState, state: CaseState, present: Mapping[Unit, str]) -> dict[Unit, str]:
    """Rewrites what lists read of a case that was in state `before`; `present` took part, each in its part.

    Gives who takes part now. What would come out the same is left as it is.
    """
    was = copy(case)
    _answer(case, state)
    taking_part = _refresh_participants(case, state, present)
    Overview.objects.filter(case=case).update(**overview_fields(case, state))
    _refresh_owings(was, case, before, state, present, taking_part)
    process = case.runs
    if process.ties(before) != process.ties(state):
        Tie.objects.filter(case=case).delete()
        Tie.objects.bulk_create(tie_rows(case, state, {unit.hsa_id: unit for unit in taking_part}))
    if _is_sole(case, before) != _is_sole(case, state):
        UnderWay.objects.filter(case=case).delete()
        UnderWay.objects.bulk_create(sole_rows(case, state))
    for keeper in keepers_of(case.process):
        keeper.replace(case, keeper.rows(was, before), keeper.rows(case, state))
    return taking_part


def _answer(case: Case, state: CaseState) -> None:
    """Another municipality answers, by the agreement that is its own."""
    answers = case.runs.answering(state)
    if answers and answers != case.municipality:
        day = local_date(state.messages[-1].sent_at)
        case.municipality, case.agreement = answers, registry().applying_to(answers, day=day).id
        case.save(update_fields=["municipality", "agreement"])


def begin(case: Case, state: CaseState, units: Iterable[Unit]) -> dict[Unit, str]:
    """Makes what lists read of a new case. `units` are those that it names, whoever began it among them.

    Gives who takes part.
    """
    taking_part = parts_of(case, state, units)
    for rows in projected(case, state, taking_part):
        if rows:
            type(rows[0]).objects.bulk_create(rows)
    for keeper in keepers_of(case.process):
        keeper.add(keeper.rows(case, state))
    return taking_part


def projected(case: Case, state: CaseState, taking_part: Mapping[Unit, str]) -> list[list[Any]]:
    """Every row that lists read of a case, table by table."""
    return [
        _participants(case, state, taking_part),
        [Overview(case=case, **overview_fields(case, state))],
        owing_rows(case, owed_in(case, state, taking_part), taking_part),
        tie_rows(case, state, {unit.hsa_id: unit for unit in taking_part}),
        sole_rows(case, state),
    ]


def parts_of(case: Case, state: CaseState, units: Iterable[Unit]) -> dict[Unit, str]:
    """What each unit is in the case. One that can be nothing there takes no part."""
    parts = ((unit, case.runs.part_of(state, facts_of(unit))) for unit in units)
    return {unit: str(part) for unit, part in parts if part}


def facts_of(unit: Unit) -> UnitFacts:
    """A unit as a process knows it."""
    return UnitFacts(unit.hsa_id, unit.kind, unit.as_role, unit.municipality, str(unit.works_for_id))


def owed_in(case: Case, state: CaseState, taking_part: Mapping[Unit, str]) -> tuple[OwedDuty, ...]:
    """Every duty of those who take part."""
    parts = {unit.hsa_id: part for unit, part in taking_part.items()}
    return case.runs.duties(knowing_closed(state, taking_part), registry().agreement(case.agreement), parts)


def knowing_closed(state: S, units: Iterable[Unit]) -> S:
    """The state with the units that have closed, which no message says."""
    return replace(state, closed={unit.hsa_id: unit.closed_at for unit in units if unit.closed_at})


def overview_fields(case: Case, state: CaseState) -> dict[str, object]:
    """The columns of the overview."""
    process = case.runs
    return {
        "version": state.version,
        "changed_at": state.messages[-1].sent_at,
        "stage": state.stage.value,
        "order_at": process.order(state),
        "care_until": process.care_until(state),
        "listed_until": process.listed_until(state),
        "shown": to_json(process.card(state)),
    }


def _participants(case: Case, state: CaseState, taking_part: Mapping[Unit, str]) -> list[Participant]:
    until = case.runs.listed_until(state)
    return [Participant(case=case, unit=unit, part=part, listed_until=until) for unit, part in taking_part.items()]


def owing_rows(case: Case, owed: Iterable[OwedDuty], taking_part: Mapping[Unit, str]) -> list[Owing]:
    """One row for each unit and duty that is not yet done."""
    return [
        Owing(case=case, unit=unit, duty=duty.duty.id, since=duty.since, due_at=duty.due_at, until=duty.until)
        for duty in owed
        if duty.standing in STILL_OWED
        for unit in taking_part
        if unit.hsa_id in duty.units
    ]


def tie_rows(case: Case, state: CaseState, units: Mapping[str, Unit]) -> list[Tie]:
    """One row for each tie of the person to a unit that is known."""
    if case.person_id is None:
        return []
    return [
        Tie(case=case, person_id=case.person_id, unit=units[tie.unit], kind=tie.kind, since=tie.since)
        for tie in case.runs.ties(state)
        if tie.unit in units
    ]


def sole_rows(case: Case, state: CaseState) -> list[UnderWay]:
    """That the case is its person's only one under way, where there can be but one."""
    return [UnderWay(case=case, person_id=case.person_id, process=case.process)] if _is_sole(case, state) else []


def _is_sole(case: Case, state: CaseState) -> bool:
    return case.runs.alone and case.person_id is not None and not case.runs.is_over(state)


def _refresh_owings(
    was: Case,
    case: Case,
    before: CaseState,
    state: CaseState,
    present: Mapping[Unit, str],
    taking_part: Mapping[Unit, str],
) -> None:
    """Takes away what is owed no longer and adds what is owed now; a duty that stands as it stood is left alone."""
    # What is kept was made when the last message was sent, and may have lapsed since.
    then = replace(before, now=before.messages[-1].sent_at)
    kept = {kept_as(row): row for row in owing_rows(case, owed_in(was, then, present), present)}
    rows = {kept_as(row): row for row in owing_rows(case, owed_in(case, state, taking_part), taking_part)}
    if gone := [Q(unit=row.unit_id, duty=row.duty) for key, row in kept.items() if key not in rows]:
        Owing.objects.filter(reduce(or_, gone), case=case).delete()
    if new := [row for key, row in rows.items() if key not in kept]:
        Owing.objects.bulk_create(new)


def kept_as(row: Owing) -> tuple[object, ...]:
    """All that a row says of its case: two that say the same are one."""
    return row.unit_id, row.duty, row.since, row.due_at, row.until


def _refresh_participants(case: Case, state: CaseState, present: Mapping[Unit, str]) -> dict[Unit, str]:
    """Those who were told take part, and everyone who has said something, each in the part that it has now."""
    named, known = state.taking_part, {unit.hsa_id for unit in present}
    until = case.runs.listed_until(state)
    if until != case.overview.listed_until:
        case.participants.update(listed_until=until)
    taking_part = parts_of(case, state, (unit for unit in present if unit.hsa_id in named))
    for unit, part in taking_part.items():
        if part != present[unit]:
            case.participants.filter(unit=unit).update(part=part)
    if named - known:
        new = parts_of(case, state, Unit.objects.filter(hsa_id__in=named - known).select_related("organisation"))
        Participant.objects.bulk_create(_participants(case, state, new))
        taking_part |= new
    if known - named:
        case.participants.exclude(unit__hsa_id__in=named).delete()
    return taking_part
