"""The events that the duties and courtesies of compulsory care are counted from."""

from datetime import date, datetime, time

from brygga.agreements import Courtesy, Deadline
from brygga.calendars.deadlines import SWEDEN
from brygga.compulsory import messages as say
from brygga.compulsory.messages import CareGround
from brygga.compulsory.parts import CompulsoryPart as Part
from brygga.compulsory.parts import CompulsoryStage as Stage
from brygga.compulsory.state import OVER, CompulsoryCare
from brygga.process import Words

EVENTS = frozenset(
    """
    care-begun lpt-admitted lpt-kept care-expires plan-needed planning-called to-confirm to-sign plan-complete
    open-care-decided open-care-left readmitted leave-told leave-over sip-to-offer care-over
    """.split()
)
"""Every event that a duty may be counted from."""


def events(state: CompulsoryCare) -> dict[str, datetime]:
    """When each event that duties are counted from happened, or will; one of which nothing is known is absent."""
    begun, stage = state.begun, state.stage
    if begun is None:
        return {}
    admitted = _morning(begun.from_day) if begun.until is None else None
    complete = state.is_plan_complete and stage in {Stage.CLOSED, Stage.READMITTED} and not state.pending
    leave = state.leave
    # A court's word takes the place of the clock that runs until it is asked.
    expires = _morning(state.expires) if state.expires and not state.pending and stage not in OVER else None
    happened: dict[str, datetime | None] = {
        "care-begun": state.begun_at,
        "lpt-admitted": admitted if begun.ground is CareGround.ADMITTED and _unasked(state) else None,
        "lpt-kept": admitted if begun.ground is CareGround.CONVERTED else None,
        "care-expires": expires,
        "plan-needed": state.needs_at if state.needs else None,
        "plan-complete": state.plan.changed_at if complete else None,
        "open-care-decided": state.open_decided_at if stage is Stage.OPEN_DECIDED else None,
        "open-care-left": _morning(state.open_since) if state.open_since else None,
        "readmitted": _morning(state.readmitted_on) if state.readmitted_on else None,
        "leave-over": leave.granted.back_at if leave else None,
        "sip-to-offer": state.over_at if state.ended_from_open and state.sip == "must" else None,
        "care-over": state.over_at,
    }
    return {name: moment for name, moment in happened.items() if moment}


def _unasked(state: CompulsoryCare) -> bool:
    """Whether the four weeks of LPT 7 § count: they do unless the case was told of what a court had let before."""
    return state.decided_on is None or bool(state.applications)


def own_events(state: CompulsoryCare, unit: str) -> dict[str, datetime]:
    """What befell one unit alone: it is called, asked to confirm something or to sign, told of a leave."""
    asked = sorted(one.asked_at for one in state.plan.interventions if one.unit == unit and one.awaits)
    to_sign = state.plan.changed_at if state.plan.lacks_signature(state.parts, unit) else None
    told = state.leave and unit in state.leave.granted.recipients and state.leave.told_at
    happened = {
        "planning-called": _called(state, unit),
        "to-confirm": asked[0] if asked else None,
        "to-sign": to_sign,
        "leave-told": told or None,
    }
    return {name: moment for name, moment in happened.items() if moment and state.stage not in OVER}


def _called(state: CompulsoryCare, unit: str) -> datetime | None:
    calls = [m for m in state.holding if isinstance(m.body, say.PlanningCalled) and unit in m.body.recipients]
    return calls[-1].sent_at if calls else None


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), SWEDEN)


def courtesies(words: Words) -> tuple[Courtesy, ...]:
    """What units are asked to say though no clause of the acts orders it; an agreement that does gives a duty."""
    psychiatry, others = (Part.PSYCHIATRY,), tuple(part for part in Part if part is not Part.PSYCHIATRY)
    asks: tuple[tuple[str, tuple[Part, ...], str, str], ...] = (
        ("take-up-leave", others, "leave-told", "acknowledgement"),
        ("record-leave-over", psychiatry, "leave-over", "compulsory-leave-ended compulsory-leave-revoked"),
        ("apply-when-plan-complete", psychiatry, "plan-complete", "court-application"),
        ("say-open-care-available", (Part.OUTPATIENT,), "open-care-decided", "compulsory-open-care-available"),
    )
    return tuple(
        Courtesy(
            id=id,
            process="compulsory",
            label=words.courtesies[id].sv,
            label_en=words.courtesies[id].en,
            owed_by=tuple(map(str, by)),
            arises=arises,
            until="care-over",
            done_by=tuple(done_by.split()),
            deadline=Deadline(promptly=True, after=arises),
        )
        for id, by, arises, done_by in asks
    )
