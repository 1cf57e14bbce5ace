"""`make run`: makes the demo county when it is missing, and serves the site."""

import os
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import structlog
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone
from rich.console import Console

from brygga.agreements import UnusableAgreement
from brygga_site.agreements import faults
from brygga_site.cases.models import Case, Message
from brygga_site.review.rounds.actions import draw_waiting
from brygga_site.serving.server import listen, serve
from brygga_site.trail.actions import Unsealable, seal
from brygga_site.web.demo import county

SEALED_EVERY_SECONDS, DRAWN_EVERY_SECONDS = 60, 2


class Command(BaseCommand):
    help = "Make the demo county when it is missing, and serve it on 127.0.0.1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-serve", action="store_true", help="only make the county")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BRYGGA_DEMO:
            raise CommandError("the demo is not for this site: its settings do not say BRYGGA_DEMO")
        console = Console()
        self._forget_yesterday(console)
        call_command("migrate", verbosity=0)
        for fault in faults():
            console.print(fault, style="red", markup=False, highlight=False, soft_wrap=True)
        if not Case.objects.exists():
            try:
                county.make(timezone.now(), console)
            except UnusableAgreement as unusable:
                raise CommandError(f"no demo county can be made: {unusable}") from unusable
        if not options["no_serve"]:
            self._serve(options["port"], console)

    def _forget_yesterday(self, console: Console) -> None:
        """A demo nobody has written in is made anew each day, so that its cases are always of today."""
        file = Path(str(settings.DATABASES["default"]["NAME"]))
        if connection.vendor != "sqlite" or not file.exists():
            return
        call_command("migrate", verbosity=0)
        newest = Case.objects.order_by("-opened_at").values_list("opened_at", flat=True).first()
        if newest is None or timezone.localdate(newest) >= timezone.localdate():
            return
        if Message.objects.filter(assignment__isnull=False).exists():
            console.print(
                f"The demo county is of an earlier day and holds what you wrote. For a new one remove {file}."
            )
            return
        connection.close()
        for part in file.parent.glob(f"{file.name}*"):
            part.unlink()

    def _serve(self, port: int, console: Console) -> None:
        try:
            listening = listen("127.0.0.1", port)
        except OSError as error:
            raise CommandError(
                f"port {port} cannot be used ({error.strerror}); try PORT={port + 1} make run"
            ) from error
        console.print(f"Brygga is at http://127.0.0.1:{port} (Ctrl+C ends it)", highlight=False)
        serve(listening, processes=1, post_worker_init=_begin_timers)


def _begin_timers(_: object) -> None:
    """In the process that serves, as threads do not come along when it parts from the one that watches over it."""
    Thread(target=_keep_sealing, daemon=True).start()
    Thread(target=_keep_drawing, daemon=True).start()


def _keep_sealing() -> None:
    """Seals the trail once a minute beside the requests."""
    while True:
        sleep(SEALED_EVERY_SECONDS)
        try:
            seal(timezone.now())
        except (DatabaseError, Unsealable, ValueError, OSError) as error:
            structlog.get_logger("brygga.trail").error("not-sealed", error=str(error))
        finally:
            connection.close()


def _keep_drawing() -> None:
    """Draws the log review's rounds beside the requests."""
    while True:
        sleep(DRAWN_EVERY_SECONDS)
        try:
            list(draw_waiting(timezone.now()))
        except DatabaseError as error:
            structlog.get_logger("brygga.review").error("not-drawn", error=str(error))
        finally:
            connection.close()
