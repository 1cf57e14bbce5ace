"""What an agreement makes of the care: its figures, and whether an individual plan must be offered when it ends.

The table is asked; no rule is repeated here.
"""

from collections.abc import Mapping
from dataclasses import replace

from brygga.agreements import Agreement
from brygga.agreements.figures import FigureForm, FigureUse
from brygga.calendars import add_months, local_date
from brygga.compulsory.guards import longest_until
from brygga.compulsory.messages import PlanNeedOf
from brygga.compulsory.parts import CompulsoryStage as Stage
from brygga.compulsory.state import OVER, CompulsoryCare
from brygga.rules import decide
from brygga.rules.facts import Scalar

FIRST, LATER, FORENSIC = "lpt-first-court-months", "compulsory-court-months", "lrv-first-months"
FIGURES = dict.fromkeys((FIRST, LATER, FORENSIC), FigureUse(("months",), FigureForm.WHOLE))
"""The figures of the acts that the care is counted by, beside those of the duties' deadlines."""


def under(state: CompulsoryCare, agreement: Agreement) -> CompulsoryCare:
    """The state under an agreement: the acts' months, the day when the care runs out, and the answer on a SIP."""
    if state.begun is None:
        return state
    day = local_date(state.now)
    first, later = (int(agreement.parameter(key, day).number) for key in (FIRST, LATER))
    known = replace(state, first_months=first, later_months=later)
    expires = state.until
    if expires is None and state.decided_on:
        # What was let is counted as it was when it was let: the decision itself is one of those before.
        expires = longest_until(replace(known, allowed_before=state.allowed_before - 1), state.decided_on)
    elif expires is None and state.is_forensic:
        months = int(agreement.parameter(FORENSIC, day).number)
        expires = add_months(state.begun.from_day, months) if _is_by_court(state) else None
    return replace(known, expires=expires, sip=_sip(state, agreement))


def _is_by_court(state: CompulsoryCare) -> bool:
    """Whether a court gave the person over to the care; somebody detained has another end (LRV 15 §)."""
    return state.begun is not None and state.begun.ground.value != "lrv-detained"


def _sip(state: CompulsoryCare, agreement: Agreement) -> str | None:
    table = agreement.tables.get("sip")
    if table is None or not state.ended_from_open:
        return None
    asked = _needs(state.needs_after) | {
        "inpatient": "none",
        "compulsory_care": "orv" if state.is_forensic else "opt",
        "open_compulsory_ends": True,
        "plan_consent": "consents",
        "coordination_needed": True,
    }
    known = {key: value for key, value in asked.items() if key in table.vocabulary.facts}
    # A county whose table has no such row answers as for anyone who needs both and is in no compulsory care any more.
    if "open_compulsory_ends" not in known:
        known["compulsory_care"] = "none"
    answer = decide(table, known, presuming=True).answer.get("plan")
    return str(answer) if answer else None


def _needs(needs: tuple[PlanNeedOf, ...]) -> dict[str, Scalar]:
    return {
        "needs_region_care": PlanNeedOf.REGION in needs,
        "needs_municipal_care": PlanNeedOf.MUNICIPAL in needs,
        "needs_social_services": PlanNeedOf.SOCIAL in needs,
    }


def situation(state: CompulsoryCare) -> Mapping[str, Scalar]:
    """What the care says in the words of the tables; nothing when it is over. Where the person is, a discharge says."""
    if state.begun is None or state.stage in OVER:
        return {}
    is_open = state.stage is Stage.OPEN
    forms = ("orv", "lrv") if state.is_forensic else ("opt", "lpt")
    facts: dict[str, Scalar] = {"compulsory_care": forms[0] if is_open else forms[1], "care_area": "psychiatric"}
    if not is_open:
        facts |= {"inpatient": "on-leave" if state.is_away else "admitted"}
        facts |= {"outpatient_compulsory_planned": bool(state.needs or state.plan.interventions)}
    return facts | (_needs(state.needs) if state.needs is not None else {})
