"""What is refused, and what the refusal says."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from brygga.settlement import InvalidStays, MissingRate, SettlementError, UnreadableStays, run
from brygga.settlement.errors import SHOWN

VG = "vastra-gotaland"


def refusal(registry: Any, path: Path, agreement: str = VG) -> InvalidStays:
    with pytest.raises(InvalidStays) as caught:
        run(agreement, path, registry=registry)
    return caught.value


def places(error: InvalidStays) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in error.errors]


def test_every_fault_of_a_file_is_told_at_once_with_row_and_column(registry, stays):
    path = stays(
        {"stay_id": "same"},
        {"stay_id": "same"},
        {"municipality": "9999"},
        {"municipality": "0180"},
        {"ready_at": "2023-02-30T10:00:00"},
        {"ready_at": "2023-02-27T10:00:00"},
        {"discharged_at": "2023-03-05T10:00:00"},
        {"care_type": "other", "sip_required": "yes"},
        {"admitted_at": "", "outpatient_available": ""},
    )
    error = refusal(registry, path)
    assert places(error) == [
        (3, "stay_id"),
        (4, "municipality"),
        (5, "municipality"),
        (6, "ready_at"),
        (7, "ready_at"),
        (8, "discharged_at"),
        (9, "care_type"),
        (9, "sip_required"),
        (10, "admitted_at"),
        (10, "outpatient_available"),
    ]
    assert error.total == 10
    assert [fault.message for fault in error.errors] == [
        "the stay 'same' is already on row 2",
        "no municipality has the code '9999': a code is four digits, for instance 1480",
        "Stockholms kommun (0180) is no party to vastra-gotaland: settle its stays under sverige, which applies",
        "'2023-02-30T10:00:00' is no time: write local time as 2023-03-06T11:59:00",
        "2023-02-27T10:00:00 is before admitted_at, 2023-03-01T08:00:00",
        "2023-03-05T10:00:00 is before ready_at, 2023-03-06T12:00:00",
        "'other' is no care type: write somatic or psychiatric",
        "'yes' is no boolean: write true or false",
        "a value is required here",
        "a value is required here",
    ]
    assert str(error).startswith("nothing was settled: the stays have 10 errors\n  row 3, stay_id: the stay 'same'")


def test_missing_columns_are_told_together_with_the_faults_of_the_others(registry, tmp_path):
    path = tmp_path / "stays.csv"
    path.write_text("stay_id,municipality,admitted_at\na,14800,2023-03-01T08:00:00\n", encoding="utf-8")
    error = refusal(registry, path)
    assert ("1, care_type: this column is missing" in str(error)) and (2, "municipality") in places(error)
    assert sum(fault.message == "this column is missing" for fault in error.errors) == 8


def test_a_row_with_a_value_too_few_is_told_by_its_row(registry, stays):
    path = stays({}, {})
    path.write_text(path.read_text(encoding="utf-8") + "s3,1480,somatic\n", encoding="utf-8")
    error = refusal(registry, path)
    assert [str(fault) for fault in error.errors] == ["row 4, care_type: the row has 3 values where the header has 11"]


@pytest.mark.parametrize(
    "written",
    ["2023-03-06", "2023-03-06T24:00:00", "2023-03-06T11:59:00Z", "2023-03-06T11:59:00+01:00", "noon", "11:59", " "],
)
def test_a_time_that_is_no_local_time_is_refused_not_guessed(registry, stays, written):
    assert places(refusal(registry, stays({"need_assessed_at": written}))) == [(2, "need_assessed_at")]


def test_a_long_list_of_errors_is_cut_and_says_how_many_more(registry, stays):
    error = refusal(registry, stays(*[{"care_type": "none"}] * (SHOWN + 7)))
    assert error.total == len(error.errors) == SHOWN + 7
    assert str(error).endswith("... and 7 more; correct these and settle again")


def test_parquet_rows_are_counted_from_the_first_stay(registry, stays, tmp_path):
    source, path = stays({}, {"care_type": "none"}), tmp_path / "stays.parquet"
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{source}', all_varchar = true)) TO '{path}' (FORMAT parquet)")
    assert places(refusal(registry, path)) == [(2, "care_type")]


@pytest.mark.parametrize("name", ["absent.csv", "stays.xlsx"])
def test_a_file_that_is_no_file_of_stays_is_refused_by_name(registry, tmp_path, name):
    (tmp_path / "stays.xlsx").write_bytes(b"PK")
    with pytest.raises(UnreadableStays, match=name):
        run(VG, tmp_path / name, registry=registry)


STAY_OF_2024 = {
    "admitted_at": "2024-03-01T08:00:00",
    "admission_notice_at": "2024-03-01T09:00:00",
    "ready_at": "2024-03-06T12:00:00",
    "discharged_at": "2024-03-07T09:00:00",
}


def test_a_year_without_a_rate_stops_with_the_year_the_regulation_and_the_remedy(registry, stays):
    with pytest.raises(MissingRate) as caught:
        run("sverige", stays(STAY_OF_2024), registry=registry)
    assert caught.value.year == 2024
    assert "no daily rate for 2024" in str(caught.value)
    assert "HSLF-FS" in str(caught.value)
    assert "--rate 2024=KR" in str(caught.value)


def test_the_rate_of_2026_is_known_to_stand_in_hslf_fs_2025_74(registry, stays):
    with pytest.raises(MissingRate, match=r"HSLF-FS 2025:74.*--rate 2026=KR"):
        run("sverige", stays({}), first="2026-01", last="2026-01", registry=registry)


def test_a_rate_that_is_given_is_used(registry, stays):
    later = {**STAY_OF_2024, "discharged_at": "2024-03-11T09:00:00"}
    settlement = run("sverige", stays(later), rates=["2024=11000"], registry=registry)
    assert (settlement.total, settlement.rates) == (22000, {"2024": 11000})


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"first": "2023-04", "last": "2023-03"}, "the months end"),
        ({"first": "2023-13"}, "the month goes from 01 to 12"),
        ({"rates": ["2023"]}, "write YEAR=KR"),
        ({"rates": ["2023=105.5"]}, "write YEAR=KR"),
        ({"engine": "abacus"}, "choose duckdb or spark"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_how_to_write_it(registry, stays, asked, says):
    with pytest.raises(ValueError, match=says):
        run("sverige", stays({}), registry=registry, **asked)


def test_no_stays_and_no_months_is_nothing_to_settle(registry, stays):
    with pytest.raises(SettlementError, match="--from and --to"):
        run("sverige", stays(), registry=registry)


def test_a_file_saved_on_windows_with_further_columns_and_blank_lines_is_read(registry, stays):
    path = stays({}, {})
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = [line + ("," + ('"two\nlines"' if n else "note")) for n, line in enumerate(lines)]
    path.write_bytes(("\ufeff" + "\r\n".join(changed) + "\r\n\r\n").encode())
    assert run("sverige", path, registry=registry).total == 21000


def test_a_quote_in_a_file_name_does_no_harm(registry, stays):
    path = stays({})
    odd = path.rename(path.with_name("Göteborg's stays.csv"))
    assert run("sverige", odd, registry=registry).total == 10500


def test_a_file_that_is_not_utf_8_is_refused(registry, stays):
    path = stays({"stay_id": "Åsa"})
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(UnreadableStays, match="cannot be read"):
        run("sverige", path, registry=registry)
