"""Who owes what by when in a discharge."""

from datetime import datetime

from brygga.agreements import Agreement
from brygga.calendars import end_of_day, local
from brygga.discharge.messages import Destination, ReadyNotice, ReadyWithdrawn
from brygga.discharge.state import PROCESS, Discharge, Stage
from brygga.process import Owed, Role, Sent, owed


def duties(state: Discharge, agreement: Agreement, taking_part: frozenset[Role]) -> tuple[Owed, ...]:
    """Every duty, those that lie ahead too, most urgent first. An aborted case owes nothing."""
    if state.stage is Stage.ABORTED:
        return ()
    found = owed(agreement, PROCESS, events(state), _doing(state), taking_part, state.now)
    return tuple(sorted(found, key=lambda one: one.urgency))


def _doing(state: Discharge) -> tuple[Sent, ...]:
    """The messages that can do a duty: not a ready notice of a patient who got worse after it."""
    worse = max((m.sequence for m in state.holding if isinstance(m.body, ReadyWithdrawn)), default=0)
    return tuple(m for m in state.holding if not (isinstance(m.body, ReadyNotice) and m.sequence < worse))


def turn(owed_now: tuple[Owed, ...]) -> frozenset[Role]:
    """Whose turn it is: the roles that owe something."""
    return frozenset(one.role for one in owed_now if one.is_open)


def events(state: Discharge) -> dict[str, datetime]:
    """When each event that duties are counted from happened, or will; one of which nothing is known is absent."""
    expected = end_of_day(state.expected_discharge) if state.expected_discharge else None
    waited_for = expected if state.stage is Stage.NOTIFIED else None
    today = local(waited_for).replace(hour=0, minute=0, second=0) if waited_for else None
    # Nothing is planned for a patient who has died, and nobody takes over the care.
    alive = state.destination is not Destination.DECEASED
    planned = state.sip_required and alive
    happened: dict[str, datetime | None] = {
        "admitted": state.admitted_at,
        "need-assessed": state.need_assessed_at,
        "admission-notice": state.notice_at,
        "expected-discharge": expected,
        "expected-discharge-today": today,
        "expected-discharge-passed": waited_for,
        "ready-notice": state.ready_at,
        "sip-required": _first(state.ready_at, state.sip_called_at) if planned else None,
        "sip-call": state.sip_called_at if planned else None,
        "sip-meeting": state.sip_meeting_at if planned else None,
        "may-go-home": _last(state) if state.may_go_home else None,
        "discharged": state.discharged_at,
        "left-for-care": state.discharged_at if alive else None,
    }
    return {name: moment for name, moment in happened.items() if moment}


def _first(ready_at: datetime | None, called_at: datetime | None) -> datetime | None:
    # Who calls before the patient is ready has called in time.
    return min((moment for moment in (ready_at, called_at) if moment), default=None)


def _last(state: Discharge) -> datetime:
    """When the last of what must be in place before discharge came."""
    said = {m.body.kind: m.sent_at for m in state.holding}
    waited_for = (said.get("outpatient-interventions"), said.get("sip-not-needed"), state.sip_held_at)
    return max(m for m in (state.ready_at, *waited_for) if m)
