"""A name is not a deed: what only names what a clause speaks of does not count as carrying it out."""

import pytest
from tests.domain.agreements.folders import COUNTY, COUNTY_CLAUSE, PARAMETERS, write

from brygga.agreements import load_all
from brygga.check import ClauseStanding, Standings

DOCUMENT = '\n[[document]]\nid = "guide"\ntitle = "Riktlinjen"\nkind = "guideline"\n'
UNREAD = PARAMETERS.replace('"days"', '"posts"').replace('"1.1"', '"A.1"')


def standing(tmp_path, carrier: str, county: str = COUNTY, **clause: str) -> ClauseStanding:
    text = COUNTY_CLAUSE.replace('{ body = "sro" }', carrier)
    for key, value in clause.items():
        text = text.replace(f'{key} = "{"duty" if key == "kind" else "binding"}"', f'{key} = "{value}"')
    files = {"county/clauses.toml": text, "county/agreement.toml": county, "county/parameters.toml": UNREAD}
    agreement = load_all(write(tmp_path, files)).agreement("county")
    return Standings(agreement).of(agreement.clauses[0])


@pytest.mark.parametrize("carrier", ['{ body = "sro" }', '{ parties = "all" }', '{ term = "amendment" }'])
def test_a_duty_is_not_carried_out_by_the_name_of_who_is_to_do_it(tmp_path, carrier):
    assert standing(tmp_path, carrier) is ClauseStanding.LABEL


@pytest.mark.parametrize("clause", [{"kind": "definition"}, {"level": "background"}])
def test_a_clause_that_says_what_a_body_is_is_carried_by_the_body(tmp_path, clause):
    assert standing(tmp_path, '{ body = "sro" }', **clause) is ClauseStanding.CARRIED


def test_a_document_carries_a_clause_once_its_text_is_stored(tmp_path):
    assert standing(tmp_path, '{ document = "guide" }', COUNTY + DOCUMENT) is ClauseStanding.LABEL
    stored = COUNTY + DOCUMENT + "stored = true\n"
    assert standing(tmp_path, '{ document = "guide" }', stored) is ClauseStanding.CARRIED


def test_a_figure_carries_a_clause_when_something_reads_it(tmp_path):
    assert standing(tmp_path, '{ parameter = "posts" }') is ClauseStanding.LABEL
    assert standing(tmp_path, '{ parameter = "days" }') is ClauseStanding.CARRIED


def test_a_name_beside_what_is_done_takes_nothing_from_it(tmp_path):
    assert standing(tmp_path, '{ body = "sro" }, { message = "ready-notice" }') is ClauseStanding.CARRIED


def test_what_waits_waits_whatever_stands_beside_it(tmp_path):
    assert standing(tmp_path, '{ message = "ready-notice" }, { pending = "bodies" }') is ClauseStanding.PENDING
