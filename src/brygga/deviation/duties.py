"""The events that the duties of a deviation are counted from, and the messages that do them."""

from datetime import datetime

from brygga.calendars import end_of_day
from brygga.deviation import messages as say
from brygga.deviation.parts import DeviationPart as Part
from brygga.deviation.parts import DeviationStage as Stage
from brygga.deviation.state import OVER, Deviation, PlannedMeasure
from brygga.process import Sent

MEASURING_PARTS = (Part.REPORTER, Part.RECEIVER, Part.CONTRIBUTOR)

EVENTS = frozenset(
    """
    reported returned complaint-returned serious received drawn-in analysed analysed-and-planned answered
    measures-settled handled closed
    """.split()
) | {f"{part}-measure{of}" for part in MEASURING_PARTS for of in ("", "-due")}
"""Every event that a duty may be counted from. Who is drawn in and whose a measure is, is each unit's own."""


def doing(state: Deviation) -> tuple[Sent, ...]:
    """The messages that can do a duty.

    One measure does not do for another: as long as any of a unit waits, those that are settled do nothing, and when
    all are, the one that was latest against its own day speaks for them.
    """
    speaking = {of.settled_by for unit in {of.unit for of in state.measures} if (of := _speaking(state, unit))}
    settling = (say.MeasureDone, say.MeasureLeft)
    return tuple(m for m in state.holding if not isinstance(m.body, settling) or m.sequence in speaking)


def events(state: Deviation) -> dict[str, datetime]:
    """When each event that duties are counted from happened, or will; one of which nothing is known is absent."""
    report, returned = state.report, state.returned_at if state.stage is Stage.RETURNED else None
    is_complaint = report is not None and report.nature is not say.Nature.DEVIATION
    analysed, planned = state.analysed_at, state.planned_at
    happened: dict[str, datetime | None] = {
        "reported": state.with_receiver_at,
        "returned": returned,
        "complaint-returned": returned if is_complaint else None,
        "serious": state.reported_at if state.is_serious else None,
        "received": state.received_at,
        "analysed": analysed,
        "analysed-and-planned": max(analysed, planned) if analysed and planned else None,
        "answered": state.answered_at,
        "measures-settled": _to_follow_up(state),
        "handled": _handled(state),
        "closed": state.over_at if state.stage in OVER else None,
    }
    return {name: moment for name, moment in happened.items() if moment}


def own_events(state: Deviation, unit: str) -> dict[str, datetime]:
    """When a unit was drawn in, and what its measures come to."""
    since = dict(state.drawn_in).get(unit)
    happened = {"drawn-in": since} if since else {}
    if measure := _speaking(state, unit):
        part = state.part(unit)
        happened |= {f"{part}-measure": measure.planned_at, f"{part}-measure-due": end_of_day(measure.due)}
    return happened


def _speaking(state: Deviation, unit: str) -> PlannedMeasure | None:
    """The measure that tells how a unit stands with its measures: the next due, else the one that was latest."""
    waiting = [measure for measure in state.waiting if measure.unit == unit]
    if waiting:
        return waiting[0]
    settled = [measure for measure in state.measures if measure.unit == unit]
    return max(settled, key=lambda m: ((m.settled_at or m.planned_at) - end_of_day(m.due), m.number), default=None)


def _to_follow_up(state: Deviation) -> datetime | None:
    """When there came to be something to follow up: answered, and every measure done or left, one at least done."""
    if state.answered_at is None or state.settled_at is None or not any(m.is_done for m in state.measures):
        return None
    return max(state.answered_at, state.settled_at)


def _handled(state: Deviation) -> datetime | None:
    """When nothing more was to be done but to close: answered, no measure waiting, and what was done followed up."""
    if state.answered_at is None or state.waiting:
        return None
    followed_up, due = state.followed_up_at, _to_follow_up(state)
    if due and (followed_up is None or followed_up < due):
        return None
    return max(moment for moment in (state.answered_at, state.settled_at, followed_up) if moment)
