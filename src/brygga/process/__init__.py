"""What every process has in common: messages, the fold over them, moves, duties, and the value that says the rest."""

from brygga.process.duty import DutyStanding, OwedDuty, owed
from brygga.process.facts import CaseFact, Since, fact
from brygga.process.message import Acknowledgement, Body, Correction, FreeMessage, MessageRef, Sent, effective
from brygga.process.moves import Move, NotAllowed, check_may_say, moves, sayable, staying, to
from brygga.process.process import (
    UNDER_WAY,
    Addressing,
    AnyProcess,
    CareTie,
    CaseState,
    CaseSubject,
    Opening,
    Process,
    Regime,
    turn,
)
from brygga.process.units import HELPING, Branch, Purpose, Purposes, Role, UnitFacts, branch_of
from brygga.process.words import MessageWords, Phrase, Words, load_words

__all__ = [
    "HELPING",
    "UNDER_WAY",
    "Acknowledgement",
    "Addressing",
    "AnyProcess",
    "Body",
    "Branch",
    "CareTie",
    "CaseFact",
    "CaseState",
    "CaseSubject",
    "Correction",
    "DutyStanding",
    "FreeMessage",
    "MessageRef",
    "MessageWords",
    "Move",
    "NotAllowed",
    "Opening",
    "OwedDuty",
    "Phrase",
    "Process",
    "Purpose",
    "Purposes",
    "Regime",
    "Role",
    "Sent",
    "Since",
    "UnitFacts",
    "Words",
    "branch_of",
    "check_may_say",
    "effective",
    "fact",
    "load_words",
    "moves",
    "owed",
    "sayable",
    "staying",
    "to",
    "turn",
]
