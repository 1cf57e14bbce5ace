"""Seals what has come onto the trail since the last seal: for a timer, once a minute or so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brygga_site.trail.actions import Unsealable, seal


class Command(BaseCommand):
    help = "Seal what has come onto the trail since the last seal."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            while made := seal(timezone.now()):
                self.stdout.write(f"sealed entries {made.first} to {made.last}: {made.head}")
        except (Unsealable, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
