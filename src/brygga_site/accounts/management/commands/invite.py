"""`manage.py invite anna`: a one-time code for whoever no administrator can give one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from brygga_site.accounts.actions import invite
from brygga_site.organisations.models import Staff


class Command(BaseCommand):
    help = "Make a one-time code by which a staff member sets a password within 72 hours, and show it once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--factors", action="store_true", help="their second factors are lost too")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = Staff.objects.filter(username=options["username"], is_active=True).first()
        if staff is None:
            raise CommandError(f"there is no active staff member {options['username']}")
        self.stdout.write(invite(staff, timezone.now(), options["factors"]))
