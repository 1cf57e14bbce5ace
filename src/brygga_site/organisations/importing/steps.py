"""What applying a file would do, step by step, with everything that stands in the way."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from brygga_site.organisations.importing.reading import FileFault
from brygga_site.organisations.models import Assignment, Pending, Staff, Unit

OPENED, RENAMED = "unit-opened", "unit-changed"
REGISTERED, CORRECTED = "staff-registered", "staff-changed"
GIVEN, CHANGED = "assignment-given", "assignment-changed"
STEPS = (OPENED, RENAMED, REGISTERED, CORRECTED, GIVEN, CHANGED)


@dataclass(frozen=True)
class ImportStep:
    """One thing that will be done: on account of which line, what kind of thing, to what, and from what to what.

    `takes_two` when it lets somebody read more, or changes by what somebody is known; `before` is then what the trail
    is told of that.
    """

    line: int
    kind: str
    row: Unit | Staff | Assignment = field(hash=False)
    what: str
    takes_two: bool = False
    before: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.what} {getattr(self.row, 'purpose', '')} {self.before}"


@dataclass
class Plan:
    """The steps of a file in their order, the faults by line, and how many rows change nothing."""

    encoding: str
    rows: int
    steps: list[ImportStep] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)
    unchanged: int = 0
    waiting: Pending | None = None

    @property
    def takes_two(self) -> bool:
        """Whether the file waits for another administrator."""
        return any(step.takes_two for step in self.steps)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many steps there are of each kind that there is."""
        found = Counter(step.kind for step in self.steps)
        return [(kind, found[kind]) for kind in STEPS if found[kind]]

    @property
    def digest(self) -> str:
        """Tells whether a plan made again is the one that somebody has seen."""
        return hashlib.sha256("\n".join(map(str, self.steps)).encode()).hexdigest()

    def of(self, *kinds: str) -> list:
        return [step.row for step in self.steps if step.kind in kinds]
