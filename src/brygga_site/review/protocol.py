"""A review round's protocol as a PDF in Swedish, to keep: how it was drawn, what was flagged, what was found.

No patient is named; the numbers of the entries point them out to whoever may read the log.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.template.defaultfilters import date as format_date
from django.utils import timezone

from brygga.access.flags import FlagKind
from brygga.access.ranking import KEPT
from brygga_site.review import paper, sample, words
from brygga_site.review.log.reads import units_by_number
from brygga_site.review.models import Finding, Round, Step
from brygga_site.review.steps import StepKind, stage
from brygga_site.review.who.reads import people

TEMPLATE = Path(__file__).with_name("protocol.typ")
SPACE = "\N{NARROW NO-BREAK SPACE}"


def pdf(of: Round, findings: Sequence[Finding], made_at: datetime) -> bytes:
    """The protocol. Ask for it with Swedish switched on."""
    staff = people((one.staff_number, one.staff) for one in findings)
    units = units_by_number(one.unit for one in findings)
    drawn = list(of.drawn.values_list("entry", flat=True))
    data = {
        "organisation": of.organisation.name,
        "reviewer": of.assignment.staff.name,
        "title": of.assignment.title,
        "first": _day(of.first),
        "last": _day(of.last),
        "made": _moment(of.made_at),
        "printed": _moment(made_at),
        "population": _number(of.drawing.population),
        "percent": of.percent,
        "until": _number(of.until),
        "seed": of.seed,
        "at_least": sample.AT_LEAST,
        "at_most": _number(sample.AT_MOST),
        "kept": KEPT,
        "drawn": [str(number) for number in drawn],
        "flags": [{"name": str(words.KINDS[kind]), "count": of.drawing.flags.get(kind.value, 0)} for kind in FlagKind],
        "findings": [_finding(one, str(staff[one.staff_number, one.staff]), units) for one in findings],
    }
    return paper.pdf(TEMPLATE, data, made_at)


def _finding(one: Finding, staff: str, units: dict[str, Any]) -> dict[str, Any]:
    steps = list(one.steps.all())
    unit = units.get(one.unit)
    return {
        "number": one.pk,
        "entry": one.entry,
        "staff": staff,
        "unit": unit.name if unit else one.unit,
        "stage": str(words.STEPS[stage(step.kind for step in steps)]),
        "steps": [_step(step) for step in steps],
    }


def _step(step: Step) -> dict[str, str]:
    return {
        "at": _moment(step.sent_at),
        "who": step.assignment.staff.name,
        "kind": str(words.STEPS[StepKind(step.kind)]),
        "text": step.text,
        "follow_up": _day(step.follow_up) if step.follow_up else "",
    }


def _day(day: date) -> str:
    return format_date(day, "j F Y")


def _moment(at: datetime) -> str:
    return format_date(timezone.localtime(at), "j F Y H:i")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", SPACE)
