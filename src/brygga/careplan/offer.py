"""Whether a plan must be offered: the agreement's table is asked, no rule is repeated here."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from brygga.agreements import Agreement
from brygga.careplan.messages import NeedOf, RaisedBy
from brygga.careplan.parts import PlanStage as Stage
from brygga.careplan.state import OVER, CarePlan
from brygga.rules import decide
from brygga.rules.facts import Scalar
from brygga.rules.table import Table

_KIN = "next-of-kin-consents"
"""A value of `plan_consent` that only an agreement which lets next of kin consent has (Gotland 1.3.13)."""


def under(state: CarePlan, agreement: Agreement) -> CarePlan:
    """The state of a plan under an agreement: what its table says of the need, and whether next of kin may consent.

    Compulsory care is taken as none: whoever is in it gets another plan (1991:1128 7 a §).
    """
    table = agreement.tables.get("sip")
    if table is None or state.need is None:
        return state
    consent = table.vocabulary.facts.get("plan_consent")
    kin = consent is not None and any(value.key == _KIN for value in consent.values)
    asked = tuple(sorted(asked_of(state).items()))
    return replace(state, offer=None if state.is_contract else _said(table, asked), kin_may_consent=kin)


def asked_of(state: CarePlan) -> dict[str, Scalar]:
    """The need in the words of the tables. That the person consents is taken as given: it is why one offers."""
    need = state.need
    if need is None:
        return {}
    return {
        "inpatient": "discharge-ready" if need.about else "none",
        "compulsory_care": "none",
        "plan_consent": "consents",
        "needs_region_care": NeedOf.REGION in need.needs,
        "needs_municipal_care": NeedOf.MUNICIPAL in need.needs,
        "needs_social_services": NeedOf.SOCIAL in need.needs,
        "coordination_needed": need.coordination,
        "person_asks": need.raised_by is not RaisedBy.STAFF,
    }


def situation(state: CarePlan) -> Mapping[str, Scalar]:
    """What a plan under way says in the words of the tables; nothing when it is over.

    Where the person is, a discharge says better.
    """
    if state.stage in OVER or state.stage is Stage.NEW:
        return {}
    said = {key: value for key, value in asked_of(state).items() if key not in {"inpatient", "compulsory_care"}}
    return said if state.consents_to_plan else {key: value for key, value in said.items() if key != "plan_consent"}


@lru_cache(maxsize=256)
def _said(table: Table, asked: tuple[tuple[str, Scalar], ...]) -> str | None:
    known = {key: value for key, value in asked if key in table.vocabulary.facts}
    answer = decide(table, known, presuming=True).answer.get("plan")
    return str(answer) if answer else None
