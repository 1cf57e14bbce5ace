"""Whatever is put where a value belongs, a page answers with what is wrong, and never with an error of its own."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.tries import IS_LONG

from brygga_site.cases.models import Case
from brygga_site.review.models import Round
from brygga_site.review.rounds.actions import start_round

pytestmark = pytest.mark.django_db
WEB = Path(__file__).parents[2] / "src" / "brygga_site" / "web"

STRANGE = {
    "NUL": "a\0b",
    "NUL, written": "%00",
    "5,000 digits": "9" * 5000,
    "81 characters": "k" * 81,
    "half a character": "\ud800",
    "turned about": "Anna\u202ennaA",
    "nothing to see": "\u200b\u2060",
    "20 digits": "99999999999999999999",
    "below zero": "-1",
    "digits of another script": "²٣",
    "a line": "a\r\nSet-Cookie: x=1",
    "a list": "[]",
}


def names() -> list[str]:
    """Everything by which a form or a view takes a value."""
    found = {"q", "page", "of", "key", "seen", "recipients", "identity_number", "username", "login", "password"}
    for file in WEB.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r"""(?:asked|request|query|sent|GET|POST)[\w.(]*[(\[][^()]*?"(\w+)"[,)\]]""", text))
        found |= set(re.findall(r"^    (\w+) = \w*\.?\w+Field\(", text, re.MULTILINE))
    return sorted(found - {"next"})


def routes(resolver: URLResolver, known: dict[str, Any], before: str = "/") -> Iterator[str]:
    """An address of every route, with what there is; the API is tried by its own description."""
    for one in resolver.url_patterns:
        address = before + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(known.get(found[1], 1)), str(one.pattern))
        if isinstance(one, URLResolver):
            yield from routes(one, known, address)
        elif isinstance(one, URLPattern) and not address.startswith("/api/") and "sign-out" not in address:
            yield address


def known(cast: Cast, case: Case, round_: Round) -> dict[str, Any]:
    now = timezone.localtime()
    numbers = {"round_id": round_.pk, "entry": 1, "flag_id": 1, "finding_id": 1, "pk": cast.ivar.staff_id}
    texts = {"kind": "free-message", "municipality": "1480", "month": f"{now:%Y-%m}", "process": "discharge"}
    return {
        **dict.fromkeys(("case_id", "stay_id"), case.pk),
        **{"person_id": case.person_id, "sequence": 1, "agreement_id": "sverige", "clause_id": "2017-612.1.1"},
        **{"provider_id": "provider", "ref": "x", "table": "care", "row": "x", "name": "care", "number": 1},
        **{"version": "1", "id": 1, "key": "x", "account_id": 1, "session_id": case.pk},
        **numbers,
        **texts,
    }


def sent(client: Client, address: str, value: str) -> Iterator[tuple[str, int]]:
    fields = dict.fromkeys(names(), value)
    encoded = "&".join(f"{name}={_encoded(value)}" for name in fields)
    yield f"GET {address}", client.get(f"{address}?{encoded}").status_code
    form = "application/x-www-form-urlencoded"
    yield f"POST {address}", client.post(address, encoded, content_type=form).status_code


def _encoded(value: str) -> str:
    return "".join(f"%{one:02X}" for one in value.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE.keys())
def test_nothing_that_can_be_sent_makes_a_page_fail(cast: Cast, notified: Case, value: str) -> None:
    today = timezone.localdate()
    there = known(cast, notified, start_round(cast.gerda, today, today, 1, timezone.now()))
    addresses = sorted(set(routes(get_resolver(), there)))
    assert len(addresses) > 60
    staff = (cast.anna, cast.david, cast.ella, cast.gerda, cast.hugo)
    clients = [Client(), *map(signed_in, staff)]
    turn = list(STRANGE.values()).index(value)
    for number, address in enumerate(addresses):
        # By turns, and everything by all where there is time.
        if not IS_LONG and (number + turn) % 3:
            continue
        for client in clients if IS_LONG else clients[(number + turn) // 3 % len(clients) :][:1]:
            client.raise_request_exception = False
            for what, status in sent(client, address, value):
                assert status < 500, f"{what} with {value[:20]!r}"
