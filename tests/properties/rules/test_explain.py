"""The quick explanation of complete facts says what the general one says, and asks for facts as strictly."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.properties.rules.made_up import VALUES, Content, Facts, pairs, situations
from tests.tries import tries

from brygga.rules import InvalidFacts, Table, decide, explain, fast
from brygga.rules.decide import look_up
from brygga.rules.fast import LookUp
from brygga.rules.fast.look_up import MOST
from brygga.rules.situations import by_line, possible
from brygga.rules.table import NOTHING

Made = tuple[Table, Content, Content | None]
whole_facts = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in VALUES.items()})


def own_facts(table: Table) -> Iterator[Facts]:
    """Every situation in the facts that a table asks."""
    for facts in situations():
        yield {fact.key: facts[fact.key] for fact in table.facts}


@given(pairs())
@examples(max_examples=100, deadline=None)
def test_the_first_line_that_fits_is_the_same_looked_up_or_worked_out(made: Made) -> None:
    table = made[0]
    for facts in own_facts(table):
        known = table.vocabulary.known(facts)
        fits = [
            number
            for number, line in enumerate(table.lines)
            if any(all(known[key] & mask for key, mask in condition.items()) for condition in line.when)
        ]
        assert look_up(table).first_that_fits(facts) == (fits[0] if fits else NOTHING)
        assert by_line(table).labels_where(known) == {fits[0] if fits else NOTHING}


@pytest.mark.parametrize("kept", [1, MOST])
@given(pairs())
@examples(max_examples=tries(25), deadline=None)
def test_the_rows_passed_over_and_why_are_the_same_either_way(kept: int, made: Made) -> None:
    table = made[0]
    quick = LookUp(table, by_line(table), possible(table))
    with patch.object(fast.look_up, "MOST", kept):
        for facts in own_facts(table):
            known, number = table.vocabulary.known(facts), quick.first_that_fits(facts)
            assert quick.passed_over(facts, known, number) == explain.passed_over(table, {number}, known)


@given(pairs())
@examples(max_examples=tries(15), deadline=None)
def test_the_nearest_changes_are_the_same_either_way(made: Made) -> None:
    table = made[0]
    for facts in own_facts(table):
        known = table.vocabulary.known(facts)
        assert look_up(table).nearest_changes(facts) == explain.nearest_changes(table, known)


@given(pairs(), whole_facts)
@examples(max_examples=tries(50), deadline=None)
def test_facts_that_the_table_does_not_ask_change_nothing_of_the_explanation(made: Made, facts: Facts) -> None:
    table = made[0]
    alone = decide(table, {fact.key: facts[fact.key] for fact in table.facts})
    among_others = decide(table, facts)
    for name in ("answer", "row", "clauses", "falls_back_to", "passed_over", "nearest_change", "is_certain", "open"):
        assert getattr(alone, name) == getattr(among_others, name)


class Marked(str):
    """A text of another class, as a template makes it."""


@given(pairs(), whole_facts, st.sampled_from(list(VALUES)), st.sampled_from([1, 0, 1.0, True, "1", Marked("flat"), []]))
@examples(max_examples=tries(75), deadline=None)
def test_a_value_of_another_kind_is_refused_even_where_it_is_equal(
    made: Made, facts: Facts, key: str, given_instead: Any
) -> None:
    table = made[0]
    mine = {fact.key: facts[fact.key] for fact in table.facts} | {key: given_instead}
    own = VALUES[key][0].__class__
    if given_instead.__class__ is own and given_instead in VALUES[key]:
        assert decide(table, mine).known[key]
    else:
        with pytest.raises(InvalidFacts):
            decide(table, mine)
