"""The site under load as it is served for real: real processes, real databases, signed-in staff, HTTP over loopback.

`bench.web`, `bench.screens`, `bench.scale` and `bench.soak` are made of it.
"""

import logging

import django


def ready() -> None:
    """Makes Django ready in a process that signs many in: none of that is an event for the log."""
    django.setup()
    logging.disable(logging.INFO)
