"""Queries that the ORM writes once and that are then asked many times with other values.

To write a query of some joins takes the ORM longer than the database takes to answer it, a third of what a page costs.
So what every request asks, and what a case and lists ask, is written once (`bench web`, `bench screens`). Everywhere
else a query is written where it is asked.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


class Given(Expression):
    """In a prepared query: a value that is given by this name each time it is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class GivenMany(Given):
    """The same, of any number of values, after `__in`: a list would be written anew for each number of them."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        if connection.vendor == "postgresql":
            return f"(SELECT unnest(%s::{self.output_field.db_type(connection)}[]))", [self]
        return "(SELECT value FROM json_each(%s))", [self]


@dataclass(frozen=True)
class WrittenQuery:
    """A query as one engine has it: its text, its parameters with what is given among them, and how values are read.

    `select` and `model` are the columns, and what the ORM knows of the model they make; None for a query of values.
    """

    sql: str
    parameters: tuple[Any, ...]
    converters: dict[int, Any]
    select: Any
    model: Any

    def fetch(self, given: dict[str, object]) -> list[list[Any]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [_value(one, given) for one in self.parameters])
            rows = [list(row) for row in cursor.fetchall()]
        for place, (convert, expression) in self.converters.items():
            for row in rows:
                for function in convert:
                    row[place] = function(row[place], expression, connection)
        return rows


class Prepared:
    """A query made by `written`, a queryset of values whose filters may hold `Given`."""

    def __init__(self, written: Callable[[], QuerySet]) -> None:
        # Only once somebody asks: the models have to be in place. The two engines write differently.
        self._written = cache(lambda vendor: _as_written(written()))

    def rows(self, **given: object) -> list[list[Any]]:
        """The rows, each a list of the values, as the queryset itself would give them."""
        return self._written(connection.vendor).fetch(given)


class PreparedModels(Generic[M]):
    """A query made by `written`, a queryset of a model with what it selects along; its filters may hold `Given`."""

    def __init__(self, written: Callable[[], QuerySet[M]]) -> None:
        self._written = cache(lambda vendor: _Instances(_as_written(written())))

    def rows(self, **given: object) -> list[M]:
        """The rows as the queryset itself would give them."""
        return self._written(connection.vendor).fetch(given)

    def first(self, **given: object) -> M | None:
        """The first of the rows; None when there is none."""
        return next(iter(self.rows(**given)), None)


class _Instances:
    """How the rows of a query become models, as `QuerySet` itself makes them."""

    def __init__(self, written: WrittenQuery) -> None:
        fields = written.model["select_fields"]
        self._columns = slice(fields[0], fields[-1] + 1)
        self._names = [expression.target.attname for expression, *_ in written.select[self._columns]]
        self._make = written.model["model"].from_db
        self._populators = get_related_populators(written.model, written.select, DEFAULT_DB_ALIAS)
        self._written = written

    def fetch(self, given: dict[str, object]) -> list[Any]:
        found = []
        for row in self._written.fetch(given):
            instance = self._make(DEFAULT_DB_ALIAS, self._names, row[self._columns])
            for populator in self._populators:
                populator.populate(row, instance)
            found.append(instance)
        return found


def _as_written(queryset: QuerySet) -> WrittenQuery:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    converters = compiler.get_converters([expression for expression, *_ in compiler.select])
    return WrittenQuery(sql, tuple(parameters), converters, compiler.select, compiler.klass_info)


def _value(parameter: Any, given: dict[str, object]) -> Any:
    if not isinstance(parameter, Given):
        return parameter
    value, prepared = given[parameter.name], parameter.output_field.get_db_prep_value
    if not isinstance(parameter, GivenMany):
        return prepared(value, connection)
    several = [prepared(one, connection) for one in value]
    return several if connection.vendor == "postgresql" else json.dumps(several)
