"""The files of a made-up county: the same bytes each time, whole or not at all, and ready to be settled."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from tests.domain.synthetic.stays import stay_told

from brygga.agreements import default_folder, load_all
from brygga.calendars import end_of_day
from brygga.identities import Places
from brygga.rules import load_vocabulary
from brygga.settlement import COLUMNS, settle
from brygga.synthetic import MadeCounty, synthesize, write

NAMES = {f"{name}.parquet" for name in ("people", "units", "messages", "stays", "facts")}
AGAIN = """
import sys
from datetime import date
from pathlib import Path
from brygga.agreements import default_folder
from brygga.calendars import end_of_day
from brygga.identities import Places
from brygga.rules import load_vocabulary
from brygga.synthetic import synthesize, write
county = synthesize(Places.load(), "14", 9000, 3, end_of_day(date(2023, 12, 31)))
write(county, Path(sys.argv[1]), load_vocabulary(default_folder() / "facts.toml"))
"""
VOCABULARY = load_vocabulary(default_folder() / "facts.toml")
FACTS = {key: fact for key, fact in VOCABULARY.facts.items() if key != "municipality"}
"""The municipality is a column of its own already."""


def made(seed: int = 3) -> MadeCounty:
    return synthesize(Places.load(), "14", 9000, seed, end_of_day(date(2023, 12, 31)))


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("county")
    write(made(), path, VOCABULARY)
    return path


def test_the_same_seed_gives_the_same_bytes_in_another_process_too(folder, tmp_path):
    subprocess.run([sys.executable, "-c", AGAIN, tmp_path], check=True, env={**os.environ, "PYTHONHASHSEED": "12"})
    assert digests(tmp_path) == digests(folder)
    assert set(digests(folder)) == NAMES


def test_another_seed_gives_another_county(folder, tmp_path):
    write(made(seed=4), tmp_path, VOCABULARY)
    other, first = digests(tmp_path), digests(folder)
    assert {name for name in NAMES if other[name] == first[name]} == {"units.parquet"}


def test_the_files_hold_what_the_county_holds(folder):
    county = made()
    cases = list(county.cases)
    stays = [stay for case in cases if (stay := stay_told(case, county.as_of))]
    rows = {name: pq.read_metadata(folder / name).num_rows for name in NAMES}
    assert rows == {
        "people.parquet": 9000,
        "units.parquet": len(county.units),
        "messages.parquet": sum(len(case.messages) for case in cases),
        "stays.parquet": len(stays),
        "facts.parquet": 9000,
    }
    first = pq.read_table(folder / "messages.parquet").slice(0, 1).to_pylist()[0]
    message = cases[0].messages[0]
    assert first["sent_at"] == message.sent_at
    assert json.loads(first["content"]) == message.body.model_dump(mode="json")
    assert (first["case_id"], first["kind"]) == (cases[0].case_id, "admission")
    assert first["person"] == cases[0].person.identity_number


def test_the_stays_have_the_columns_of_the_settlement_on_the_wall_clock(folder):
    schema = pq.read_schema(folder / "stays.parquet")
    assert tuple(schema.names) == tuple(COLUMNS)
    assert schema.field("ready_at").type.tz is None
    wrong = "admitted_at > ready_at OR ready_at > discharged_at OR admitted_at > discharged_at"
    query = f"SELECT count(*) FROM '{folder}/stays.parquet' WHERE {wrong}"
    assert duckdb.sql(query).fetchall() == [(0,)]


def test_the_stays_can_be_settled_at_once(folder):
    registry = load_all()
    result = settle(registry.agreement("vastra-gotaland"), registry, folder / "stays.parquet")
    assert sum(line.stays for line in result.lines) > 200
    assert any(line.amount > 0 for line in result.lines)


def test_every_message_and_stay_belongs_to_a_person_a_unit_and_a_municipality_of_the_county(folder):
    orphans = f"""
        SELECT count(*) FROM '{folder}/messages.parquet' m
        LEFT JOIN '{folder}/people.parquet' p ON p.identity_number = m.person AND p.municipality = m.municipality
        LEFT JOIN '{folder}/units.parquet' u ON u.hsa_id = m.unit AND (u.role = m.role OR m.process <> 'discharge')
        WHERE p.born IS NULL OR u.name IS NULL"""
    assert duckdb.sql(orphans).fetchall() == [(0,)]


def test_progress_counts_people_up_to_all(tmp_path):
    seen = []
    county = synthesize(Places.load(), "09", 2500, 1, end_of_day(date(2023, 12, 31)))
    write(county, tmp_path, VOCABULARY, lambda *at: seen.append(at))
    assert seen == [(1000, 2500), (2000, 2500), (2500, 2500)]


def test_nothing_half_written_is_left_and_what_was_there_stays(tmp_path):
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    (tmp_path / "stays.parquet").write_text("before")
    with pytest.raises(KeyboardInterrupt):
        write(made(), tmp_path, VOCABULARY, stop)
    assert [path.name for path in tmp_path.iterdir()] == ["stays.parquet"]
    assert (tmp_path / "stays.parquet").read_text() == "before"


def test_the_facts_have_a_column_for_each_of_the_vocabularys_and_a_row_for_each_person_in_the_same_order(folder):
    facts = pq.read_table(folder / "facts.parquet")
    assert facts.schema.names == ["identity_number", "municipality", *FACTS]
    kinds = {"choice": "string", "yes-no": "bool", "age": "int16"}
    assert all(str(facts.schema.field(one.key).type) == kinds[one.kind] for one in FACTS.values())
    assert sum(column.null_count for column in facts.columns) == 0
    people = pq.read_table(folder / "people.parquet", columns=["identity_number", "municipality"])
    assert facts.select(["identity_number", "municipality"]).equals(people)
