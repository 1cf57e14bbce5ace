"""What a discharge shows of itself: on its card, at the head of its page, and where it stands among the others."""

from datetime import datetime

from brygga.calendars import end_of_day
from brygga.discharge.state import IN_HOSPITAL, Discharge, Stage
from brygga.process import UNDER_WAY, CaseFact, Since, fact


def card(state: Discharge) -> tuple[CaseFact, ...]:
    """What matters at this stage, and while the patient is planned for whether home is ready."""
    if state.stage is Stage.READY and state.ready_at:
        return fact("ready-for", Since(state.ready_at)) + home(state)
    if state.stage is Stage.DISCHARGED:
        return fact("discharged", state.discharged_at)
    expected = fact("expected-discharge", state.expected_discharge)
    return expected + home(state) if expected else fact("admitted", state.admitted_at)


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
    contact, meeting = state.care_contact, state.sip_meeting_at if state.sip_required else None
    return (
        fact("admitted", state.admitted_at, state.care_type)
        + fact("moved", state.moved_at)
        + fact("expected-discharge", state.expected_discharge)
        + fact("ready", state.ready_at)
        + fact("needs", *sorted(state.needs))
        + fact("told-beside", *sorted(state.outside))
        + (fact("care-contact", contact.name, contact.telephone) if contact else ())
        + (fact("sip-held", state.sip_held_at) or fact("sip-meeting", meeting))
        + fact("outpatient", state.outpatient)
        + (home(state) if state.stage in IN_HOSPITAL else ())
        + (fact("leave", leave.from_at, leave.until) if leave else ())
        + fact("ward-telephone", state.ward_telephone)
        + fact("discharged", state.discharged_at, state.destination)
    )


def order(state: Discharge) -> datetime:
    """Who has waited longest, or is to leave soonest, comes first."""
    expected = end_of_day(state.expected_discharge) if state.expected_discharge else None
    return state.ready_at or expected or state.admitted_at or UNDER_WAY
