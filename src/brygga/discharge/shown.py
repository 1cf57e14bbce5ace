"""What a discharge shows of itself: on its card, at the head of its page, and where it stands among the others."""

from datetime import datetime

from brygga.calendars import end_of_day
from brygga.discharge.messages import Destination, ShortStay
from brygga.discharge.state import IN_HOSPITAL, Discharge, Stage
from brygga.process import UNDER_WAY, CaseFact, Since, fact


def card(state: Discharge) -> tuple[CaseFact, ...]:
    """What matters at this stage, and while the patient is planned for whether home is ready."""
    leave = state.leave if state.leave and state.leave.from_at <= state.now < state.leave.until else None
    away = fact("on-leave-until", leave.until) if leave and state.stage in IN_HOSPITAL else ()
    if state.stage is Stage.READY and state.ready_at:
        return fact("ready-for", Since(state.ready_at)) + home(state) + away
    if state.stage is Stage.DISCHARGED:
        died = state.destination is Destination.DECEASED
        return fact("deceased" if died else "discharged", state.discharged_at)
    expected = fact("expected-discharge", state.expected_discharge) + _short(state)
    return (expected + home(state) if expected else fact("admitted", state.admitted_at)) + away


def _short(state: Discharge) -> tuple[CaseFact, ...]:
    return fact("short-stay", ShortStay.HOME_SOON) if state.short and state.stage in IN_HOSPITAL else ()


def home(state: Discharge) -> tuple[CaseFact, ...]:
    """From when the municipality can receive, and what needs nobody has answered for, once that is waited for."""
    unanswered = state.home_unanswered
    if state.home_from is None:
        return fact("home-unanswered", *unanswered) if state.stage is Stage.READY else ()
    if not unanswered:
        return fact("home-from", state.home_from)
    return fact("home-partly-from", state.home_from) + fact("home-unanswered", *unanswered)


def head(state: Discharge) -> tuple[CaseFact, ...]:
    """Everything that is known, in the order it comes about."""
    leave = state.leave if state.stage in IN_HOSPITAL else None
    leave = leave if leave and leave.from_at < leave.until else None
    judged, listed, call = state.ready_judged, state.medicine_list, state.follow_up
    contact, meeting = state.care_contact, state.sip_meeting_at if state.sip_required else None
    return (
        fact("admitted", state.admitted_at, state.care_type, state.hospital)
        + fact("reopened", state.reopened_at)
        + fact("moved", state.moved_at)
        + fact("expected-discharge", state.expected_discharge)
        + _short(state)
        + (fact("ready", state.ready_at, judged.judged_by, judged.judged_at) if judged else ())
        + fact("needs", *sorted(state.needs))
        + fact("told-beside", *sorted(state.outside))
        + (fact("care-contact", contact.name, contact.telephone) if contact else ())
        + (fact("sip-held", state.sip_held_at) or fact("sip-meeting", meeting))
        + fact("outpatient", state.outpatient_planning, state.outpatient)
        + (home(state) if state.stage in IN_HOSPITAL else ())
        + (fact("leave", leave.from_at, leave.until, leave.to, leave.services) if leave else ())
        + _care_request(state)
        + (fact("medicine-list", listed.handed_over_at, listed.by, *listed.to) if listed else ())
        + fact("discharge-through", state.through)
        + fact("ward-telephone", state.ward_telephone)
        + fact("discharged", state.discharged_at, state.destination)
        + (fact("follow-up-call", call.called_at, call.outcome) if call else ())
    )


def _care_request(state: Discharge) -> tuple[CaseFact, ...]:
    """Where the care request stands, while the patient is planned for."""
    if state.stage not in IN_HOSPITAL:
        return ()
    if returned := state.care_request_returned:
        return fact("care-request-returned", returned.sent_at, getattr(returned.body, "reason", None))
    if awaited := state.care_request_awaited:
        return fact("care-request-awaited", awaited.sent_at)
    return fact("care-request", *(m.sent_at for m in state.care_requests[-1:]))


def order(state: Discharge) -> datetime:
    """Who has waited longest, or is to leave soonest, comes first."""
    expected = end_of_day(state.expected_discharge) if state.expected_discharge else None
    return state.ready_at or expected or state.admitted_at or UNDER_WAY
