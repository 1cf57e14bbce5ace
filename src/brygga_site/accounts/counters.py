"""Django's cache in a table of ours, as JSON: attempts counted, one-time codes and logout tokens already used.

Django's own database cache unpickles what it finds, so whoever can write into the table could have a program of their
choice run by the site. Here a value that is no JSON is no value.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import transaction
from django.utils import timezone

from brygga_site.accounts.models import Counter

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class Counters(BaseCache):
    """Values are what JSON can hold; others raise TypeError. `get` gives lists for tuples."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        name = self.make_and_validate_key(key, version)
        kept = Counter.objects.filter(pk=name, expires__gt=timezone.now()).values_list("value", flat=True).first()
        try:
            return default if kept is None else json.loads(kept)
        except ValueError:
            return default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        row = self._row(key, value, timeout, version)
        with transaction.atomic():
            Counter.objects.bulk_create(
                [row], update_conflicts=True, unique_fields=["cache_key"], update_fields=["value", "expires"]
            )
            self._make_room()

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether it was not there; of two who add at once one alone is told so."""
        row = self._row(key, value, timeout, version)
        with transaction.atomic():
            Counter.objects.filter(pk=row.pk, expires__lte=timezone.now()).delete()
            defaults = {"value": row.value, "expires": row.expires}
            _, is_new = Counter.objects.get_or_create(pk=row.pk, defaults=defaults)
            self._make_room()
        return is_new

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        row = self._row(key, None, timeout, version)
        there = Counter.objects.filter(pk=row.pk, expires__gt=timezone.now())
        return there.update(expires=row.expires) > 0

    def delete(self, key: str, version: int | None = None) -> bool:
        return Counter.objects.filter(pk=self.make_and_validate_key(key, version)).delete()[0] > 0

    def has_key(self, key: str, version: int | None = None) -> bool:
        name = self.make_and_validate_key(key, version)
        return Counter.objects.filter(pk=name, expires__gt=timezone.now()).exists()

    def clear(self) -> None:
        Counter.objects.all().delete()

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> Counter:
        ends = self.get_backend_timeout(timeout)
        expires = FOR_EVER if ends is None else datetime.fromtimestamp(ends, UTC)
        return Counter(pk=self.make_and_validate_key(key, version), value=json.dumps(value), expires=expires)

    def _make_room(self) -> None:
        """With more rows than there may be those go that are over, and then those that end first."""
        if Counter.objects.count() <= self._max_entries:
            return
        Counter.objects.filter(expires__lte=timezone.now()).delete()
        too_many = Counter.objects.count() - self._max_entries
        if too_many > 0:
            first = Counter.objects.order_by("expires").values_list("pk", flat=True)[
                : too_many + self._max_entries // 3
            ]
            Counter.objects.filter(pk__in=list(first)).delete()
