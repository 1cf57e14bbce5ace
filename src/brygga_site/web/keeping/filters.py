"""How the pages about keeping write kinds, reasons and stages."""

from brygga.processes import PROCESSES
from brygga_site.agreements import registry
from brygga_site.keeping import words
from brygga_site.words.processes import title


def process_named(name: str) -> str:
    """What a process is called; one that there is no longer, by its name."""
    return title(PROCESSES[name]) if name in PROCESSES.names else name


def record_kind(kind: str) -> str:
    return words.record(kind)


def kept_because(name: str) -> str:
    return words.reason(name)


def run_stage(name: str) -> str:
    return words.stage(name)


def retention_rule(rule: str) -> str:
    """A rule as one reads it: the citation of a clause, else the decision's number as it is."""
    return registry().agreement("sverige").cite(rule)


def is_clause(rule: str) -> bool:
    """Whether a rule is a clause that can be opened; a decision's number is none."""
    return any(clause.id == rule for clause in registry().agreement("sverige").clauses)
