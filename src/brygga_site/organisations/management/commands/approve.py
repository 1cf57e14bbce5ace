"""`manage.py approve`: what waits and nobody of the organisation can approve, approved by whoever runs the site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from brygga.process import NotAllowed
from brygga_site.organisations.actions.approval import approve, decline
from brygga_site.organisations.models import Pending


class Command(BaseCommand):
    help = "List what waits for approval in every organisation; approve one by its number, or decline it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", nargs="?", type=int, help="which one; without it they are listed")
        parser.add_argument("--decline", metavar="REASON", help="say no to it instead")

    def handle(self, *args: Any, **options: Any) -> None:
        number, now = options["number"], timezone.now()
        waiting = Pending.objects.filter(state=Pending.State.WAITING, asked_at__gt=now - Pending.WAITS)
        if number is None:
            for one in waiting.select_related("organisation", "asked_under__staff").order_by("asked_at"):
                asked = f"asked by {one.asked_under.staff.username} {one.asked_at:%Y-%m-%d %H:%M}"
                self.stdout.write(f"{one.pk}  {one.organisation}: {one.what} ({asked})")
            return
        if not waiting.filter(pk=number).exists():
            raise CommandError(f"nothing waits under the number {number}; without a number all that waits is listed")
        try:
            if options["decline"]:
                self.stdout.write(f"declined: {decline(None, number, options['decline'], '', now).what}")
                return
            done, carried = approve(None, number, "", now)
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"approved: {done.what}")
        if carried.shown:
            self.stdout.write(f"The second half of the one-time code, told this once: {carried.shown}")
