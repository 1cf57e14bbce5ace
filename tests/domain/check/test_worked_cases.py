"""Worked cases are run, and what is wrong with one is said."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from brygga.agreements import WorkedCase, load_all
from brygga.check.worked_cases import problems
from brygga.processes import PROCESSES

REGISTRY = load_all()
ADMISSION = {
    "at": datetime(2023, 3, 6, 8),
    "part": "inpatient-care",
    "say": "admission",
    "admitted_at": datetime(2023, 3, 6, 8),
    "care_type": "somatic",
    "needs_expected": True,
}


def wrong(kind: str, given: dict[str, Any], **expect: Any) -> list[str]:
    case = WorkedCase(name="x", kind=kind, clauses=("2017-612.1.1",), given=given, expect=expect)
    return [p.message for p in problems(replace(REGISTRY.baseline, cases=(case,)), REGISTRY)]


def test_a_case_that_comes_out_as_expected_has_nothing_wrong():
    assert wrong("term", {"on": date(2023, 1, 1)}, in_force=True) == []


def test_every_answer_that_differs_is_said_with_what_came_out():
    assert wrong("term", {"on": date(2023, 1, 1)}, in_force=False, ends="2023-12-31") == [
        "in_force: expected False, came out as True",
        "ends: expected '2023-12-31', came out as None",
    ]


def test_an_unknown_kind_is_answered_with_those_there_are():
    assert wrong("song", {}) == [
        f"there is no kind of case 'song'; there are term, decision, settlement, access, {', '.join(PROCESSES.names)}"
    ]


@pytest.mark.parametrize(
    ("kind", "given", "reason"),
    [
        ("term", {}, "it does not run: 'on'"),
        (
            "discharge",
            {"now": datetime(2023, 3, 6, 9), "messages": [ADMISSION, {**ADMISSION, "say": "song"}]},
            "it does not run: there is no discharge message 'song'; there are admission,",
        ),
        (
            "discharge",
            {"now": datetime(2023, 3, 6, 9), "messages": [{**ADMISSION, "part": "social-services"}]},
            "it does not run: admission is sent by inpatient-care, not by social-services",
        ),
        (
            "discharge",
            {"now": datetime(2023, 3, 6, 9), "messages": [{**ADMISSION, "care_type": "other"}]},
            "it does not run: 1 validation error for Admission",
        ),
        ("term", {"on": "2023-01-01"}, "it does not run: "),
    ],
    ids=["what is needed is missing", "an unknown message", "the wrong part", "bad content", "a date written as text"],
)
def test_a_case_that_cannot_be_run_says_why(kind, given, reason):
    (message,) = wrong(kind, given, in_force=True)
    assert message.startswith(reason)


def test_times_of_a_case_are_swedish_local_time():
    given = {"now": datetime(2023, 7, 6, 9), "messages": [{**ADMISSION, "at": datetime(2023, 7, 6, 8)}]}
    given["messages"][0]["admitted_at"] = datetime(2023, 7, 6, 8)
    assert (
        wrong("discharge", given, owed={"send-admission-notice": "2023-07-07 08:00:00"}, turn=["inpatient-care"]) == []
    )


def test_only_the_roles_that_take_part_owe_anything():
    given = {"now": datetime(2023, 3, 6, 9), "messages": [ADMISSION], "taking_part": ["social-services"]}
    assert wrong("discharge", given, owed={}, turn=[]) == []
