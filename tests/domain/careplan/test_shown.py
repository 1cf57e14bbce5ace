"""What a plan shows of itself: on its card what is lacking first, at the head of its page the plan as it stands."""

import pytest
from tests.domain.careplan.cast import (
    CENTRE,
    NURSES,
    Plan,
    accepted,
    agreed,
    asked,
    at,
    called,
    confirmed,
    met,
    needed,
    offered,
)

from brygga.careplan import CAREPLAN
from brygga.process import Since, UnitName

LATER = "2026-03-20T12:00"


def card(plan: Plan) -> dict[str, tuple[object, ...]]:
    return {one.name: one.values for one in CAREPLAN.card(plan.state(LATER))}


def head(plan: Plan) -> dict[str, tuple[object, ...]]:
    return {one.name: one.values for one in CAREPLAN.facts(plan.state(LATER))}


@pytest.mark.parametrize(
    ("plan", "shown"),
    [
        (needed(), ("not-offered", Since(at("2026-03-02T09:00")))),
        (needed(needs=["region-care"]), ("need-for", Since(at("2026-03-02T09:00")))),
        (offered(), ("unanswered", Since(at("2026-03-02T10:00")))),
        (accepted(), ("waiting-since", at("2026-03-03T09:00"))),
        (called(), ("meeting", at("2026-03-10T10:00"))),
        (asked(), ("unconfirmed", "1")),
        (agreed(), ("follow-up", agreed().state(LATER).follow_up)),
        (
            agreed().says("2026-03-12T09:00", CENTRE, "plan-consent-withdrawn"),
            ("over", at("2026-03-12T09:00"), "the-plan"),
        ),
    ],
)
def test_the_card_says_the_one_thing_that_matters(plan, shown):
    name, *values = shown
    assert card(plan) == {name: tuple(values)}


def test_a_child_that_nobody_has_heard_stands_on_the_card_and_the_page():
    plan = called(is_child=True)
    assert "childs-view-lacking" in card(plan)
    assert "childs-view-lacking" in head(plan)
    plan.says("2026-03-05T09:00", NURSES, "person-prepared", childs_view="I want quiet")
    assert "childs-view-lacking" not in card(plan)
    assert head(plan)["childs-view"] == ("I want quiet",)


def test_the_page_says_of_each_intervention_whether_it_counts_and_whose_it_is():
    assert "intervention-asked" in head(asked())
    assert head(confirmed())["intervention"][:2] == ("walking", UnitName(NURSES))
    refused = asked().says("2026-03-11T08:00", NURSES, "plan-intervention-refused")
    assert "intervention-refused" in head(refused)


def test_the_page_shows_what_has_changed_since_the_version_before():
    assert "changed" not in head(agreed())
    plan = agreed().says("2026-03-12T09:00", CENTRE, "plan-intervention-changed")
    assert head(plan)["changed"] == ("walking every day",)
    assert head(plan)["version"] == ("1", at("2026-03-11T09:00"))


@pytest.mark.parametrize(
    "plan", [Plan(), needed(), offered(), accepted(), called(), met(), asked(), confirmed(), agreed()]
)
def test_at_every_stage_there_is_something_to_show_and_words_for_it(plan):
    facts = (*CAREPLAN.facts(plan.state(LATER)), *CAREPLAN.card(plan.state(LATER)))
    assert {one.name for one in facts} <= set(CAREPLAN.words.facts)


def test_the_plan_that_is_to_be_followed_up_first_comes_first():
    plans = [agreed(), needed()]
    assert min(plans, key=lambda plan: CAREPLAN.order(plan.state(LATER))) is plans[1]


def test_one_that_is_over_stays_in_view_for_a_month():
    over = agreed().says("2026-03-12T09:00", CENTRE, "plan-consent-withdrawn").state(LATER)
    assert (CAREPLAN.listed_until(over) - over.over_at).days == 30
    assert CAREPLAN.listed_until(agreed().state(LATER)).year == 9000
