from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

LISTED_OTHERWISE = {"0008_receipts", "0009_what_is_asked"}
"""The migrations that came with another way to count what is owed, or to show a case: the rows are then made anew."""


class Cases(AppConfig):
    name = "brygga_site.cases"

    def ready(self) -> None:
        from brygga_site.cases import bulk
        from brygga_site.cases.lists import versions
        from brygga_site.organisations import closing

        versions.begin()
        closing.follow(bulk.unit_closes)
        post_migrate.connect(_lists_anew, sender=self)


def _lists_anew(plan: Sequence[tuple[Any, bool]] = (), **_: Any) -> None:
    """A migration knows nothing of what the library decides; once all have been run, the library is asked."""
    from brygga_site.cases.bulk import lists_made_anew

    if any(not back and one.app_label == "cases" and one.name in LISTED_OTHERWISE for one, back in plan):
        lists_made_anew()
