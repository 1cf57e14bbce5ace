"""Loads many told cases at once: a made-up county, or what an earlier system held. One transaction, all or nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from brygga import discharge
from brygga.process import Role
from brygga.synthetic import Case as MadeUp
from brygga_site.agreements import registry
from brygga_site.cases.models import Case, Message, Overview, Owing, Participant
from brygga_site.cases.projection import overview_fields, owing_rows
from brygga_site.organisations.models import Unit
from brygga_site.people.models import Person
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action, Ground, Purpose

AT_ONCE = 500


@transaction.atomic
def load(
    cases: Iterable[MadeUp],
    units: dict[str, Unit],
    people: dict[int, Person],
    now: datetime,
    done: Callable[[int], None],
) -> int:
    """Stores the cases with their messages and projections; `done` is told how many after each batch."""
    count, about = 0, set[int]()
    source = iter(cases)
    while batch := list(islice(source, AT_ONCE)):
        _Batch(units, people, now).store(batch)
        about |= {people[told.person.number].pk for told in batch}
        count += len(batch)
        done(count)
    record(None, Deed(Action.WRITE, f"{count} cases loaded", Ground.OPERATOR, about, purpose=Purpose.OPERATION))
    return count


class _Batch:
    """The rows of some cases, gathered table by table."""

    def __init__(self, units: dict[str, Unit], people: dict[int, Person], now: datetime) -> None:
        self.units, self.people, self.now = units, people, now
        self.rows: dict[type, list[object]] = {kind: [] for kind in (Case, Participant, Message, Overview, Owing)}

    def store(self, batch: list[MadeUp]) -> None:
        for told in batch:
            self._gather(told)
        for kind, rows in self.rows.items():
            kind.objects.bulk_create(rows, batch_size=2000)

    def _gather(self, told: MadeUp) -> None:
        agreement = registry().applying_to(told.municipality)
        case = Case(
            process=discharge.PROCESS,
            agreement=agreement.id,
            person=self.people[told.person.number],
            municipality=told.municipality,
            opened_at=told.messages[0].sent_at,
        )
        state = discharge.fold(told.messages, self.now)
        named = state.recipients | {message.unit for message in told.messages}
        taking_part = {self.units[one.hsa_id]: one.role for one in told.units if one.hsa_id in named}
        owed = discharge.duties(state, agreement, frozenset(taking_part.values()))
        self.rows[Case].append(case)
        self.rows[Participant] += [Participant(case=case, unit=unit, role=role) for unit, role in taking_part.items()]
        self.rows[Message] += self._messages(case, told)
        self.rows[Overview].append(Overview(case=case, **overview_fields(state)))
        self.rows[Owing] += owing_rows(case, owed, taking_part)

    def _messages(self, case: Case, told: MadeUp) -> Iterator[Message]:
        for message in told.messages:
            yield Message(
                case=case,
                sequence=message.sequence,
                kind=message.body.kind,
                content=message.body.model_dump(mode="json"),
                sent_at=message.sent_at,
                unit=self.units[message.unit],
                role=Role(message.role).value,
                idempotency_key=f"{told.case_id}-{message.sequence}",
            )
