"""Payment liability: who owes what for the days a patient stays in hospital after being discharge-ready."""

from brygga.settlement.errors import (
    InvalidStays,
    MissingColumn,
    MissingRate,
    MissingRule,
    SettlementError,
    StayError,
    UnreadableStays,
)
from brygga.settlement.figures import FIGURES
from brygga.settlement.lying import Hindrance, LiabilityAhead, liability_ahead
from brygga.settlement.results import CONDITIONS, RULES, RulePart, Settlement, SettlementLine, StayResult
from brygga.settlement.settle import ENGINES, parse_rate, run, settle
from brygga.settlement.stays import COLUMNS
from brygga.settlement.stretches import DailyAmount, Stretch, Stretches, stretches

__all__ = [
    "COLUMNS",
    "CONDITIONS",
    "ENGINES",
    "FIGURES",
    "RULES",
    "DailyAmount",
    "Hindrance",
    "InvalidStays",
    "LiabilityAhead",
    "MissingColumn",
    "MissingRate",
    "MissingRule",
    "RulePart",
    "Settlement",
    "SettlementError",
    "SettlementLine",
    "StayError",
    "StayResult",
    "Stretch",
    "Stretches",
    "UnreadableStays",
    "liability_ahead",
    "parse_rate",
    "run",
    "settle",
    "stretches",
]
