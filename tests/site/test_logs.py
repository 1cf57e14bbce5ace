"""What stands in the log: one line for each event, whatever it holds, with its time in UTC."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import structlog
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from tests.site.cast import Cast, signed_in

from brygga_site.cases.models import Case
from brygga_site.settings.logs import logging as settings_for

FORGED = 'x\n{"event": "all is well"}\r\x1b[31m\x00\u2028'


@pytest.fixture
def formatter() -> Iterator[logging.Formatter]:
    """That of production."""
    before = structlog.get_config()
    settings = settings_for(as_json=True)["formatters"]["events"]
    yield settings.pop("()")(**settings)
    structlog.configure(**before)


def record(message: str, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord("django.security", logging.ERROR, "file.py", 1, message, arguments, None)


def test_nothing_that_is_logged_can_forge_a_line_of_its_own(formatter: logging.Formatter) -> None:
    written = formatter.format(record("Invalid HTTP_HOST header: %r or %s", FORGED, FORGED))
    assert len(written.splitlines()) == 1
    assert json.loads(written)["event"] == "Invalid HTTP_HOST header: … or …"
    said = logging.LogRecord("brygga.x", logging.ERROR, "file.py", 1, {"event": FORGED}, (), None)
    said._logger, said._name = logging.getLogger("brygga.x"), "error"
    own = formatter.format(said)
    assert len(own.splitlines()) == 1
    assert json.loads(own)["event"] == FORGED


def test_an_event_has_its_time_in_utc_its_level_and_where_it_comes_from(formatter: logging.Formatter) -> None:
    event = json.loads(formatter.format(record("x")))
    assert (event["level"], event["logger"]) == ("error", "django.security")
    assert datetime.fromisoformat(event["timestamp"]).utcoffset() == timedelta(0)


@pytest.mark.django_db
def test_nothing_about_a_patient_is_logged(
    cast: Cast, notified: Case, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    for who in (cast.boris, cast.olga):
        for address in ("/", f"/cases/{notified.pk}"):
            signed_in(who).get(address)
    Client().post("/sign-in", {"username": "anna", "password": "hemligt-ord"})
    told = caplog.text + "".join(capfd.readouterr())
    for word in ("Tolvansson", "20180104", "Provvägen", "hemligt-ord"):
        assert word not in told


MARKS = ("Tolvansson", "20180104", "2381", "hemligt", "0f0e0d0c")
CASE = "0f0e0d0c-0b0a-4908-8706-050403020100"
VALUES = {"uuid": CASE, "int": "2018010423", "slug": "hemligt", "str": "Tolvansson-hemligt", "path": "hemligt/20180104"}


class Failing:
    """A view that fails whatever was asked for, and says why with all that it knows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        name = "Tolv Tolvansson"
        try:
            int(f"20180104-2381 {name}")
        except ValueError as error:
            raise IntegrityError(f"Key (identity_number)=(201801042381) of {name} at {request.path}") from error


def routes(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """An address of every route, with something of a patient's wherever it takes something."""
    for one in resolver.url_patterns:
        address = before + re.sub(
            r"<(?:(\w+):)?\w+>", lambda found: VALUES.get(found[1] or "str", "x"), str(one.pattern)
        )
        if isinstance(one, URLResolver):
            yield from routes(one, address)
        else:
            yield address.replace("^", "").replace("$", "").replace("\\Z", "")


@pytest.fixture
def written(formatter: logging.Formatter) -> Iterator[StringIO]:
    """What production would write."""
    stream, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    before, level = root.handlers[:], root.level
    root.handlers, root.level = [handler], logging.INFO
    yield stream
    root.handlers, root.level = before, level


@pytest.mark.django_db
@pytest.mark.any_engine("an error before any view has asked the database")
def test_a_page_that_fails_is_logged_by_the_name_of_its_route_and_nothing_of_what_was_asked(
    cast: Cast, settings: object, written: StringIO
) -> None:
    after = settings.MIDDLEWARE.index("brygga_site.door.logged.Logged") + 1
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:after], "tests.site.test_logs.Failing", *settings.MIDDLEWARE[after:]]
    client = signed_in(cast.anna)
    client.raise_request_exception = False
    written.seek(0)
    written.truncate()
    met = set()
    for address in routes(get_resolver()):
        answer = client.get(f"{address}?q=Tolvansson&number=20180104-2381", headers={"referer": f"/cases/{CASE}"})
        if answer.status_code == 500:
            met.add(resolve(answer.request["PATH_INFO"]).view_name)
    told = written.getvalue()
    assert len(met) > 80
    events = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    failed = [one for one in events if one["logger"] == "django.request"]
    assert {one["route"] for one in failed} == met
    assert {(one["event"], one["method"], one["origin"]) for one in failed} == {
        ("Internal Server Error", "GET", "127.0.0.1")
    }
    assert {one["staff_number"] for one in failed} == {cast.anna.staff_id}
    assert "test_logs.py" in failed[0]["exception"][0]
    assert failed[0]["exception"][0].startswith("django.db.utils.IntegrityError < ")
    assert [mark for mark in MARKS if mark in told] == []


@pytest.mark.django_db
@pytest.mark.any_engine("refused before the database is asked")
def test_what_libraries_tell_holds_nothing_of_what_was_asked(settings: object, written: StringIO) -> None:
    settings.ALLOWED_HOSTS = ["brygga.example"]
    Client(raise_request_exception=False).get(f"/cases/{CASE}", headers={"host": "Tolvansson.hemligt"})
    asked = f"GET /cases/{CASE}?q=Tolvansson HTTP/1.1"
    for name, said, values in [
        ("django.request", "Not Found: %s", (f"/cases/{CASE}",)),
        ("django.server", '"%s" %s %s', (asked, "200", "17")),
        ("allauth", f"unable to finish /cases/{CASE} for '20180104-2381'", ()),
        ("gunicorn.error", f"Error handling request /cases/{CASE}", ()),
        ("urllib3.connectionpool", "Retrying after connection broken by '%r': %s", (ValueError(asked), asked)),
        ("asyncio", "%(case)s was never awaited", ({"case": CASE},)),
    ]:
        logging.getLogger(name).error(said, *values)
    told = written.getvalue()
    assert "django.security.DisallowedHost" in told
    assert "Retrying after connection broken by" in told
    assert [mark for mark in MARKS if mark in told] == []
