"""How the review's pages write patterns, steps and entries."""

from brygga.access.flags import FlagKind
from brygga_site.review import cited, told, words
from brygga_site.review.models import Flagged
from brygga_site.review.steps import StepKind
from brygga_site.trail.models import Entry


def pattern(kind: str) -> str:
    return str(words.KINDS[FlagKind(kind)])


def flag_reason(flag: Flagged) -> str:
    return told.reason(flag)


def step(kind: str) -> str:
    return str(words.STEPS[StepKind(kind)])


def step_to_take(kind: str) -> str:
    return str(words.SAY[StepKind(kind)])


def what_was_done(entry: Entry) -> str:
    """What was done."""
    return told.what(entry)


def entry_ground(entry: Entry) -> str:
    return told.ground(entry.ground)


def paragraph(citation: str) -> str:
    return told.paragraph(citation)


def cited_clause(citation: str) -> str:
    """The id of the clause of the statutory baseline that is cited; empty when there is none to open."""
    found = cited.clause(citation)
    return found.id if found else ""


def decision(value: str) -> str:
    return str(words.DECISIONS.get(value, value))
