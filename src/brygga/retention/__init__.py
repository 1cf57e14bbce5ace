"""How long what an organisation holds about a person is kept, when it is to be destroyed, and what keeps it longer."""

from brygga.retention.decision import Ends, HeldRecord, Kept, KeptBecause, decide
from brygga.retention.figures import FIGURES
from brygga.retention.records import Planned, RecordKind, record_of, record_of_statement
from brygga.retention.rules import RetentionRules, UnlawfulPlan, check_plan, rules_of

__all__ = [
    "FIGURES",
    "Ends",
    "HeldRecord",
    "Kept",
    "KeptBecause",
    "Planned",
    "RecordKind",
    "RetentionRules",
    "UnlawfulPlan",
    "check_plan",
    "decide",
    "record_of",
    "record_of_statement",
    "rules_of",
]
