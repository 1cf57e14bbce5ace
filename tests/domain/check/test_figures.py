"""A figure that what reads it cannot count with is an error of its file, not of a page."""

import pytest
from tests.domain.agreements.folders import SOUND, changed, found, write

from brygga.check import check

FILE = "act/parameters.toml"
WHERE = f"{FILE}: parameter › 'days'"


def errors(tmp_path, *changes: tuple[str, str]) -> list[str]:
    return [str(error) for error in check("act", write(tmp_path, changed(FILE, *changes))).agreements[0].errors]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ('"2,5"', "'2,5' is not a number: write 12, or \"2.5\" as text with a point"),
        ('"tre"', "'tre' is not a number: write 12, or \"2.5\" as text with a point"),
        ('"-1"', "'-1' is not a number: write 12, or \"2.5\" as text with a point"),
        ("true", 'true is not a number: write 12, or "2.5" as text with a point'),
    ],
)
def test_a_value_that_is_none_of_its_unit_is_met_with_what_to_write(tmp_path, value, message):
    assert found(tmp_path, changed(FILE, ("value = 3", f"value = {value}"))) == [f"{WHERE}: value: {message}"]


def test_a_number_with_decimals_is_written_as_text_to_stay_exact(tmp_path):
    (problem,) = found(tmp_path, changed(FILE, ("value = 3", "value = 2.5")))
    assert problem.startswith(f"{WHERE} › value › 1 › value: a number with decimals is written as text")


def test_an_unknown_unit_is_met_with_the_nearest(tmp_path):
    (problem,) = found(tmp_path, changed(FILE, ("calendar days", "calender days")))
    assert problem.startswith(f"{WHERE} › unit: there is no unit 'calender days'; did you mean 'calendar days'?")


def test_a_deadline_that_counts_in_days_reads_no_hours(tmp_path):
    assert errors(tmp_path, ("calendar days", "hours")) == [
        f"{WHERE} › unit: the duty call counts in 'calendar days' or 'days' (found 'hours')"
    ]


def test_a_deadline_reads_whole_days_alone(tmp_path):
    assert errors(tmp_path, ("value = 3", 'value = "2.5"')) == [
        f"{WHERE} › value: the duty call cannot count with it: '2.5' is not a whole number: write 12"
    ]


def test_every_stretch_of_time_is_read(tmp_path):
    later = '\n[[parameter.value]]\nfrom = 2030-01-01\nvalue = "3,5"\nsource = { title = "Lagen" }\n'
    text = SOUND[FILE].replace("from = 2023-01-01\n", "from = 2023-01-01\nto = 2029-12-31\n") + later
    assert [problem.split(" is ")[0] for problem in found(tmp_path, {FILE: text})] == [f"{WHERE}: value: '3,5'"]


def test_a_day_between_two_values_is_not_left_without_one(tmp_path):
    later = '\n[[parameter.value]]\nfrom = 2030-01-01\nvalue = 4\nsource = { title = "Lagen" }\n'
    text = SOUND[FILE].replace("from = 2023-01-01\n", "from = 2023-01-01\nto = 2028-12-31\n") + later
    assert found(tmp_path, {FILE: text}) == [
        f"{WHERE}: value: none holds from 2029-01-01 to 2029-12-31; give one, or say in `missing` where to look for it"
    ]


def test_a_figure_that_nothing_reads_says_why_it_is_only_shown(tmp_path):
    unread = SOUND[FILE] + SOUND[FILE].replace('"days"', '"posts"')
    posts = f"{FILE}: parameter › 'posts' › shown_only"
    (report,) = check("act", write(tmp_path, {FILE: unread})).agreements
    assert [str(error) for error in report.errors] == [f"{posts}: nothing reads the figure: say why it is only shown"]
    said = unread.replace('key = "posts"', 'key = "posts"\nshown_only = "Visas bara."')
    assert check("act", write(tmp_path, {FILE: said})).ok


def test_a_figure_that_something_reads_is_not_only_shown(tmp_path):
    assert errors(tmp_path, ('key = "days"', 'key = "days"\nshown_only = "Visas bara."')) == [
        f"{FILE}: parameter › 'days' › shown_only: it is read by the duty call: strike it"
    ]
