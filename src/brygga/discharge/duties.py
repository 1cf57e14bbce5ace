"""The events that the duties of a discharge are counted from, and the messages that do them."""

from datetime import datetime

from brygga.calendars import end_of_day, local
from brygga.discharge.messages import (
    AdmissionNotice,
    Destination,
    NoticeForwarded,
    NoticeSupplement,
    ReadyNotice,
    ReadyWithdrawn,
    ToldOtherwise,
)
from brygga.discharge.state import Discharge, Stage
from brygga.process import Sent

EVENTS = frozenset(
    """
    admitted need-assessed admission-notice expected-discharge expected-discharge-today expected-discharge-passed
    ready-notice sip-required sip-call sip-meeting may-go-home discharged left-for-care untold-outside
    """.split()
)
"""Every event that a duty may be counted from."""


def doing(state: Discharge) -> tuple[Sent, ...]:
    """The messages that can do a duty: not a ready notice of a patient who got worse after it.

    Nor what a unit has noted of telling those beside Brygga, while it still has something to tell them.
    """
    telling = {m.unit for m in state.to_tell_otherwise}
    worse = max((m.sequence for m in state.holding if isinstance(m.body, ReadyWithdrawn)), default=0)
    return tuple(
        m
        for m in state.holding
        if not (isinstance(m.body, ReadyNotice) and m.sequence < worse)
        and not (isinstance(m.body, ToldOtherwise) and m.unit in telling)
    )


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


def own_events(state: Discharge, unit: str) -> dict[str, datetime]:
    """When a unit was told of the admission, and since when it has something to tell those beside Brygga.

    Whoever is told later, or anew, plans from then on.
    """
    sent = ((m.sent_at, m.body) for m in state.holding)
    telling = (
        (at, body) for at, body in sent if isinstance(body, AdmissionNotice | NoticeSupplement | NoticeForwarded)
    )
    told = [at for at, body in telling if unit in body.recipients]
    found = {"admission-notice": told[-1]} if told else {}
    if since := _untold_since(state, unit):
        found["untold-outside"] = since
    return found


def _untold_since(state: Discharge, unit: str) -> datetime | None:
    if to_tell := [m.sent_at for m in state.to_tell_otherwise if m.unit == unit]:
        return to_tell[0]
    notes = [m.body.of for m in state.holding if isinstance(m.body, ToldOtherwise) and m.unit == unit]
    told = state.holds(notes[-1]) if notes else None
    return told.sent_at if told else None


def _first(ready_at: datetime | None, called_at: datetime | None) -> datetime | None:
    # Who calls before the patient is ready has called in time.
    return min((moment for moment in (ready_at, called_at) if moment), default=None)


def _last(state: Discharge) -> datetime:
    """When the last of what must be in place before discharge came."""
    said = {m.body.kind: m.sent_at for m in state.holding}
    waited_for = (said.get("outpatient-interventions"), said.get("sip-not-needed"), state.sip_held_at)
    return max(m for m in (state.ready_at, *waited_for) if m)
