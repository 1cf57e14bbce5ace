"""Draws the rounds of review that wait for it: for a timer, once a minute or so."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brygga_site.review.rounds.actions import draw_waiting


class Command(BaseCommand):
    help = "Draw the sample and find the patterns of the rounds of review that wait for it."

    def handle(self, *args: Any, **options: Any) -> None:
        for of in draw_waiting(timezone.now()):
            self.stdout.write(f"round {of.pk}: {of.first} to {of.last} is drawn")
