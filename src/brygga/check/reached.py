"""Which rows the worked cases reach: a row that answers and that no case leads to is a row nobody has tried."""

from collections.abc import Iterator

from brygga.agreements import Agreement, AgreementProblem, Registry
from brygga.check.worked_cases import decided
from brygga.rules.table import DeclaredGap

Reached = frozenset[tuple[str, str, str]]
"""Agreement, table and row."""


def reached(registry: Registry) -> Reached:
    """Every row and declared gap that a worked case of any agreement comes to; one of the acts', from wherever."""
    return frozenset(found for agreement in registry.agreements.values() for found in _of(agreement))


def rows_without_case(agreement: Agreement, by: Reached) -> tuple[str, ...]:
    """The agreement's own rows and declared gaps that answer and that no case reaches, as `table/row`."""
    return tuple(
        f"{table.name}/{row.id}"
        for table, row in agreement.own_rulings()
        if (isinstance(row, DeclaredGap) or row.then is not None) and (agreement.id, table.name, row.id) not in by
    )


def untried(agreement: Agreement, by: Reached) -> Iterator[AgreementProblem]:
    """Each such row as an error of its table."""
    for name in rows_without_case(agreement, by):
        table, _, row = name.partition("/")
        message = "no worked case comes to it: add one to cases, with a situation that it answers"
        yield AgreementProblem(f"{agreement.id}/tables/{table}.toml", f"row › '{row}'", message)


def _of(agreement: Agreement) -> Iterator[tuple[str, str, str]]:
    for case in agreement.cases:
        if (decision := decided(case, agreement)) and decision.row:
            yield decision.falls_back_to or agreement.id, decision.table.name, decision.row
