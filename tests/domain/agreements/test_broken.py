"""One county's fault is that county's: the others go on, and nobody is answered by the acts in its place."""

import pytest
from tests.domain.agreements.folders import COUNTY, COUNTY_CLAUSE, SOUND, WITH_TABLE, changed, found, write

from brygga.agreements import InvalidAgreements, UnusableAgreement, load_all
from brygga.check import let_in

OTHER = COUNTY.replace('id = "county"', 'id = "other"').replace('"14"', '"21"').replace('["1480", "1401"]', '["2180"]')
FILES = {"other/agreement.toml": OTHER, "other/clauses.toml": COUNTY_CLAUSE}
PART = changed("county/clauses.toml", ('part = "A"', 'part = "B"'))
NO_TOML = {"county/agreement.toml": f"{COUNTY}\nthis is no TOML\n"}


def test_the_others_answer_as_before(tmp_path):
    registry = load_all(write(tmp_path, FILES | PART))
    assert set(registry.agreements) == {"act", "other"}
    assert registry.applying_to("2180").id == "other"
    assert registry.applying_to("0180").id == "act"


@pytest.mark.parametrize("fault", [PART, NO_TOML], ids=["a fault within", "a file that is no TOML"])
def test_its_municipalities_do_not_silently_fall_to_the_acts(tmp_path, fault):
    registry = load_all(write(tmp_path, FILES | fault))
    with pytest.raises(UnusableAgreement) as refused:
        registry.applying_to("1480")
    assert refused.value.broken.id == "county"
    assert registry.applying_to("0180").id == "act"


def test_where_not_even_the_parties_can_be_read_no_municipality_is_given_to_the_acts(tmp_path):
    registry = load_all(write(tmp_path, FILES | {"county/agreement.toml": 'id = "county'}))
    assert registry.applying_to("2180").id == "other"
    with pytest.raises(UnusableAgreement):
        registry.applying_to("0180")


def test_who_asks_for_it_is_told_what_is_wrong(tmp_path):
    with pytest.raises(UnusableAgreement) as refused:
        load_all(write(tmp_path, PART)).agreement("county")
    assert str(refused.value).splitlines() == [
        "the agreement 'county' cannot be used until its data is mended:",
        "county/clauses.toml: clause › 'A.1' › part: agreement.toml has no part 'B'",
    ]


def test_an_agreement_that_falls_back_to_a_broken_one_is_broken_without_faults_of_its_own(tmp_path):
    below = OTHER.replace('falls_back_to = "act"', 'falls_back_to = "county"')
    registry = load_all(write(tmp_path, FILES | {"other/agreement.toml": below} | PART))
    assert {name: len(broken.faults) for name, broken in registry.broken.items()} == {"county": 1, "other": 0}


def test_a_fault_in_the_acts_stops_all(tmp_path):
    with pytest.raises(InvalidAgreements):
        load_all(write(tmp_path, FILES | changed("act/clauses.toml", ('part = "1"', 'part = "2"'))))


def test_what_brygga_has_not_got_breaks_the_agreement_before_any_page_asks_for_it(tmp_path):
    duties = SOUND["act/duties.toml"].replace('["1.1"]', '["A.1"]').replace("ready-notice", "redy-notice")
    folder = write(tmp_path, {"county/duties.toml": duties})
    assert set(load_all(folder).broken) == set()
    assert set(let_in(folder).broken) == {"county"}


def test_a_fault_in_the_shared_words_is_said_once(tmp_path):
    facts = WITH_TABLE["facts.toml"].replace('kind = "yes-no"', 'kind = "maybe"')
    carried = changed("act/clauses.toml", ('{ parameter = "days" }', '{ table = "care/home" }'))
    assert [problem.split(":")[0] for problem in found(tmp_path, WITH_TABLE | carried | {"facts.toml": facts})] == [
        "facts.toml"
    ]


@pytest.mark.parametrize("name", ["act/parameters.toml", "act/duties.toml"])
def test_a_file_that_cannot_be_read_is_not_also_missed_by_those_that_lean_on_it(tmp_path, name):
    assert len(found(tmp_path, {name: "no TOML"})) == 1


def test_acts_that_cannot_be_read_are_one_fault_and_not_one_in_each_agreement(tmp_path):
    assert len(found(tmp_path, FILES | {"act/clauses.toml": "no TOML"})) == 1
