"""The day that is asked about, and how an agreement stands on it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.agreements import Agreement, TermStanding
from brygga_site.web import asking
from brygga_site.web.agreements.names import standing

FIRST, LAST = date(1985, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class AskedDay:
    """The day that `?on=` names, today when it names none; `error` says what is wrong with what was written."""

    day: date
    today: date
    written: str = ""
    error: str = ""

    @property
    def status(self) -> int:
        return 400 if self.error else 200

    @property
    def is_today(self) -> bool:
        return self.day == self.today


def asked(request: HttpRequest) -> AskedDay:
    """What `?on=` asks; with an error the day is today's."""
    today = timezone.localdate()
    written = asking.word(request.GET, "on")
    if not written:
        return AskedDay(today, today)
    try:
        day = datetime.strptime(written, "%Y-%m-%d").date() if len(written) == 10 else None
    except ValueError:
        day = None
    if day is None:
        error = _("“%(written)s” is no day. Write year, month and day like this: 2026-01-31.")
    elif not FIRST <= day <= LAST:
        error = _("“%(written)s” is too far away. Choose a day from 1985 to 2100.")
    else:
        return AskedDay(day, today, written)
    return AskedDay(today, today, written, error % {"written": written[:40]})


@dataclass(frozen=True)
class AgreementCard:
    """An agreement as it stands on a day: its clauses by how they are carried out, its term, its parties."""

    agreement: Agreement
    standing: TermStanding
    counts: Counter[str]

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def carried(self) -> int:
        return self.counts["carried"]

    @property
    def labels(self) -> int:
        return self.counts["label"]

    @property
    def pending(self) -> int:
        return self.counts["pending"]

    @property
    def statements(self) -> int:
        return self.counts["statement"]

    @property
    def bar(self) -> tuple[tuple[str, str, str], ...]:
        """Per kind its start and width in percent of the whole, as an SVG wants them."""
        parts, start = [], 0
        for kind in ("carried", "label", "pending", "statement"):
            number = self.counts[kind]
            parts.append((kind, f"{100 * start / self.total:.2f}%", f"{100 * number / self.total:.2f}%"))
            start += number
        return tuple(parts)

    @property
    def days_for_notice(self) -> int | None:
        """Days left until the last day for notice; negative once it has passed."""
        last = self.standing.last_day_for_notice
        return (last - self.standing.on).days if last else None

    @property
    def days_for_notice_passed(self) -> bool:
        return self.days_for_notice is not None and self.days_for_notice < 0

    @property
    def has_all(self) -> bool:
        """Whether every region and municipality of the country is a party (the acts)."""
        return self.agreement.head.parties.municipalities == "all"


def card(agreement: Agreement, day: date) -> AgreementCard:
    return AgreementCard(
        agreement, agreement.term.on(day), Counter(standing(clause, agreement) for clause in agreement.clauses)
    )
