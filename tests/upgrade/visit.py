"""Migrates a county that an earlier version has left, and does a day's work in it; prints what came of each."""

import json
import re
import sys
from collections.abc import Iterator

import django

CAST = {
    "anna": ["/", "/board"],
    "boris": ["/", "/board"],
    "cecilia": ["/", "/board", "/board/deviation"],
    "david": ["/", "/board"],
    "ella": ["/settlement"],
    "filip": ["/settlement"],
    "gerda": ["/review", "/review/log", "/review/rounds/1", "/review/findings/1"],
    "hugo": ["/administration/", "/administration/staff", "/administration/keys"],
}
COUNTED = ("cases_case", "cases_message", "people_person", "people_statement", "cases_receipt", "charges_keptstay")


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from brygga_site.trail.actions import seal

    before = counts()
    call_command("migrate", verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)
    told = {"before": before, "after": counts(), "unread": list(unread()), "pages": list(pages())}
    while seal(timezone.now()):
        pass
    json.dump(told, sys.stdout)


def counts() -> dict[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        return {table: _count(cursor, table) for table in COUNTED}


def _count(cursor: object, table: str) -> int:
    return cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def unread() -> Iterator[str]:
    """Rows that cannot be read as what they are, and cases that no longer come to what their list says of them."""
    from django.apps import apps
    from django.utils import timezone

    from brygga.access import parse
    from brygga_site.cases.models import Case
    from brygga_site.cases.seen import sent
    from brygga_site.people.models import Statement

    for model in apps.get_models():
        if model._meta.managed:
            list(model._base_manager.all())
    for statement in Statement.objects.all():
        parse(statement.kind, statement.content)
    for case in Case.objects.select_related("overview").prefetch_related("messages__unit"):
        process = case.runs
        state = process.fold(sent(process, case.messages.all()), timezone.now())
        if state.stage != case.overview.stage:
            yield f"{case.pk}: {state.stage}, and on its list {case.overview.stage}"


def pages() -> Iterator[tuple[str, str, int]]:
    from django.test import Client

    from brygga_site.web.demo.cast import PASSWORD

    for name, addresses in CAST.items():
        client = Client(headers={"accept-language": "en"})
        client.post("/sign-in", {"username": name, "password": PASSWORD})
        for address in addresses:
            yield name, address, client.get(address).status_code
        if name == "anna":
            yield from a_message(client)


def a_message(client: object) -> Iterator[tuple[str, str, int]]:
    """Opens the first case of the board and says something in it."""
    case = re.search(r"/cases/[0-9a-f-]{36}", client.get("/board").content.decode())[0]
    yield "anna", "/cases/…", client.get(case).status_code
    form = client.get(f"{case}/say/free-message").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(seen|key)" value="([^"]*)"', form))
    said = client.post(f"{case}/say/free-message", fields | {"text": "Efter uppgraderingen."})
    yield "anna", "/cases/…/say/free-message", {302: 200}.get(said.status_code, said.status_code)


if __name__ == "__main__":
    main()
