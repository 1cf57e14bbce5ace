"""The parts of a settlement: a line, a stay in a month, and a stay that cannot be counted."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from brygga.discharge import Stay
from brygga.settlement import RulePart, SettlementLine, StayResult
from brygga_site.agreements import registry


@dataclass(frozen=True)
class LateChange:
    """That what is known of a stay was changed, by a message sent at `at`, when its last month had ended already."""

    stay_id: str
    at: datetime

    @property
    def number(self) -> str:
        """The stay's number as it is shown."""
        return self.stay_id[:8]


@dataclass(frozen=True)
class SettlementEntry:
    """A line of the settlement, with how many of its individual stays were somatic and psychiatric.

    `changed` are the stays in it that a later message has changed. `closed`: stays of the month have been destroyed by
    the rules of keeping, so that it stands as it was settled before and never changes.
    """

    line: SettlementLine
    somatic: int
    psychiatric: int
    changed: tuple[LateChange, ...] = field(default=(), compare=False)
    closed: bool = field(default=False, compare=False)

    @property
    def limit(self) -> Decimal | None:
        """The mean that costs nothing, in days; None where there is none, or more than one."""
        part = self.line.only_mean
        return Decimal(part.limit) if part and part.limit else None

    @property
    def over(self) -> bool:
        """Whether a mean is over its limit; decided on whole days, never on the rounded mean."""
        return any(part.is_over for part in self.line.by_mean)

    @property
    def zero(self) -> bool:
        """Whether the month's invoice is for nothing."""
        return self.line.amount == 0

    @property
    def excluded(self) -> int:
        return sum(self.line.excluded.values())

    @property
    def mean(self) -> Decimal | None:
        """The mean that decides, where there is one alone."""
        return shown_mean(self.line.only_mean) if self.line.only_mean else None


def shown_mean(part: RulePart) -> Decimal | None:
    """The mean with one decimal, half up, and with more where one would hide on which side of the limit it is."""
    if not part.mean or part.limit is None:
        return None
    exact = Decimal(part.mean[1]) / part.mean[0]
    for places in ("0.1", "0.01", "0.001", "0.0001"):
        shown = exact.quantize(Decimal(places), ROUND_HALF_UP)
        if (shown > Decimal(part.limit)) == part.is_over:
            return shown
    return exact


@dataclass(frozen=True)
class StayEntry:
    """A stay with what it came to in one month, and the agreement it was settled under."""

    stay: Stay
    result: StayResult
    agreement: str

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that say so."""
        return self.result.clauses

    @property
    def cited(self) -> str:
        """The clauses as they are cited, each section once."""
        agreement = registry().agreement(self.agreement)
        return ", ".join(dict.fromkeys(agreement.cite(clause) for clause in self.clauses))

    @property
    def number(self) -> str:
        """The stay's number as it is shown: the beginning of the case's."""
        return self.result.stay_id[:8]

    @property
    def group(self) -> str:
        """How it was counted: `individual`, `mean`, `gate`, `none`, `excluded` or, with no chargeable day, `free`.

        `gate` is in a mean that costs nothing by itself and did not make the stay be charged; `none` is exempt.
        """
        if self.result.reason:
            return "excluded"
        if self.result.charged_days:
            return "individual"
        return "free" if self.result.model == "individual" else self.result.model


@dataclass(frozen=True)
class StayFault:
    """A stay that cannot be counted: the column of the stays at fault, and what is wrong with it."""

    stay_id: str
    municipality: str
    column: str
    message: str
