"""A county written from the reference and the docs alone: own words, figures, duties and payment liability, no code."""

import shutil
from pathlib import Path

from brygga.agreements import load_all
from brygga.agreements.load import default_folder
from brygga.check import check

COUNTY = Path(__file__).parent / "county"


def with_county(tmp_path: Path, place: str) -> Path:
    shutil.copytree(default_folder() / "sverige", tmp_path / "sverige")
    shutil.copy(default_folder() / "facts.toml", tmp_path)
    shutil.copytree(COUNTY, tmp_path / place)
    return tmp_path


def test_a_made_up_county_is_checked_without_a_fault(tmp_path):
    (report,) = check("testlanet", with_county(tmp_path, "testlanet")).agreements
    assert [str(error) for error in report.errors] == []
    assert (report.clauses, report.carried, report.tables) == (3, 3, 1)


def test_its_draft_is_checked_alike_and_answers_nobody(tmp_path):
    folder = with_county(tmp_path, "drafts/testlanet")
    assert check("testlanet", folder, draft=True).ok
    assert load_all(folder).applying_to("0380").id == "sverige"
