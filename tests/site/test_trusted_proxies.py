"""Whom the site believes about where a request comes from: its own proxy, and of a chain what proxies have added."""

from typing import Any

import pytest
from django.conf import settings as site
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from brygga_site.door.proxy import Proxy


@pytest.fixture(autouse=True)
def behind_two_proxies(settings: Any) -> None:
    settings.BRYGGA_BEHIND_PROXY = True
    settings.BRYGGA_TRUSTED_PROXIES = ["10.0.0.1", "10.1.1.0/24", "2001:db8::/64"]


def seen(peer: str, chain: str = "", scheme: str = "", **headers: str) -> HttpRequest:
    """The request as all that follows sees it."""
    requests: list[HttpRequest] = []
    told = {"HTTP_X_FORWARDED_FOR": chain, "HTTP_X_FORWARDED_PROTO": scheme}
    given = {name: value for name, value in told.items() if value} | headers
    Proxy(lambda request: requests.append(request) or HttpResponse())(
        RequestFactory().get("/", REMOTE_ADDR=peer, **given)
    )
    return requests[0]


@pytest.mark.parametrize(
    ("peer", "chain", "visitor"),
    [
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7, 10.1.1.8", "192.0.2.7"),
        ("10.0.0.1", "10.1.1.9,10.1.1.8", "10.1.1.9"),
        ("10.0.0.1", "::ffff:192.0.2.7", "192.0.2.7"),
        ("::ffff:10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("2001:db8::5", "2001:db8:1::7", "2001:db8:1::7"),
        # Nothing told, or nothing that is an address: the proxy that is known.
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.7, nonsense, 10.1.1.8", "10.1.1.8"),
    ],
)
def test_the_visitor_is_the_last_in_the_chain_who_is_no_proxy(peer: str, chain: str, visitor: str) -> None:
    assert seen(peer, chain).META["REMOTE_ADDR"] == visitor


@pytest.mark.parametrize(
    "made_up", ["203.0.113.9", "10.0.0.1", "10.1.1.8, 10.0.0.1", "127.0.0.1", "nonsense", ",,", "203.0.113.9, 10.0.0.1"]
)
def test_what_a_visitor_puts_before_the_chain_is_never_looked_at(made_up: str) -> None:
    """The proxy adds 192.0.2.7, which it has seen, to whatever the visitor has sent."""
    assert seen("10.0.0.1", f"{made_up}, 192.0.2.7").META["REMOTE_ADDR"] == "192.0.2.7"
    assert seen("10.0.0.1", f"{made_up}, 192.0.2.7, 10.1.1.8").META["REMOTE_ADDR"] == "192.0.2.7"


@pytest.mark.parametrize("peer", ["192.0.2.7", "10.0.0.2", "10.1.2.1", "127.0.0.1", ""])
def test_whoever_is_no_trusted_proxy_is_not_believed(peer: str) -> None:
    request = seen(peer, "203.0.113.9", "https")
    assert (request.META["REMOTE_ADDR"], request.is_secure()) == (peer, False)


def test_a_trusted_proxy_says_whether_the_visitor_came_encrypted() -> None:
    assert seen("10.0.0.1", scheme="https").is_secure()
    assert not seen("10.0.0.1", scheme="http").is_secure()
    assert not seen("10.0.0.1").is_secure()
    # What the visitor has sent stands before what the proxy has added.
    assert not seen("10.0.0.1", scheme="https, http").is_secure()


@pytest.mark.parametrize("peer", ["10.0.0.1", "192.0.2.7"])
def test_nothing_that_follows_finds_the_headers(peer: str) -> None:
    assert not [name for name in seen(peer, "203.0.113.9", "https").META if "FORWARDED" in name]


def test_without_a_proxy_nobody_is_believed(settings: Any) -> None:
    settings.BRYGGA_BEHIND_PROXY = False
    request = seen("10.0.0.1", "203.0.113.9", "https")
    assert (request.META["REMOTE_ADDR"], request.is_secure()) == ("10.0.0.1", False)


def test_a_proxy_that_writes_other_headers_is_read_by_those_alone(settings: Any) -> None:
    settings.BRYGGA_ADDRESS_HEADER = "X-Real-IP"
    assert seen("10.0.0.1", "203.0.113.9", HTTP_X_REAL_IP="192.0.2.7").META["REMOTE_ADDR"] == "192.0.2.7"


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("BRYGGA_TRUSTED_PROXIES", [], "BRYGGA_TRUSTED_PROXIES is empty, so nobody is believed"),
        ("BRYGGA_TRUSTED_PROXIES", ["*"], "'*' is no address and no network"),
        ("BRYGGA_TRUSTED_PROXIES", ["nginx.example"], "'nginx.example' is no address and no network"),
        ("BRYGGA_TRUSTED_PROXIES", ["10.0.0.1", "0.0.0.0/0"], "0.0.0.0/0 is too wide to be trusted"),
        ("BRYGGA_TRUSTED_PROXIES", ["::/0"], "::/0 is too wide to be trusted"),
        ("BRYGGA_TRUSTED_PROXIES", ["10.0.0.0/8"], "10.0.0.0/8 is too wide to be trusted"),
        ("BRYGGA_TRUSTED_PROXIES", ["::ffff:0:0/96"], "::ffff:0:0/96 is IPv4 written as IPv6"),
        ("BRYGGA_TRUSTED_PROXIES", ["10.0.0.1/24"], "10.0.0.1/24 has host bits set"),
        ("BRYGGA_ADDRESS_HEADER", "", "BRYGGA_ADDRESS_HEADER: '' is not the name of a proxy's own header"),
        ("BRYGGA_ADDRESS_HEADER", "Host", "BRYGGA_ADDRESS_HEADER: 'Host' is not the name of a proxy's own header"),
        ("BRYGGA_SCHEME_HEADER", "X-Forwarded-For", "name one header: each needs its own"),
    ],
)
def test_settings_that_would_believe_anybody_or_nobody_are_refused_in_words(
    settings: Any, setting: str, value: object, told: str
) -> None:
    setattr(settings, setting, value)
    found = [one.msg for one in run_checks(include_deployment_checks=True) if one.id == "brygga.door.E001"]
    assert any(told in one for one in found), found
    with pytest.raises(ImproperlyConfigured) as refused:
        Proxy(lambda request: HttpResponse())
    assert told in str(refused.value)


def test_it_stands_before_everything_that_asks_for_the_address() -> None:
    before = site.MIDDLEWARE[: site.MIDDLEWARE.index("brygga_site.door.proxy.Proxy")]
    # A monitor's question is answered before it, as whatever a proxy has passed on is refused there; then one counts.
    assert before == ["brygga_site.door.health.Health", "brygga_site.door.measured.Measured"]
