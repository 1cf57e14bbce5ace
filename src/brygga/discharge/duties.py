"""The events that the duties and courtesies of a discharge are counted from, and the messages that do them."""

from dataclasses import replace
from datetime import datetime, timedelta

from brygga.calendars import end_of_day, local
from brygga.discharge.messages import (
    AdmissionNotice,
    ChangedDischargeDate,
    Destination,
    HomeServices,
    HospitalKind,
    OutpatientStatus,
    ReadyNotice,
    ReadyWithdrawn,
    ToldOtherwise,
)
from brygga.discharge.state import IN_HOSPITAL, Discharge, Stage
from brygga.process import Sent

EVENTS = frozenset(
    """
    admitted need-assessed admission-notice expected-discharge expected-discharge-today expected-discharge-passed
    ready-notice sip-required sip-offered sip-call sip-meeting may-go-home discharged left-for-care
    home-unanswered question home-again leave leave-ends leave-over outpatient-awaited untold-outside
    wrongly-told to-tell-instead care-request-awaited care-request care-request-returned
    regional-stay date-moved
    """.split()
)
"""Every event that a duty may be counted from."""


def doing(state: Discharge) -> tuple[Sent, ...]:
    """The messages that can do a duty, each as its sender's or, of a ward, as that of the ward that has the patient.

    Not a ready notice of a patient who got worse after it, nor a notice to a municipality that does not answer. Nor
    what a unit has noted of telling those beside Brygga, while it still has something to tell them.
    """
    telling = {state.sender(m) for m in state.to_tell_otherwise}
    worse = max((m.sequence for m in state.holding if isinstance(m.body, ReadyWithdrawn)), default=0)
    since = {ReadyNotice: max(worse, state.corrected), AdmissionNotice: state.corrected}
    return tuple(
        replace(m, unit=state.sender(m))
        for m in state.holding
        if m.sequence >= since.get(type(m.body), 0)
        and not (isinstance(m.body, ToldOtherwise) and state.sender(m) in telling)
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
        "sip-offered": state.notice_at if state.sip_offered and alive else None,
        "sip-call": state.sip_called_at if planned else None,
        "sip-meeting": state.sip_meeting_at if planned else None,
        "may-go-home": _last(state) if state.may_go_home else None,
        "discharged": state.discharged_at,
        "left-for-care": state.discharged_at if alive else None,
        "leave-ends": state.leave.until if state.leave else None,
        "regional-stay": state.admitted_at if state.hospital is HospitalKind.REGIONAL and alive else None,
        "date-moved": _moved_much(state),
    }
    return {name: moment for name, moment in happened.items() if moment}


def own_events(state: Discharge, unit: str) -> dict[str, datetime]:
    """What befell one unit alone.

    It was told of the admission: whoever is told later, or anew, plans from then on. The patient is ready, and it has
    not said from when it can receive; its services at home are paused, and the patient has gone there. It was asked the
    oldest question that it has not answered. It has said that its interventions are not there, or that it is unclear.
    The patient is to have leave while its services at home are paused; it has resumed them for that, and it ends. It
    has something to tell those beside Brygga.
    """
    asked = [message.sent_at for message in state.questions_to(unit)]
    ready = state.ready_at if state.stage is Stage.READY else None
    waits = ready and state.outpatient_by_unit.get(unit) not in {None, OutpatientStatus.AVAILABLE}
    # What is waited for is another statement: the one by which the wait began does not end it.
    stated = state.outpatient_stated[unit] + timedelta.resolution if waits else None
    at_home = state.destination not in {Destination.DECEASED, Destination.OTHER_HOSPITAL}
    paused = state.paused_by_unit.get(unit) is HomeServices.PAUSED
    leave = state.leave if state.stage in IN_HOSPITAL else None
    told_at, resumed_at = state.leave_told_at, state.resumed_at.get(unit)
    resumed = told_at is not None and resumed_at is not None and told_at <= resumed_at
    happened = {
        "leave": told_at if leave and paused and not resumed else None,
        "leave-over": leave.until if leave and resumed and not paused else None,
        "admission-notice": state.concerned.get(unit),
        "home-unanswered": None if unit in state.home_by_unit else ready,
        "question": asked[0] if asked else None,
        "home-again": state.discharged_at if paused and at_home else None,
        "outpatient-awaited": stated,
        "untold-outside": _untold_since(state, unit),
        "care-request": _sent_at(state.care_request_to(unit)),
    }
    if unit == state.ward:
        happened |= {
            "wrongly-told": next((m.sent_at for m in state.wrongly_told), None),
            "to-tell-instead": state.to_tell_instead,
            "care-request-awaited": _sent_at(state.care_request_awaited),
            "care-request-returned": _sent_at(state.care_request_returned),
        }
    return {name: moment for name, moment in happened.items() if moment}


def _sent_at(message: Sent | None) -> datetime | None:
    return message.sent_at if message else None


def _moved_much(state: Discharge) -> datetime | None:
    """When the expected day was last moved earlier, or later by more days than the agreement has told without a call.

    None where the agreement has no such figure.
    """
    if state.uncalled_days is None:
        return None
    told = [(m.sent_at, m.body) for m in state.holding if isinstance(m.body, AdmissionNotice | ChangedDischargeDate)]
    for (_, before), (sent_at, after) in zip(reversed(told[:-1]), reversed(told[1:]), strict=True):
        days = (after.expected_discharge - before.expected_discharge).days
        if days < 0 or days > state.uncalled_days:
            return sent_at
    return None


def _untold_since(state: Discharge, unit: str) -> datetime | None:
    if to_tell := [m.sent_at for m in state.to_tell_otherwise if state.sender(m) == unit]:
        return to_tell[0]
    notes = [m.body.of for m in state.holding if isinstance(m.body, ToldOtherwise) and state.sender(m) == unit]
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
