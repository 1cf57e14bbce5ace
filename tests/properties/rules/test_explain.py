"""The quick explanation of complete facts says what the general one says, and asks for facts as strictly."""

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.properties.rules.made_up import VALUES, Content, Facts, pairs, situations
from tests.tries import tries

from brygga.rules import InvalidFacts, Table, decide, explain, ruled_out
from brygga.rules.compiled import Compiled, compiled

Made = tuple[Table, Content, Content | None]
whole_facts = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in VALUES.items()})


@pytest.mark.parametrize("kept", [1, ruled_out.MOST], ids=["wide rows", "narrow rows"])
@given(pairs())
@examples(max_examples=tries(25), deadline=None)
def test_the_rows_passed_over_and_why_are_the_same_either_way(kept: int, made: Made) -> None:
    table = made[0]
    with patch.object(ruled_out, "MOST", kept):
        whole = Compiled(table)
        for facts in situations():
            mine = {fact.key: facts[fact.key] for fact in table.facts}
            code, leaf = whole.prints.read(mine), whole.leaf(mine)
            known = table.vocabulary.known(mine)
            assert code is not None
            assert whole.ruled_out.of(code, leaf) == explain.passed_over(whole.lines, {leaf}, table, known)


@given(pairs())
@examples(max_examples=tries(15), deadline=None)
def test_the_nearest_changes_are_the_same_either_way(made: Made) -> None:
    table = made[0]
    whole = compiled(table)
    for facts in situations():
        mine = {fact.key: facts[fact.key] for fact in table.facts}
        assert whole.neighbours.of(mine) == explain.nearest_changes(whole, table.vocabulary.known(mine))


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
