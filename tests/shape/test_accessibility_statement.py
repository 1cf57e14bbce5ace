"""The accessibility statement is there, whole, and no older than a year (2018:1937 13 §)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pydantic import ValidationError

from brygga_site.web.accessibility.statement import GOOD_FOR_DAYS, AccessibilityStatement, statement


def test_the_service_has_been_assessed_within_the_year() -> None:
    assert not statement().is_old(timezone.localdate()), "assess the pages anew, and change statement.toml"
    assert statement().is_old(statement().assessed + timedelta(days=GOOD_FOR_DAYS + 1))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_anybody_reads_it_and_it_says_what_is_not_accessible_and_where_to_tell(language: str, settings) -> None:
    settings.BRYGGA_OPERATOR, settings.BRYGGA_ACCESSIBILITY_CONTACT = "Region Exempel", "mailto:tell@brygga.example"
    text = Client().get("/accessibility", headers={"accept-language": language}).content.decode()
    for wanted in ("Region Exempel", "tell@brygga.example", "https://www.digg.se/tdosanmalan"):
        assert wanted in text
    assert [one.criterion for one in statement().problem if one.what(language).replace("'", "&#39;") not in text] == []


def test_a_statement_that_contradicts_itself_cannot_be() -> None:
    told = statement().model_dump()
    for wrong in ({"conformance": "fully"}, {"problem": ()}, {"updated": date(2020, 1, 1)}):
        with pytest.raises(ValidationError):
            AccessibilityStatement.model_validate(told | wrong)
