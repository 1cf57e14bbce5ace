"""The report of `brygga check`."""

import json

import pytest
from tests.domain.agreements.folders import COUNTY_CLAUSE, changed, write

from brygga.agreements import load_all
from brygga.check import check

WAITS = '{ pending = "placement" }, { message = "ready-notice" }, { body = "sro" }'
PENDING = COUNTY_CLAUSE.replace('"A.1"', '"A.2"').replace('{ body = "sro" }', WAITS)
MESSAGE = COUNTY_CLAUSE.replace('"A.1"', '"A.4"').replace('{ body = "sro" }', '{ message = "ready-notice" }')
STATEMENT = COUNTY_CLAUSE.replace('"A.1"', '"A.3"').replace('{ body = "sro" }', '{ statement = "Bakgrund" }')


def test_every_clause_is_carried_or_only_named_or_pending_or_a_statement(tmp_path):
    clauses = COUNTY_CLAUSE + PENDING + STATEMENT + MESSAGE
    (report,) = check("county", write(tmp_path, {"county/clauses.toml": clauses})).agreements
    assert (report.carried, report.labels_only, report.pending, report.statements) == (1, 1, 1, 1)
    assert (report.clauses, report.half, report.pending_by) == (4, 1, {"placement": 1})


def test_a_sound_folder_is_ok(tmp_path):
    report = check(folder=write(tmp_path, {}))
    assert report.ok
    assert report.to_json() == {
        "ok": True,
        "agreements": [
            {
                "id": "act",
                "title": "Lagen",
                "clauses": 1,
                "carried": 1,
                "labels_only": 0,
                "pending": 0,
                "pending_by": {},
                "half": 0,
                "statements": 0,
                "cases": 1,
                "tables": 0,
                "rows_without_case": [],
                "errors": [],
            },
            {
                "id": "county",
                "title": "Avtalet",
                "clauses": 1,
                "carried": 0,
                "labels_only": 1,
                "pending": 0,
                "pending_by": {},
                "half": 0,
                "statements": 0,
                "cases": 0,
                "tables": 0,
                "rows_without_case": [],
                "errors": [],
            },
        ],
        "errors": [],
    }


def test_the_agreements_of_the_repository_are_ok():
    report = check()
    assert [str(error) for agreement in report.agreements for error in agreement.errors] == []
    assert [agreement.id for agreement in report.agreements] == sorted(load_all().agreements)
    assert json.loads(json.dumps(report.to_json())) == report.to_json()
    for agreement in report.agreements:
        ways = agreement.carried, agreement.labels_only, agreement.pending, agreement.statements
        assert agreement.clauses == sum(ways)
        assert agreement.half <= agreement.pending <= sum(agreement.pending_by.values())
    assert report.uncarried == sum(agreement.pending + agreement.labels_only for agreement in report.agreements)


def test_an_error_is_reported_with_its_file_place_and_message(tmp_path):
    report = check(folder=write(tmp_path, changed("county/clauses.toml", ('part = "A"', 'part = "B"'))))
    assert not report.ok
    assert [agreement.to_json()["errors"] for agreement in report.agreements] == [
        [],
        [
            {
                "file": "county/clauses.toml",
                "where": "clause › 'A.1' › part",
                "message": "agreement.toml has no part 'B'",
            }
        ],
    ]


def test_an_agreement_that_cannot_be_read_is_in_the_report_with_its_error(tmp_path):
    report = check("county", write(tmp_path, {"county/agreement.toml": None}))
    (county,) = report.agreements
    assert (county.id, county.title, county.clauses) == ("county", "", 0)
    assert [str(error) for error in county.errors] == ["county/agreement.toml: the file: this file is missing"]


def test_a_worked_case_that_comes_out_otherwise_is_an_error(tmp_path):
    folder = write(tmp_path, changed("act/cases/term.toml", ("in_force = true", "in_force = false")))
    assert [str(error) for error in check("act", folder).agreements[0].errors] == [
        "act/cases/: case › 'Avtalet gäller': in_force: expected False, came out as True"
    ]


def test_worked_cases_are_not_run_on_an_agreement_that_has_errors(tmp_path):
    files = {
        **changed("act/cases/term.toml", ("in_force = true", "in_force = false")),
        **changed("act/clauses.toml", ('part = "1"', 'part = "2"')),
    }
    errors = check("act", write(tmp_path, files)).agreements[0].errors
    assert [error.where for error in errors] == ["clause › '1.1' › part"]


def test_one_agreement_can_be_checked_alone(tmp_path):
    assert [agreement.id for agreement in check("act", write(tmp_path, {})).agreements] == ["act"]


def test_an_unknown_agreement_is_answered_with_those_there_are(tmp_path):
    with pytest.raises(LookupError) as error:
        check("skane", write(tmp_path, {}))
    assert error.value.args[0] == "there is no agreement 'skane'; there are act, county"
