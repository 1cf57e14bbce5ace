"""Appoints the first two administrators of an organisation, one at a time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from brygga.identities import UnknownCode
from brygga.process import NotAllowed
from brygga_site.accounts.actions import invite
from brygga_site.organisations.actions.first import ENOUGH, appoint_first_administrator
from brygga_site.organisations.approval.people import administrators_of


class Command(BaseCommand):
    help = "Make an organisation's first administrator, and its second: one asks for what the other approves."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["region", "municipality"])
        parser.add_argument("code", help="county code (14) or municipality code (1480)")
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("--identity-number", default="", help="YYYYMMDD-NNNN; this or the HSA-id is needed")
        parser.add_argument("--hsa-id", help="SE2321000131-P000000000001")
        parser.add_argument("--no-code", action="store_true", help="the person signs in with an e-identity")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {key: options[key] for key in ("kind", "code", "username", "name", "identity_number", "hsa_id")}
        now = timezone.now()
        try:
            staff = appoint_first_administrator(**given, today=timezone.localdate(now))
        except (NotAllowed, UnknownCode) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{staff.username} keeps the units and assignments of {staff.organisation}.")
        if len(administrators_of(staff.organisation, now)) < ENOUGH:
            self.stdout.write("Appoint a second one in the same way: what one asks for, the other approves.")
        if not options["no_code"]:
            self.stdout.write(f"One-time code, good for 72 hours at /sign-in/first: {invite(staff, now)}")
