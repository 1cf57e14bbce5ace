"""The worked cases of every agreement as a page to read."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from brygga.agreements import Registry, WorkedCase
from brygga.processes import PROCESSES

KINDS = {
    "term": "Time and notice",
    **{process.name: process.words.title.en for process in PROCESSES},
    "settlement": "Payment liability",
    "decision": "Who is responsible",
    "access": "Who may read",
}


def worked_cases(registry: Registry) -> str:
    """The page `docs/generated/worked-cases.md`: each case with what is given, the answer and the clauses."""
    parts = [
        "# Worked cases",
        "What each agreement comes to in practice. Every case here is run by `brygga check` and by the tests, and "
        "stands in `agreements/*/cases/`. Times are Swedish local time.",
        "Made by `python -m tests.spec`; not to be edited by hand.",
    ]
    for agreement in registry.agreements.values():
        parts.append(f"## {agreement.head.short}")
        for kind, heading in KINDS.items():
            cases = [case for case in agreement.cases if case.kind == kind]
            parts += [f"### {agreement.head.short}: {heading.lower()}"] if cases else []
            for case in cases:
                parts += _case(case)
    return "\n\n".join(parts) + "\n"


def _case(case: WorkedCase) -> Iterator[str]:
    yield f"**{case.name}.**"
    simple = {key: value for key, value in case.given.items() if not _is_table(value) and value not in ({}, [])}
    given = ", ".join(f"{key} {_value(value)}" for key, value in simple.items() if key != "show")
    yield f"Given {given}:" if len(simple) < len(case.given) and _tables(case.given) else f"Given {given}."
    yield from _tables(case.given)
    yield "Answer:\n\n" + "\n".join(f"- {key}: {_value(value)}" for key, value in case.expect.items())
    yield "Clauses: " + ", ".join(f"`{clause}`" for clause in case.clauses)


def _tables(given: Mapping[str, Any]) -> list[str]:
    return [_table(value) for value in given.values() if _is_table(value)]


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _table(rows: Iterable[Mapping[str, Any]]) -> str:
    rows = list(rows)
    if "say" in rows[0]:  # messages: each kind has its own content
        who = "part" if "part" in rows[0] else "where"
        rows = [{"at": r["at"], who: r[who], "say": r["say"], "content": _content(r)} for r in rows]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [f"| {' | '.join(columns)} |", "| --- " * len(columns) + "|"]
    lines += [f"| {' | '.join(_value(row.get(column, '')) for column in columns)} |" for row in rows]
    return "\n".join(lines)


def _content(message: Mapping[str, Any]) -> str:
    sender = {"at", "part", "where", "say"}
    return "; ".join(f"{key} {_value(value)}" for key, value in message.items() if key not in sender)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
        case date():
            return value.isoformat()
        case {"from": first, "to": last}:
            return f"{first} – {last}"
        case dict():
            return ", ".join(f"{key} {_value(one)}" for key, one in value.items()) or "nothing"
        case list():
            parting = "; " if any(isinstance(one, dict) for one in value) else ", "
            return parting.join(map(_value, value)) or "none"
        case str():
            return value.replace("T", " ").removesuffix(":00") if value[10:11] == "T" else value
        case _:
            return str(value)
