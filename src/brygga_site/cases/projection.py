"""The projection of a case: rows that lists read, made anew from the messages in the same transaction."""

from collections.abc import Iterable
from datetime import datetime

from brygga import discharge
from brygga.discharge import Discharge
from brygga.process import Owed, Role, Sent, Standing
from brygga_site.agreements import registry
from brygga_site.cases.models import Case, Overview, Owing, Participant
from brygga_site.organisations.models import Unit

STILL_OWED = {Standing.UPCOMING, Standing.OPEN, Standing.OVERDUE}


def refresh(case: Case, messages: Iterable[Sent], now: datetime) -> Discharge:
    """Rewrites what lists read of a case, and returns its state."""
    state = discharge.fold(messages, now)
    _refresh_participants(case, state)
    taking_part = {p.unit: Role(p.role) for p in case.participants.select_related("unit")}
    owed = discharge.duties(state, registry().agreement(case.agreement), frozenset(taking_part.values()))
    Overview.objects.update_or_create(case=case, defaults=overview_fields(state))
    Owing.objects.filter(case=case).delete()
    Owing.objects.bulk_create(owing_rows(case, owed, taking_part))
    return state


def overview_fields(state: Discharge) -> dict[str, object]:
    """The columns of the overview."""
    return {
        "version": state.version,
        "changed_at": state.messages[-1].sent_at,
        "stage": state.stage.value,
        "care_type": state.care_type or "",
        "admitted_at": state.admitted_at,
        "need_assessed_at": state.need_assessed_at,
        "notice_at": state.notice_at,
        "expected_discharge": state.expected_discharge,
        "ready_at": state.ready_at,
        "sip_required": state.sip_required,
        "sip_called_at": state.sip_called_at,
        "outpatient_available": state.outpatient is discharge.OutpatientStatus.AVAILABLE,
        "discharged_at": state.discharged_at,
    }


def owing_rows(case: Case, owed: Iterable[Owed], taking_part: dict[Unit, Role]) -> list[Owing]:
    """One row for each unit and duty that is not yet done."""
    return [
        Owing(case=case, unit=unit, duty=one.duty.id, since=one.since, due_at=one.due_at, until=one.until)
        for one in owed
        if one.standing in STILL_OWED
        for unit, role in taking_part.items()
        if role is one.role
    ]


def _refresh_participants(case: Case, state: Discharge) -> None:
    """Those who were told of the admission take part, and everyone who has said something."""
    named = state.recipients | {message.unit for message in state.messages}
    present = {p.unit.hsa_id for p in case.participants.select_related("unit")}
    for unit in Unit.objects.filter(hsa_id__in=named - present):
        Participant.objects.create(case=case, unit=unit, role=unit.role)
    case.participants.exclude(unit__hsa_id__in=named).delete()
