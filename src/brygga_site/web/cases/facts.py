"""What a case shows of itself, as pairs of words: at the head of its page and on its card."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brygga.process import AnyProcess, CaseFact
from brygga.process.facts import FactValue, from_json, kind_and_value, to_json
from brygga_site.cases.models import Case
from brygga_site.web.dates import written
from brygga_site.web.filters import moment
from brygga_site.web.settlement.filters import kronor
from brygga_site.words import processes as words


def head(
    process: AnyProcess, facts: Iterable[CaseFact], now: datetime, units: Mapping[str, str] = MappingProxyType({})
) -> list[tuple[str, str]]:
    """The facts of an opened case; `units` are the names of those that take part, by HSA-id."""
    return _in_words(process, to_json(tuple(facts)), now, "j F Y", units)


def card(case: Case, now: datetime) -> list[tuple[str, str]]:
    """The facts that are kept for the lists that show a case."""
    return _in_words(case.runs, case.overview.shown, now, "j b")


def in_words(process: AnyProcess, values: Iterable[FactValue], now: datetime, units: Mapping[str, str]) -> list[str]:
    """Values as they are written on a paper."""
    return [_value(process, *kind_and_value(value), now, "j F Y", units) for value in values]


def _in_words(
    process: AnyProcess,
    rows: list[list[object]],
    now: datetime,
    day: str,
    units: Mapping[str, str] = MappingProxyType({}),
) -> list[tuple[str, str]]:
    return [
        (words.fact(process, name), ", ".join(_value(process, kind, value, now, day, units) for kind, value in values))
        for name, values in from_json(rows)
    ]


def _value(process: AnyProcess, kind: str, value: object, now: datetime, day: str, units: Mapping[str, str]) -> str:
    if kind == "unit":
        return units.get(str(value), str(value))
    if kind == "kronor":
        return kronor(int(str(value)))
    if isinstance(value, datetime):
        return _since(value, now) if kind == "since" else moment(value)
    if isinstance(value, date):
        return written(value, day if value.year == timezone.localdate(now).year else "j F Y")
    return words.choice(process, str(value)) if kind == "choice" else str(value)


def _since(value: datetime, now: datetime) -> str:
    """Calendar days from the day of `value` to today, in words."""
    days = (timezone.localtime(now).date() - timezone.localtime(value).date()).days
    return ngettext("for %(n)d day", "for %(n)d days", days) % {"n": days} if days else _("since today")
