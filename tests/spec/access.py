"""The grounds of access as a page to read."""

from datetime import timedelta

from brygga.access import CARRIED, EMERGENCY_LASTS, GROUNDS, LIFT_LASTS, RELEVANT
from brygga.agreements import Registry


def grounds(registry: Registry) -> str:
    """The page `docs/generated/access.md`: every ground with its clause, and what a refusal leads on to."""
    summaries = {clause.id: clause.summary for clause in registry.baseline.clauses}
    allowed = [one for one in GROUNDS.values() if one.allows]
    refused = [one for one in GROUNDS.values() if not one.allows]
    parts = [
        "# Grounds of access",
        "What a decision can rest on. The clause of a message that an act orders told is that act's. "
        "Made by `python -m tests.spec`; not to be edited by hand.",
        "## What opens",
        _table(
            ["ground", "clause", "what the clause says", "for the log reviewer"],
            [[one.id, one.clause, summaries[one.clause], "emergency" if one.emergency else ""] for one in allowed],
        ),
        "## What is refused, and the lawful way on",
        _table(
            ["ground", "clause", "what the clause says", "ways on"],
            [[one.id, one.clause, summaries[one.clause], ", ".join(one.ways)] for one in refused],
        ),
        "## What else carries clauses out",
        _table(["name", "what it does"], [[name, CARRIED[name]] for name in CARRIED if name not in GROUNDS]),
        "## What can matter to whom",
        _table(["role", "kinds of data"], [[role, ", ".join(sorted(kinds))] for role, kinds in RELEVANT.items()]),
        f"An emergency opens what it opens for {_hours(EMERGENCY_LASTS)} hours; "
        f"a block that is lifted without the person's own word is lifted for {_hours(LIFT_LASTS)} hours.",
    ]
    return "\n\n".join(parts) + "\n"


def _hours(span: timedelta) -> int:
    return span // timedelta(hours=1)


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
