"""Logging: one JSON line per event in production. Nothing about a patient is ever an argument of an event.

What the site itself tells is written as it is (the security log names staff: `accounts/log.py`). What a library tells
may hold an address, a value or a row, so only its own words are written; and of an error what it was and where in the
code, never what it said. What every event of a request has besides, `door/logged.py` says.
"""

import re
import sys
from http.client import responses
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict

LEFT_OUT = "…"
_PLACE = re.compile(r"%(\(\w+\))?[#0\- +]*[\d*]*(\.[\d*]+)?[sdrfxia]|\{[^{}]*\}")
_VALUE = re.compile(r"\S*[\d/\\'\"“”:=@<>(){}\[\]]\S*")
"""Within a text that is already put together, whatever may be a value: words with digits, quotes, slashes, brackets."""
_SITE = Path(__file__).resolve().parents[2]
_DEEPEST = 30


def logging(as_json: bool) -> dict[str, Any]:
    """Django's LOGGING, and structlog set up to write through it."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        error_without_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    last = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "events": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
                "foreign_pre_chain": [library_words, *shared],
                "use_get_message": False,
                "pass_foreign_args": True,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Django's own would write to administrators by mail.
            "django": {"handlers": [], "level": "INFO"},
            # What the development server has been asked for, line by line.
            "django.server": {"level": "ERROR"},
            "django.request": {"level": "ERROR"},
            "django.security.csrf": {"level": "ERROR"},
            "brygga": {"level": "INFO"},
        },
    }


def library_words(logger: Any, method: str, event: EventDict) -> EventDict:
    """What a library tells, without the values: the places of a pattern are left empty, a whole text is thinned out."""
    had_values = event.pop("positional_args", None)
    said, status = event["event"], getattr(event["_record"], "status_code", None)
    event["event"] = _PLACE.sub(LEFT_OUT, said) if had_values else _VALUE.sub(LEFT_OUT, said)
    if status:
        # Django tells of an answer in a pattern of two places: what the status is called, and the address.
        event["event"], event["status"] = responses.get(status, LEFT_OUT), status
    return event


def error_without_values(logger: Any, method: str, event: EventDict) -> EventDict:
    """An error as its type, what the database calls it, and where in the code it came from, and so for its causes.

    What an exception says often quotes what was sent or the row that did not fit; a traceback may show local values.
    """
    told = event.pop("exc_info", None)
    if not told:
        return event
    error = told[1] if isinstance(told, tuple) else told if isinstance(told, BaseException) else sys.exc_info()[1]
    chain: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        chain.append(_told(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if chain:
        event["exception"] = chain
    return event


def _told(error: BaseException) -> str:
    kind = type(error)
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    name = f"{kind.__module__}.{kind.__qualname__}" + (f" [{code}]" if code else "")
    return " < ".join([name, *_where(error.__traceback__)])


def _where(traceback: TracebackType | None) -> list[str]:
    """The places in the code, the innermost first."""
    frames = [(frame.f_code, line) for frame, line in walk_tb(traceback)][-_DEEPEST:]
    return [f"{_short(code.co_filename)}:{line} {code.co_name}" for code, line in reversed(frames)]


def _short(file: str) -> str:
    """A file below the site's own folder or below where packages are; of others the name alone."""
    path = Path(file)
    if path.is_relative_to(_SITE):
        return str(path.relative_to(_SITE))
    _, packages, rest = file.partition("site-packages/")
    return rest if packages else path.name
