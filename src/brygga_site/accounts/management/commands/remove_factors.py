"""`manage.py remove_factors anna`: for whoever has lost what they sign in with and their recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from brygga_site.accounts.actions import remove_factors
from brygga_site.organisations.models import Staff


class Command(BaseCommand):
    help = "Remove a staff member's passkeys, authenticator app and recovery codes, and end their sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = Staff.objects.filter(username=options["username"]).first()
        if staff is None:
            raise CommandError(f"there is no staff member {options['username']}")
        remove_factors(staff)
        self.stdout.write(f"{staff.username} signs in with the password alone until a factor is added")
