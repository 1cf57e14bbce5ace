"""Sends the head of the trail to the sites that keep it: for a timer, once an hour."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brygga_site.trail.models import SentHead
from brygga_site.trail.sending import send, witnesses


class Command(BaseCommand):
    help = "Send the head of the trail to the sites of BRYGGA_HEADS_TO, which keep and countersign it."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            to = witnesses()
        except (ImproperlyConfigured, OSError) as error:
            raise CommandError(str(error)) from error
        if not to:
            raise CommandError("set BRYGGA_HEADS_TO and BRYGGA_HEADS_TO_KEYS to the sites that keep the heads")
        sent = [send(one, timezone.now()) for one in to]
        for one in sent:
            self.stdout.write(f"{one.to}: {one.outcome}, up to entry {one.last}. {one.says}".rstrip(". ") + ".")
        if any(one.outcome != SentHead.Outcome.KEPT for one in sent):
            raise CommandError("not every site has kept the head; the log reviewer's page says which")
