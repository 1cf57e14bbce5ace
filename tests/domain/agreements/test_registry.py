"""Which agreement applies, and what an agreement says by itself or by what it falls back to."""

import pytest
from tests.domain.agreements.folders import changed, write

from brygga.agreements import load_all

REGISTRY = load_all()


@pytest.mark.parametrize(
    ("municipality", "agreement"),
    [
        ("1480", "vastra-gotaland"),
        ("1401", "vastra-gotaland"),
        ("2380", "jamtland-harjedalen"),
        ("0980", "gotland"),
        ("2180", "sverige"),
        ("0180", "sverige"),
    ],
    ids=["Göteborg", "Härryda", "Östersund", "Gotland", "Gävle", "Stockholm"],
)
def test_responsibility_is_divided_by_the_municipalitys_own_agreement_or_else_by_the_acts(municipality, agreement):
    assert REGISTRY.applying_to(municipality).id == agreement


def test_no_municipality_has_two_agreements_that_divide_responsibility():
    dividing = [a for a in REGISTRY.agreements.values() if a.fallback and a.regulates_responsibility]
    for code in REGISTRY.places.municipalities:
        assert sum(agreement.is_party(code) for agreement in dividing) <= 1, code


def test_the_acts_are_the_baseline_and_every_county_falls_back_to_them():
    assert REGISTRY.baseline.id == "sverige"
    for agreement in REGISTRY.agreements.values():
        assert [one.id for one in agreement.lineage()][-1] == "sverige"


def test_an_unknown_agreement_is_answered_with_those_there_are():
    with pytest.raises(LookupError) as error:
        REGISTRY.agreement("skane")
    there_are = ", ".join(sorted(REGISTRY.agreements))
    assert "sverige" in there_are
    assert error.value.args[0] == f"there is no agreement 'skane'; there are {there_are}"


def test_a_clause_of_the_act_is_found_through_the_agreement():
    agreement = REGISTRY.agreement("vastra-gotaland")
    assert agreement.clause("A.11").part == "A"
    assert agreement.clause("2017-612.5.4").part == "2017-612"
    with pytest.raises(LookupError) as error:
        agreement.clause("A.99")
    assert error.value.args[0] == "vastra-gotaland has no clause 'A.99'"


def test_the_clauses_of_the_agreement_go_before_those_of_the_act():
    clauses = REGISTRY.agreement("vastra-gotaland").clauses_carried_by("settlement", "no_sip_call")
    assert clauses[0].startswith("C.")
    assert any(clause.startswith("2017-612.") for clause in clauses)


def test_the_duties_of_the_acts_hold_in_every_county():
    for process in {duty.process for duty in REGISTRY.baseline.own_duties}:
        of_the_acts = {duty.id for duty in REGISTRY.baseline.duties(process)}
        for agreement in REGISTRY.agreements.values():
            assert of_the_acts <= {duty.id for duty in agreement.duties(process)}


def test_a_process_that_nobody_has_agreed_on_has_no_duties():
    assert len(REGISTRY.baseline.duties("discharge")) == 11
    assert REGISTRY.baseline.duties("departure") == ()


def test_an_agreement_replaces_a_duty_of_the_act_by_its_id(tmp_path):
    own = changed("act/duties.toml", ('label_en = "Call"', 'label_en = "Call at once"'), ('["1.1"]', '["A.1"]'))
    folder = write(tmp_path, {"county/duties.toml": own["act/duties.toml"]})
    registry = load_all(folder)
    assert [duty.label_en for duty in registry.agreement("county").duties("discharge")] == ["Call at once"]
    assert [duty.label_en for duty in registry.agreement("act").duties("discharge")] == ["Call"]


def test_the_folder_of_agreements_can_be_named_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("BRYGGA_AGREEMENTS", str(write(tmp_path, {})))
    assert sorted(load_all().agreements) == ["act", "county"]
