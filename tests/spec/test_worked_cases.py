"""Every worked case of every agreement, one test each. The cases stand in agreements/*/cases; see also `render.py`."""

import re
from dataclasses import replace

import pytest
from tests.spec.render import KINDS, worked_cases

from brygga.agreements import Agreement, WorkedCase, load_all
from brygga.check.worked_cases import problems

REGISTRY = load_all()
CASES = [(agreement, case) for agreement in REGISTRY.agreements.values() for case in agreement.cases]
_PLAIN = str.maketrans("åäöé", "aaoe")


def readable(agreement: Agreement, case: WorkedCase) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", case.name.lower().translate(_PLAIN)).strip("-")
    return f"{agreement.id}: {words}"


@pytest.mark.parametrize(("agreement", "case"), CASES, ids=[readable(*one) for one in CASES])
def test_a_worked_case_comes_out_as_its_clauses_say(agreement, case):
    assert [str(problem) for problem in problems(replace(agreement, cases=(case,)), REGISTRY)] == []


@pytest.mark.parametrize("agreement", REGISTRY.agreements.values(), ids=lambda agreement: agreement.id)
def test_every_agreement_has_worked_cases(agreement):
    assert agreement.cases


def test_every_kind_of_worked_case_is_there_and_is_rendered():
    assert {case.kind for _, case in CASES} == set(KINDS)
    page = worked_cases(REGISTRY)
    assert [case.name for _, case in CASES if f"**{case.name}.**" not in page] == []


def test_every_duty_of_every_agreement_stands_open_in_some_worked_case():
    tried = {(case.kind, duty) for _, case in CASES for duty in case.expect.get("owed", {})}
    own = {(duty.process, duty.id) for agreement in REGISTRY.agreements.values() for duty in agreement.own_duties}
    assert own - tried == set()


def test_every_condition_of_payment_liability_fails_in_some_worked_case():
    lines = [line for _, case in CASES if case.kind == "settlement" for line in case.expect["lines"]]
    assert {reason for line in lines for reason in line.get("excluded", {})} == {
        "no_admission_notice",
        "late_admission_notice",
        "no_ready_notice",
        "no_sip_call",
        "late_sip_call",
        "outpatient_unavailable",
    }
