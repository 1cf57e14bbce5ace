"""Carries out a run of destruction that two at an office have approved, batch by batch; with --dry-run only tells."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from brygga_site.keeping.destruction.actions import NotApproved, carry_out
from brygga_site.keeping.models import Destruction
from brygga_site.keeping.reads import protocol_of, waiting_in


class Command(BaseCommand):
    help = "Destroy what a run lists that an office has proposed and another there approved; safe to begin again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="the number of the run, as its page and protocol have it")
        parser.add_argument("--dry-run", action="store_true", help="tell what is listed and destroy nothing")

    def handle(self, *args: Any, run: int, dry_run: bool, **options: Any) -> None:
        found = Destruction.objects.filter(pk=run).select_related("organisation").first()
        if found is None:
            raise CommandError(f"there is no run {run}: its number stands on the office's page about keeping")
        if not dry_run:
            try:
                found = carry_out(run, timezone.now, lambda count: self.stdout.write(f"{count} more records"))
            except NotApproved as refused:
                raise CommandError(str(refused)) from refused
        self.stdout.write(f"{found.organisation}, run {found.pk}, {found.stage}: {waiting_in(found)} records wait")
        for one in protocol_of(found):
            self.stdout.write(
                f"  {one.process}, {one.record}, by {one.rule}, last entry {one.first} to {one.last}: "
                f"{one.listed} listed, {one.destroyed} destroyed, {one.released} let go, {one.kept} kept"
            )
