"""Whether a coordinated plan is offered at a discharge: the agreement's table is asked, no rule is repeated here."""

from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

from brygga.agreements import Agreement, MissingParameter
from brygga.calendars import local_date
from brygga.discharge.messages import Need
from brygga.discharge.state import Discharge
from brygga.rules import decide
from brygga.rules.table import Table


def under(state: Discharge, agreement: Agreement) -> Discharge:
    """The state of a discharge under an agreement: from then on it knows for which needs its table has a plan offered.

    Consent is taken as given, and compulsory care as none: whoever knows otherwise says so (`sip-not-needed`).
    """
    table = agreement.tables.get("sip")
    offered = partial(_is_offered, table) if table else None
    return replace(state, plan_offered=offered, uncalled_days=_uncalled_days(agreement, local_date(state.now)))


def _uncalled_days(agreement: Agreement, day: date) -> int | None:
    """A local figure: by how many days the expected discharge may be moved later before the ward telephones too."""
    try:
        return int(agreement.parameter("uncalled-discharge-days", day).number)
    except MissingParameter:
        return None


@lru_cache(maxsize=256)
def _is_offered(table: Table, needs: frozenset[Need]) -> bool:
    facts = {
        "inpatient": "discharge-ready",
        "compulsory_care": "none",
        "outpatient_compulsory_planned": False,
        "plan_consent": "consents",
        # Needs of municipal health care bring the region's outpatient care in by 4:1, second sentence.
        "needs_region_care": bool(needs & {Need.OUTPATIENT_CARE, Need.MUNICIPAL_HEALTH_CARE}),
        "needs_municipal_care": Need.MUNICIPAL_HEALTH_CARE in needs,
        "needs_social_services": Need.SOCIAL_SERVICES in needs,
    }
    known = {key: value for key, value in facts.items() if key in table.vocabulary.facts}
    return decide(table, known).answer.get("plan") == "must"
