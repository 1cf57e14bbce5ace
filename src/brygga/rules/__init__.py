"""Decision tables: read, decide and explain, prove, compare; `fast` answers millions of rows."""

from collections.abc import Iterable, Mapping
from typing import Any

from brygga.rules.agreeing import Disagreement, disagreements
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
    "Disagreement",
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
    "disagreements",
    "load_vocabulary",
    "parse_table",
    "parse_vocabulary",
    "proof_json",
    "prove",
]


def proof_json(tables: Iterable[Table], together: Iterable[Mapping[str, Table]] = ()) -> Mapping[str, Any]:
    """The document of `brygga prove --json`, with Z3's opinion of every table.

    `together` holds the tables that one agreement has on one day, which must not contradict each other. A table that is
    handed over whole is proved as the one below it, once.
    """
    from brygga.rules.z3opinion import agrees

    kept: dict[Table, tuple[Proof, bool]] = {}
    found = []
    for table in tables:
        below = table.baseline
        proved = below if below and not table.rulings and below.vocabulary is table.vocabulary else table
        if proved not in kept:
            proof = prove(proved)
            kept[proved] = proof, agrees(proof)
        proof, opinion = kept[proved]
        own = {} if proved is table else {"agreement": table.agreement, "rows": 0, "catch_alls": []}
        found.append(proof.to_json(opinion) | own)
    disagreeing = [one.to_json() for tables in together for one in disagreements(tables)]
    ok = not disagreeing and all(opinion and proof.ok for proof, opinion in kept.values())
    return {"ok": ok, "tables": found, "disagreements": disagreeing}
