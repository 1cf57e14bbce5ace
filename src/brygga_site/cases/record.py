"""A person as one unit may know them: identity, wishes, own cases, what others have, and who has blocked.

Of what other providers have, a unit learns before anything else only that there is something (2022:913 2:4, 2:5).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from brygga.access import Decision, Reader, Wishes, knows_of_blocked, knows_of_unblocked, knows_who_blocked
from brygga.access.basis import Basis
from brygga.access.messages import Block, BlockLevel
from brygga.process import Branch
from brygga.processes import PROCESSES
from brygga_site.cases.lists.reads import nameless_of
from brygga_site.cases.models import Case
from brygga_site.cases.reads import cases_of, shown_address, with_messages
from brygga_site.cases.seen import SeenMessage, refusal, seen, sent, weightiest
from brygga_site.organisations.models import Assignment, Organisation
from brygga_site.organisations.providers import organisation_of, provider_of
from brygga_site.people.models import Person, Statement
from brygga_site.people.reads import KnownPerson, Standing, person_for, refusals
from brygga_site.people.refused import Refused
from brygga_site.people.relation import is_colleague, reader_of, statements_of
from brygga_site.people.seen import visible
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action


@dataclass(frozen=True)
class Elsewhere:
    """A case the unit takes no part in and may read: when what it may read begins, and the ground on which it does."""

    case: Case
    begins: datetime
    ground: Decision


@dataclass(frozen=True)
class Others:
    """What units that have not told this one hold: what may be read, whether there is more, and why it is not open."""

    readable: tuple[Elsewhere, ...]
    unblocked: bool
    blocked: bool
    refused: Decision | None


@dataclass(frozen=True)
class Record:
    """A person as the unit may know them now."""

    person: Person
    standing: Standing
    reader: Reader
    wishes: Wishes
    address: str
    is_child: bool
    of_colleague: bool
    statements: tuple[Statement, ...]
    cases: tuple[Case, ...]
    others: Others

    @property
    def seen(self) -> int:
        """The number of the last statement that is shown: what one must have read to state the next."""
        return self.statements[-1].sequence if self.statements else 0


@dataclass(frozen=True)
class Blocker:
    """A care provider that has blocked, by which block, and whether its answer to this unit's request is waited for."""

    organisation: Organisation | None
    block: int
    asked: bool


def record_of(assignment: Assignment, person_id: int, now: datetime, met: bool = False) -> Record:
    """A person the unit has to do with. `met`: the reader has given the whole number. Raises Refused."""
    with refusals(assignment, Action.READ, "person", person_id), transaction.atomic():
        found = _record(assignment, person_for(assignment, person_id, now, met), now)
        record(assignment, _deed(found, assignment.purpose))
    return found


def address_for(assignment: Assignment, person: Person, now: datetime) -> str:
    """The registered address, where the unit sees it before any case about the person is opened; else empty."""
    return shown_address(person, reader_of(assignment, person, now))


def who_blocked(assignment: Assignment, person_id: int, now: datetime) -> tuple[Person, list[Blocker]]:
    """The care providers that have blocked, for a unit that has said what the danger is. Raises Refused."""
    with refusals(assignment, Action.READ, "who blocked", person_id), transaction.atomic():
        known = person_for(assignment, person_id, now)
        person, reader, wishes = known.person, known.reader, known.wishes
        decision = knows_who_blocked(reader, wishes)
        if not decision.allowed:
            raise Refused(decision, person.pk)
        record(assignment, Deed.by(decision, Action.READ, "who blocked", [person.pk], purpose=assignment.purpose))
    return person, list(_blockers(reader, wishes))


def _record(assignment: Assignment, known: KnownPerson, now: datetime) -> Record:
    person, reader, wishes = known.person, known.reader, known.wishes
    mine = list(cases_of(assignment).filter(person=person).order_by("-opened_at"))
    nameless = nameless_of(assignment, mine)
    # What is between parties is part of nobody's records: no one else learns even that there is something.
    held = person.cases.filter(process__in=PROCESSES.of_care).exclude(participants__unit=assignment.unit_id)
    others = with_messages(held)
    return Record(
        person=person,
        standing=known.standing,
        reader=reader,
        wishes=wishes,
        address=shown_address(person, reader),
        is_child=wishes.is_child,
        of_colleague=is_colleague(assignment, person),
        statements=tuple(row for row in statements_of(person) if visible(reader, row, wishes)),
        cases=tuple(case for case in mine if case.pk not in nameless),
        others=_others(others.order_by("-opened_at"), reader, wishes),
    )


def _others(cases: Iterable[Case], reader: Reader, wishes: Wishes) -> Others:
    each = [(case, _seen(case, reader, wishes)) for case in cases]
    closed = [line for _, lines in each for line in lines if not line.shown]
    return Others(
        readable=tuple(elsewhere for case, lines in each if (elsewhere := _readable(case, lines))),
        unblocked=knows_of_unblocked(reader).allowed and any(not _is_blocked(one, reader, wishes) for one in closed),
        blocked=knows_of_blocked(reader).allowed and any(_is_known_blocked(one, reader, wishes) for one in closed),
        refused=refusal(closed),
    )


def _seen(case: Case, reader: Reader, wishes: Wishes) -> tuple[SeenMessage, ...]:
    rows = tuple(case.messages.all())
    return seen(case.runs, rows, sent(case.runs, rows), reader, wishes, takes_part=False)


def _readable(case: Case, lines: Iterable[SeenMessage]) -> Elsewhere | None:
    first = next((line.row.sent_at for line in lines if line.shown), None)
    ground = weightiest(lines)
    return Elsewhere(case, first, ground) if first and ground else None


def _is_blocked(line: SeenMessage, reader: Reader, wishes: Wishes) -> bool:
    provider = provider_of(line.row.unit)
    level = BlockLevel.UNIT if provider == reader.provider else BlockLevel.PROVIDER
    return bool(wishes.blocks(provider, line.row.unit.hsa_id, level))


def _is_known_blocked(line: SeenMessage, reader: Reader, wishes: Wishes) -> bool:
    """Blocked by a care provider: that social care has blocked is told to nobody."""
    of_care = provider_of(line.row.unit).endswith(f":{Branch.CARE}")
    return of_care and _is_blocked(line, reader, wishes)


def _blockers(reader: Reader, wishes: Wishes) -> Iterator[Blocker]:
    for number, block in wishes.of(Block):
        if block.provider != reader.provider and block.provider.endswith(f":{Branch.CARE}"):
            asked = [one.body.of for one in wishes.messages if one.sequence in wishes.requests(block.provider)]
            yield Blocker(organisation_of(block.provider), number, number in asked)


def _deed(found: Record, purpose: str) -> Deed:
    person = [found.person.pk]
    if found.standing is Standing.MET and found.wishes.is_open_in_emergency(found.reader.unit):
        return Deed(Action.READ, "person", "emergency", person, paragraph="2022-913.3.6.1", purpose=purpose)
    ground = Basis.BY_NUMBER if found.standing is Standing.MET else Basis.IN_CARE
    return Deed(Action.READ, "person", ground, person, purpose=purpose)
