"""Many cases at once, all or nothing: told ones loaded (a made-up county, an earlier system's), duties made anew."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from brygga.access.basis import Basis
from brygga.calendars import local_date
from brygga.process import Correction, Sent
from brygga.processes import PROCESSES
from brygga.synthetic import MadeCase
from brygga_site.agreements import registry
from brygga_site.cases.keepers import Keeper, keepers_of
from brygga_site.cases.lists.versions import lists_changed
from brygga_site.cases.models import Case, Message, Overview, Owing, Participant, Receipt
from brygga_site.cases.projection import kept_as, overview_fields, owed_in, owing_rows, parts_of, projected
from brygga_site.cases.receipts.actions import receipts_for
from brygga_site.cases.seen import sent
from brygga_site.organisations.models import Unit
from brygga_site.people.models import Person
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import OPERATION, Action

AT_ONCE = 500

STILL_NEW = timedelta(days=1)
"""So long before it is loaded a message was told at most for somebody still to read it; older ones are known."""


@transaction.atomic
def load(
    cases: Iterable[MadeCase],
    units: dict[str, Unit],
    people: dict[int, Person],
    now: datetime,
    done: Callable[[int], None],
) -> int:
    """Stores the cases with their messages and projections; `done` is told how many after each batch."""
    count, stored = 0, dict[str, UUID]()
    source = iter(cases)
    while batch := list(islice(source, AT_ONCE)):
        _store(batch, units, people, now, stored)
        count += len(batch)
        done(count)
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
            agreement=registry().applying_to(told.municipality, day=local_date(told.messages[0].sent_at)).id,
            person=people[told.person.number],
            municipality=told.municipality,
            opened_at=told.messages[0].sent_at,
        )
        state = PROCESSES[told.process].fold(told.messages, now)
        named = [unit for unit in told.units if unit.hsa_id in state.taking_part]
        taking_part = parts_of(case, state, (units[unit.hsa_id] for unit in named))
        tables[Case].append(case)
        stored[told.case_id] = case.pk
        rows = list(_messages(case, told, units, stored))
        tables[Message] += rows
        tables[Receipt] += _new(rows, told.messages, taking_part, now)
        for projection in projected(case, state, taking_part):
            if projection:
                tables[type(projection[0])] += projection
        for keeper in keepers_of(told.process):
            kept[keeper] += keeper.rows(case, state)
    for table, rows in tables.items():
        table.objects.bulk_create(rows, batch_size=2000)
    for keeper, rows in kept.items():
        keeper.add(rows)
    about, said = {case.person_id for case in tables[Case]}, [*tables[Case], *tables[Message]]
    what = f"{len(batch)} cases loaded"
    record(None, Deed(Action.WRITE, what, Basis.OPERATOR, about, purpose=OPERATION, told=said))


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


def _new(rows: list[Message], told: Iterable[Sent], taking_part: Iterable[Unit], now: datetime) -> Iterator[Receipt]:
    """Receipts of what is still to be read: what was told of late, and holds, to those who took part by then."""
    if rows[-1].sent_at <= now - STILL_NEW:
        return
    withdrawn, joined = set[int](), dict[str, int]()
    for message in told:
        if isinstance(message.body, Correction):
            withdrawn.add(message.body.of)
        for name in (message.unit, *getattr(message.body, "recipients", ())):
            joined.setdefault(name, message.sequence)
    for row in rows:
        if row.sent_at > now - STILL_NEW and row.sequence not in withdrawn:
            yield from receipts_for(row, (unit for unit in taking_part if joined[unit.hsa_id] <= row.sequence))


@transaction.atomic
def lists_made_anew() -> int:
    """Makes what each case owes and its card shows anew where it was otherwise; gives in how many it was."""
    changed, units = _made_anew(Case.objects.filter(process__in=PROCESSES.names))
    if changed:
        record(None, Deed(Action.WRITE, f"what lists show of {changed} cases", Basis.OPERATOR, purpose=OPERATION))
        lists_changed(units)
    return changed


def unit_closes(unit: Unit) -> Callable[[], None]:
    """What is owed in the cases under way of a unit that closes is made anew: others may have to see to it now.

    Each is locked first, as by whoever says something in it.
    """
    over = reduce(or_, (Q(process=one.name, overview__stage__in=one.over) for one in PROCESSES))
    cases = Case.objects.filter(process__in=PROCESSES.names, participants__unit=unit).exclude(over)
    units = _made_anew(cases.select_for_update(of=("self",)))[1]
    return lambda: lists_changed(units)


def _made_anew(cases: QuerySet[Case]) -> tuple[int, set[int]]:
    """Makes the lists' rows of cases anew where they were otherwise: in how many, and which units take part there."""
    changed, units, last = 0, set[int](), UUID(int=0)
    in_order = cases.select_related("overview").order_by("pk")
    while batch := list(in_order.filter(pk__gt=last)[:AT_ONCE]):
        said, present, stored = (defaultdict[UUID, list[Any]](list) for _ in range(3))
        for message in Message.objects.filter(case__in=batch).select_related("unit").order_by("sequence"):
            said[message.case_id].append(message)
        for one in Participant.objects.filter(case__in=batch).select_related("unit"):
            present[one.case_id].append(one)
        for owing in Owing.objects.filter(case__in=batch):
            stored[owing.case_id].append(owing)
        for case in batch:
            taking_part = {one.unit: one.part for one in present[case.pk]}
            state = case.runs.fold(sent(case.runs, said[case.pk]), said[case.pk][-1].sent_at)
            rows = owing_rows(case, owed_in(case, state, taking_part), taking_part)
            owes_otherwise = set(map(kept_as, rows)) != set(map(kept_as, stored[case.pk]))
            shown = overview_fields(case, state)["shown"]
            if owes_otherwise:
                Owing.objects.filter(case=case).delete()
                Owing.objects.bulk_create(rows)
            if owes_otherwise or shown != case.overview.shown:
                Overview.objects.filter(case=case).update(shown=shown)
                changed += 1
                units |= {unit.pk for unit in taking_part}
        last = batch[-1].pk
    return changed, units
