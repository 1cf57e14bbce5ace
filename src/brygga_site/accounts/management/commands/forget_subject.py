"""`manage.py forget_subject anna`: for whoever the identity provider, for good reasons, calls something else by now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from brygga_site.accounts.actions import forget_subject
from brygga_site.organisations.models import Staff


class Command(BaseCommand):
    help = "Forget what the identity provider calls a staff member; the next sign-in there says it anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = Staff.objects.filter(username=options["username"]).first()
        if staff is None:
            raise CommandError(f"there is no staff member {options['username']}")
        forget_subject(staff)
        self.stdout.write(f"the next sign-in of {staff.username} at the identity provider says who they are there")
