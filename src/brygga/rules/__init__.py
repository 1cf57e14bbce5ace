"""Decision tables: read, decide and explain, prove, compare; `fast` answers millions of rows."""

from collections.abc import Mapping
from typing import Any

from brygga.rules.compare import Comparison, compare
from brygga.rules.decide import TableDecision, decide
from brygga.rules.facts import Answer, Condition, Fact, Question, Text, Value, Vocabulary
from brygga.rules.faults import Fault, InvalidFacts, InvalidRules
from brygga.rules.parse import parse as parse_table
from brygga.rules.prove import Proof, prove
from brygga.rules.table import DeclaredGap, HitPolicy, LineKind, Row, Table, TableLine
from brygga.rules.vocabulary import load as load_vocabulary
from brygga.rules.vocabulary import parse as parse_vocabulary

__all__ = [
    "Answer",
    "Comparison",
    "Condition",
    "DeclaredGap",
    "Fact",
    "Fault",
    "HitPolicy",
    "InvalidFacts",
    "InvalidRules",
    "LineKind",
    "Proof",
    "Question",
    "Row",
    "Table",
    "TableDecision",
    "TableLine",
    "Text",
    "Value",
    "Vocabulary",
    "compare",
    "decide",
    "load_vocabulary",
    "parse_table",
    "parse_vocabulary",
    "proof_json",
    "prove",
]


def proof_json(*tables: Table) -> Mapping[str, Any]:
    """The document of `brygga prove --json`, with Z3's opinion of every table."""
    from brygga.rules.z3opinion import agrees

    proofs = [prove(table) for table in tables]
    opinions = [agrees(proof) for proof in proofs]
    found = [proof.to_json(opinion) for proof, opinion in zip(proofs, opinions, strict=True)]
    return {"ok": all(opinions) and all(proof.ok for proof in proofs), "tables": found}
