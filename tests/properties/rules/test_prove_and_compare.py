"""Proofs and comparisons against counting every situation, and Z3's opinion of the same."""

from collections import Counter

from hypothesis import given
from hypothesis import settings as examples
from tests.properties.rules.made_up import (
    VOCABULARIES,
    Content,
    Facts,
    contents,
    expected,
    fits,
    is_possible,
    pairs,
    situations,
)
from tests.tries import tries

from brygga.rules import Table, compare, parse_table, prove
from brygga.rules.boxes import Domain
from brygga.rules.z3opinion import agrees

Made = tuple[Table, Content, Content | None]


def inside(condition: dict[str, int], facts: Facts, table: Table) -> bool:
    every = table.vocabulary.facts
    return all(every[key].bit(facts[key]) & mask for key, mask in condition.items())


def kinds(table: Table, domain: Domain) -> list[Facts]:
    """The possible situations, one for each that the table can tell apart."""
    seen: dict[tuple[object, ...], Facts] = {}
    for facts in situations():
        if is_possible(facts, table):
            bands = [
                next(band for band in domain.bands[place] if band & fact.bit(facts[fact.key]))
                for place, fact in enumerate(domain.facts)
            ]
            seen.setdefault(tuple(bands), facts)
    return list(seen.values())


@given(pairs())
@examples(max_examples=tries(50), deadline=None)
def test_the_gaps_are_the_situations_that_nothing_answers(made: Made) -> None:
    table, content, below = made
    proof = prove(table)
    every = kinds(table, proof.domain)
    assert proof.situations == len(every)
    for facts in situations():
        if is_possible(facts, table):
            boxes = [one for one in proof.gaps if inside(dict(one.condition), facts, table)]
            assert len(boxes) == (expected(content, below, facts) is None)
    unanswered = [one for one in every if expected(content, below, one) is None]
    assert sum(one.situations for one in proof.gaps) == len(unanswered)
    declared = Counter(found[1] for one in every if (found := expected(content, below, one)) and found[1][0] == "g")
    assert sum(one.situations for one in proof.declared_gaps) == declared.total()


@given(pairs())
@examples(max_examples=tries(50), deadline=None)
def test_a_row_is_unreachable_when_earlier_rows_take_all_its_situations(made: Made) -> None:
    table, content, _ = made
    own = [*content["row"], *content["declared_gap"]]
    left = [one for one in situations() if is_possible(one, table)]
    first = {next((row["id"] for row in own if fits(row.get("when"), facts)), None) for facts in left}
    proof = prove(table)
    assert {one.rows[0] for one in proof.unreachable} == {row["id"] for row in own} - first
    taken = {row["id"]: {tuple(one.values()) for one in left if fits(row.get("when"), one)} for row in own}
    ids = [row["id"] for row in own]
    general = {(a, b) for at, b in enumerate(ids) for a in ids[:at] if taken[b] <= taken[a]}
    assert set(proof.more_general) == general


@given(pairs())
@examples(max_examples=tries(50), deadline=None)
def test_an_overlap_is_a_situation_that_two_rows_of_a_unique_table_answer_differently(made: Made) -> None:
    table, content, _ = made
    proof = prove(table)
    rows = content["row"] if table.policy == "unique" else []
    for facts in situations():
        if is_possible(facts, table):
            hit = [row for row in rows if fits(row.get("when"), facts)]
            pairs_hit = {
                (a["id"], b["id"]) for at, a in enumerate(hit) for b in hit[at + 1 :] if a.get("then") != b.get("then")
            }
            shown = [one.rows for one in proof.overlaps if inside(dict(one.condition), facts, table)]
            assert sorted(shown) == sorted(pairs_hit)


@given(pairs())
@examples(max_examples=tries(25), deadline=None)
def test_the_solver_comes_to_the_same_proof(made: Made) -> None:
    proof = prove(made[0])
    assert agrees(proof)
    proof.to_json(True)


@given(pairs(), contents())
@examples(max_examples=tries(50), deadline=None)
def test_two_tables_differ_exactly_in_the_boxes_of_their_comparison(made: Made, other: Content) -> None:
    a, content, below = made
    b = parse_table(other, a.vocabulary, "there", "care.toml")
    found = compare(a, b)
    every = kinds_of(found.domain, a)
    counted: Counter[int] = Counter()
    for facts in every:
        one, two = expected(content, below, facts), expected(other, None, facts, "there")
        answers = (one and one[2]["who"], two and two[2]["who"])
        holding = [(at, box) for at, box in enumerate(found.boxes) if inside(dict(box.condition), facts, a)]
        mine = [(at, box) for at, box in holding if answers == (box.a.required[0], box.b.required[0])]
        sure = [box for _, box in holding if box.whole or any(inside(dict(p.condition), facts, a) for p in box.parts)]
        assert all(answers == (box.a.required[0], box.b.required[0]) for box in sure)
        assert bool(mine) == (answers[0] != answers[1])
        for _, box in mine:
            assert (one and one[1]) in [line.row.id for line in box.a.lines] or one is box.a.line is None
            assert (two and two[1]) in [line.row.id for line in box.b.lines] or two is box.b.line is None
        counted.update(at for at, _ in mine[:1])
    assert [box.situations for box in found.boxes] == [counted[at] for at in range(len(found.boxes))]
    assert found.different == sum(counted.values())
    assert found.situations == len(every)
    for box in found.boxes:
        assert box.within == sum(inside(dict(box.condition), facts, a) for facts in every)
    found.to_json()


def kinds_of(domain: Domain, a: Table) -> list[Facts]:
    used = {fact.key for fact in domain.facts}
    vocabulary = a.vocabulary
    seen: dict[tuple[object, ...], Facts] = {}
    for facts in situations():
        masks = {key: vocabulary.facts[key].bit(value) for key, value in facts.items()}
        barred = [one for one in vocabulary.impossible if one.when.keys() <= used]
        if any(all(masks[key] & mask for key, mask in one.when.items()) for one in barred):
            continue
        bands = [next(x for x in domain.bands[at] if x & masks[f.key]) for at, f in enumerate(domain.facts)]
        seen.setdefault(tuple(bands), facts)
    return list(seen.values())


def test_the_made_up_vocabularies_differ_in_their_contradictions() -> None:
    assert [len(one.impossible) for one in VOCABULARIES.values()] == [0, 2]
