"""Stays from any file: read as what it says, or refused with the file, the place and what to do."""

import csv
import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.domain.settlement.conftest import ORDINARY

from brygga.settlement import COLUMNS, InvalidStays, SettlementError, UnreadableStays, run

ENGINES = ["duckdb", pytest.param("spark", marks=pytest.mark.spark)]
TIMES = [column for column in COLUMNS if column.endswith("_at")]
UNITS = ["s", "ms", "us", "ns"]


def parquet(path: Path, **columns: pa.Array) -> Path:
    """One ordinary stay, each column as text but for those given."""
    row = {"stay_id": "s1", **ORDINARY}
    texts = {name: pa.array([row.get(name)], pa.string()) for name in COLUMNS}
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({**texts, **columns}), path)
    return path


def times(kind: pa.DataType) -> dict[str, pa.Array]:
    """The ordinary stay's times in a type; with a time zone they are the instants, which are an hour less in UTC."""
    given = {}
    for column in TIMES:
        text = ORDINARY.get(column)
        moment = datetime.fromisoformat(text) if text else None
        if moment and kind.tz:
            moment = moment.replace(hour=moment.hour - 1, tzinfo=UTC)
        given[column] = pa.array([moment], kind)
    return given


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Stockholm"])
@pytest.mark.parametrize("unit", UNITS)
def test_a_time_of_any_precision_with_or_without_zone_is_the_same_time(registry, tmp_path, unit, zone, engine):
    path = parquet(tmp_path / "stays.parquet", **times(pa.timestamp(unit, zone)))
    assert run("sverige", path, registry=registry, engine=engine).total == 10500
    if engine == "duckdb":
        assert run("sverige", pq.read_table(path), registry=registry).total == 10500


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "columns",
    [
        {"stay_id": pa.array(["s1"], pa.large_string()), "municipality": pa.array([1480], pa.int64())},
        {"stay_id": pa.array([2**64 - 1], pa.uint64()), "municipality": pa.array([1480], pa.uint16())},
        {"stay_id": pa.array([Decimal(7)], pa.decimal128(20, 0)), "sip_required": pa.array([False])},
        {
            "municipality": pa.array(["1480"]).dictionary_encode(),
            "care_type": pa.array(["somatic"]).dictionary_encode(),
        },
        {name: pa.array([ORDINARY.get(name)]).dictionary_encode() for name in TIMES if name in ORDINARY},
        {"sip_called_at": pa.nulls(1), "need_assessed_at": pa.array([None], pa.float64())},
        {"sip_called_at": pa.array([None], pa.list_(pa.string())), "need_assessed_at": pa.array([None], pa.int32())},
        {"ROW": pa.array([1]), "Stay_ID": pa.array(["other"]), "length": pa.array([1], pa.duration("us"))},
        {"raw_stay_id": pa.array([1]), "at": pa.array([None], pa.time64("ns"))},
    ],
    ids=lambda columns: ", ".join(columns),
)
def test_what_can_be_read_is_read_alike_by_both_engines(registry, tmp_path, columns, engine):
    path = parquet(tmp_path / "stays.parquet", **columns)
    assert run("sverige", path, registry=registry, engine=engine).total == 10500


@pytest.mark.parametrize(
    ("column", "values", "named"),
    [
        ("ready_at", pa.array([date(2023, 3, 6)]), "DATE"),
        ("ready_at", pa.array([1678100400], pa.int64()), "BIGINT"),
        ("admission_notice_at", pa.array([Decimal("1.5")]), "DECIMAL(2,1)"),
        ("discharged_at", pa.array([[datetime(2023, 3, 10)]]), "TIMESTAMP[]"),
        ("sip_called_at", pa.array([1], pa.time64("us")), "TIME"),
        ("ready_at", pa.array([{"at": "2023-03-06T12:00:00"}]), "STRUCT"),
        ("sip_required", pa.array([0]), "BIGINT"),
        ("outpatient_available", pa.array([1.0]), "DOUBLE"),
        ("municipality", pa.array([1480.0]), "DOUBLE"),
        ("stay_id", pa.array([b"s1"]), "BLOB"),
    ],
)
def test_a_type_that_says_no_such_thing_is_refused_with_file_column_and_type(registry, tmp_path, column, values, named):
    path = parquet(tmp_path / "stays.parquet", **{column: values})
    with pytest.raises(UnreadableStays) as caught:
        run("sverige", path, registry=registry)
    assert str(path) in str(caught.value)
    assert f"column {column}, {named}" in str(caught.value)
    assert ": write " in str(caught.value)


