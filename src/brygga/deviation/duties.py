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
"""Every event that a duty may be counted from. Each part's measures have their own, since days differ."""


def doing(state: Deviation) -> tuple[Sent, ...]:
    """The messages that can do a duty.

    One account does not do for another contributor's, nor one measure for another: as long as any waits, those that
    are settled do nothing, and when all are, the one that was latest against its own day speaks for them.
    """
    accounts_count = not _missing(state)
    speaking = {measure.settled_by for part in MEASURING_PARTS if (measure := _speaking(state, part))}

    def counts(message: Sent) -> bool:
        match message.body:
            case say.DeviationAccount():
                return accounts_count
            case say.MeasureDone() | say.MeasureLeft():
                return message.sequence in speaking
        return True

    return tuple(message for message in state.holding if counts(message))


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
        "drawn-in": _drawn_in(state),
        "analysed": analysed,
        "analysed-and-planned": max(analysed, planned) if analysed and planned else None,
        "answered": state.answered_at,
        "measures-settled": _to_follow_up(state),
        "handled": _handled(state),
        "closed": state.over_at if state.stage in OVER else None,
    }
    for part in MEASURING_PARTS:
        if measure := _speaking(state, part):
            happened |= {f"{part}-measure": measure.planned_at, f"{part}-measure-due": end_of_day(measure.due)}
    return {name: moment for name, moment in happened.items() if moment}


def _missing(state: Deviation) -> list[datetime]:
    """When those were drawn in who have given no account."""
    silent = [one for one in state.drawn_in if one[0] not in state.accounts]
    return [since for unit, since in silent if state.part(unit) is Part.CONTRIBUTOR]


def _drawn_in(state: Deviation) -> datetime | None:
    missing = _missing(state)
    return min(missing) if missing else max((since for _, since in state.drawn_in), default=None)


def _speaking(state: Deviation, part: Part) -> PlannedMeasure | None:
    """The measure that tells how a part stands with its measures: the next due, else the one that was latest."""
    waiting = [measure for measure in state.waiting if state.part(measure.unit) is part]
    if waiting:
        return waiting[0]
    settled = [m for m in state.measures if state.part(m.unit) is part]
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
