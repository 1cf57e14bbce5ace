"""A duty speaks of processes, parts, events and messages that there are; what is misspelt is named with its file."""

import pytest
from tests.domain.agreements.folders import changed, write

from brygga.check import check

FILE = "act/duties.toml"


@pytest.mark.parametrize(
    ("was", "is_now", "where", "message"),
    [
        ('"discharge"', '"dischrage"', "process", "there is no process 'dischrage'; did you mean 'discharge'?"),
        ('["sip-call"]', '["sip-cal"]', "done_by", "there is no message 'sip-cal'; did you mean 'sip-call'?"),
        ('["outpatient-care"]', '["outpatient-car"]', "owed_by", "there is no part 'outpatient-car'; did you mean"),
        (
            'arises = "ready-notice"',
            'arises = "redy-notice"',
            "arises",
            "there is no event 'redy-notice'; did you mean",
        ),
        (
            'after = "ready-notice"',
            'after = "redy-notice"',
            "deadline",
            "there is no event 'redy-notice'; did you mean",
        ),
        (
            'arises = "ready-notice"',
            'arises = "ready-notice"\nuntil = "dicharged"',
            "until",
            "there is no event 'dicharged'; did you mean 'discharged'?",
        ),
    ],
)
def test_what_a_duty_names_and_nobody_knows_is_an_error_with_the_nearest_spelling(
    tmp_path, was, is_now, where, message
):
    report = check("act", write(tmp_path, changed(FILE, (was, is_now))))
    (error,) = report.agreements[0].errors
    assert (error.file, error.where) == (FILE, f"duty › 'call' › {where}")
    assert error.message.startswith(message)
