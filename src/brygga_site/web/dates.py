"""Days and moments as pages write them, on the Swedish wall clock."""

from datetime import date, datetime
from functools import lru_cache

from django.template import defaultfilters
from django.utils import timezone, translation

REMEMBERED = 4096
"""So many are kept as text: the pages of a unit write the same ones again and again."""


def written(value: date | datetime | None, form: str) -> str:
    """A day, or a moment on the Swedish wall clock, in one of Django's forms of dates."""
    # Two moments of the hour that comes twice in October are equal; only their `fold` tells them apart.
    return _written(value, getattr(value, "fold", 0), form, translation.get_language()) if value else ""


@lru_cache(REMEMBERED)
def _written(value: date | datetime, fold: int, form: str, language: str | None) -> str:
    return defaultfilters.date(timezone.template_localtime(value), form)
