"""What the commands print, and how they end, is public."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.domain.agreements import folders
from typer.testing import CliRunner, Result

from brygga.agreements.load import default_folder
from brygga.cli import app

CARE = {
    "legal_status": "asylum-seeker",
    "registered": "none",
    "need_kind": "health-care",
    "individual_agreement": False,
}


def brygga(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def printed(*arguments: str | Path) -> Any:
    done = brygga(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def stays(tmp_path: Path) -> Path:
    file = tmp_path / "stays.csv"
    file.write_text(
        "stay_id,municipality,care_type,admitted_at,need_assessed_at,admission_notice_at,ready_at,sip_required,"
        "sip_called_at,outpatient_available,discharged_at\n"
        "1,1480,somatic,2023-03-01T08:00:00,,2023-03-01T09:00:00,2023-03-06T12:00:00,false,,true,2023-03-10T09:00:00\n"
    )
    return file


def test_check_tells_of_every_agreement_and_finds_no_error() -> None:
    document = printed("check")
    assert document["ok"] is True
    assert [one["id"] for one in document["agreements"]] == sorted(
        path.name for path in default_folder().iterdir() if path.is_dir()
    )
    for one in document["agreements"]:
        assert one["clauses"] == one["carried"] + one["labels_only"] + one["pending"] + one["statements"]
        assert set(one) >= {"half", "pending_by", "rows_without_case"}
        assert one["errors"] == []


def test_check_ends_with_status_1_when_strict_and_something_waits() -> None:
    assert brygga("check", "--strict").exit_code == 1


def test_check_ends_with_status_1_when_strict_and_a_clause_is_only_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRYGGA_AGREEMENTS", str(folders.write(tmp_path, {})))
    counted = printed("check")["agreements"]
    assert [(one["pending"], one["labels_only"]) for one in counted] == [(0, 0), (0, 1)]
    assert brygga("check", "--strict").exit_code == 1


def test_terms_of_vastra_gotaland_and_jamtland_harjedalen_on_22_november_2026() -> None:
    document = printed("terms", "--on", "2026-11-22")
    stands = {one["id"]: one for one in document["agreements"]}
    assert document["on"] == "2026-11-22"
    assert (
        stands["vastra-gotaland"]
        | {
            "period": {"from": "2023-01-01", "to": "2026-12-31"},
            "last_day_for_notice": "2025-06-30",
            "notice": [],
            "next_period": {"from": "2027-01-01", "to": "2029-12-31"},
            "next_last_day_for_notice": "2028-06-30",
        }
        == stands["vastra-gotaland"]
    )
    assert (
        stands["jamtland-harjedalen"]
        | {
            "period": {"from": "2025-01-01", "to": "2026-12-31"},
            "last_day_for_notice": "2026-06-30",
            "next_period": {"from": "2027-01-01", "to": "2028-12-31"},
        }
        == stands["jamtland-harjedalen"]
    )


def test_a_settlement_prints_the_contracts_document(stays: Path) -> None:
    document = printed("settle", "sverige", stays, "--from", "2023-03", "--to", "2023-03", "--detail")
    assert list(document) == ["agreement", "model", "from", "to", "rates", "lines", "total", "stays"]
    assert document["total"] == "10500"
    assert document["rates"] == {"2023": "10500"}
    (stay,) = document["stays"]
    assert stay["charged_days"] == 1
    assert stay["clauses"]


def test_a_draft_is_settled_by_its_own_figures_and_the_agreement_by_those_that_hold(
    tmp_path: Path, stays: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(default_folder(), tmp_path / "agreements")
    draft = shutil.copytree(folder / "sverige", folder / "drafts" / "sverige")
    figures = (draft / "parameters.toml").read_text(encoding="utf-8")
    (draft / "parameters.toml").write_text(figures.replace("value = 10500\n", "value = 12000\n"), encoding="utf-8")
    monkeypatch.setenv("BRYGGA_AGREEMENTS", str(folder))
    assert printed("settle", "sverige@draft", stays)["total"] == "12000"
    assert printed("settle", "sverige", stays)["total"] == "10500"


def test_a_draft_there_is_not_is_said_before_anything_is_settled(stays: Path) -> None:
    done = brygga("settle", "sverige@draft", stays)
    assert (done.exit_code, done.stderr.strip()) == (2, "there is no draft 'sverige' in drafts; there are none")


def test_a_decision_prints_the_contracts_document(tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(CARE))
    document = printed("decide", "vastra-gotaland", "care", "--facts", facts)
    wanted = [
        "agreement",
        "table",
        "answer",
        "row",
        "clauses",
        "falls_back_to",
        "passed_over",
        "open",
        "nearest_change",
    ]
    assert list(document)[: len(wanted)] == wanted
    assert (document["answer"]["principal"], document["interim"], document["because"]) == ("region", False, None)
    assert len(document["on"]) == 10


def test_a_decision_presumes_what_is_ordinary_and_lists_it_unless_it_is_told_not_to(tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"Boende": "ordinärt boende", "profession": "sjuksköterska", "time": None}))
    document = printed("decide", "vastra-gotaland", "care", "--facts", facts, "--on", "2026-11-30")
    presumed = {one["fact"]: one["value"] for one in document["presumed"]}
    assert (presumed["registered"], presumed["legal_status"]) == ("party", "resident")
    assert "time" not in presumed
    assert document["on"] == "2026-11-30"
    strict = printed("decide", "vastra-gotaland", "care", "--facts", facts, "--no-presume")
    assert strict["presumed"] == []
    assert len(strict["open"]) > len(document["open"])


def test_an_answer_says_what_was_presumed_what_is_open_and_that_facts_contradict_each_other(tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"registered": "party", "legal_status": "asylum-seeker"}), encoding="utf-8-sig")
    done = brygga("decide", "vastra-gotaland", "care", "--facts", facts)
    assert done.exit_code == 0
    assert "The facts contradict each other: Whoever is in the population register counts as resident." in done.stderr
    facts.write_text('{"need_kind": "health-care"}')
    said = brygga("decide", "vastra-gotaland", "care", "--facts", facts).stdout
    assert "Presumed (legal_status): legal status: resident in Sweden" in said
    assert "Still open: " in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (json.dumps({f"fact {number}": 1 for number in range(50_000)}), "and 49990 more errors"),
        (json.dumps({"dwelling": "x" * 900_000}), "there is no value 'xxxxxxxx"),
        (json.dumps({"dwelling": "x" * 2_000_000}), "it may hold 1,000,000"),
        (json.dumps({"age": [[[[1]]]], "dwelling": {"a": 1}}), "found a list"),
    ],
    ids=["many", "long", "too-long", "nested"],
)
def test_absurd_facts_get_a_short_answer(tmp_path: Path, content: str, says: str) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(content)
    done = brygga("decide", "vastra-gotaland", "care", "--facts", facts)
    assert done.exit_code == 2
    assert says in done.stderr
    assert len(done.stderr) < 2_500
    assert done.stdout == ""


def test_every_table_of_every_agreement_is_proved_and_z3_agrees() -> None:
    document = printed("prove")
    assert document["ok"] is True
    assert {one["second_opinion"] for one in document["tables"]} == {"agrees"}
    assert all(not (one["gaps"] or one["overlaps"] or one["unreachable"]) for one in document["tables"])


def test_two_agreements_are_compared() -> None:
    document = printed("compare", "vastra-gotaland", "jamtland-harjedalen", "self-care")
    assert 0 < document["different"] <= document["situations"]
    assert document["boxes"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "narnia"), "there is no agreement 'narnia'"),
        (("terms", "--on", "yesterday"), "'yesterday' is no date"),
        (("settle", "sverige", "nowhere.csv"), "there is no file of stays at 'nowhere.csv'"),
        (("synthesize", "narnia", "--people", "5", "--seed", "1", "--out", "x"), "there is no county 'narnia'"),
        (("compare", "gotland", "sverige", "cares"), "has no table 'cares'"),
        (("prove", "gotland", "cares"), "has no table 'cares'"),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else "",
)
def test_bad_input_ends_with_status_2_and_says_so_on_standard_error_alone(
    arguments: tuple[str, ...], said: str
) -> None:
    done = brygga(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is no JSON"),
        ("[]", "is to hold one object of facts"),
        ('{"dweling": "ordinary"}', "did you mean 'dwelling'"),
        ('{"dwelling": "ordinry"}', "did you mean 'ordinary'"),
    ],
)
def test_facts_that_cannot_be_understood_are_told_with_the_nearest_spelling(
    tmp_path: Path, content: str, said: str
) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(content)
    done = brygga("decide", "vastra-gotaland", "care", "--facts", facts)
    assert done.exit_code == 2
    assert said in done.stderr


DEEP = 100_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[" * DEEP + "]" * DEEP, "it is nested too deeply; flatten it"),
        ('{"age": 82, "age": 17}', "“age” is given twice in one object; leave one of them"),
        ('{"age": 82', "is no JSON"),
        ("\ufffe", "is no JSON"),
        ("[]", "is to hold one object of facts"),
    ],
)
def test_facts_that_cannot_be_read_end_with_status_2_and_say_which_file(
    tmp_path: Path, content: str, says: str
) -> None:
    (tmp_path / "facts.json").write_text(content, encoding="utf-8")
    done = brygga("decide", "sverige", "care", "--facts", tmp_path / "facts.json")
    assert done.exit_code == 2
    assert says in done.stderr and "facts.json" in done.stderr


def with_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    folder = shutil.copytree(default_folder(), tmp_path / "agreements")
    (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("BRYGGA_AGREEMENTS", str(folder))


def test_shared_words_that_are_nested_too_deeply_end_with_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_file(tmp_path, monkeypatch, "facts.toml", "a = " + "[" * DEEP + "]" * DEEP)
    done = brygga("terms", "--on", "2026-11-22")
    assert done.exit_code == 2
    assert "facts.toml: the file: it is not readable TOML: it is nested too deeply; flatten it" in done.stderr


def test_one_county_that_cannot_be_read_leaves_the_others_and_ends_with_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "vastra-gotaland/tables/care.toml"
    with_file(tmp_path, monkeypatch, name, "a = " + "[" * DEEP + "]" * DEEP)
    done = brygga("terms", "--on", "2026-11-22", "--json")
    others = {path.name for path in default_folder().iterdir() if path.is_dir()} - {"vastra-gotaland"}
    assert {one["id"] for one in json.loads(done.stdout)["agreements"]} == others
    assert f"{name}: the file: it is not readable TOML: it is nested too deeply; flatten it" in done.stderr
    assert done.exit_code == 1


def test_a_county_decides_while_another_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_file(tmp_path, monkeypatch, "vastra-gotaland/parameters.toml", "no TOML")
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(CARE))
    assert brygga("decide", "jamtland-harjedalen", "care", "--facts", facts).exit_code == 0
    done = brygga("decide", "vastra-gotaland", "care", "--facts", facts)
    assert done.exit_code == 2
    assert done.stderr.startswith("the agreement 'vastra-gotaland' cannot be used until its data is mended:")


@pytest.mark.parametrize("day", ["0000-01-01", "0202-01-01", "9999-12-31", "30000-01-01"])
def test_a_day_of_no_such_year_ends_with_status_2(day: str) -> None:
    assert brygga("terms", "--on", day).exit_code == 2


def test_two_rates_for_one_year_end_with_status_2(stays: Path) -> None:
    done = brygga("settle", "sverige", stays, "--rate", "2023=1", "--rate", "2023=2")
    assert (done.exit_code, done.stderr.strip()) == (2, "there are two rates for 2023, 1 and 2: give one of them")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (
            "2018-03-05",
            "Brygga har lydelsen som gäller från 2020-01-01 till och med 2024-12-31, inte den som gäller 2018-03-05.",
        ),
        ("2025-03-05", None),
        ("2026-03-05", "Texten är senast känd 2026-01-15. Om den har ändrats till 2026-03-05 vet Brygga inte."),
    ],
)
def test_an_answer_for_a_day_says_whether_the_text_is_that_days(tmp_path: Path, on: str, said: str | None) -> None:
    given = {"cost_item": "dental", "age": 45, "dental_ground": "none", "dental_group": False, "registered": "party"}
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({**given, "dental_older_rules": False}), encoding="utf-8")
    document = printed("decide", "sverige", "pays", "--facts", facts, "--on", on)
    told = {one["reading"] for one in document["readings"] if one["cited"].startswith("1985:125 ")}
    assert (said in told) if said else not told


@pytest.mark.parametrize(
    ("agreement", "given", "row", "told"),
    [
        (
            "vastra-gotaland",
            {"need_kind": "health-care", "profession": "physician", "inpatient": "admitted"},
            "own",
            True,
        ),
        ("vastra-gotaland", {"need_kind": "dental", "dental_group": False}, "acts", False),
        ("gotland", {"need_kind": "health-care", "inpatient": "admitted"}, "own", False),
    ],
)
def test_an_answer_by_an_agreement_whose_adoption_is_not_known_says_so(
    tmp_path: Path, agreement: str, given: dict[str, Any], row: str, told: bool
) -> None:
    facts = tmp_path / "facts.json"
    everybody = {"age": 70, "registered": "party", "legal_status": "resident", "individual_agreement": False}
    facts.write_text(json.dumps(everybody | given), encoding="utf-8")
    document = printed("decide", agreement, "care", "--facts", facts, "--on", "2026-11-30")
    assert (document["falls_back_to"] is None) == (row == "own"), document
    read = [one["reading"] for one in document["readings"] if one["clause"] == "A.9.1"]
    assert len(read) == told
    assert all("inget fullmäktiges beslut är känt" in one for one in read)
