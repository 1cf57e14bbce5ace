"""Writes the package that an archive authority is given of what a run lists, before it is destroyed."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from brygga_site.keeping.archive.package import write
from brygga_site.keeping.archive.reads import listed
from brygga_site.keeping.models import Destruction


class Command(BaseCommand):
    help = "Write an archive package of the cases on a run's list that are there still."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="the number of the run, as its page and protocol have it")
        parser.add_argument("--out", type=Path, required=True, help="the ZIP file to write, for its owner alone")

    def handle(self, *args: Any, run: int, out: Path, **options: Any) -> None:
        found = Destruction.objects.select_related("organisation", "proposed_by", "decided_by").filter(pk=run).first()
        if found is None:
            raise CommandError(f"there is no run {run}: its number stands on the office's page about keeping")
        try:
            count = write(found, listed(found), out, timezone.now())
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} cases written to {out}")
