"""A check proves the tables, and says which rows no worked case has tried."""

from tests.domain.agreements.folders import TABLE, WITH_TABLE, write

from brygga.check import check

FILE = "act/tables/care.toml"


def errors(tmp_path, was: str, is_now: str) -> list[str]:
    assert was in TABLE
    files = {**WITH_TABLE, FILE: TABLE.replace(was, is_now, 1)}
    return [str(error) for error in check("act", write(tmp_path, files)).agreements[0].errors]


def test_a_situation_that_no_row_answers_is_an_error_and_named(tmp_path):
    last = TABLE[TABLE.rindex("[[row]]") :]
    assert errors(tmp_path, last, "") == [
        f"{FILE}: the table: nothing answers for: not at home; add a row, or a declared_gap with its interim rule"
    ]


def test_two_rows_that_answer_one_situation_differently_are_an_error(tmp_path):
    assert errors(tmp_path, '"first"', '"unique"') == [
        f"{FILE}: row › 'home' and 'away': they answer differently for: at home; "
        "narrow one, or let the first that fits answer"
    ]


def test_a_row_that_can_never_answer_is_an_error(tmp_path):
    found = errors(tmp_path, "when = { at_home = true }\n", "")
    assert found == [
        f"{FILE}: row › 'away': it can never answer: what it says is already answered by 'home'; "
        "move it, narrow the other, or strike it"
    ]


def test_a_gap_that_takes_whatever_no_row_names_is_an_error(tmp_path):
    gap = '[[declared_gap]]\nid = "away"\nbecause_sv = "Öppet."\nbecause_en = "Open."'
    assert errors(tmp_path, '[[row]]\nid = "away"', gap) == [
        f"{FILE}: declared_gap › 'away': it takes whatever no row names; "
        "say what it is about, or write the general duty as a row"
    ]


def test_a_row_that_no_worked_case_reaches_is_an_error(tmp_path):
    (report,) = check("act", write(tmp_path, WITH_TABLE)).agreements
    assert report.rows_without_case == ("care/away",)
    assert [str(error) for error in report.errors] == [
        f"{FILE}: row › 'away': no worked case comes to it: add one to cases, with a situation that it answers"
    ]


def test_a_row_of_the_act_is_reached_from_the_county_that_falls_back_to_it(tmp_path):
    case = WITH_TABLE["act/cases/care.toml"].replace("at_home = true", "at_home = false")
    case = case.replace('row = "home", principal = "both"', 'row = "away", falls_back_to = "act"')
    report = check(folder=write(tmp_path, {**WITH_TABLE, "county/cases/care.toml": case}))
    assert [agreement.rows_without_case for agreement in report.agreements] == [(), ()]
    assert report.ok
