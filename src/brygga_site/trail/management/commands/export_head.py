"""Exports the head of the trail into the folder of the settings: for a timer, once a day."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brygga_site.trail import actions, heads, reads


class Command(BaseCommand):
    help = "Export the head of the trail into BRYGGA_HEADS_FOLDER; the newest stay, older ones are removed."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.BRYGGA_HEADS_FOLDER is None:
            raise CommandError("set BRYGGA_HEADS_FOLDER to the folder in which heads are kept")
        try:
            head = heads.head_of(reads.seals(reads.newest()))
            file = heads.export_into(settings.BRYGGA_HEADS_FOLDER, head, settings.BRYGGA_HEADS_KEPT)
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        actions.note_export(timezone.now(), head.seal.last)
        self.stdout.write(f"exported the head up to entry {head.seal.last}: {file}")
