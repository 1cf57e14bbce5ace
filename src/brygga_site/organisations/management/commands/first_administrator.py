"""Appoints the first administrator of an organisation."""

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from brygga.identities import UnknownCode
from brygga.process import NotAllowed
from brygga_site.organisations.actions.first import appoint_first_administrator


class Command(BaseCommand):
    help = "Make an organisation's first administrator of units and assignments, who then gives all others theirs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["region", "municipality"])
        parser.add_argument("code", help="county code (14) or municipality code (1480)")
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("--no-password", action="store_true", help="the person signs in with an e-identity")

    def handle(self, *args: Any, **options: Any) -> None:
        password = None if options["no_password"] else _asked()
        given = {key: options[key] for key in ("kind", "code", "username", "name")}
        try:
            staff = appoint_first_administrator(**given, today=timezone.localdate())
        except (NotAllowed, UnknownCode) as error:
            raise CommandError(str(error)) from error
        if password:
            staff.set_password(password)
            staff.save(update_fields=["password"])
        self.stdout.write(f"{staff.username} keeps the units and assignments of {staff.organisation}.")


def _asked() -> str:
    password = getpass("Password: ")
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
