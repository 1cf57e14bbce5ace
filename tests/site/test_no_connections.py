"""While it answers the site reaches for nobody; `conftest.py` holds every test of the site to that."""

import socket

import pytest
from django.test import Client
from tests.site.cast import Cast, signed_in

from brygga_site.cases.models import Case

ELSEWHERE = "http://192.0.2.1/x"


def test_a_connection_would_be_noticed() -> None:
    with pytest.raises(AssertionError, match="the site reaches for nobody"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


@pytest.mark.django_db
def test_no_request_of_the_site_opens_a_connection(cast: Cast, notified: Case) -> None:
    """Not even where a visitor gives an address for every value there is."""
    for who in (cast.anna, cast.ella, cast.gerda, cast.hugo):
        for address in (
            "/",
            "/board",
            f"/cases/{notified.pk}",
            "/settlement",
            "/settlement/pdf",
            "/agreements",
            "/compare",
        ):
            values = dict.fromkeys(("q", "next", "url", "a", "b", "agreement", "year"), ELSEWHERE)
            assert signed_in(who).get(address, values).status_code < 500
    assert Client().get("/responsible", {"agreement": ELSEWHERE}).status_code < 500
