"""Takes in where persons are listed, from a file of a region's register of listings: for a timer, once a night."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from brygga_site.organisations.models import Organisation
from brygga_site.people.listings import UnreadableListings, read_listings


class Command(BaseCommand):
    help = "Take in at which health centre each person is listed, in place of what the region said before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("region", help="county code (14)")
        parser.add_argument("file", type=Path, help="CSV with the columns person and unit, in UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        region = Organisation.objects.filter(kind=Organisation.Kind.REGION, code=options["region"]).first()
        if region is None:
            raise CommandError(f"there is no region {options['region']} here")
        try:
            read = read_listings(region, options["file"].read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, UnreadableListings) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(f"{read.rows} rows; {read.kept} listings of persons who are known here.")
