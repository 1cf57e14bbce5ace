"""Counts what has come of age, for each office to see: for a timer, once a day. Destroys nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brygga_site.keeping.actions import count_all


class Command(BaseCommand):
    help = "Count what has come of age in each organisation and tell its office; nothing is destroyed."

    def handle(self, *args: Any, **options: Any) -> None:
        for count in count_all(timezone.now()):
            must = f", some of it by {count.must_by}" if count.must_by else ""
            self.stdout.write(f"{count.organisation}: {count.total} of {sum(count.held.values())} may go{must}")
            for record, reasons in sorted(count.kept.items()):
                for reason, number in sorted(reasons.items()):
                    self.stdout.write(f"  {number} {record} kept: {reason}")
