"""How often what a unit's lists show has changed: one number for each unit, which an open page compares."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import BigAutoField, Q

from brygga_site.cases.models import ListsVersion
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.people import shown
from brygga_site.people.models import Person
from brygga_site.prepared import Given, Prepared

VERSION = Prepared(
    lambda: ListsVersion.objects.filter(unit=Given("unit", BigAutoField())).order_by().values_list("number")
)


def version_of_lists(assignment: Assignment) -> int:
    """The number of the unit's lists. A page reads it before what it shows: what comes between then is not missed."""
    rows = VERSION.rows(unit=assignment.unit_id)
    return rows[0][0] if rows else 0


def lists_changed(units: Iterable[int]) -> None:
    """The lists of these units, by number, show something else when the transaction under way ends.

    Called once the entry is on the trail. Its lock makes writers take turns until they commit, so that two that change
    lists of the same units never wait for each other's rows, and nobody sees a later number before an earlier one.
    """
    rows = sorted(set(units))
    if not rows:
        return
    values = ", ".join(["(%s, 1)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_listsversion (unit_id, number) VALUES {values} "  # noqa: S608 (placeholders alone)
            "ON CONFLICT (unit_id) DO UPDATE SET number = cases_listsversion.number + 1",
            rows,
        )


def begin() -> None:
    """Has `people` tell when something is stated about a person. Called once, when the room is made ready."""
    shown.tell(_person_changed)


def _person_changed(person: Person) -> None:
    """Lists name a person to those who take part in a case, and ask those who set a block or have them in care."""
    near = Q(participations__case__person=person) | Q(pk__in=person.ties.values("unit"))
    near |= Q(pk__in=person.statements.values("unit"))
    lists_changed(Unit.objects.filter(near).values_list("pk", flat=True).distinct())
