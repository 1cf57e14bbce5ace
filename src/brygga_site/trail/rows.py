"""The rows of other tables that entries tell of: what is digested of one, as it was written and as it lies there."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import DateField, DateTimeField, Field, JSONField, Model, TextField, UUIDField
from django.db.models.functions import Cast

from brygga_site.append_only import TABLES
from brygga_site.trail import digests
from brygga_site.trail.stored import RowKey, StoredRow, moment

AT_ONCE = 2000

CHANGING: set[str] = set()
"""Tables whose rows may change and are told of all the same: whatever changes one tells of it anew."""


def told_text(rows: Iterable[Model], algorithms: Collection[str]) -> str | None:
    """What an entry says of rows that were saved in its transaction, by each of the algorithms; None of none."""
    told = [
        [row._meta.db_table, _key(row.pk), digests.digest(content, algorithm)]
        for row in rows
        for content in [content_of(row)]
        for algorithm in algorithms
    ]
    return digests.canonical(told).decode() if told else None


def _key(value: Any) -> RowKey:
    return value.hex if isinstance(value, UUID) else value


def content_of(row: Model) -> bytes:
    """What the digest of a row is over, as it was written or fetched: every column but its key that is set.

    A column that a later version adds is null in what was written before it, and so leaves its digest as it was.
    """
    values = {field.column: _written(field, getattr(row, field.attname)) for field in columns_of(type(row))}
    return digests.row_content(row._meta.db_table, _set(values))


def columns_of(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def tables() -> list[type[Model]]:
    """The tables whose rows are told of, in the order of their names."""
    told = CHANGING | {name for name, table in TABLES.items() if table.told}
    return sorted((one for one in apps.get_models() if one._meta.db_table in told), key=lambda one: one._meta.db_table)


def stored(model: type[Model]) -> Iterator[StoredRow]:
    """The rows as they lie in the database, by their keys, each with all that it says now."""
    fields = columns_of(model)
    as_text = {f"{field.attname}_text": Cast(field.attname, TextField()) for field in fields if _is_cast(field)}
    names = [f"{field.attname}_text" if _is_cast(field) else field.attname for field in fields]
    own = model._meta.pk
    as_text["pk_text"] = Cast("pk", TextField())
    of_key = "pk_text" if _is_cast(own) else "pk"
    rows = model._base_manager.order_by("pk").annotate(**as_text).values_list(of_key, *names)
    for key, *texts in rows.iterator(AT_ONCE):
        values = {field.column: _lying(field, text) for field, text in zip(fields, texts, strict=True)}
        yield StoredRow(_lying(own, key), digests.row_content(model._meta.db_table, _set(values)))


def _set(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _is_cast(field: Field) -> bool:
    """What is fetched as text: SQLite would otherwise fail on what somebody has put there."""
    return isinstance(_kind(field), DateField | UUIDField | JSONField)


def _kind(field: Field) -> Field:
    """The field itself, or the key that it refers to."""
    return field.target_field if field.is_relation else field


def _written(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, datetime):
        return digests.moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    return _same(value) if isinstance(field, JSONField) else value


def _lying(field: Field, value: Any) -> Any:
    kind = _kind(field)
    if value is None:
        return None
    if isinstance(kind, DateTimeField):
        return moment(value)
    if isinstance(kind, UUIDField):
        return value.replace("-", "") if isinstance(value, str) else value
    if isinstance(kind, JSONField):
        try:
            return _same(json.loads(value))
        except (TypeError, ValueError, RecursionError):
            return [value]
    return value


def _same(node: Any) -> Any:
    """One form for a number: PostgreSQL keeps 1e2 as 100."""
    if isinstance(node, dict):
        return {key: _same(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_same(value) for value in node]
    return int(node) if isinstance(node, float) and node.is_integer() else node
