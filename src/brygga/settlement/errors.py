"""What stops a settlement. Every message says what is wrong, where, and what to do; nothing is settled."""

from dataclasses import dataclass

from brygga.agreements import MissingLiability

SHOWN = 100
"""How many of the errors of a file the message prints."""

KEPT = 10_000
"""How many of them InvalidStays holds; it always tells how many there are."""


class SettlementError(ValueError):
    """A settlement that cannot be made from what was given."""


class UnreadableStays(SettlementError):
    """A file of stays that cannot be opened at all."""


@dataclass(frozen=True, order=True)
class StayError:
    """One fault in the file of stays.

    `row` is the row of the file: in CSV the header is row 1, in Parquet the first stay is row 1.
    A column that is missing is reported on row 1.
    """

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.message}"


class InvalidStays(SettlementError):
    """Every fault of a file of stays, by row: `errors` (the first of them) and `total` (how many there are)."""

    def __init__(self, errors: tuple[StayError, ...], total: int) -> None:
        self.errors, self.total = errors, total
        more = total - min(len(errors), SHOWN)
        lines = [f"nothing was settled: the stays have {total} error{'s' if total != 1 else ''}"]
        lines += [f"  {error}" for error in errors[:SHOWN]]
        lines += [f"  ... and {more} more; correct these and settle again"] if more else []
        super().__init__("\n".join(lines))


class MissingRate(SettlementError):
    """A year without a daily rate: `year`, and `regulation`, where the rate is to be found."""

    def __init__(self, year: int, regulation: str | None = None) -> None:
        self.year = year
        self.regulation = regulation or (
            f"Socialstyrelsen's regulation (HSLF-FS) on the amount per day for {year}, issued the year before"
        )
        super().__init__(
            f"there is no daily rate for {year}: it is set in {self.regulation}; "
            f"give it with --rate {year}=KR, KR being whole kronor a day"
        )


class MissingColumn(SettlementError):
    """A column of the stays that the contract leaves optional and a rule in force needs."""

    def __init__(self, column: str, rule: str, agreement: str) -> None:
        self.column, self.rule, self.agreement = column, rule, agreement
        super().__init__(
            f"the rule '{rule}' of {agreement} needs the column '{column}', which the stays do not have: "
            "add it, with a value for every stay"
        )


class MissingRule(SettlementError):
    """Stays of days for which the agreement has no rule of payment liability: `on` is the first of those days."""

    def __init__(self, missing: MissingLiability) -> None:
        self.on, self.look_in = missing.on, missing.look_in
        super().__init__(f"{missing}; nothing was settled: settle other months with --from and --to")
