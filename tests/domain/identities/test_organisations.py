"""Organisation numbers; those here are made up."""

import pytest

from brygga.identities import InvalidOrganisationNumber, OrganisationNumber


def test_a_hyphen_makes_no_difference() -> None:
    assert OrganisationNumber("559999-0008") == OrganisationNumber("5599990008")
    assert str(OrganisationNumber(" 5599990008 ")) == "559999-0008"


def test_a_wrong_digit_is_found_wherever_it_is() -> None:
    right = "5599990008"
    for place in (0, 1, *range(3, 10)):
        wrong = f"{right[:place]}{(int(right[place]) + 1) % 10}{right[place + 1 :]}"
        with pytest.raises(InvalidOrganisationNumber, match="check digit"):
            OrganisationNumber(wrong)


@pytest.mark.parametrize("given", ["", "559999-000", "55999900088", "551999-0008", "ab9999-0008", "55-99990008"])
def test_what_has_another_form_is_no_organisation_number(given: str) -> None:
    with pytest.raises(InvalidOrganisationNumber, match="ten digits"):
        OrganisationNumber(given)