def test_a_time_that_some_programs_mean_as_instant_and_others_as_wall_clock_is_refused(registry, tmp_path):
    path = parquet(tmp_path / "stays.parquet")
    table = pq.read_table(path).set_column(6, "ready_at", times(pa.timestamp("us"))["ready_at"])
    pq.write_table(table, path, use_deprecated_int96_timestamps=True)
    with pytest.raises(UnreadableStays, match="column ready_at, INT96: write a timestamp"):
        run("sverige", path, registry=registry)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_name_of_a_folder_is_no_column(registry, stays, tmp_path, form, engine):
    path = tmp_path / "municipality=1490" / "person=x" / f"stays.{form}"
    parquet(path)
    if form == "csv":
        shutil.copy(stays({}), path)
    assert [line.municipality for line in run("sverige", path, registry=registry, engine=engine).lines] == ["1480"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("name", ["s[12]", "s*", "s?", "s{1,2}", "**", "Göteborg's", "a#b%20c", "s\\1"])
def test_a_file_is_read_and_not_its_neighbours(registry, stays, tmp_path, name, form, engine):
    folder = tmp_path / "[ab]*"
    for each in ("s1", "s2", "s12"):
        parquet(folder / f"{each}.{form}")
    path = parquet(folder / f"{name}.{form}")
    if form == "csv":
        shutil.copy(stays({}), path)
    if "\\" in name:
        path = path.rename(tmp_path / path.name)
    assert run("sverige", path, registry=registry, engine="duckdb").lines[0].stays == 1
    assert run("sverige", path, registry=registry, engine=engine).total == 10500


def test_a_name_that_duckdb_cannot_be_told_is_refused(registry, tmp_path):
    path = parquet(tmp_path / "s\\1*.parquet")
    with pytest.raises(ValueError, match=r"backslash.*rename"):
        run("sverige", path, registry=registry)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("stays.parquet", b"stay_id,municipality\n", "cannot be read as Parquet"),
        ("stays.parquet", b"PAR1" + bytes(40) + b"PAR1", "cannot be read as Parquet"),
        ("stays.parquet", b"", "cannot be read as Parquet"),
        ("stays.csv", b"", "row 1: the row is blank"),
        ("stays.csv", b"\nstay_id,municipality\n", "row 1: the row is blank; begin the file with the names"),
        ("stays.csv", b"stay_id;municipality\na;1480\n", "row 1: the columns are separated by semicolons"),
        ("stays.csv", b"stay_id\tmunicipality\na\t1480\n", "row 1: the columns are separated by tabs"),
        ("stays.csv", b'stay_id,"municipality\n', "cannot be read as CSV"),
        ("stays.csv", b"stay_id,\xff\n", "cannot be read as CSV in UTF-8"),
    ],
)
def test_what_is_no_file_of_stays_is_refused_with_file_row_and_what_to_do(registry, tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableStays, match=says) as caught:
        run("sverige", tmp_path / name, registry=registry)
    assert name in str(caught.value)


def test_a_folder_is_no_file_of_stays(registry, tmp_path):
    with pytest.raises(UnreadableStays, match="is a folder: name the one file"):
        run("sverige", tmp_path, registry=registry)


def test_a_quotation_mark_that_is_never_closed_is_told_by_its_row(registry, stays):
    path = stays({}, {"stay_id": "HERE"}, {})
    path.write_text(path.read_text(encoding="utf-8").replace("HERE", '"HERE'), encoding="utf-8")
    with pytest.raises(InvalidStays, match="row 3, stay_id: a quotation mark is opened and never closed; write"):
        run("sverige", path, registry=registry)


