"""The person's own report as a PDF in Swedish, set from `report.typ`."""

from datetime import date, datetime
from pathlib import Path

from django.template.defaultfilters import date as format_date
from django.utils import timezone

from brygga_site.review import paper
from brygga_site.review.report.reads import Access, AccessReport

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(report: AccessReport, made_at: datetime) -> bytes:
    """The document. The report has to have been fetched in Swedish, as its words are by then chosen."""
    data = {
        "number": report.number,
        "name": report.name,
        "organisation": report.organisation.name,
        "contact": report.contact,
        "first": _day(report.first),
        "last": _day(report.last),
        "made": _day(made_at.date()),
        "times": report.times,
        "units": [{"name": name, "times": times} for name, times in report.units],
        "days": [
            {"day": format_date(day.day, "l j F Y"), "accesses": [_access(one) for one in day.accesses]}
            for day in report.days
        ],
        "others": list(report.others),
    }
    return paper.pdf(TEMPLATE, data, made_at)


def _access(one: Access) -> dict[str, object]:
    first, last = (f"{timezone.localtime(at):%H:%M}" for at in (one.first, one.last))
    return {
        "when": first if first == last else f"{first}–{last}",
        "unit": one.unit,
        "staff": f"{one.staff}, {one.title}" if one.title else one.staff,
        "what": one.what,
        "times": one.times,
        "why": one.why,
        "refused": one.refused,
    }


def _day(day: date) -> str:
    return format_date(day, "j F Y")
