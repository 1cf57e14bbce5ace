"""The columns of the Excel workbook, in Swedish: heading, kind of value, width, and how the value is read."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from brygga_site.charges.words import GROUPS, REASONS

Column = tuple[str, str, int, Callable[[Any], Any]]
"""Heading, format, width in characters, and how the value is read."""

LINES: tuple[Column, ...] = (
    ("Kommunkod", "text", 11, lambda one: one.line.municipality),
    ("Kommun", "text", 26, lambda one: one.line.name),
    ("Månad", "month", 10, lambda one: one.line.month.first),
    ("Vårdtillfällen", "count", 13, lambda one: one.line.stays),
    ("I genomsnittet", "count", 14, lambda one: one.line.in_mean),
    ("Dagar i genomsnittet", "count", 20, lambda one: one.line.sum_days),
    ("Genomsnitt, dagar", "mean", 18, lambda one: one.mean and mean(one)),
    ("Dagar över gränsen", "days", 18, lambda one: plain(one.line.excess_days)),
    ("Belopp för genomsnittet, kr", "kronor", 25, lambda one: one.line.mean_amount),
    ("Individuella, somatik", "count", 20, lambda one: one.somatic),
    ("Individuella, psykiatri", "count", 21, lambda one: one.psychiatric),
    ("Individuella dagar", "count", 17, lambda one: one.line.individual_days),
    ("Belopp för individuella, kr", "kronor", 24, lambda one: one.line.individual_amount),
    ("Undantagna", "count", 12, lambda one: one.excluded),
    ("Summa, kr", "kronor", 14, lambda one: one.line.amount),
    ("Regel", "text", 18, lambda one: ", ".join(part.rule for part in one.line.rules)),
    ("Nollfaktura", "text", 12, lambda one: "ja" if one.zero else "nej"),
    ("Ändrad efter månadens slut", "text", 26, lambda one: "ja" if one.changed else "nej"),
)
SUMMED = {"count", "kronor", "days"}

STAYS: tuple[Column, ...] = (
    ("Vårdtillfälle", "text", 38, lambda one: one.result.stay_id),
    ("Kommunkod", "text", 11, lambda one: one.result.municipality),
    ("Månad", "month", 10, lambda one: one.result.month.first),
    ("Vård", "text", 12, lambda one: {"somatic": "somatik", "psychiatric": "psykiatri"}[one.stay.care_type]),
    ("Inskriven", "moment", 17, lambda one: one.stay.admitted_at),
    ("Behov bedömt", "moment", 17, lambda one: one.stay.need_assessed_at),
    ("Inskrivningsmeddelande", "moment", 22, lambda one: one.stay.admission_notice_at),
    ("Utskrivningsklar", "moment", 17, lambda one: one.stay.ready_at),
    ("SIP ska göras", "text", 13, lambda one: "ja" if one.stay.sip_required else "nej"),
    ("Kallelse till SIP", "moment", 17, lambda one: one.stay.sip_called_at),
    ("Öppenvård tillgänglig", "text", 19, lambda one: "ja" if one.stay.outpatient_available else "nej"),
    ("Utskriven", "moment", 17, lambda one: one.stay.discharged_at),
    ("Dagar efter utskrivningsklar", "count", 25, lambda one: one.result.days),
    ("Hur det räknas", "text", 38, lambda one: str(GROUPS[one.group])),
    ("Varför det inte kostar", "text", 52, lambda one: str(REASONS.get(one.result.reason, ""))),
    ("Dagar att betala", "count", 16, lambda one: one.result.charged_days),
    ("Eget belopp, kr", "kronor", 14, lambda one: one.result.amount),
    ("Klausuler", "text", 60, lambda one: one.cited),
)

FORMATS = {
    "text": {},
    "count": {"num_format": "#,##0"},
    "days": {"num_format": "General"},
    "mean": {"num_format": "0.00"},
    "kronor": {"num_format": "#,##0"},
    "month": {"num_format": "yyyy-mm", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
}


def mean(one: Any) -> float:
    """The exact mean of an entry that has one."""
    counted, days = one.line.only_mean.mean
    return float(Fraction(days, counted))


def plain(days: Fraction | None) -> int | float | None:
    """Days as Excel holds them."""
    return None if days is None else int(days) if days.denominator == 1 else float(days)
