"""What is counted as it happens. Every label is one of a fixed set of words: no case, person, user or unit is a label.

With several web processes each counts in files of its own (`serving.shared`); otherwise in memory.
"""

from django.db import transaction
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

# Several processes together cannot tell when they began, and nobody asks.
disable_created_metrics()

COUNTED = CollectorRegistry()
_answers = Counter(
    "brygga_answers", "Requests by the name of their route and their status.", ("route", "method", "status"),
    registry=COUNTED,
)  # fmt: skip
_seconds = Histogram(
    "brygga_answer_seconds", "How long answers took, in seconds.", ("route", "method"),
    buckets=SECONDS, registry=COUNTED,
)  # fmt: skip
_said = Counter("brygga_said", "What was said, by table and kind of message.", ("table", "kind"), registry=COUNTED)
_database = Counter("brygga_database_errors", "What the database failed with.", ("kind",), registry=COUNTED)
_beyond = Counter("brygga_beyond_limits", "Requests beyond a limit (429).", ("limit",), registry=COUNTED)
_turned_away = Counter("brygga_turned_away", "Requests that no page saw.", ("why",), registry=COUNTED)


def answered(route: str, method: str | None, status: int, seconds: float) -> None:
    method = method if method in METHODS else "other"
    _answers.labels(route, method, str(status)).inc()
    _seconds.labels(route, method).observe(seconds)


def said(table: str, kind: str) -> None:
    """Counts something told, once its transaction has been committed."""
    transaction.on_commit(_said.labels(table, kind).inc)


def database_failed(kind: str) -> None:
    _database.labels(kind).inc()


def beyond_limit(limit: str) -> None:
    _beyond.labels(limit).inc()


def turned_away(why: str) -> None:
    _turned_away.labels(why).inc()
