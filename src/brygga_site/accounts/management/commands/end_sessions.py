"""`manage.py end_sessions anna`, or `--everybody`: signs out at once, after a stolen cookie or a break-in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from brygga_site.accounts.actions import end_of_operator
from brygga_site.organisations.models import Staff


class Command(BaseCommand):
    help = "End every session of a staff member, or everybody's."

    def add_arguments(self, parser: CommandParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("username", nargs="?")
        who.add_argument("--everybody", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = None
        if not options["everybody"]:
            staff = Staff.objects.filter(username=options["username"]).first()
            if staff is None:
                raise CommandError(f"there is no staff member {options['username']}")
        ended = end_of_operator(staff)
        self.stdout.write(f"{ended} sessions ended: {staff.username if staff else 'everybody'}")
