"""Small made-up vocabularies and tables, and a reader of their TOML form that knows nothing of masks and diagrams."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import strategies as st

from brygga.rules import Table, Vocabulary, parse_table, parse_vocabulary

AGES = range(0, 7)
VALUES: dict[str, list[Any]] = {
    "age": list(AGES),
    "home": ["flat", "house", "boat"],
    "alone": [False, True],
    "need": ["some", "much", "none"],
    "asks": [False, True],
}
Facts = dict[str, Any]
Content = dict[str, Any]


def _labels(key: str) -> dict[str, str]:
    names = {"sv": key, "en": key, "ask_sv": key, "ask_en": key, "definition_sv": key, "definition_en": key}
    return {**names, "key": key, "group": "g"}


def _fact(key: str) -> Content:
    if key == "age":
        return {**_labels(key), "kind": "age", "from": AGES[0], "to": AGES[-1]}
    if VALUES[key] == [False, True]:
        words = {"yes": {"sv": key, "en": key}, "no": {"sv": f"inte {key}", "en": f"not {key}"}}
        return {**_labels(key), "kind": "yes-no", **words}
    return {**_labels(key), "kind": "choice", "values": [{"key": one, "sv": one, "en": one} for one in VALUES[key]]}


def _answer(key: str) -> Content:
    words = {"key": key, "sv": key, "en": key, "definition_sv": key, "definition_en": key}
    return {**words, "values": [{"key": one, "sv": one, "en": one} for one in "ABC"]}


IMPOSSIBLE = [{"home": "boat", "alone": True}, {"age": {"to": 2}, "need": ["much", "some"]}]


def vocabulary(contradictory: bool) -> Vocabulary:
    """The made-up vocabulary, with or without contradictions."""
    barred = [{"when": one, "because_sv": "nej", "because_en": "no"} for one in IMPOSSIBLE] if contradictory else []
    table = {"name": "care", "sv": "?", "en": "?", "answers": ["who"], "optional": ["how"]}
    facts = [_fact(key) for key in VALUES]
    return parse_vocabulary(
        {"fact": facts, "answer": [_answer("who"), _answer("how")], "table": [table], "impossible": barred}
    )


VOCABULARIES = {flag: vocabulary(flag) for flag in (False, True)}


@st.composite
def conditions(draw: st.DrawFn) -> Content:
    chosen = draw(st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=3, unique=True))
    return {key: draw(_allowed(key)) for key in chosen}


def _allowed(key: str) -> st.SearchStrategy[Any]:
    if key == "age":
        first, last = AGES[0], AGES[-1]
        low = st.integers(first + 1, last).map(lambda year: {"from": year})
        high = st.integers(first, last - 1).map(lambda year: {"to": year})
        band = st.tuples(st.integers(first, last - 1), st.integers(first, last - 1)).map(
            lambda ends: {"from": min(ends), "to": max(ends)}
        )
        return st.one_of(low, high, band)
    one = st.sampled_from(VALUES[key])
    if len(VALUES[key]) == 2:
        return one
    few = st.lists(one, min_size=1, max_size=2, unique=True)
    return st.one_of(one, few, few.map(lambda values: {"not": values}))


WHEN = st.one_of(st.none(), conditions(), st.lists(conditions(), min_size=1, max_size=3))
THEN = st.fixed_dictionaries({"who": st.sampled_from("ABC")}, optional={"how": st.sampled_from("AB")})


@st.composite
def contents(draw: st.DrawFn, baseline: bool = False) -> Content:
    """The content of a table's file."""
    rows = [_row(draw, f"r{number}", baseline) for number in range(draw(st.integers(1, 5)))]
    gaps = [_gap(draw, f"g{number}") for number in range(draw(st.integers(0, 1)))]
    content = {"name": "care", "hit_policy": draw(st.sampled_from(["first", "unique"])), "row": rows}
    falls = {} if baseline else {"falls_to_baseline": draw(st.booleans())}
    return {**content, "declared_gap": gaps, **falls}


def _row(draw: st.DrawFn, name: str, baseline: bool) -> Content:
    row = {"id": name, "clauses": [f"c.{name}"], **_when(draw(WHEN))}
    if not baseline and draw(st.integers(0, 4)) == 0:
        return {**row, "falls_to_baseline": True}
    return {**row, "then": draw(THEN)}


def _gap(draw: st.DrawFn, name: str) -> Content:
    words = {"because_sv": "för att", "because_en": "because"}
    return {"id": name, "clauses": [f"c.{name}"], "then": draw(THEN), **words, **_when(draw(WHEN))}


def _when(when: Any) -> Content:
    return {} if when is None else {"when": when}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Table, Content, Content | None]:
    """A table, its content, and the content of the baseline below it, if any."""
    vocabulary = VOCABULARIES[draw(st.booleans())]
    content = draw(contents())
    below = draw(st.one_of(st.none(), contents(baseline=True)))
    table = parse_table(content, vocabulary, "here", "care.toml")
    return table.falling_to(parse_table(below, vocabulary, "base", "care.toml") if below else None), content, below


def situations() -> Iterator[Facts]:
    """Every situation of the made-up vocabulary, contradictory ones too."""
    for values in product(*VALUES.values()):
        yield dict(zip(VALUES, values, strict=True))


def is_possible(facts: Facts, table: Table) -> bool:
    """Whether no contradiction over facts that the table turns on holds."""
    used = {fact.key for fact in table.facts}
    declared = IMPOSSIBLE if table.vocabulary.impossible else []
    return not any(one.keys() <= used and fits(one, facts) for one in declared)


def fits(when: Any, facts: Facts) -> bool:
    """Whether a condition, as it stands in TOML, holds."""
    if when is None:
        return True
    if isinstance(when, list):
        return any(fits(one, facts) for one in when)
    return all(_fits(facts[key], allowed) for key, allowed in when.items())


def _fits(value: Any, allowed: Any) -> bool:
    if isinstance(allowed, dict) and "not" in allowed:
        return value not in allowed["not"]
    if isinstance(allowed, dict):
        return bool(allowed.get("from", AGES[0]) <= value <= allowed.get("to", AGES[-1]))
    return value in allowed if isinstance(allowed, list) else value == allowed


Found = tuple[str, str, Facts] | None


def expected(content: Content, below: Content | None, facts: Facts, agreement: str = "here") -> Found:
    """Who answers: the agreement, the row's id and the answer; None in a gap."""
    for row in content["row"]:
        if fits(row.get("when"), facts):
            return (agreement, row["id"], row["then"]) if "then" in row else _below(below, facts)
    for gap in content["declared_gap"]:
        if fits(gap.get("when"), facts):
            return agreement, gap["id"], gap["then"]
    return _below(below, facts) if content.get("falls_to_baseline") else None


def _below(below: Content | None, facts: Facts) -> Found:
    return expected(below, None, facts, "base") if below else None
