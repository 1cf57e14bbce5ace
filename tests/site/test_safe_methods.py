"""Whatever is only asked for changes nothing: everybody opens every address, and the database is compared."""

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.test_strange_values import known, names, routes

from brygga_site.accounts.actions import invite
from brygga_site.api.actions import make_key
from brygga_site.cases.models import Case
from brygga_site.organisations import actions
from brygga_site.organisations.models import Unit
from brygga_site.review.rounds.actions import start_round

pytestmark = pytest.mark.django_db

WRITTEN_BY_READING = {
    # That somebody has read is to be kept: it changes nothing that was said, and it is what the log is for.
    "trail_entry",
    "trail_subject",
    # What a unit's member has had before them, so that it is no longer new to the unit.
    "cases_receipt",
    # The lists' number, which such a receipt makes another, and a month's sums, kept until a stay in it changes.
    "cases_listsversion",
    "charges_settledmonth",
    # When a session or a key was last used, what a session keeps for the next page, and how often somebody has tried.
    "sign_in_session",
    "sign_in_counter",
    "api_key",
    "django_session",
    "sqlite_sequence",
}

KEPT_BY_BROWSERS = ("/static/", "/i18n/", "/.well-known/")


def rows() -> dict[str, str]:
    """A digest of what stands in each table that no reading writes to."""
    tables = sorted(set(connection.introspection.table_names()) - WRITTEN_BY_READING)
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            lying = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(lying).encode()).hexdigest()
    return found


HARMFUL = 'javascript:alert(1)//" href="javascript:alert(2)'


def leading_out(answer: HttpResponse) -> list[str]:
    """The links, sources and targets of a page by any other scheme than those that lead to a page, a mail or a call."""
    if not answer.headers["Content-Type"].startswith("text/html"):
        return []
    written = r"""\b(?:href|src|action|formaction|hx-get|hx-post)=(?:"([^"]*)"|([^\s">]+))"""
    values = re.findall(written, answer.content.decode())
    schemes = {text: urlsplit(unescape(text)).scheme for pair in values for text in pair if text}
    return [text for text, scheme in schemes.items() if scheme not in ("", "https", "mailto", "tel")]


def test_a_link_that_leads_to_a_script_is_seen() -> None:
    page = HttpResponse(f'<a href="{HARMFUL}">x</a><a href="/a?b=1#c">y</a><img src=data:x><a href="j&#97;vascript:1">')
    assert leading_out(page) == ["javascript:alert(1)//", "javascript:alert(2)", "data:x", "j&#97;vascript:1"]


def addresses(there: dict[str, Any]) -> Iterator[str]:
    yield from sorted({*routes(get_resolver(), there), "/sign-out", *of_the_api(get_resolver(), there)})


def of_the_api(resolver: URLResolver, there: dict[str, Any], before: str = "/") -> Iterator[str]:
    for one in resolver.url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from of_the_api(one, there, address)
        elif isinstance(one, URLPattern) and address.startswith("/api/"):
            address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(there.get(found[1], 1)), address)
            yield address


def test_whatever_address_is_asked_for_by_anybody_changes_nothing_is_kept_by_no_browser_and_leads_to_no_script(
    cast: Cast, notified: Case
) -> None:
    today, now = timezone.localdate(), timezone.now()
    there = known(cast, notified, start_round(cast.gerda, today, today, 1, now))
    waiting = actions.give_assignment(
        cast.hugo, cast.ivar.staff, Unit.objects.get(pk=cast.anna.unit_id), "Nurse", "care", today
    )
    there |= {"number": waiting.pk, "staff_id": cast.ivar.staff_id, "unit_id": cast.anna.unit_id}
    there |= {"assignment_id": cast.anna.pk}
    invite(cast.ivar.staff, now)
    key = make_key(cast.hugo, "Cosmic", "write", today, now)[1]
    asked = list(addresses(there))
    assert len(asked) > 90
    everybody = [cast.anna, cast.david, cast.ella, cast.gerda, cast.hugo]
    clients = [Client(), Client(headers={"authorization": f"Bearer {key}"}), *map(signed_in, everybody)]
    more = ("confirm", "language", "next", "csrfmiddlewaretoken", "_method")
    fields = urlencode(dict.fromkeys((*names(), *more), HARMFUL))
    before, opened = rows(), 0
    for client in clients:
        client.raise_request_exception = False
        for address in asked:
            answer = client.get(address)
            assert answer.status_code < 500, address
            if not address.startswith(KEPT_BY_BROWSERS):
                assert "no-store" in answer.headers["Cache-Control"], address
            if answer.status_code == 200:
                opened += 1
                ask = client.get if client is not clients[-1] else client.head
                again = ask(f"{address}?{fields}")
                assert again.status_code < 500, address
                assert leading_out(answer) + leading_out(again) == [], address
    after = rows()
    changed = [table for table in before if before[table] != after[table]]
    assert changed == [], f"what was only asked for has changed {changed}"
    # It is no wonder that nothing changes where nothing opens.
    assert opened > 150
    assert all(client.get("/your-sign-in").status_code == 200 for client in clients[2:]), "somebody was signed out"
