from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

OWED_OTHERWISE = {"0008_receipts", "0009_what_is_asked"}
"""The migrations that came with another way to count what is owed: the rows that there are are then made anew."""


class Cases(AppConfig):
    name = "brygga_site.cases"

    def ready(self) -> None:
        from brygga_site.cases.lists import versions

        versions.begin()
        post_migrate.connect(_owed_anew, sender=self)


def _owed_anew(plan: Sequence[tuple[Any, bool]] = (), **_: Any) -> None:
    """A migration knows nothing of what the library decides; once all have been run, the library is asked."""
    from brygga_site.cases.bulk import owings_made_anew

    if any(not back and one.app_label == "cases" and one.name in OWED_OTHERWISE for one, back in plan):
        owings_made_anew()
