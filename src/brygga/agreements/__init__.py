"""Agreements as data: parties, clauses, terms, figures, duties and worked cases, loaded and checked."""

from brygga.agreements.agreement import Agreement, AgreementKind, AgreementScope, WorkedCase
from brygga.agreements.broken import BrokenAgreement, UnusableAgreement
from brygga.agreements.clauses import Carrier, CarrierKind, Clause, ClauseKind, ClauseLevel, ClauseState
from brygga.agreements.duties import Asked, Courtesy, Deadline, Duty
from brygga.agreements.liability import (
    HeldRule,
    Liability,
    LiabilityBasis,
    LiabilityRule,
    LiabilityScope,
    MissingLiability,
)
from brygga.agreements.load import Registry, TwoAgreements, default_folder, load_all
from brygga.agreements.parameters import MissingParameter, ParameterValue
from brygga.agreements.problems import AgreementProblem, InvalidAgreements
from brygga.agreements.terms import Notice, OnePartysNotice, Term, TermKind, TermStanding
from brygga.agreements.wordings import Wording, WordingStanding, wording_on

__all__ = [
    "Agreement",
    "AgreementKind",
    "AgreementProblem",
    "AgreementScope",
    "Asked",
    "BrokenAgreement",
    "Carrier",
    "CarrierKind",
    "Clause",
    "ClauseKind",
    "ClauseLevel",
    "ClauseState",
    "Courtesy",
    "Deadline",
    "Duty",
    "HeldRule",
    "InvalidAgreements",
    "Liability",
    "LiabilityBasis",
    "LiabilityRule",
    "LiabilityScope",
    "MissingLiability",
    "MissingParameter",
    "Notice",
    "OnePartysNotice",
    "ParameterValue",
    "Registry",
    "Term",
    "TermKind",
    "TermStanding",
    "TwoAgreements",
    "UnusableAgreement",
    "Wording",
    "WordingStanding",
    "WorkedCase",
    "default_folder",
    "load_all",
    "wording_on",
]
