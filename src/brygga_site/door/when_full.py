"""When the disk is full, whoever reads goes on reading: a reading is recorded in room that was set aside for it.

A message that is sent gets none of that room, so that it lasts: it is refused at once, until the disk has room again.
On SQLite alone; PostgreSQL's disk is its server's (docs/backup.md).
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse

from brygga_site.door import outages
from brygga_site.sqlite.aside import Aside

READ_BY_SENDING = ("/sign-in", "/sign-out", "/assignment", "/review/log", "/review/report", "/i18n/setlang/")
"""What is sent only to read: who may, as whom, in what language, and the log by a form."""

TRIES = 3


class WhenFull:
    """Inside what adds headers, outside whatever asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if connection.vendor != "sqlite" or not settings.BRYGGA_ASIDE_MB:
            raise MiddlewareNotUsed
        self.get_response = get_response
        _aside().take()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        aside = _aside()
        if not _reads(request):
            return self.get_response(request) if aside.take() else outages.full(request)
        answer = self.get_response(request)
        for _ in range(TRIES):
            if getattr(answer, "outage", None) != outages.Outage.FULL or not aside.give_up():
                break
            answer = self.get_response(request)
        return answer


def _aside() -> Aside:
    return Aside(Path(connection.settings_dict["NAME"]), settings.BRYGGA_ASIDE_MB * 1024 * 1024)


def _reads(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD", "OPTIONS") or request.path.startswith(READ_BY_SENDING)
