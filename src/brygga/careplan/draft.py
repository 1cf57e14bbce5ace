"""The plan as it is being drawn up: goals, and who does what for them; what counts, and what a change takes back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from brygga.careplan import messages as say


@dataclass(frozen=True)
class Goal:
    """A goal by the number of the message that set it; `put_at` is when it got the words that it has."""

    number: int
    text: str
    put_at: datetime
    dropped: bool = False


@dataclass(frozen=True)
class Intervention:
    """An intervention by the number of the message that planned it, as it stands.

    `asked_at` is since when its unit is asked to confirm what it says now; `confirmed_at` when that unit did, None as
    long as it has not. `refused_at`: the unit will not do it.
    """

    number: int
    goal: int
    unit: str
    what: str
    who: str
    from_day: date
    until: date | None
    where: say.GivenWhere
    how_measured: str
    asked_at: datetime
    confirmed_at: datetime | None = None
    refused_at: datetime | None = None
    ended: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is part of what the person can trust in: confirmed by whoever is to do it, and not ended."""
        return self.confirmed_at is not None and not self.ended

    @property
    def awaits(self) -> bool:
        """Whether its unit has neither confirmed nor refused it."""
        return self.confirmed_at is None and self.refused_at is None and not self.ended

    @property
    def stands_in_way(self) -> bool:
        """Whether nothing can be agreed while it stands so: not confirmed, and not taken out of the plan."""
        return self.confirmed_at is None and not self.ended

    @property
    def text(self) -> tuple[object, ...]:
        """What it says, for comparing two versions."""
        return (self.what, self.who, self.from_day, self.until, self.where, self.how_measured)

    def asked_anew(self, at: datetime) -> "Intervention":
        """It says something else: its unit has not confirmed that."""
        return replace(self, asked_at=at, confirmed_at=None, refused_at=None)


@dataclass(frozen=True)
class OthersAction:
    """What the person or somebody beside region and municipality does, by the number of the message that says so."""

    number: int
    goal: int
    by: say.BesideDoer
    who: str
    what: str
    from_day: date | None
    ended: bool = False


@dataclass(frozen=True)
class PlanVersion:
    """The plan as it was agreed, `number` from 1, by message `sequence`; until it is agreed anew, this holds."""

    number: int
    sequence: int
    agreed_at: datetime
    agreed_by: say.AnsweredBy
    follow_up: date
    goals: tuple[Goal, ...]
    interventions: tuple[Intervention, ...]
    others: tuple[OthersAction, ...]


@dataclass(frozen=True)
class VersionChanges:
    """What differs between the plan as it was agreed last and as it stands: texts of interventions and goals."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    ended: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.ended)


def changes(
    before: PlanVersion | None, goals: Iterable[Goal], now: Iterable[Intervention], others: Iterable[OthersAction]
) -> VersionChanges:
    """What has been added, put otherwise and ended since a version."""
    if before is None:
        return VersionChanges((), (), ())
    was: dict[int, tuple[object, ...]] = {goal.number: (goal.text,) for goal in before.goals}
    was |= {one.number: one.text for one in before.interventions} | {one.number: (one.what,) for one in before.others}
    stands: dict[int, tuple[object, ...]] = {goal.number: (goal.text,) for goal in goals if not goal.dropped}
    stands |= {one.number: one.text for one in now if not one.ended}
    stands |= {one.number: (one.what,) for one in others if not one.ended}
    return VersionChanges(
        tuple(str(text[0]) for number, text in stands.items() if number not in was),
        tuple(str(text[0]) for number, text in stands.items() if number in was and was[number] != text),
        tuple(str(text[0]) for number, text in was.items() if number not in stands),
    )
