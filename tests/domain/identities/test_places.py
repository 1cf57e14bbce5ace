"""The registry of regions and municipalities."""

import pytest

from brygga.identities import Places, UnknownCode

PLACES = Places.load()


def test_sweden_has_21_regions_and_290_municipalities():
    assert len(PLACES.regions) == 21
    assert len(PLACES.municipalities) == 290


def test_every_municipality_lies_in_a_county_that_has_a_region():
    assert {m.county for m in PLACES.municipalities.values()} == set(PLACES.regions)
    assert all(m.code.startswith(m.county) for m in PLACES.municipalities.values())


@pytest.mark.parametrize(("county", "number"), [("14", 49), ("21", 10), ("23", 8), ("09", 1)])
def test_a_county_has_its_municipalities(county, number):
    assert len(PLACES.of_county(county)) == number


def test_gothenburg_is_1480_in_vastra_gotaland():
    gothenburg = PLACES.municipality("1480")
    assert gothenburg.short == "Göteborg"
    assert PLACES.region(gothenburg.county).short == "Västra Götaland"


@pytest.mark.parametrize("code", ["9999", "148", "", "Göteborg"])
def test_a_code_that_no_municipality_has_is_refused_with_the_form_of_one(code):
    with pytest.raises(UnknownCode) as error:
        PLACES.municipality(code)
    assert error.value.args[0] == f"no municipality has the code '{code}': a code is four digits, for instance 1480"


def test_a_code_that_no_region_has_is_refused_with_the_form_of_one():
    with pytest.raises(UnknownCode) as error:
        PLACES.region("02")
    assert error.value.args[0] == "no region has the code '02': a code is two digits, for instance 14"
