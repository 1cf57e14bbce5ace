"""The single answer, and what can be said with facts missing, against counting every situation."""

from typing import Any

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.properties.rules.made_up import VALUES, Content, Facts, expected, is_possible, pairs, situations
from tests.tries import tries

from brygga.rules import Table, TableDecision, decide

Made = tuple[Table, Content, Content | None]
partial_facts = st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in VALUES.items()})


def said(decision: TableDecision) -> Any:
    if not decision.is_answered or decision.line is None:
        return None
    return decision.line.agreement, decision.row, decision.answer


@given(pairs())
@examples(max_examples=tries(40), deadline=None)
def test_every_situation_is_answered_by_the_first_row_that_fits(made: Made) -> None:
    table, content, below = made
    for facts in situations():
        assert said(decide(table, facts)) == expected(content, below, facts)


@given(pairs(), partial_facts)
@examples(max_examples=tries(75), deadline=None)
def test_with_facts_missing_what_is_certain_and_what_is_open_is_exact(made: Made, known: Facts) -> None:
    table, content, below = made
    decision = decide(table, known)
    agreeing = [one for one in situations() if one.items() >= known.items()]
    left = [one for one in agreeing if is_possible(one, table)] or agreeing
    found = [expected(content, below, one) for one in left]
    answers = [one[2] if one else {} for one in found]
    assert decision.answer == {k: v for k, v in answers[0].items() if all(a.get(k) == v for a in answers)}
    assert decision.is_answered == all(found)
    if decision.row is not None:
        assert {one[:2] for one in found if one} == {(decision.line and decision.line.agreement, decision.row)}
    assert (decision.open == ()) == decision.is_certain


@given(pairs(), partial_facts)
@examples(max_examples=tries(50), deadline=None)
def test_only_facts_that_can_change_the_answer_are_asked(made: Made, known: Facts) -> None:
    table, content, below = made
    left = [one for one in situations() if one.items() >= known.items() and is_possible(one, table)]
    keys = [key for key in VALUES if key not in known]
    outcome = {tuple(one.values()): kind(expected(content, below, one)) for one in left}
    turning = {
        key
        for one in left
        for key in keys
        for value in VALUES[key]
        if outcome.get(tuple({**one, key: value}.values()), same := outcome[tuple(one.values())]) != same
    }
    if turning:
        assert set(decide(table, known).open) == turning


def kind(found: Any) -> Any:
    return found and (found[1][0], sorted(found[2].items()))


@given(pairs(), st.fixed_dictionaries({key: st.sampled_from(values) for key, values in VALUES.items()}))
@examples(max_examples=tries(50), deadline=None)
def test_a_nearest_change_leads_to_the_answer_it_names(made: Made, facts: Facts) -> None:
    table, content, below = made
    now = kind(expected(content, below, facts))
    if not is_possible(facts, table):
        return
    changes = decide(table, facts).nearest_change
    for change in changes:
        then = expected(content, below, {**facts, change.fact: change.after})
        assert change.before == facts[change.fact]
        assert change.answer == (then[2] if then else {})
        assert kind(then) != now
    reached = {(change.fact, change.after) for change in changes if change.fact != "age"}
    assert reached == {
        (key, value)
        for key, values in VALUES.items()
        for value in values
        if key != "age"
        and is_possible({**facts, key: value}, table)
        and kind(expected(content, below, {**facts, key: value})) != now
    }


@given(pairs(), st.fixed_dictionaries({key: st.sampled_from(values) for key, values in VALUES.items()}))
@examples(max_examples=tries(40), deadline=None)
def test_each_row_before_the_answer_is_passed_over_for_a_fact_that_does_not_fit(made: Made, facts: Facts) -> None:
    table, _, _ = made
    decision = decide(table, facts)
    for passed in decision.passed_over:
        assert passed.facts or any(row.then is None for row in table.rows)
        assert passed.because.sv and passed.because.en
    decision.to_json()
