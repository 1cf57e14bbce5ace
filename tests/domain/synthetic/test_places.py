"""A county is found by what people call it."""

import pytest

from brygga.identities import Places
from brygga.synthetic import county_code
from brygga.synthetic.places import weights


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("14", "14"),
        ("01", "01"),
        ("Västra Götaland", "14"),
        ("Västra Götalands län", "14"),
        ("vastra-gotaland", "14"),
        (" VÄSTRA GÖTALAND ", "14"),
        ("jamtland-harjedalen", "23"),
        ("gavleborg-lansledning", "21"),
        ("orebro", "18"),
    ],
)
def test_a_county_is_found_by_code_name_slug_or_agreement(text, code):
    assert county_code(Places.load(), text) == code


def test_a_misspelt_county_is_refused_with_the_nearest_spelling():
    with pytest.raises(LookupError) as caught:
        county_code(Places.load(), "Vastra Gotalnd")
    assert str(caught.value) == (
        "there is no county 'Vastra Gotalnd'; did you mean Västra Götaland? A code such as 14 or a name will do"
    )


@pytest.mark.parametrize("text", ["", "02", "Norge", "%%"])
def test_what_is_no_county_is_refused(text):
    with pytest.raises(LookupError, match="there is no county"):
        county_code(Places.load(), text)


@pytest.mark.parametrize("county", Places.load().regions)
def test_the_shares_of_the_municipalities_make_up_the_county_and_the_seat_is_largest(county):
    homes = Places.load().of_county(county)
    shares = weights(homes)
    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0
    assert homes[shares.index(max(shares))].code.endswith("80")
