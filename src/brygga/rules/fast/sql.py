"""A table as SQL: one text in DuckDB's dialect, turned for Spark by sqlglot, that answers every row of a relation.

The relation has one column per fact of the table, named as the fact: VARCHAR for a choice, BOOLEAN for yes or no, an
integer for age in whole years. NULL is unknown: such a person is answered where one row is sure to answer whatever
the unknown facts are, and has no row where that is open.
"""

# ruff: noqa: S608 (the SQL is this room's own; values are the vocabulary's keys, quoted)

from collections.abc import Iterable

from brygga.rules.boxes import spans
from brygga.rules.facts import Condition, Fact
from brygga.rules.table import LineKind, Table

NO_TEXT = "CAST(NULL AS VARCHAR)"
RESULT = ("row", "agreement", "clauses", "declared_gap")
"""The columns that say where an answer comes from; the table's own answers follow."""


def select(table: Table, relation: str = "people", spark: bool = False) -> str:
    """A query: every column of `relation`, then RESULT and the table's answers, row for row in the relation's order."""
    columns = ", ".join(f"line.{_name(name)}" for name in (*RESULT, *table.question.answers, *table.question.optional))
    lines = f"SELECT * FROM (VALUES {_lines(table)}) AS l ({_line_columns(table)})"
    query = (
        f"SELECT person.*, {columns} FROM {_name(relation)} AS person "
        f"LEFT JOIN ({lines}) AS line ON line.brygga_line = {row_number(table)}"
    )
    return to_spark(query) if spark else query


def to_spark(query: str) -> str:
    """A query of DuckDB's dialect in Spark's."""
    import sqlglot

    return sqlglot.transpile(query, read="duckdb", write="spark", comments=False)[0]


def row_number(table: Table) -> str:
    """An expression: the number of the line that answers; -1 where none does, NULL where it is open."""
    chain = " ".join(f"WHEN {holds(table, line.when)} THEN {number}" for number, line in enumerate(table.lines))
    if not table.facts:
        return f"CASE {chain} ELSE -1 END"
    cautious = " ".join(
        f"WHEN {condition} THEN {number} WHEN ({condition}) IS NULL THEN NULL"
        for number, condition in ((number, holds(table, line.when)) for number, line in enumerate(table.lines))
    )
    unknown = " OR ".join(f"{_name(fact.key)} IS NULL" for fact in table.facts)
    return f"CASE WHEN {unknown} THEN CASE {cautious} ELSE -1 END ELSE CASE {chain} ELSE -1 END END"


def holds(table: Table, when: Iterable[Condition]) -> str:
    """An expression that is true where any of the conditions holds."""
    return " OR ".join(f"({one})" for one in (_all(table, condition) for condition in when))


def _all(table: Table, condition: Condition) -> str:
    facts = table.vocabulary.facts
    return " AND ".join(_one(facts[key], mask) for key, mask in condition.items()) or "TRUE"


def _one(fact: Fact, mask: int) -> str:
    name = _name(fact.key)
    if fact.kind == "yes-no":
        return name if mask == fact.bits[True] else f"NOT {name}"
    if fact.is_number:
        return "(" + " OR ".join(_span(fact, name, low, high) for low, high in spans(fact, mask)) + ")"
    inside, outside = list(fact.of(mask)), list(fact.of(fact.full & ~mask))
    if len(outside) < len(inside):
        return f"{name} <> {_text(outside[0])}" if len(outside) == 1 else f"{name} NOT IN ({_texts(outside)})"
    return f"{name} = {_text(inside[0])}" if len(inside) == 1 else f"{name} IN ({_texts(inside)})"


def _span(fact: Fact, name: str, low: int, high: int) -> str:
    if high == fact.values[-1].key:
        return f"{name} >= {low}"
    return f"{name} <= {high}" if low == fact.values[0].key else f"{name} BETWEEN {low} AND {high}"


def _line_columns(table: Table) -> str:
    names = ("brygga_line", *RESULT, *table.question.answers, *table.question.optional)
    return ", ".join(_name(name) for name in names)


def _lines(table: Table) -> str:
    """The lines as VALUES; a hole says nothing."""
    keys = (*table.question.answers, *table.question.optional)
    rows = []
    for number, line in enumerate(table.lines):
        said = [_text(line.then[key]) if key in line.then else NO_TEXT for key in keys]
        gap = f"CAST({str(line.standing is LineKind.GAP).upper()} AS BOOLEAN)"
        source = [_text(line.row.id), _text(line.agreement), _text(", ".join(line.row.clauses)), gap]
        if line.standing is LineKind.HOLE:
            source = [NO_TEXT, NO_TEXT, NO_TEXT, "CAST(NULL AS BOOLEAN)"]
        rows.append(f"({', '.join((str(number), *source, *said))})")
    return ", ".join(rows)


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _texts(values: Iterable[object]) -> str:
    return ", ".join(_text(value) for value in values)


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
