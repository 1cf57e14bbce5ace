"""An agreement's own words and days: no other agreement sees them, and the table of a day answers for the day."""

from datetime import date
from pathlib import Path

import pytest
from tests.domain.agreements.folders import COUNTY, PARAMETERS, SOUND, write

from brygga.agreements import Agreement, load_all
from brygga.agreements.load import read
from brygga.rules import InvalidFacts, compare, decide, prove

FACTS = """\
[[fact]]
key = "age"
kind = "age"
group = "person"
from = 0
to = 120
sv = "ålder"
en = "age"
ask_sv = "?"
ask_en = "?"
definition_sv = "."
definition_en = "."

[[fact]]
key = "need"
kind = "choice"
group = "need"
sv = "behov"
en = "need"
ask_sv = "?"
ask_en = "?"
definition_sv = "."
definition_en = "."
values = [{ key = "care", sv = "vård", en = "care" }, { key = "aids", sv = "hjälpmedel", en = "aids" }]

[[fact]]
key = "municipality"
kind = "municipality"
group = "person"
sv = "kommun"
en = "municipality"
ask_sv = "?"
ask_en = "?"
definition_sv = "."
definition_en = "."

[[answer]]
key = "principal"
sv = "huvudman"
en = "principal"
definition_sv = "."
definition_en = "."
values = [
    { key = "region", sv = "regionen", en = "the region" },
    { key = "municipality", sv = "kommunen", en = "the municipality" },
]

[[table]]
name = "care"
sv = "Vem?"
en = "Who?"
answers = ["principal"]
"""
OWN = """\
[[added]]
fact = "need"
values = [
    { key = "transport", sv = "resa", en = "transport", counts_as = "care" },
    { key = "school", sv = "skola", en = "school" },
]

[[added]]
answer = "principal"
values = [{ key = "school", sv = "skolan", en = "the school" }]

[[fact]]
key = "days"
kind = "number"
group = "need"
after = "age"
from = 0
to = 60
unit_sv = "dygn"
unit_en = "days"
sv = "tid"
en = "time"
ask_sv = "?"
ask_en = "?"
definition_sv = "."
definition_en = "."
"""
ACT_TABLE = """\
name = "care"
hit_policy = "first"

[[row]]
id = "aids"
when = { need = "aids" }
then = { principal = "municipality" }
clauses = ["1.1"]

[[row]]
id = "not-aids"
when = { need = { not = ["aids"] } }
then = { principal = "region" }
clauses = ["1.1"]
"""
TABLE = """\
name = "care"
hit_policy = "first"
falls_to_baseline = true

[[row]]
id = "child"
when = { need = "care", age = { below = { figure = "adult-age" } } }
then = { principal = "municipality" }
clauses = ["A.1"]

[[row]]
id = "one-municipality"
when = { need = "care", municipality = "1480" }
then = { principal = "municipality" }
clauses = ["A.1"]
to = 2024-12-31

[[row]]
id = "long"
when = { need = "care", days = { from = 31 } }
then = { principal = "municipality" }
clauses = ["A.1"]
from = 2025-07-01

[[row]]
id = "school"
when = { need = "school" }
then = { principal = "school" }
clauses = ["A.1"]
"""
FIGURE = """\

[[parameter]]
key = "adult-age"
unit = "years"
label = "Vuxen"
clauses = ["1.1"]

[[parameter.value]]
from = 2023-01-01
to = 2025-12-31
value = 18
source = { title = "Lagen" }

[[parameter.value]]
from = 2026-01-01
value = 20
source = { title = "Lagen" }
"""
FILES = SOUND | {
    "facts.toml": FACTS,
    "act/parameters.toml": PARAMETERS + FIGURE,
    "act/tables/care.toml": ACT_TABLE,
    "county/facts.toml": OWN,
    "county/tables/care.toml": TABLE,
    "other/agreement.toml": COUNTY.replace('id = "county"', 'id = "other"', 1).replace("1480", "1402"),
    "other/clauses.toml": SOUND["county/clauses.toml"],
}
ON = date(2025, 8, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, FILES)
    return tmp_path


@pytest.fixture
def county(folder: Path) -> Agreement:
    return load_all(folder).agreement("county")


def row(agreement: Agreement, on: date = ON, **facts: object) -> str | None:
    return decide(agreement.table("care", on), {"age": 50, "municipality": "1401", "days": 0} | facts).row


def test_an_added_value_is_to_the_act_what_it_counts_as(county: Agreement) -> None:
    assert decide(county.table("care", ON), {"age": 50, "need": "transport"}).falls_back_to == "act"
    assert row(county, need="transport") == "not-aids"


def test_an_added_value_that_counts_as_nothing_is_not_caught_by_a_not_of_the_act(county: Agreement) -> None:
    table = county.table("care", ON)
    assert row(county, need="school") == "school"
    not_aids = next(line for line in table.lines if line.row.id == "not-aids")
    assert list(table.vocabulary.facts["need"].of(not_aids.when[0]["need"])) == ["care", "transport"]


def test_another_agreement_knows_neither_the_fact_nor_the_value(folder: Path) -> None:
    other = load_all(folder).agreement("other")
    with pytest.raises(InvalidFacts) as error:
        decide(other.table("care", ON), {"days": 3, "need": "school"})
    assert error.value.messages[0].startswith("there is no fact 'days'")
    assert error.value.messages[1] == "need: there is no value 'school'; allowed: care, aids"


def test_an_agreement_that_adds_words_leaves_every_other_table_as_it_was(folder: Path) -> None:
    before = prove(load_all(folder).agreement("other").table("care", ON))
    (folder / "county/facts.toml").unlink()
    (folder / "county/tables/care.toml").unlink()
    after = prove(load_all(folder).agreement("other").table("care", ON))
    assert before.to_json(True) == after.to_json(True)


