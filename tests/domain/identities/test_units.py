"""HSA-id."""

import pytest

from brygga.identities import HsaId, InvalidHsaId


@pytest.mark.parametrize("value", ["SE2321000131-E000000000001", "SE2120001355-1480", "SE1234567890-A"])
def test_an_hsa_id_is_an_organisation_number_and_the_organisations_own_part(value):
    assert str(HsaId(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "SE232100013-1",
        "NO2321000131-1",
        "SE2321000131",
        "SE2321000131-",
        "SE2321000131-a1",
        "SE2321000131-Å",
        " SE2321000131-1",
        "SE٢321000131-1",
    ],
)
def test_text_of_another_form_is_refused(value):
    with pytest.raises(InvalidHsaId) as error:
        HsaId(value)
    assert str(error.value) == f"'{value}' is no HSA-id: SE, ten digits, a hyphen, then capitals and digits"
