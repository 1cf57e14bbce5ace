"""What a file of payment liability may say, and what it is told when it says something else."""

from datetime import date

import pytest
from pydantic import ValidationError
from tests.properties.settlement.agreed import INDIVIDUAL, MEAN, REGISTRY, agreed, liability

from brygga.agreements import MissingLiability

PSYCHIATRIC = {"care_type": "psychiatric"}


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ([MEAN, {**INDIVIDUAL, "from": "2023-01-01"}], "'mean' and 'individual' hold for one stay on 2023-01-01"),
        ([MEAN, {**INDIVIDUAL, "applies": PSYCHIATRIC}], "'mean' and 'individual' hold for one stay on every day"),
        ([MEAN, {**MEAN, "applies": PSYCHIATRIC}], "the id 'mean' stands twice"),
        ([{**MEAN, "limit": None}], "limit: the basis mean needs it"),
        ([{**MEAN, "limit": "3,0"}], "String should match pattern"),
        ([{**INDIVIDUAL, "limit": "3"}], "limit: the basis individual has no mean to use it in"),
        ([{**INDIVIDUAL, "counts": "persons"}], "counts: the basis individual has no mean to use it in"),
        ([{**MEAN, "free": 8}], "free: a stay that leaves the mean has more days than are free"),
        ([{**MEAN, "conditions": ["no_sip_call", "no_sip_call"]}], "conditions: one stands twice"),
        ([{**MEAN, "from": "2023-01-01", "to": "2022-12-31"}], "to: 2022-12-31 is before from: 2023-01-01"),
        ([{**MEAN, "amount": [{"from": "2023-01-01", "kronor": 1}] * 2}], "two amounts hold on the same day"),
        ([{**MEAN, "whim": 1}], "Extra inputs are not permitted"),
    ],
)
def test_rules_that_cannot_hold_are_refused_with_why(rules, told) -> None:
    with pytest.raises(ValidationError, match=told):
        liability(rules)


def test_a_rule_cannot_hold_on_a_day_that_is_said_to_be_missing() -> None:
    with pytest.raises(ValidationError, match="'mean' holds on every day, which is said to be missing"):
        liability([MEAN], [{"to": "2022-12-31", "look_in": "det äldre avtalet"}])


def test_two_rules_on_one_day_are_no_fault_where_no_stay_is_in_both() -> None:
    found = liability([{**MEAN, "applies": PSYCHIATRIC}, {**INDIVIDUAL, "applies": {"care_type": "somatic"}}])
    assert len(found.on(date(2023, 1, 1))) == 2


def test_stays_that_no_own_rule_is_about_fall_to_what_the_agreement_falls_back_on() -> None:
    own, act = agreed({**MEAN, "applies": PSYCHIATRIC}).liability_on(date(2023, 1, 1))
    assert (own.rule.id, own.nearer, act.rule.id) == ("mean", (), "act")
    assert [scope.care_type for scope in act.nearer] == [("psychiatric",)]


def test_a_missing_rule_ends_the_search_and_says_where_it_is_to_be_found() -> None:
    agreement = agreed({**MEAN, "from": "2023-01-01"}, missing=[{"to": "2022-12-31", "look_in": "det äldre avtalet"}])
    with pytest.raises(MissingLiability, match="2022-12-31; it is to be found in det äldre avtalet"):
        agreement.liability_on(date(2022, 12, 31))


def test_every_agreement_has_a_rule_for_every_stay_of_today() -> None:
    for agreement in REGISTRY.agreements.values():
        held = agreement.liability_on(date(2026, 11, 30))
        assert any(one.rule.applies.is_all for one in held), agreement.id
