"""Agreements as data: parties, clauses, terms, figures, duties and worked cases, loaded and checked."""

from brygga.agreements.agreement import Agreement, AgreementKind, Scope, WorkedCase
from brygga.agreements.clauses import Carrier, CarrierKind, Clause, ClauseKind, ClauseState, Level
from brygga.agreements.duties import Deadline, Duty
from brygga.agreements.load import Registry, default_folder, load_all
from brygga.agreements.parameters import MissingParameter, ParameterValue
from brygga.agreements.problems import InvalidAgreements, Problem
from brygga.agreements.terms import Notice, OnePartysNotice, Standing, Term, TermKind

__all__ = [
    "Agreement",
    "AgreementKind",
    "Carrier",
    "CarrierKind",
    "Clause",
    "ClauseKind",
    "ClauseState",
    "Deadline",
    "Duty",
    "InvalidAgreements",
    "Level",
    "MissingParameter",
    "Notice",
    "OnePartysNotice",
    "ParameterValue",
    "Problem",
    "Registry",
    "Scope",
    "Standing",
    "Term",
    "TermKind",
    "WorkedCase",
    "default_folder",
    "load_all",
]
