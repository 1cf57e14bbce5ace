"""What a unit knows of a person by the cases that it takes part in: what was said, what is asked next, who to turn to.

What other units have is not read here: that takes a choice of the reader's own, case by case.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from brygga.access import Reader, Wishes
from brygga.agreements import Asked, Courtesy
from brygga.calendars import local_date
from brygga.process import CaseState, DutyStanding, NamedContact
from brygga.process.named_contacts import newest
from brygga_site.agreements import usable
from brygga_site.cases.let_go import is_let_go
from brygga_site.cases.lists.reads import coming_in, duty_of
from brygga_site.cases.models import Case, Owing
from brygga_site.cases.projection import knowing_closed
from brygga_site.cases.reads import their_messages
from brygga_site.cases.record import Record
from brygga_site.cases.seen import SeenMessage, seen, sent
from brygga_site.cases.until import PASSED
from brygga_site.organisations.models import Assignment, Unit


@dataclass(frozen=True)
class KnownCase:
    """A case of the unit's own: every message that it may read, the contacts they name, and what all of them come to.

    `state` is None where some are withheld: nothing is then told of the whole.
    """

    case: Case
    lines: tuple[SeenMessage, ...]
    contacts: tuple[NamedContact, ...]
    state: CaseState | None


@dataclass(frozen=True)
class ComingDuty:
    """What a unit is asked for in one of the cases, now or later. `duty` is None where the agreement cannot be used."""

    row: Owing
    duty: Asked | None

    @property
    def is_courtesy(self) -> bool:
        return isinstance(self.duty, Courtesy)

    def stands(self, now: datetime) -> DutyStanding:
        """Whether it is to come, is asked for now, or is past its time; a courtesy never is."""
        if self.row.since > now:
            return DutyStanding.UPCOMING
        late = self.row.due_at is not None and self.row.due_at + PASSED <= now and not self.is_courtesy
        return DutyStanding.OVERDUE if late else DutyStanding.OPEN


@dataclass(frozen=True)
class CardContact:
    """A named contact with its unit, None for one that is not known here; `is_closed`: the unit has closed."""

    contact: NamedContact
    unit: Unit | None

    @property
    def is_closed(self) -> bool:
        return self.unit is not None and self.unit.closed_at is not None


@dataclass(frozen=True)
class KnownByCases:
    """What the unit's own cases tell of a person: the contacts now and before, what comes next, and every message.

    `events` are the messages of all the cases, the newest first.
    """

    cases: tuple[KnownCase, ...]
    contacts: tuple[CardContact, ...]
    former: tuple[CardContact, ...]
    turns: tuple[ComingDuty, ...]

    @property
    def events(self) -> list[tuple[KnownCase, SeenMessage]]:
        every = ((known, line) for known in self.cases for line in known.lines)
        return sorted(every, key=lambda one: (one[1].row.sent_at, one[1].sequence), reverse=True)


def known_by(assignment: Assignment, record: Record, now: datetime) -> KnownByCases:
    """What the unit's cases tell it of a person whose record it has opened.

    A case that the organisation has let go of tells nothing any more.
    """
    cases = [case for case in record.cases if not is_let_go(case, assignment, now)]
    prefetch_related_objects(cases, their_messages(), "participants__unit")
    known = tuple(_known(case, record.reader, record.wishes, now) for case in cases)
    every = [one for each in known for one in each.contacts]
    current = tuple(one for one in newest(every) if one.holds_on(local_date(now)))
    # The same one, said again or in another case, is nobody former.
    same = {(one.kind, one.unit, one.name) for one in current}
    former = [one for one in every if one not in current and (one.kind, one.unit, one.name) not in same]
    units = {unit.hsa_id: unit for unit in Unit.objects.filter(hsa_id__in={one.unit for one in every})}
    return KnownByCases(
        cases=known,
        contacts=tuple(CardContact(one, units.get(one.unit)) for one in current),
        former=tuple(CardContact(one, units.get(one.unit)) for one in sorted(former, key=_latest, reverse=True)),
        turns=_turns(cases, now),
    )


def _latest(contact: NamedContact) -> datetime:
    return contact.said_at


def _known(case: Case, reader: Reader, wishes: Wishes, now: datetime) -> KnownCase:
    rows = tuple(case.messages.all())
    messages = sent(case.runs, rows)
    lines = seen(case.runs, rows, messages, reader, wishes, takes_part=True)
    units = [one.unit for one in case.participants.all()]
    state = knowing_closed(case.runs.fold(messages, now), units)
    contacts = tuple(one for one in case.runs.contacts(state) if _is_told(one, case, lines))
    shown = tuple(line for line in lines if line.shown)
    return KnownCase(case, shown, contacts, state if len(shown) == len(lines) else None)


def _is_told(contact: NamedContact, case: Case, lines: tuple[SeenMessage, ...]) -> bool:
    """Whether nothing is withheld by which the case knows the contact: of its unit, or said of it last by another.

    What is written freely names nobody a contact, and withholds none.
    """
    withheld = [line.row for line in lines if not line.shown and line.row.kind not in case.runs.own_words]
    return all(contact.unit != row.unit.hsa_id and contact.said_at != row.sent_at for row in withheld)


def _turns(cases: list[Case], now: datetime) -> tuple[ComingDuty, ...]:
    """What is asked in the cases now, and what comes with a day: the most urgent first."""
    turns = [ComingDuty(row, duty_of(row) if usable(row.case.agreement) else None) for row in coming_in(cases, now)]
    return tuple(sorted(turns, key=lambda one: (one.row.since > now, one.row.due_at or one.row.since, one.row.pk)))
