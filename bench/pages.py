"""Real pages of the demo county, as its cast opens them: the whole request, and how much of it is the template.

The peer is the request around the template, measured in the same run. `python -m bench pages`.
"""

import logging
import os
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

ROUNDS = 15


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brygga_site.settings.test")
    import django
    import structlog

    django.setup()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with demo_county():
        print(f"{'':44}{'kB':>6}{'request':>10}{'template':>10}{'share':>7}")
        for name, address in pages():
            kilobytes, whole, template = measured(name, address)
            print(
                f"{f'{name} {address}'[:43]:44}{kilobytes:6.0f}{whole:7.1f} ms{template:7.1f} ms{template / whole:7.0%}"
            )


@contextmanager
def demo_county() -> Iterator[None]:
    """The demo county in a database of its own."""
    from django.db import connection
    from django.utils import timezone
    from rich.console import Console

    from brygga_site.web.demo import county

    with tempfile.TemporaryDirectory() as folder:
        connection.settings_dict["TEST"]["NAME"] = Path(folder) / "pages.sqlite3"
        before = connection.settings_dict["NAME"]
        with redirect_stdout(StringIO()):
            connection.creation.create_test_db(verbosity=0)
        try:
            county.make(timezone.now(), Console(quiet=True))
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def signed_in(name: str) -> Any:
    from django.test import Client

    from brygga_site.organisations.models import Staff

    client = Client()
    client.force_login(Staff.objects.get(username=name))
    return client


def pages() -> Iterator[tuple[str, str]]:
    """Who opens what: the pages asked for most, and the heaviest of their kind."""
    yield "anna", "/"
    yield "anna", "/board"
    yield "anna", heaviest("anna", "/board", r"/cases/[0-9a-f-]{36}(?=\")")
    yield "filip", "/settlement"
    yield "filip", heaviest("filip", "/settlement", r"/settlement/\d{4}/\d{4}-\d\d")
    yield "anna", "/agreements/vastra-gotaland"
    yield "anna", "/agreements/vastra-gotaland/tables/pays"
    yield "anna", "/responsible?agreement=vastra-gotaland&table=care&registered=party"


def heaviest(name: str, address: str, linked: str) -> str:
    """The longest page that another one links to."""
    client = signed_in(name)
    links = sorted(set(re.findall(linked, client.get(address).content.decode())))
    return max(links, key=lambda link: len(client.get(link).content))


def measured(name: str, address: str) -> tuple[float, float, float]:
    """Kilobytes of the page, and the median milliseconds of its request and of its template."""
    from django.template.backends.jinja2 import Template

    client, render, spent = signed_in(name), Template.render, [0.0]

    def timed(template: Any, context: Any = None, request: Any = None) -> str:
        if template.template.name.startswith("django/"):  # a widget of a form, within the page
            return render(template, context, request)
        start = time.perf_counter()
        text = render(template, context, request)
        spent[0] += time.perf_counter() - start
        return text

    Template.render = timed
    try:
        size = len(client.get(address).content)
        rounds = []
        for _ in range(ROUNDS):
            spent[0], start = 0.0, time.perf_counter()
            client.get(address)
            rounds.append((time.perf_counter() - start, spent[0]))
    finally:
        Template.render = render
    whole, template = (1000 * statistics.median(column) for column in zip(*rounds, strict=True))
    return size / 1000, whole, template
