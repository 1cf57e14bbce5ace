"""Duties and courtesies: what is owed in a case or waited for, by whom, by when, and by which clause."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from brygga.agreements import Agreement, Asked, Courtesy
from brygga.calendars import end_of_day, hours_after, local, local_date
from brygga.process.message import Sent


class DutyStanding(StrEnum):
    """How a duty stands.

    `upcoming` has not arisen yet; `late` is done, but after its time; `lapsed` was never done and can no longer be.
    """

    UPCOMING = "upcoming"
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    LATE = "late"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class OwedDuty:
    """A duty, or a courtesy, as it stands in one case: what one unit is to say, or any of several for all of them.

    `due_at` is None for what is to be done as soon as possible: no clause gives a figure, so none is made up.
    `until` is when it lapses if that is known. `done_by` is the number of the message that did it.
    """

    duty: Asked
    part: str
    units: tuple[str, ...]
    since: datetime
    due_at: datetime | None
    standing: DutyStanding
    until: datetime | None = None
    done_by: int | None = None
    done_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.standing in {DutyStanding.OPEN, DutyStanding.OVERDUE}

    @property
    def is_courtesy(self) -> bool:
        """Whether no clause orders it: another unit waits for it, and nobody owes it."""
        return isinstance(self.duty, Courtesy)

    @property
    def clauses(self) -> tuple[str, ...]:
        return self.duty.clauses

    @property
    def urgency(self) -> tuple[datetime, datetime]:
        """Sorts what is due first before what is due later; what has no figure counts from when it arose."""
        return (self.due_at or self.since, self.since)


def owed(
    agreement: Agreement,
    asked: Iterable[Asked],
    events: Mapping[str, datetime],
    messages: Iterable[Sent],
    taking_part: Mapping[str, str],
    now: datetime,
    own_events: Callable[[str], Mapping[str, datetime]] = lambda unit: {},
) -> tuple[OwedDuty, ...]:
    """Everything that is asked in a case as it stands, what lies ahead too.

    `events` says when each event the duties speak of happened or will, `own_events` those that befell one unit alone;
    `messages` are those that still hold; `taking_part` is what each unit is in the case. A duty of which the event is
    not known is left out. Raises MissingParameter when a deadline's figure is not known.
    """
    messages = tuple(messages)
    stands = []
    own = {unit: {**events, **own_events(unit)} for unit in taking_part}
    for duty in asked:
        for part, units in _debtors(duty, taking_part):
            known = events if duty.one_for_all else own[units[0]]
            if duty.arises in known and duty.deadline.after in known:
                stands.append(_stand(agreement, duty, part, units, known, messages, now))
    return tuple(stands)


def _debtors(duty: Asked, taking_part: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who owes it: units that are alike in it, with the part that they have."""
    of_part = {part: tuple(unit for unit, its in taking_part.items() if its == part) for part in duty.owed_by}
    present = tuple((part, units) for part, units in of_part.items() if units)
    return present[:1] if duty.one_for_all else tuple((part, (unit,)) for part, units in present for unit in units)


def _stand(
    agreement: Agreement,
    duty: Asked,
    part: str,
    units: tuple[str, ...],
    events: Mapping[str, datetime],
    messages: tuple[Sent, ...],
    now: datetime,
) -> OwedDuty:
    since, until = events[duty.arises], events.get(duty.until) if duty.until else None
    due = _due_at(agreement, duty, events[duty.deadline.after])
    done = next((m for m in messages if _does(m, duty, units, _counts_from(duty, since))), None)
    if done:
        standing = DutyStanding.LATE if due and _past(done.sent_at, due) else DutyStanding.DONE
        return OwedDuty(duty, part, units, since, due, standing, until, done.sequence, done.sent_at)
    return OwedDuty(duty, part, units, since, due, _undone(since, due, until, now), until)


def _undone(since: datetime, due: datetime | None, until: datetime | None, now: datetime) -> DutyStanding:
    if now < since:
        return DutyStanding.UPCOMING
    if until and until <= now:
        return DutyStanding.LAPSED
    return DutyStanding.OVERDUE if due and _past(now, due) else DutyStanding.OPEN


def _past(moment: datetime, due: datetime) -> bool:
    # On the wall clock and in whole seconds, as the settlement counts: a night when the clocks change makes no odds.
    return _wall_clock(moment) > _wall_clock(due)


def _wall_clock(moment: datetime) -> datetime:
    return local(moment).replace(tzinfo=None, microsecond=0)


def _counts_from(duty: Asked, since: datetime) -> datetime:
    # What is due on a day may be done at any time of that day: information handed over an hour before the patient left.
    midnight = local(since).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if duty.deadline.same_day else since


def _does(message: Sent, duty: Asked, units: tuple[str, ...], since: datetime) -> bool:
    by_debtor = duty.one_for_all or message.unit in units
    return message.body.kind in duty.done_by and message.sent_at >= since and by_debtor


def _due_at(agreement: Agreement, duty: Asked, after: datetime) -> datetime | None:
    deadline = duty.deadline
    if deadline.promptly:
        return None
    if deadline.same_day:
        return end_of_day(local_date(after))
    assert deadline.parameter  # noqa: S101 (a deadline has exactly one measure)
    figure = int(agreement.parameter(deadline.parameter, local_date(after)).number)
    return hours_after(after, figure) if deadline.hours else end_of_day(local_date(after), figure)
