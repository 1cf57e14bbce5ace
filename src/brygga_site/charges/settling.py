"""Settles the stays of the site's cases: the one place where they meet the settlement of `brygga`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from brygga.agreements import Agreement
from brygga.calendars import Month
from brygga.discharge import CareType, Stay
from brygga.settlement import InvalidStays, MissingRate, Settlement, SettlementError, StayError, settle
from brygga.settlement.terms import terms_for, terms_on
from brygga_site.agreements import registry
from brygga_site.charges.account import Account, Detailed
from brygga_site.charges.entries import SettlementEntry, StayEntry, StayFault
from brygga_site.charges.rates import Rate, rate_for
from brygga_site.charges.stays import table


def settle_cases(agreement: Agreement, stays: Sequence[Stay], first: Month, last: Month) -> Detailed:
    """The settlement of `stays` for months of one year, with every stay.

    What cannot be settled is told in the account: a year without a rate, terms that change within the months. A stay
    that cannot be counted is left out and named in `faults`; the others are settled.
    """
    bare = without_entries(agreement, first, last)
    if not stays:
        return Detailed(replace(bare, missing_year=None, problem=""), ())
    if bare.rate is None or bare.stopped:
        return Detailed(bare, ())
    settled, faults = _settle(agreement, stays, first, last, bare.rate)
    bare = replace(bare, faults=faults)
    return _detailed(agreement, stays, settled, bare) if settled else Detailed(bare, ())


def without_entries(agreement: Agreement, first: Month, last: Month) -> Account:
    """The account for months of one year before anything is settled: its terms and rate, or why nothing can be."""
    bare = Account((), agreement.id, first, last, terms_on(agreement, last.first), None)
    try:
        terms_for(agreement, first, last)
        return replace(bare, rate=rate_for(agreement, first.year))
    except MissingRate as missing:
        return replace(bare, missing_year=missing.year, regulation=_known_regulation(missing))
    except SettlementError as error:
        return replace(bare, problem=str(error))


def _settle(
    agreement: Agreement,
    stays: Sequence[Stay],
    first: Month,
    last: Month,
    rate: Rate,
    faults: tuple[StayFault, ...] = (),
) -> tuple[Settlement | None, tuple[StayFault, ...]]:
    """The settlement of the stays that can be counted (None when none can), and the faults of the others."""
    if not stays:
        return None, faults
    try:
        return settle(agreement, registry(), table(stays), first, last, rate.override, detail=True), faults
    except InvalidStays as invalid:
        at_fault = {error.row: error for error in reversed(invalid.errors)}
    found = tuple(_fault(stays[row - 1], error) for row, error in sorted(at_fault.items()))
    sound = [stay for row, stay in enumerate(stays, start=1) if row not in at_fault]
    return _settle(agreement, sound, first, last, rate, faults + found)


def _fault(stay: Stay, error: StayError) -> StayFault:
    return StayFault(stay.stay_id, stay.municipality, error.column, error.message)


def _detailed(agreement: Agreement, stays: Sequence[Stay], settled: Settlement, bare: Account) -> Detailed:
    """`bare` with the settlement's lines and stays."""
    by_id = {stay.stay_id: stay for stay in stays}
    results = settled.stays or ()
    counted = Counter(
        (one.municipality, one.month, by_id[one.stay_id].care_type) for one in results if one.charged_days
    )
    limit = bare.terms.mean_limit_days if bare.by_mean else None
    entries = tuple(
        SettlementEntry(
            line,
            counted[line.municipality, line.month, CareType.SOMATIC],
            counted[line.municipality, line.month, CareType.PSYCHIATRIC],
            limit,
        )
        for line in settled.lines
    )
    found = (StayEntry(by_id[one.stay_id], one, agreement.id) for one in results)
    return Detailed(replace(bare, entries=entries), tuple(found))


def _known_regulation(missing: MissingRate) -> str:
    """Where the agreement says that the rate is set; nothing when it does not say."""
    return "" if missing.regulation == MissingRate(missing.year).regulation else missing.regulation
