"""Logging: one JSON line per event in production. Nothing about a patient is ever an argument of an event.

The security log names staff (`accounts/log.py`).
"""

from typing import Any

import structlog


def logging(as_json: bool) -> dict[str, Any]:
    """Django's LOGGING, and structlog set up to write through it."""
    shared = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
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
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "propagate": False},
            # Its warnings name addresses, and an address may name a person's case.
            "django.request": {"level": "ERROR"},
            "django.security.csrf": {"level": "ERROR"},
            "brygga": {"level": "INFO"},
        },
    }
