"""The daily rate of a year: the agreement's own, else the demo's example, which is marked wherever it is used."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from brygga.agreements import Agreement, MissingParameter
from brygga.settlement.terms import missing_rate


@dataclass(frozen=True)
class Rate:
    """Whole kronor a day for a year. `source` is where it is published; an example has none."""

    year: int
    kronor: int
    source: str = ""
    reference: str = ""
    example: bool = False

    @property
    def override(self) -> dict[int, int]:
        """What the settlement is given in place of the agreement's rates: nothing but an example."""
        return {self.year: self.kronor} if self.example else {}


def rate_for(agreement: Agreement, year: int) -> Rate:
    """The rate of a year (2017:612 5:6). Raises MissingRate when neither the agreement nor the settings have one."""
    try:
        value = agreement.parameter("daily-rate", date(year, 1, 1))
    except MissingParameter:
        kronor = settings.BRYGGA_EXAMPLE_RATES.get(year)
        if kronor is None:
            raise missing_rate(agreement, year) from None
        return Rate(year, kronor, example=True)
    return Rate(year, int(value.value), value.source.title, value.source.reference or "")