@pytest.mark.parametrize(("end", "engine"), [(",more", "duckdb"), pytest.param(",", "spark", marks=pytest.mark.spark)])
def test_a_row_with_a_value_too_many_is_told_by_its_row(registry, stays, end, engine):
    path = stays({}, {})
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], lines[2] + end]) + "\n", encoding="utf-8")
    with pytest.raises(InvalidStays, match="row 3, discharged_at: the row has 12 values where the header has 11"):
        run("sverige", path, registry=registry, engine=engine)


def test_a_comma_after_the_last_value_of_a_row_adds_nothing(registry, stays):
    path = stays({}, {})
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], lines[2] + ","]) + "\n", encoding="utf-8")
    assert run("sverige", path, registry=registry).total == 21000


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("ends", [(",", ","), (",ROW", ",7"), (",Stay_Id,row,Row", ",x,y,z"), (",raw_stay_id", ",x")])
def test_columns_of_the_files_own_are_no_matter_whatever_they_are_called(registry, stays, ends, engine):
    path = stays({}, {})
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head + ends[0], *(row + ends[1] for row in rows)]) + "\n", encoding="utf-8")
    assert run("sverige", path, registry=registry, engine=engine).total == 21000


@pytest.mark.parametrize("column", TIMES)
@pytest.mark.parametrize("year", ["0000", "0202", "1899", "2101", "9999"])
def test_a_time_of_no_stays_year_is_refused_by_its_row(registry, stays, column, year):
    with pytest.raises(InvalidStays) as caught:
        run("sverige", stays({column: f"{year}-03-06T11:59:00"}), registry=registry)
    assert (2, column) in [(fault.row, fault.column) for fault in caught.value.errors]


def test_a_real_timestamp_of_the_year_30000_is_refused_by_its_row(registry, tmp_path):
    far = pa.array([884_541_600_000], pa.int64()).cast(pa.timestamp("s"))
    with pytest.raises(InvalidStays, match=r"row 1, discharged_at: .* is no time of a stay: write a year from 1900"):
        run("sverige", parquet(tmp_path / "stays.parquet", discharged_at=far), registry=registry)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"first": "0000-01"}, "'0000-01' is no month to ask for: the years go from 1900 to 2100"),
        ({"last": "9999-12"}, "'9999-12' is no month to ask for"),
        ({"last": "30000-01"}, "'30000-01' is no month"),
        ({"first": "２０２３-03"}, "is no month"),
        ({"rates": ["2023=" + "9" * 5000]}, "at most 6 digits"),
        ({"rates": ["9999=1"]}, "the years go from 1900 to 2100"),
        ({"rates": ["2023=1", "2023=2"]}, "there are two rates for 2023, 1 and 2: give one of them"),
    ],
)
def test_years_and_rates_are_bounded_and_said_once(registry, stays, asked, says):
    with pytest.raises((SettlementError, ValueError), match=says):
        run("sverige", stays({}), registry=registry, **asked)


def with_person(path: Path, *persons: str) -> Path:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["person", *COLUMNS])
        writer.writeheader()
        writer.writerows({"person": person, **row} for person, row in zip(persons, rows, strict=True))
    return path


def test_stays_of_one_person_that_overlap_are_refused_with_both(registry, stays):
    path = with_person(stays({}, {"stay_id": "again"}), "p", "p")
    with pytest.raises(InvalidStays) as caught:
        run("sverige", path, registry=registry)
    assert [str(fault) for fault in caught.value.errors] == [
        "row 3, person: the stay 'again' (2023-03-01T08:00:00 to 2023-03-10T09:00:00) overlaps the stay 's1' on row 2 "
        "(2023-03-01T08:00:00 to 2023-03-10T09:00:00) of the same person"
    ]


@pytest.mark.parametrize("persons", [("p", "q"), ("", ""), ("p", "")])
def test_stays_of_nobody_in_particular_or_of_two_persons_overlap_as_before(registry, stays, persons):
    assert run("sverige", with_person(stays({}, {}), *persons), registry=registry).total == 21000
