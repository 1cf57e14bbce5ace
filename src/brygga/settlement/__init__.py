"""Payment liability: who owes what for the days a patient stays in hospital after being discharge-ready."""

from brygga.settlement.errors import (
    ChangingTerms,
    InvalidStays,
    MissingRate,
    SettlementError,
    StayError,
    UnreadableStays,
)
from brygga.settlement.figures import FIGURES
from brygga.settlement.lying import Hindrance, LiabilityAhead, liability_ahead
from brygga.settlement.results import CONDITIONS, RULES, Settlement, SettlementLine, StayResult
from brygga.settlement.settle import ENGINES, parse_rate, run, settle
from brygga.settlement.stays import COLUMNS
from brygga.settlement.terms import Terms

__all__ = [
    "COLUMNS",
    "CONDITIONS",
    "ENGINES",
    "FIGURES",
    "RULES",
    "ChangingTerms",
    "Hindrance",
    "InvalidStays",
    "LiabilityAhead",
    "MissingRate",
    "Settlement",
    "SettlementError",
    "SettlementLine",
    "StayError",
    "StayResult",
    "Terms",
    "UnreadableStays",
    "liability_ahead",
    "parse_rate",
    "run",
    "settle",
]
