"""Settles the stays of the site's cases: the one place where they meet the settlement of `brygga`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from brygga.agreements import Agreement, LiabilityBasis
from brygga.calendars import Month
from brygga.discharge import CareType, Stay
from brygga.settlement import InvalidStays, MissingRate, MissingRule, Settlement, SettlementError, StayError, settle
from brygga.settlement.stretches import required
from brygga_site.agreements import registry
from brygga_site.charges.account import Account, Detailed
from brygga_site.charges.entries import SettlementEntry, StayEntry, StayFault
from brygga_site.charges.rates import held_in
from brygga_site.charges.stays import table


def settle_cases(agreement: Agreement, stays: Sequence[Stay], first: Month, last: Month) -> Detailed:
    """The settlement of `stays` for months of one year, with every stay.

    What cannot be settled is told in the account: a year without an amount, days without a rule, a rule that asks for
    what is not known. A stay that cannot be counted is left out and named in `faults`; the others are settled.
    """
    bare = without_entries(agreement, first, last)
    if not stays:
        return Detailed(replace(bare, missing_year=None, problem=""), ())
    if bare.stopped:
        return Detailed(bare, ())
    try:
        settled, faults = _settle(agreement, stays, first, last)
    except (SettlementError, LookupError) as error:
        return Detailed(_stopped(bare, error), ())
    bare = replace(bare, faults=faults)
    return _detailed(agreement, stays, settled, bare) if settled else Detailed(bare, ())


def without_entries(agreement: Agreement, first: Month, last: Month) -> Account:
    """The account for months of one year before anything is settled: its rules and amounts, or why nothing can be."""
    bare = Account((), agreement.id, first, last)
    try:
        held = held_in(agreement, first, last)[0]
    except LookupError as error:
        return _stopped(bare, error)
    if not held.ruled:
        return _stopped(bare, MissingRule(held.unruled[0].error))
    bare = replace(bare, stages=held.ruled)
    try:
        for stage in held.ruled:
            if stage.rule.basis is not LiabilityBasis.NONE:
                required(stage.amount, stage.first)
    except MissingRate as missing:
        return _stopped(bare, missing)
    return bare


def _stopped(bare: Account, error: Exception) -> Account:
    if isinstance(error, MissingRate):
        return replace(bare, missing_year=error.year, regulation=_known_regulation(error))
    return replace(bare, problem=str(error))


def _settle(
    agreement: Agreement,
    stays: Sequence[Stay],
    first: Month,
    last: Month,
    faults: tuple[StayFault, ...] = (),
) -> tuple[Settlement | None, tuple[StayFault, ...]]:
    """The settlement of the stays that can be counted (None when none can), and the faults of the others."""
    if not stays:
        return None, faults
    given = held_in(agreement, first, last)[1]
    try:
        return settle(agreement, registry(), table(stays), first, last, given, detail=True), faults
    except InvalidStays as invalid:
        at_fault = {error.row: error for error in reversed(invalid.errors)}
    found = tuple(_fault(stays[row - 1], error) for row, error in sorted(at_fault.items()))
    sound = [stay for row, stay in enumerate(stays, start=1) if row not in at_fault]
    return _settle(agreement, sound, first, last, faults + found)


def _fault(stay: Stay, error: StayError) -> StayFault:
    return StayFault(stay.stay_id, stay.municipality, error.column, error.message)


def _detailed(agreement: Agreement, stays: Sequence[Stay], settled: Settlement, bare: Account) -> Detailed:
    """`bare` with the settlement's lines and stays."""
    by_id = {stay.stay_id: stay for stay in stays}
    results = settled.stays or ()
    counted = Counter(
        (one.municipality, one.month, by_id[one.stay_id].care_type) for one in results if one.charged_days
    )
    entries = tuple(
        SettlementEntry(
            line,
            counted[line.municipality, line.month, CareType.SOMATIC],
            counted[line.municipality, line.month, CareType.PSYCHIATRIC],
        )
        for line in settled.lines
    )
    found = (StayEntry(by_id[one.stay_id], one, agreement.id) for one in results)
    return Detailed(replace(bare, entries=entries), tuple(found))


def _known_regulation(missing: MissingRate) -> str:
    """Where the agreement says that the rate is set; nothing when it does not say."""
    return "" if missing.regulation == MissingRate(missing.year).regulation else missing.regulation
