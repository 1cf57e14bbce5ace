"""Every municipality has the units that its people's cases need."""

import pytest

from brygga.discharge import CareType
from brygga.identities import Places
from brygga.process import Role
from brygga.synthetic import MadeUnitKind
from brygga.synthetic.units import units_of


@pytest.mark.parametrize("county", Places.load().regions)
def test_every_municipality_has_a_health_centre_home_care_case_officers_and_a_dental_clinic(county):
    homes = Places.load().of_county(county)
    units = units_of(homes)
    for home in homes:
        kinds = {unit.kind for unit in units if unit.municipality == home.code}
        assert kinds >= {
            MadeUnitKind.HEALTH_CENTRE,
            MadeUnitKind.HOME_CARE,
            MadeUnitKind.CASE_OFFICERS,
            MadeUnitKind.DENTAL,
        }


@pytest.mark.parametrize("county", Places.load().regions)
def test_every_county_has_a_hospital_with_somatic_and_psychiatric_wards(county):
    units = units_of(Places.load().of_county(county))
    hospitals = {unit.hospital for unit in units if unit.hospital}
    for hospital in hospitals:
        assert {unit.care_type for unit in units if unit.hospital == hospital} == set(CareType)
    assert 1 <= len(hospitals) <= 8


def test_units_of_all_counties_have_different_hsa_ids_that_no_real_unit_can_have():
    places = Places.load()
    ids = [unit.hsa_id for county in places.regions for unit in units_of(places.of_county(county))]
    assert len(ids) == len(set(ids))
    assert {one.split("-")[0] for one in ids} == {"SE2321000000"}


def test_an_organisation_number_with_this_check_digit_cannot_exist():
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate("2321000000")]
    assert sum(n // 10 + n % 10 for n in doubled) % 10 != 0


def test_larger_counties_have_more_hospitals():
    hospitals = {
        c: {u.hospital for u in units_of(Places.load().of_county(c)) if u.hospital} for c in ("14", "23", "09")
    }
    assert len(hospitals["14"]) > len(hospitals["23"]) >= len(hospitals["09"]) == 1


def test_each_kind_of_unit_has_its_role():
    roles = {unit.kind: unit.role for unit in units_of(Places.load().of_county("23"))}
    assert roles[MadeUnitKind.WARD] is Role.INPATIENT_CARE
    assert roles[MadeUnitKind.CASE_OFFICERS] is Role.SOCIAL_SERVICES
    assert set(roles.values()) == set(Role)
