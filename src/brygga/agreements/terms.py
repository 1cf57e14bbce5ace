"""How long an agreement holds, how notice is given and when it is renewed or revised."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from brygga.agreements.clauses import ClauseId, Frozen
from brygga.calendars import Period, add_months


class TermKind(StrEnum):
    """Fixed period with renewal; rolling with notice; revised yearly; until changed."""

    FIXED = "fixed"
    ROLLING = "rolling"
    YEARLY = "yearly"
    UNTIL_CHANGED = "until-changed"


class OnePartysNotice(StrEnum):
    """What it does to the others when one party gives notice."""

    ENDS_FOR_ALL = "ends-for-all"
    LEAVES_ALONE = "leaves-alone"
    NOT_STATED = "not-stated"


class Notice(Frozen):
    """A notice that a party has given."""

    party: str
    on: date


class Dates(Frozen):
    """A period as written in TOML: `{ from = 2023-01-01, to = 2026-12-31 }`."""

    from_: date = Field(alias="from")
    to: date

    @model_validator(mode="after")
    def _in_order(self) -> "Dates":
        self.period()
        return self

    def period(self) -> Period:
        return Period(self.from_, self.to)


class Term(Frozen):
    """What an agreement says about its own time. Keys are absent where it is silent."""

    kind: TermKind
    in_force_from: date | None = None
    first_period: Dates | None = None
    renewal_years: int | None = Field(default=None, ge=1)
    notice_months: int | None = Field(default=None, ge=1)
    one_partys_notice: OnePartysNotice = OnePartysNotice.NOT_STATED
    last_revised: date | None = None
    revision_every_months: int | None = Field(default=None, ge=1)
    revision_triggers: tuple[str, ...] = ()
    notice: tuple[Notice, ...] = ()
    clauses: tuple[ClauseId, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Term":
        needed = {
            TermKind.FIXED: ("first_period", "renewal_years", "notice_months"),
            TermKind.ROLLING: ("notice_months",),
            TermKind.YEARLY: ("first_period",),
        }.get(self.kind, ())
        for key in needed:
            if getattr(self, key) is None:
                raise ValueError(f"{key}: a {self.kind} term needs it")
        return self

    def on(self, day: date) -> "TermStanding":
        """How the agreement stands on `day`."""
        return _STANDING[self.kind](self, day)


@dataclass(frozen=True)
class TermStanding:
    """How an agreement stands on one day; None where there is nothing of the kind.

    `ends` is the last day in force once a notice has ended it. `after_notice` is what the text makes of a notice given
    in time for those who did not give it. Where the text does not say, `in_force` is None from the day on which the
    one that gave notice is out, and no next period is known.
    """

    on: date
    kind: TermKind
    in_force: bool | None
    period: Period | None = None
    last_day_for_notice: date | None = None
    notice: tuple[Notice, ...] = ()
    next_period: Period | None = None
    next_last_day_for_notice: date | None = None
    next_revision: date | None = None
    ends: date | None = None
    after_notice: OnePartysNotice | None = None

    @property
    def is_unsaid(self) -> bool:
        """Whether a notice has been given and the text does not say what it means for the others."""
        return self.after_notice is OnePartysNotice.NOT_STATED

    @property
    def revision_overdue(self) -> bool:
        """Whether a prescribed revision has passed its day without being recorded."""
        return self.next_revision is not None and self.next_revision < self.on

    def to_json(self) -> dict[str, Any]:
        """The fields of `brygga terms --json` for one agreement."""
        return {
            "kind": self.kind.value,
            "in_force": self.in_force,
            "period": _period_json(self.period),
            "last_day_for_notice": _day(self.last_day_for_notice),
            "notice": [{"party": notice.party, "on": notice.on.isoformat()} for notice in self.notice],
            "next_period": _period_json(self.next_period),
            "next_last_day_for_notice": _day(self.next_last_day_for_notice),
            "next_revision": _day(self.next_revision),
            "revision_overdue": self.revision_overdue,
            "ends": _day(self.ends),
            "after_notice": self.after_notice.value if self.after_notice else None,
        }


def last_day_for_notice(period: Period, months: int) -> date:
    """The last day on which notice still leaves `months` whole months before the period is over."""
    return add_months(period.last + timedelta(days=1), -months) - timedelta(days=1)


def renewed(period: Period, years: int) -> Period:
    """The period that follows `period` when it is renewed by `years` years."""
    first = period.last + timedelta(days=1)
    return Period(first, add_months(first, 12 * years) - timedelta(days=1))


def _fixed(term: Term, day: date) -> TermStanding:
    assert term.first_period and term.renewal_years and term.notice_months  # noqa: S101 (checked at birth)
    period = term.first_period.period()
    while True:
        last_day = last_day_for_notice(period, term.notice_months)
        notice = tuple(n for n in term.notice if period.first <= n.on <= day)
        effect = term.one_partys_notice if any(n.on <= last_day for n in notice) else None
        if effect in _STOPPING or day <= period.last:
            break
        period = renewed(period, term.renewal_years)
    following = None if effect in _STOPPING else renewed(period, term.renewal_years)
    return TermStanding(
        on=day,
        kind=term.kind,
        in_force=_in_force(day, effect, period.last) if day >= period.first else False,
        period=period,
        last_day_for_notice=last_day,
        notice=notice,
        next_period=following,
        next_last_day_for_notice=last_day_for_notice(following, term.notice_months) if following else None,
        next_revision=_next_revision(term),
        ends=period.last if effect is OnePartysNotice.ENDS_FOR_ALL else None,
        after_notice=effect,
    )


def _rolling(term: Term, day: date) -> TermStanding:
    assert term.notice_months  # noqa: S101 (checked at birth)
    notice = tuple(n for n in term.notice if n.on <= day)
    effect = term.one_partys_notice if notice else None
    last = add_months(min(n.on for n in notice), term.notice_months) if notice else None
    begun = term.in_force_from is None or term.in_force_from <= day
    return TermStanding(
        on=day,
        kind=term.kind,
        in_force=_in_force(day, effect, last) if begun else False,
        notice=notice,
        next_revision=_next_revision(term),
        ends=last if effect is OnePartysNotice.ENDS_FOR_ALL else None,
        after_notice=effect,
    )


_STOPPING = frozenset({OnePartysNotice.ENDS_FOR_ALL, OnePartysNotice.NOT_STATED})
"""After these nothing is renewed: the agreement is over, or nobody can say whether it is."""


def _in_force(day: date, effect: OnePartysNotice | None, last: date | None) -> bool | None:
    """Whether the agreement holds on a day since it began; `last` is the last day of whoever gave notice."""
    if last is None or day <= last or effect not in _STOPPING:
        return True
    return False if effect is OnePartysNotice.ENDS_FOR_ALL else None


def _yearly(term: Term, day: date) -> TermStanding:
    assert term.first_period  # noqa: S101 (checked at birth)
    period = term.first_period.period()
    following = renewed(period, 1)
    return TermStanding(
        on=day, kind=term.kind, in_force=day in period, period=period, next_period=following, next_revision=period.last
    )


def _until_changed(term: Term, day: date) -> TermStanding:
    begun = term.in_force_from is None or term.in_force_from <= day
    return TermStanding(on=day, kind=term.kind, in_force=begun, next_revision=_next_revision(term))


def _next_revision(term: Term) -> date | None:
    if term.last_revised is None or term.revision_every_months is None:
        return None
    return add_months(term.last_revised, term.revision_every_months)


_STANDING = {
    TermKind.FIXED: _fixed,
    TermKind.ROLLING: _rolling,
    TermKind.YEARLY: _yearly,
    TermKind.UNTIL_CHANGED: _until_changed,
}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _period_json(period: Period | None) -> dict[str, str] | None:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()} if period else None
