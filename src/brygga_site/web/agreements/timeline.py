"""The agreements on one axis of time: what held when, and the days that matter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brygga.agreements import TermKind, TermStanding
from brygga.agreements.terms import renewed
from brygga.calendars import Period
from brygga_site.web.agreements.day import AgreementCard
from brygga_site.web.agreements.names import adoption_name, day
from brygga_site.words.agreements import ACTIONS

FIRST, LAST = 2017, 2030
START, END = date(FIRST, 1, 1), date(LAST + 1, 1, 1)

KINDS = {
    "decision": gettext_lazy("Decision"),
    "last-notice": gettext_lazy("Last day for notice"),
    "renewal": gettext_lazy("Renewed"),
    "revision": gettext_lazy("Revision due"),
    "notice": gettext_lazy("Notice given"),
    "end": gettext_lazy("Ends"),
}


def x(moment: date) -> str:
    """Where a day stands on the axis, in percent; what lies outside stands at its edge."""
    share = (min(max(moment, START), END) - START) / (END - START)
    return f"{100 * share:.2f}%"


@dataclass(frozen=True)
class Bar:
    """A stretch of time: `past`, `now`, `next`, or `unstated` where the source does not say from when."""

    kind: str
    first: date
    last: date
    text: str

    @property
    def x(self) -> str:
        return x(self.first)

    @property
    def width(self) -> str:
        return f"{float(x(self.last + timedelta(days=1))[:-1]) - float(self.x[:-1]):.2f}%"


@dataclass(frozen=True)
class Event:
    """A day that matters, one of KINDS, and what happens on it. The drawing leaves out what the axis does not reach."""

    on: date
    kind: str
    text: str
    label_before: bool = False

    @property
    def x(self) -> str:
        return x(self.on)

    @property
    def is_drawn(self) -> bool:
        return START <= self.on < END


@dataclass(frozen=True)
class TimelineRow:
    """One agreement on the axis; `y` is the row's place in the drawing, in pixels."""

    card: AgreementCard
    y: int
    bars: tuple[Bar, ...]
    events: tuple[Event, ...]

    @property
    def marks(self) -> list[tuple[Event, str]]:
        """One mark for each kind and day, with the texts of all that fell on it."""
        drawn = (event for event in self.events if event.is_drawn)
        groups = groupby(sorted(drawn, key=lambda e: (e.on, e.kind)), key=lambda e: (e.on, e.kind))
        found = [list(group) for _key, group in groups]
        return [(group[0], "; ".join(dict.fromkeys(event.text for event in group))) for group in found]

    @property
    def undated(self) -> list[str]:
        """Decisions of which the source gives no day."""
        return [adoption_name(one) for one in self.card.agreement.head.adoption if one.on is None]


def row(card: AgreementCard, y: int = 0) -> TimelineRow:
    events = sorted(_events(card), key=lambda event: event.on)
    return TimelineRow(card, y, tuple(_bars(card)), tuple(events))


def _bars(card: AgreementCard) -> Iterator[Bar]:
    term, now = card.agreement.term, card.standing
    if term.kind not in {TermKind.FIXED, TermKind.YEARLY} or term.first_period is None or now.period is None:
        yield _open_bar(card)
        return
    period = term.first_period.period()
    while period != now.period and term.renewal_years:
        yield _period_bar("past", period)
        period = renewed(period, term.renewal_years)
    yield _period_bar("now" if now.on in period else "past" if period.last < now.on else "next", period)
    if now.next_period:
        yield _period_bar("next", now.next_period)


def _period_bar(kind: str, period: Period) -> Bar:
    return Bar(kind, period.first, period.last, f"{day(period.first)} – {day(period.last)}")


def _open_bar(card: AgreementCard) -> Bar:
    begun, ends = card.agreement.term.in_force_from, card.standing.ends
    last = ends or END - timedelta(days=1)
    if begun is None:
        return Bar("unstated", START, last, _("From when it is in force is not stated"))
    text = _("In force from %(day)s") % {"day": day(begun)}
    on = card.standing.on
    kind = "next" if on < begun else "past" if ends and ends < on else "now"
    return Bar(kind, begun, last, text)


def _events(card: AgreementCard) -> Iterator[Event]:
    now, term = card.standing, card.agreement.term
    for adoption in card.agreement.head.adoption:
        if adoption.on:
            yield Event(adoption.on, "decision", f"{ACTIONS[adoption.action]}: {adoption.what or adoption.body}")
    for notice in term.notice:
        yield Event(notice.on, "notice", _("Notice given by %(party)s") % {"party": notice.party})
    yield from _of_standing(now)


def _of_standing(now: TermStanding) -> Iterator[Event]:
    if now.last_day_for_notice:
        # Its renewal stands close behind it: the day is written before the mark.
        yield Event(now.last_day_for_notice, "last-notice", _("Last day for notice"), label_before=True)
    if now.next_last_day_for_notice:
        yield Event(now.next_last_day_for_notice, "last-notice", _("Last day for notice"))
    if now.next_period and now.kind is TermKind.FIXED:
        passed = now.last_day_for_notice is not None and now.last_day_for_notice < now.on
        text = _("Renewed until %(day)s") if passed else _("Renewed until %(day)s unless notice is given")
        yield Event(now.next_period.first, "renewal", text % {"day": day(now.next_period.last)})
    if now.next_revision:
        text = _("Revision was due") if now.revision_overdue else _("Revision due")
        yield Event(now.next_revision, "revision", text)
    if now.ends:
        yield Event(now.ends, "end", _("Ends after notice"))


def years() -> list[tuple[int, str]]:
    return [(year, x(date(year, 1, 1))) for year in range(FIRST, LAST + 1)]
