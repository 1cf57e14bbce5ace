"""Loads many statements at once: a made-up county's, or what an earlier system held. All or nothing."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from brygga.access.basis import Basis
from brygga.process import Body
from brygga_site.organisations.models import Unit
from brygga_site.organisations.providers import provider_of
from brygga_site.people import shown
from brygga_site.people.models import Person, Statement
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import OPERATION, Action

AT_ONCE = 2000


@transaction.atomic
def load(stated: Iterable[tuple[Person, Unit, datetime, Body]]) -> int:
    """Stores statements, each the first about its person, as recorded by a unit at a moment; gives how many."""
    rows = [
        Statement(
            person=person,
            sequence=1,
            kind=body.kind,
            content=body.model_dump(mode="json"),
            provider=getattr(body, "provider", "") or provider_of(unit),
            sent_at=at,
            unit=unit,
            part=unit.role,
            idempotency_key="loaded",
        )
        for person, unit, at, body in stated
    ]
    Statement.objects.bulk_create(rows, batch_size=AT_ONCE)
    for first in range(0, len(rows), AT_ONCE):
        part = rows[first : first + AT_ONCE]
        about = [row.person_id for row in part]
        what = f"{len(part)} statements loaded"
        record(None, Deed(Action.WRITE, what, Basis.OPERATOR, about, purpose=OPERATION, told=part))
    for person in {row.person for row in rows}:
        shown.changed(person)
    return len(rows)
