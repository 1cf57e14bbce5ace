"""May what an organisation holds of a case be destroyed on a day? When not, everything that keeps it, with clauses."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from brygga.identities import IdentityNumber, InvalidIdentityNumber
from brygga.retention.records import Planned, RecordKind
from brygga.retention.rules import RetentionPeriod, RetentionRules

OF_AGE = 18


class KeptBecause(StrEnum):
    """What keeps a record.

    `open`: the case is not over. `within`: its period runs. `newer`: the period of a later entry about the person runs.
    `hold`: somebody needs it, such as a court. `research`: it is in the sample. `birthday-unknown`: whether it is in
    the sample cannot be told. `child`: it may come from an inquiry or a placement, which a person has to look at.
    `no-rule`: no act sets a period and the organisation has decided on none.
    """

    OPEN = "open"
    WITHIN = "within"
    NEWER = "newer"
    HOLD = "hold"
    RESEARCH = "research"
    BIRTHDAY_UNKNOWN = "birthday-unknown"
    CHILD = "child"
    NO_RULE = "no-rule"


CHILD_CLAUSE = "2025-400.16.2"


@dataclass(frozen=True)
class HeldRecord:
    """What an organisation holds of a case: of what kind, and what its keeping depends on.

    `area` is the code of the organisation's municipality or county. `last_entry` is the day of the last message of the
    case, `newest_entry` that of the newest entry about the person anywhere, never earlier. `number` is the person's,
    empty where the case is about nobody. `on_hold`: the organisation has said that it must stay.
    """

    record: RecordKind
    area: str
    is_over: bool
    last_entry: date
    newest_entry: date
    number: str
    on_hold: bool = False


@dataclass(frozen=True)
class Kept:
    """One thing that keeps a record: why, by which clause, and until when where that is known."""

    because: KeptBecause
    clause: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Ends:
    """When a record may go, and on the last day by which it must have gone; None where the act only allows it.

    `kept` is what keeps it on the day asked for; empty for what may go.
    """

    period: RetentionPeriod | None
    may_go: date | None
    must_have_gone: date | None
    kept: tuple[Kept, ...]

    @property
    def is_due(self) -> bool:
        return not self.kept


def decide(held: HeldRecord, rules: RetentionRules, plan: Planned | None, on: date) -> Ends:
    """Whether a record may be destroyed on a day, and all that keeps it."""
    period = rules.period(held.record, plan)
    if period is None:
        return Ends(None, None, None, (Kept(KeptBecause.NO_RULE),))
    # Kept to the end of the day so many years later; a leap day's is the last of its February.
    of_case, of_person = (day + relativedelta(years=period.years) for day in (held.last_entry, held.newest_entry))
    may_go = of_person + timedelta(days=1)
    must = date(may_go.year + 1, 12, 31) if held.record.must_go else None
    kept = []
    if not held.is_over:
        kept.append(Kept(KeptBecause.OPEN))
    if on <= of_case:
        kept.append(Kept(KeptBecause.WITHIN, period.clause, of_case))
    elif on <= of_person:
        kept.append(Kept(KeptBecause.NEWER, period.clause, of_person))
    if held.on_hold:
        kept.append(Kept(KeptBecause.HOLD))
    if held.record.must_go:
        kept += _exempt(held, rules)
    return Ends(period, may_go, must, tuple(kept))


def _exempt(held: HeldRecord, rules: RetentionRules) -> list[Kept]:
    """What the act exempts of social records: the research sample, and what is about children."""
    kept, number = [], _number(held.number)
    if {held.area, held.area[:2]} & rules.sample_areas:
        kept.append(Kept(KeptBecause.RESEARCH, rules.sample_clause))
    elif number is None:
        kept.append(Kept(KeptBecause.BIRTHDAY_UNKNOWN, rules.sample_clause))
    elif _day_of_birth(number) in rules.sample_days:
        kept.append(Kept(KeptBecause.RESEARCH, rules.sample_clause))
    elif _day_of_birth(number) == 0:
        kept.append(Kept(KeptBecause.BIRTHDAY_UNKNOWN, rules.sample_clause))
    if number and number.born + relativedelta(years=OF_AGE) > held.last_entry:
        kept.append(Kept(KeptBecause.CHILD, CHILD_CLAUSE))
    return kept


def _number(text: str) -> IdentityNumber | None:
    try:
        return IdentityNumber(text)
    except InvalidIdentityNumber:
        return None


def _day_of_birth(number: IdentityNumber) -> int:
    """The day of the month; 0 where a coordination number leaves it open."""
    return int(number.digits[6:8]) % 60
