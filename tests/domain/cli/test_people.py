"""A made-up county's people can be answered and counted at once."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from brygga.agreements import load_all
from brygga.cli import app
from brygga.rules import decide

TABLES = ("care", "physician", "pays", "sip", "self-care", "contacts", "deceased")


def brygga(*arguments: str | Path) -> Result:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    brygga("synthesize", "vastra-gotaland", "--people", "1500", "--seed", "5", "--out", folder)
    return folder / "facts.parquet"


@pytest.mark.parametrize("name", TABLES)
def test_the_facts_of_a_county_are_answered_as_one_by_one(people: Path, name: str, tmp_path: Path) -> None:
    brygga("decide", "vastra-gotaland", name, "--facts", people, "--out", tmp_path / "answers.parquet")
    answers = pq.read_table(tmp_path / "answers.parquet").to_pylist()
    assert len(answers) == 1500
    table = load_all().agreement("vastra-gotaland").table(name)
    for one in answers[::100]:
        decision = decide(table, {fact.key: one[fact.key] for fact in table.facts})
        assert one["row"] == decision.row
        assert {key: one[key] for key in decision.answer} == decision.answer


def test_a_comparison_counts_the_people_of_each_box_and_of_all(people: Path) -> None:
    done = brygga("compare", "vastra-gotaland", "jamtland-harjedalen", "self-care", "--people", people, "--json")
    document = json.loads(done.stdout)
    registry = load_all()
    a, b = (registry.agreement(name).table("self-care") for name in ("vastra-gotaland", "jamtland-harjedalen"))
    different = 0
    for one in pq.read_table(people).to_pylist():
        said = [decide(table, {fact.key: one[fact.key] for fact in table.facts}).answer for table in (a, b)]
        different += any(said[0].get(key) != said[1].get(key) for key in a.question.answers)
    assert document["people"] == 1500
    assert document["people_different"] == different > 0
    assert all(0 <= box["people"] <= different for box in document["boxes"])
    assert "people" not in json.loads(brygga("compare", "gotland", "sverige", "sip", "--json").stdout)


def test_a_comparison_in_words_tells_of_the_people_too(people: Path) -> None:
    done = brygga("compare", "vastra-gotaland", "jamtland-harjedalen", "self-care", "--people", people)
    assert "of 1500 people are decided differently" in done.stdout


def refused(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 2, done.output
    return done.stderr


def test_people_are_read_from_the_file_itself_whatever_it_and_its_folder_are_called(
    people: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "age=3"
    folder.mkdir()
    rows = pq.read_table(people)
    pq.write_table(rows.slice(0, 10), folder / "p[1]*?.parquet")
    pq.write_table(rows, folder / "p1.parquet")
    answers = tmp_path / "answers.parquet"
    brygga("decide", "vastra-gotaland", "care", "--facts", folder / "p[1]*?.parquet", "--out", answers)
    ages = [table.column("age").to_pylist() for table in (pq.ParquetFile(answers).read(), rows.slice(0, 10))]
    assert sorted(ages[0]) == sorted(ages[1])


def test_people_that_are_no_parquet_are_refused_by_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "people.parquet").write_text("age\n3\n", encoding="utf-8")
    said = refused("decide", "sverige", "care", "--facts", tmp_path / "people.parquet", "--out", tmp_path / "a.parquet")
    assert "people.parquet: it cannot be read as Parquet" in said


def test_a_column_that_is_in_the_way_in_capitals_is_refused(people: Path, tmp_path: Path) -> None:
    rows = pq.read_table(people)
    pq.write_table(rows.append_column("ROW", rows.column("age")), tmp_path / "people.parquet")
    said = refused("decide", "sverige", "care", "--facts", tmp_path / "people.parquet", "--out", tmp_path / "a.parquet")
    assert "the column 'ROW' is in the way of the answer of that name; rename it" in said
