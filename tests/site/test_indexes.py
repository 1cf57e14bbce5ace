"""What is looked up by key: no index repeats another, and no list goes through what a unit ever had."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.site.cast import Cast, signed_in

from brygga.discharge.messages import Aborted
from brygga_site.cases import actions
from brygga_site.cases.models import Case, Participant
from brygga_site.people.relation import related_among

pytestmark = pytest.mark.django_db
OURS = [model._meta.db_table for app in apps.get_app_configs() if "brygga" in app.name for model in app.get_models()]


@pytest.mark.parametrize("table", OURS)
def test_no_index_is_the_beginning_of_another(table: str) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    # PostgreSQL adds one for LIKE beside that of a text's own; its name says so.
    indexes = {
        name: tuple(one["columns"])
        for name, one in found.items()
        if (one["index"] or one["unique"] or one["primary_key"]) and one["columns"] and not name.endswith("_like")
    }
    keys = {name for name, one in found.items() if one["unique"] or one["primary_key"]}
    repeats = {
        name: other
        for name, columns in indexes.items()
        for other, longer in indexes.items()
        if name != other and name not in keys and longer[: len(columns)] == columns
    }
    assert not repeats


def test_who_takes_part_knows_until_when_the_case_is_listed(cast: Cast, notified: Case) -> None:
    def told() -> set[bool]:
        rows = Participant.objects.select_related("case__overview")
        return {row.listed_until == row.case.overview.listed_until for row in rows}

    notified.overview.refresh_from_db()
    before = notified.overview.listed_until
    assert told() == {True}
    actions.say(
        cast.anna, notified.pk, Aborted(reason="fel patient"), notified.overview.version, "over", timezone.now()
    )
    notified.overview.refresh_from_db()
    assert notified.overview.listed_until < before
    assert told() == {True}


@pytest.mark.parametrize("address", ["/", "/board"])
def test_a_list_reads_participations_by_unit_and_time_alone(cast: Cast, notified: Case, address: str) -> None:
    client = signed_in(cast.anna)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, follow=True).status_code == 200
        assert related_among(cast.anna.unit, [notified.person], timezone.now())
    for query in asked:
        sql = query["sql"]
        if "cases_participant" in sql and "MAX(" not in sql:
            assert "listed_until" in sql or "EXISTS" in sql, sql
