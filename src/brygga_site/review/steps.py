"""What can be said about a finding, and what may be said next. A mistake is put right by a further step."""

from collections.abc import Iterable
from enum import StrEnum


class StepKind(StrEnum):
    OPENED = "opened"
    ASKED = "explanation-asked"
    NOTE = "note"
    JUSTIFIED = "justified"
    UNAUTHORISED = "unauthorised"
    REPORTED = "reported"
    REOPENED = "reopened"


_JUDGED = (StepKind.JUSTIFIED, StepKind.UNAUTHORISED)
NEXT = {
    StepKind.OPENED: (StepKind.ASKED, *_JUDGED, StepKind.NOTE),
    StepKind.REOPENED: (StepKind.ASKED, *_JUDGED, StepKind.NOTE),
    StepKind.ASKED: (*_JUDGED, StepKind.NOTE),
    StepKind.UNAUTHORISED: (StepKind.REPORTED, StepKind.NOTE, StepKind.REOPENED),
    StepKind.JUSTIFIED: (StepKind.REOPENED,),
    StepKind.REPORTED: (StepKind.REOPENED,),
}
"""Where a finding stands, and what may be said next. A note leaves it where it stands."""

CLOSED = frozenset({StepKind.JUSTIFIED, StepKind.REPORTED})
FOLLOWED_UP = frozenset({StepKind.OPENED, StepKind.ASKED, StepKind.UNAUTHORISED, StepKind.REOPENED})
"""Steps that say by which day somebody looks at the finding again."""


def stage(kinds: Iterable[str]) -> StepKind:
    """Where a finding stands after these steps, in order. The first is never a note."""
    return [StepKind(kind) for kind in kinds if kind != StepKind.NOTE][-1]


class NotNext(ValueError):
    """What may not be said of a finding where it stands."""


def check_next(kinds: Iterable[str], kind: StepKind) -> None:
    """Raises NotNext when `kind` may not be said after these steps."""
    if kind not in NEXT[stage(kinds)]:
        raise NotNext(f"{kind} cannot be said of a finding that is {stage(kinds)}")