def test_people_of_a_county_are_asked_every_fact_but_no_value_of_another_county(folder: Path) -> None:
    registry = load_all(folder)
    code = registry.agreement("county").head.county
    needs = {here: [v.key for v in registry.words_of(here).facts["need"].values] for here in (code, "00")}
    assert needs == {code: ["care", "aids", "transport", "school"], "00": ["care", "aids"]}
    assert "days" in registry.words_of("00").facts


def test_a_number_is_asked_in_its_place_and_said_in_its_unit(county: Agreement) -> None:
    table = county.table("care", ON)
    assert [fact.key for fact in table.facts] == ["age", "days", "need"]
    assert row(county, need="care", days=31) == "long"
    assert row(county, need="care", days=30) == "not-aids"
    with pytest.raises(InvalidFacts, match="days: give whole days from 0 to 60 \\(found 61\\)"):
        decide(table, {"days": 61})
    passed = decide(table, {"age": 50, "need": "care", "days": 30}).passed_over
    assert "tid minst 31 dygn" in next(one for one in passed if one.row == "long").because.sv


def test_a_row_holds_on_its_days_alone_both_ends_included(county: Agreement) -> None:
    assert row(county, date(2024, 12, 31), need="care", municipality="1480") == "one-municipality"
    assert row(county, date(2025, 1, 1), need="care", municipality="1480") == "not-aids"
    assert row(county, date(2025, 6, 30), need="care", days=40) == "not-aids"
    assert row(county, date(2025, 7, 1), need="care", days=40) == "long"


def test_a_figure_in_a_condition_has_the_value_of_the_day(county: Agreement) -> None:
    assert row(county, date(2025, 12, 31), need="care", age=18) == "not-aids"
    assert row(county, date(2026, 1, 1), need="care", age=18) == "child"
    assert row(county, date(2026, 1, 1), need="care", age=20) == "not-aids"


def test_a_day_for_which_a_figure_is_missing_has_no_table(county: Agreement) -> None:
    with pytest.raises(LookupError, match="county has no table 'care' for 2022-12-31; there is one for 2023-01-01 to"):
        county.table("care", date(2022, 12, 31))


def test_each_stretch_of_days_is_a_table_of_its_own(county: Agreement) -> None:
    days = [(one.from_, one.to) for one in county.dated_tables["care"]]
    assert days == [
        (date(2023, 1, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), date(2025, 6, 30)),
        (date(2025, 7, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), None),
    ]
    assert county.table("care") is county.dated_tables["care"][-1]


def test_municipalities_that_no_row_tells_apart_are_one_situation(county: Agreement) -> None:
    proof = prove(county.table("care", date(2024, 1, 1)))
    assert proof.situations == 2 * 2 * 4, "children or adults, Göteborg or any other, four needs"
    assert not proof.gaps


def test_a_shared_fact_is_asked_by_a_table_and_used_by_the_acts_or_by_two_agreements() -> None:
    registry = load_all()
    asked: dict[str, set[str]] = {}
    used: dict[str, set[str]] = {}
    for one in registry.agreements.values():
        in_tables = {fact.key for table in one.own_tables for fact in table.facts}
        in_cases = {key for case in one.cases if case.kind == "decision" for key in case.given.get("facts", {})}
        for key in in_tables:
            asked.setdefault(key, set()).add(one.id)
        for key in in_tables | in_cases:
            used.setdefault(key, set()).add(one.id)
    # The municipality is what an exception is made for, whoever makes one.
    facts = [key for key, fact in registry.vocabulary.facts.items() if fact.kind != "municipality"]
    baseline = registry.baseline.id
    assert len(facts) > 50
    assert not [key for key in facts if key not in asked], "no table asks for it: strike it"
    alone = {key: used[key] for key in facts if baseline not in used[key] and len(used[key]) == 1}
    assert not alone, "move it to that agreement's own facts.toml"


def test_two_agreements_are_compared_in_the_words_of_both(folder: Path) -> None:
    registry = load_all(folder)
    found = compare(registry.agreement("county").table("care", ON), registry.agreement("other").table("care", ON))
    assert found.different
    assert {box.a.line.row.id for box in found.boxes if box.a.line} == {"child", "school"}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("county/facts.toml", 'fact = "need"', 'fact = "ned"', "there is no fact with values to choose from 'ned'"),
        ("county/facts.toml", '"transport"', '"care"', "'care' is a value already"),
        ("county/facts.toml", 'counts_as = "care"', 'counts_as = "cure"', "there is no value 'cure'"),
        ("county/facts.toml", 'key = "days"', 'key = "age"', "this is a shared fact; add values to it under [[added]]"),
        ("county/facts.toml", 'after = "age"', 'after = "aeg"', "did you mean 'age'?"),
        ("county/facts.toml", "to = 60", "to = 9000", "give the numbers in order, from 0 to at most 2000 days"),
        ("county/tables/care.toml", '"adult-age"', '"adult"', "act has no value of 'adult'"),
        ("county/tables/care.toml", "2024-12-31", '"2024"', "give days in order, as 2025-07-01 (found None to 2024)"),
        ("county/tables/care.toml", "below =", "under =", "give a band, { from = 18, to = 23 }"),
    ],
)
def test_a_fault_in_own_words_is_said_where_it_stands(folder: Path, file: str, old: str, new: str, said: str) -> None:
    text = (folder / file).read_text()
    (folder / file).write_text(text.replace(old, new, 1))
    problems = [str(one) for one in read(folder)[1]]
    assert any(said.replace("act has", "county has") in one and one.startswith(file) for one in problems), problems
