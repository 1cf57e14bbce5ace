"""The demo's example amounts, which stand in for missing national ones and are marked wherever they are used."""

from django.conf import settings

from brygga.agreements import Agreement, LiabilityBasis
from brygga.calendars import Month
from brygga.settlement import Stretches, stretches


def held_in(agreement: Agreement, first: Month, last: Month) -> tuple[Stretches, dict[int, int]]:
    """What holds in these months, and the example amounts that were put in place of missing national ones, by year."""
    held = stretches(agreement, first.first, last.last)
    wanted = {
        year
        for one in held.ruled
        if one.amount.kronor is None and not one.amount.is_own and one.rule.basis is not LiabilityBasis.NONE
        for year in range(one.first.year, one.last.year + 1)
    }
    given = {year: kronor for year in sorted(wanted) if (kronor := settings.BRYGGA_EXAMPLE_RATES.get(year)) is not None}
    return (stretches(agreement, first.first, last.last, given) if given else held), given
