"""How many are listed per physician: an administrator says how many, and sees them against the agreement's values."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import after, entries

from brygga.access.administration import NotAdministered
from brygga_site.organisations import actions
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import PhysiciansAt

TODAY = timezone.localdate


def on_the_island(cast: Cast) -> None:
    cast.boris.unit.municipality = "0980"
    cast.boris.unit.save()


def test_what_is_missing_is_said_and_nothing_guessed(cast: Cast) -> None:
    on_the_island(cast)
    text = page(signed_in(cast.hugo), "/administration/load")
    assert "Missing: how many are listed, and the physicians." in text and "%" not in text.split("<main")[1]


def test_an_agreement_without_guide_values_says_so(cast: Cast) -> None:
    actions.count_physicians(cast.hugo, cast.boris.unit, TODAY(), 5000, 5, 0)
    text = page(signed_in(cast.hugo), "/administration/load")
    assert "sets no guide value for how many may be listed" in text and "5000" in text


def test_an_administrator_says_how_many_and_sees_the_share(cast: Cast) -> None:
    on_the_island(cast)
    client, address = signed_in(cast.hugo), f"/administration/units/{cast.boris.unit.pk}/physicians"
    start = len(entries())
    form = {"from_day": TODAY(), "listed": 6600, "specialists": 5, "in_training": 1}
    assert client.post(address, form).status_code == 302
    text = page(client, "/administration/load")
    assert "109.1 %" in text and "of the 6050 that the guide values have room for" in text and "2027" in text
    assert any("physicians counted" in entry.what for entry in after(start))


def test_the_count_of_a_later_day_holds_from_that_day(cast: Cast) -> None:
    on_the_island(cast)
    actions.count_physicians(cast.hugo, cast.boris.unit, TODAY() - timedelta(days=9), 1100, 1, 0)
    actions.count_physicians(cast.hugo, cast.boris.unit, TODAY() + timedelta(days=9), 2200, 1, 0)
    assert "100.0 %" in page(signed_in(cast.hugo), "/administration/load")
    actions.count_physicians(cast.hugo, cast.boris.unit, TODAY() - timedelta(days=9), 550, 1, 0)
    assert "50.0 %" in page(signed_in(cast.hugo), "/administration/load")
    assert PhysiciansAt.objects.count() == 2


def test_a_centre_without_a_physician_has_no_share(cast: Cast) -> None:
    on_the_island(cast)
    actions.count_physicians(cast.hugo, cast.boris.unit, TODAY(), 10, 0, 0)
    assert "No physician" in page(signed_in(cast.hugo), "/administration/load")


def test_a_number_below_zero_is_refused_where_it_was_written(cast: Cast) -> None:
    form = {"from_day": TODAY(), "listed": -1, "specialists": 5, "in_training": 1}
    answer = signed_in(cast.hugo).post(f"/administration/units/{cast.boris.unit.pk}/physicians", form)
    assert answer.status_code == 200 and not PhysiciansAt.objects.exists()


def test_nobody_is_listed_on_a_ward_and_nobody_counts_for_another_organisation(cast: Cast) -> None:
    with pytest.raises(Unfit, match="a health centre is needed"):
        actions.count_physicians(cast.hugo, cast.anna.unit, TODAY(), 10, 1, 0)
    with pytest.raises(NotAdministered):
        actions.count_physicians(cast.hugo, cast.cecilia.unit, TODAY(), 10, 1, 0)
    page(signed_in(cast.hugo), f"/administration/units/{cast.cecilia.unit.pk}/physicians", status=404)
    for other in (cast.boris, cast.gerda, cast.filip):
        page(signed_in(other), "/administration/load", status=404)
