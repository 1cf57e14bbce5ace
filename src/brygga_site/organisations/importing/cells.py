"""What the rows of a file have in common: cells that must be filled, rows that must agree, names of columns."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.importing.reading import FileRow


def needed(row: FileRow, *fields: str) -> None:
    """Whether these cells are filled. Raises Unfit for the first that is not."""
    for field in fields:
        if not row[field]:
            raise Unfit(field, "this must be filled in")


def same(told: dict[str, str], row: FileRow, fields: tuple[str, ...]) -> None:
    """Whether a row says of its unit or person what earlier rows, kept in `told`, have said. Raises Unfit."""
    for field in fields:
        given = row[field]
        if given and told.setdefault(field, given) != given:
            raise Unfit(field, "an earlier line says “{earlier}”; let them agree", earlier=told[field])


def day(row: FileRow, field: str) -> date | None:
    """A day written YYYY-MM-DD; None when nothing is. Raises Unfit."""
    try:
        return date.fromisoformat(row[field]) if row[field] else None
    except ValueError:
        raise Unfit(field, "“{given}” is no day; write it as 2026-12-31", given=row[field]) from None


@contextmanager
def as_field(**fields: str) -> Iterator[None]:
    """Names an unfit value by the file's column instead of the form's field."""
    try:
        yield
    except Unfit as unfit:
        unfit.field = fields.get(unfit.field, unfit.field)
        raise
