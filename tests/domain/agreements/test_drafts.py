"""A draft is kept apart: checked and compared when it is asked for by name, and never applied."""

import pytest
from tests.domain.agreements.folders import COUNTY, COUNTY_CLAUSE, changed, write

from brygga.agreements import load_all
from brygga.check import check, let_in

DRAFT = {"drafts/county/agreement.toml": COUNTY.replace("= 6", "= 12"), "drafts/county/clauses.toml": COUNTY_CLAUSE}
BROKEN = {"drafts/county/agreement.toml": "no TOML"}


def test_a_draft_is_not_read_before_it_is_asked_for(tmp_path):
    folder = write(tmp_path, DRAFT)
    assert load_all(folder).agreement("county").term.notice_months == 6
    assert load_all(folder, draft="county").agreement("county").term.notice_months == 12


def test_a_broken_draft_stops_nothing(tmp_path):
    registry = let_in(write(tmp_path, BROKEN))
    assert (set(registry.agreements), set(registry.broken)) == ({"act", "county"}, set())


def test_a_draft_is_checked_in_the_place_of_its_agreement(tmp_path):
    folder = write(tmp_path, BROKEN)
    assert check("county", folder).ok
    assert not check("county", folder, draft=True).ok


def test_a_draft_may_be_of_a_county_that_has_no_agreement_yet(tmp_path):
    files = {name.replace("county", "new"): text.replace('"county"', '"new"', 1) for name, text in DRAFT.items()}
    assert check("new", write(tmp_path, files), draft=True).ok


def test_a_draft_there_is_not_is_met_with_those_there_are(tmp_path):
    with pytest.raises(LookupError, match="there is no draft 'act' in drafts; there are county"):
        load_all(write(tmp_path, DRAFT | changed("act/clauses.toml")), draft="act")
