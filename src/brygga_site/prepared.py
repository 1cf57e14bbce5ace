"""Queries that the ORM writes once and that are then asked many times with other values.

To write a query of some joins takes the ORM longer than the database takes to answer it. That matters where little else
is done: for the questions of open pages (`bench screens`). Everywhere else a query is written where it is asked.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """In a prepared query: a value that is given by this name each time it is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Prepared:
    """A query made by `written`, a queryset of values whose filters may hold `Given`."""

    def __init__(self, written: Callable[[], QuerySet]) -> None:
        # Only once somebody asks: the models have to be in place. The two engines write differently.
        self._compiled = cache(lambda vendor: _compiled(written()))

    def rows(self, **given: object) -> list[list[Any]]:
        """The rows, each a list of the values, as the queryset itself would give them."""
        sql, parameters, converters = self._compiled(connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(sql, [_value(one, given) for one in parameters])
            rows = [list(row) for row in cursor.fetchall()]
        for place, (convert, expression) in converters.items():
            for row in rows:
                for function in convert:
                    row[place] = function(row[place], expression, connection)
        return rows


def _compiled(queryset: QuerySet) -> tuple[str, tuple[Any, ...], dict[int, Any]]:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    return sql, tuple(parameters), compiler.get_converters([expression for expression, *_ in compiler.select])


def _value(parameter: Any, given: dict[str, object]) -> Any:
    if not isinstance(parameter, Given):
        return parameter
    return parameter.output_field.get_db_prep_value(given[parameter.name], connection)
