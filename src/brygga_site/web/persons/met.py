"""Whom a reader has met: a person whose whole number was given, under this assignment, not long ago."""

from datetime import datetime, timedelta

from django.http import HttpRequest

KEY = "met"
LASTS = timedelta(minutes=30)
"""How long a person found by number stays open without any relation; the number can be given again."""


def remember(request: HttpRequest, person: int, now: datetime) -> None:
    met = {
        name: at for name, at in request.session.get(KEY, {}).items() if now.timestamp() - at < LASTS.total_seconds()
    }
    request.session[KEY] = {**met, _name(request, person): now.timestamp()}


def has_met(request: HttpRequest, person: int, now: datetime) -> bool:
    at = request.session.get(KEY, {}).get(_name(request, person))
    return at is not None and _is_lately(at, now)


def _is_lately(at: float, now: datetime) -> bool:
    return now.timestamp() - at < LASTS.total_seconds()


def _name(request: HttpRequest, person: int) -> str:
    return f"{request.assignment.pk}:{person}"
