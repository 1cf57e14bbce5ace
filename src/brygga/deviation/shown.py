"""What a deviation shows of itself: on its card, at the head of its page, and where it stands among the others."""

from datetime import datetime, timedelta

from brygga.calendars import end_of_day
from brygga.deviation.parts import DeviationStage as Stage
from brygga.deviation.state import OVER, Deviation
from brygga.process import UNDER_WAY, CaseFact, Since, fact

KEPT = timedelta(days=30)
"""How long a deviation that is closed stays in view."""

_FIRST = timedelta(days=36_500)


def card(state: Deviation) -> tuple[CaseFact, ...]:
    """What it concerns, and the one thing that matters at this stage."""
    concerns = fact("category", state.report.category if state.report else None)
    if state.stage in OVER:
        return concerns + fact("closed", state.over_at, state.dismissal)
    if state.lacks_contact and state.reported_at:
        return concerns + fact("no-contact", Since(state.reported_at))
    if state.waiting:
        return concerns + fact("next-measure", state.waiting[0].due)
    waits = {
        Stage.REPORTED: state.with_receiver_at,
        Stage.RETURNED: state.returned_at,
        Stage.RECEIVED: state.received_at,
        Stage.ANALYSED: state.analysed_at,
    }
    if since := waits.get(Stage(state.stage)):
        return concerns + fact("waiting", Since(since))
    return concerns + fact("answered", state.answered_at)


def head(state: Deviation) -> tuple[CaseFact, ...]:
    """Everything that is known, in the order it comes about."""
    report, contact = state.report, state.contact
    if report is None:
        return ()
    return (
        fact("nature", report.nature, report.category)
        + fact("happened", report.happened_at)
        + fact("harm", report.harm, report.seriousness)
        + (fact("contact", contact.with_whom, contact.contacted_at, contact.how) if contact else ())
        + fact("clause", report.clause)
        + fact("reported", state.reported_at)
        + fact("returned", state.returned_at)
        + fact("received", state.received_at)
        + (fact("analysed-jointly", state.analysed_at) if state.joint else fact("analysed", state.analysed_at))
        + fact("answered", state.answered_at)
        + fact("next-measure", state.waiting[0].due if state.waiting else None)
        + fact("followed-up", state.followed_up_at, state.effect)
        + (fact("closed", state.over_at, state.dismissal) if state.stage in OVER else ())
    )


def order(state: Deviation) -> datetime:
    """What is serious and has been told to nobody comes first of all; then who has waited longest for an answer."""
    if state.stage in OVER:
        return state.over_at or UNDER_WAY
    if state.lacks_contact and state.reported_at:
        return state.reported_at - _FIRST
    if state.answered_at and state.waiting:
        return end_of_day(state.waiting[0].due)
    return state.answered_at or state.reported_at or UNDER_WAY


def listed_until(state: Deviation) -> datetime:
    """One that is closed stays a while, so that whoever reported it sees how it ended."""
    return state.over_at + KEPT if state.stage in OVER and state.over_at else UNDER_WAY
