"""`manage.py identify kim --identity-number …`: by what an administrator is known who has no other to write it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from brygga.process import NotAllowed
from brygga_site.organisations.actions.first import identify


class Command(BaseCommand):
    help = "Write a staff member's identity number or HSA-id, without which nobody can be told to be a second person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--identity-number", default="", help="YYYYMMDD-NNNN")
        parser.add_argument("--hsa-id", help="SE2321000131-P000000000001")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            staff = identify(options["username"], options["identity_number"], options["hsa_id"])
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{staff.username} is known by {'HSA-id' if staff.hsa_id else 'identity number'}")
