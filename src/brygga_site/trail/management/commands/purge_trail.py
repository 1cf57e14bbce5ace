"""Removes from the trail what is older than ten years, and records that."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brygga_site.trail.actions import purge


class Command(BaseCommand):
    help = "Remove the entries of the trail that are older than ten years; the purge is itself on the trail."

    def handle(self, *args: Any, **options: Any) -> None:
        removed = purge(timezone.now())
        self.stdout.write(
            f"removed entries {removed[0]} to {removed[1]}" if removed else "nothing is older than ten years"
        )
