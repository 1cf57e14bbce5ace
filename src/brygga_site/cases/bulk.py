"""Loads many told cases at once: a made-up county, or what an earlier system held. One transaction, all or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from brygga.access.basis import Basis
from brygga.processes import PROCESSES
from brygga.synthetic import MadeCase
from brygga_site.agreements import registry
from brygga_site.cases.keepers import Keeper, keepers_of
from brygga_site.cases.lists.versions import lists_changed
from brygga_site.cases.models import Case, Message
from brygga_site.cases.projection import parts_of, projected
from brygga_site.organisations.models import Unit
from brygga_site.people.models import Person
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import OPERATION, Action

AT_ONCE = 500


@transaction.atomic
def load(
    cases: Iterable[MadeCase],
    units: dict[str, Unit],
    people: dict[int, Person],
    now: datetime,
    done: Callable[[int], None],
) -> int:
    """Stores the cases with their messages and projections; `done` is told how many after each batch."""
    count, about, stored = 0, set[int](), {}
    source = iter(cases)
    while batch := list(islice(source, AT_ONCE)):
        _store(batch, units, people, now, stored)
        about |= {people[told.person.number].pk for told in batch}
        count += len(batch)
        done(count)
    record(None, Deed(Action.WRITE, f"{count} cases loaded", Basis.OPERATOR, about, purpose=OPERATION))
    lists_changed(unit.pk for unit in units.values())
    return count


def _store(
    batch: list[MadeCase], units: dict[str, Unit], people: dict[int, Person], now: datetime, stored: dict[str, UUID]
) -> None:
    """Stores some cases, gathered table by table: the cases first, then what speaks of them.

    `stored` gives the number of every case loaded so far by the one it was told under.
    """
    tables: dict[type[Model], list[Any]] = defaultdict(list)
    kept: dict[Keeper, list[Any]] = defaultdict(list)
    for told in batch:
        case = Case(
            process=told.process,
            agreement=registry().applying_to(told.municipality).id,
            person=people[told.person.number],
            municipality=told.municipality,
            opened_at=told.messages[0].sent_at,
        )
        state = PROCESSES[told.process].fold(told.messages, now)
        named = [unit for unit in told.units if unit.hsa_id in state.taking_part]
        taking_part = parts_of(case, state, (units[unit.hsa_id] for unit in named))
        tables[Case].append(case)
        stored[told.case_id] = case.pk
        tables[Message] += _messages(case, told, units, stored)
        for rows in projected(case, state, taking_part):
            if rows:
                tables[type(rows[0])] += rows
        for keeper in keepers_of(told.process):
            kept[keeper] += keeper.rows(case, state)
    for table, rows in tables.items():
        table.objects.bulk_create(rows, batch_size=2000)
    for keeper, rows in kept.items():
        keeper.add(rows)


def _messages(case: Case, told: MadeCase, units: dict[str, Unit], stored: dict[str, UUID]) -> Iterator[Message]:
    for message in told.messages:
        content = message.body.model_dump(mode="json")
        about = content.get("about")
        # Loaded without the case it speaks of, it goes on naming that by the number it was told under.
        if about and about["case"] in stored:
            about["case"] = str(stored[about["case"]])
        yield Message(
            case=case,
            sequence=message.sequence,
            kind=message.body.kind,
            content=content,
            sent_at=message.sent_at,
            unit=units[message.unit],
            part=message.part,
            idempotency_key=f"{told.case_id}-{message.sequence}",
        )
