"""What stands in the log: one line for each event, whatever it holds, with its time in UTC."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import structlog
from django.test import Client
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
    assert json.loads(written)["event"].endswith(FORGED)


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
