"""How the review's pages write patterns, steps and entries."""

from django import template

from brygga.access.flags import Kind
from brygga_site.review import cited, told, words
from brygga_site.review.models import Flagged
from brygga_site.review.steps import StepKind
from brygga_site.trail.models import Entry

register = template.Library()


@register.filter
def pattern(kind: str) -> str:
    return str(words.KINDS[Kind(kind)])


@register.filter
def reason(flag: Flagged) -> str:
    return told.reason(flag)


@register.filter
def step(kind: str) -> str:
    return str(words.STEPS[StepKind(kind)])


@register.filter
def say(kind: str) -> str:
    return str(words.SAY[StepKind(kind)])


@register.filter
def done(entry: Entry) -> str:
    """What was done."""
    return told.what(entry)


@register.filter
def ground(entry: Entry) -> str:
    return told.ground(entry.ground)


@register.filter
def paragraph(citation: str) -> str:
    return told.paragraph(citation)


@register.filter
def clause(citation: str) -> str:
    """The id of the clause of the statutory baseline that is cited; empty when there is none to open."""
    found = cited.clause(citation)
    return found.id if found else ""


@register.filter
def decision(value: str) -> str:
    return str(words.DECISIONS.get(value, value))
