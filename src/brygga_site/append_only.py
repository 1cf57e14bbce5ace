"""Triggers by which the database itself refuses to change or remove rows, on both engines."""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps


@dataclass(frozen=True)
class AppendOnly:
    """A table whose rows are only ever added.

    `refusal` is what a writer who tries something else is told. `lapsed` is the one condition, in the engine's SQL on
    the row OLD, under which a row may be removed all the same; without it none ever is.
    """

    table: str
    refusal: str
    lapsed: dict[str, str] | None = None

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Puts the triggers in place. Safe to repeat."""
        _run(connection, self._statements(connection.vendor))

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Takes the triggers away: for undoing the migration, and for emptying a test database."""
        drop = {"sqlite": "DROP TRIGGER IF EXISTS {name}", "postgresql": "DROP TRIGGER IF EXISTS {name} ON {table}"}
        names = {"sqlite": ("no_update", "no_delete"), "postgresql": ("no_change", "no_delete")}
        statement, vendor = drop[connection.vendor], connection.vendor
        each = [statement.format(name=f"{self.table}_{name}", table=self.table) for name in names[vendor]]
        _run(connection, each)

    def lifted(self, *operations: Operation) -> list[Operation]:
        """The operations of a migration that alters the table, with the triggers away meanwhile.

        SQLite makes an altered table anew, without its triggers; PostgreSQL's refuse what moves the rows' contents.
        """

        def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            self.install(editor.connection)

        def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            self.remove(editor.connection)

        return [RunPython(remove, install), *operations, RunPython(install, remove)]

    def _statements(self, vendor: str) -> list[str]:
        make = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
        return make(self.table, self.refusal, (self.lapsed or {}).get(vendor))


def _postgresql(table: str, refusal: str, lapsed: str | None) -> list[str]:
    """One trigger for each statement; where rows may lapse, removal is looked at row by row instead."""
    refused = "UPDATE OR TRUNCATE" if lapsed else "UPDATE OR DELETE OR TRUNCATE"
    allowed = f"IF TG_OP = 'DELETE' THEN IF {lapsed} THEN RETURN OLD; END IF; END IF;" if lapsed else ""
    function = f"""
        CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN {allowed} RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """
    call = f"ON {table} FOR EACH {{each}} EXECUTE FUNCTION {table}_refuse()"
    statements = [
        function,
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE {refused} {call.format(each='STATEMENT')}",
    ]
    by_row = f"CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE {call.format(each='ROW')}"
    return [*statements, by_row] if lapsed else statements


def _sqlite(table: str, refusal: str, lapsed: str | None) -> list[str]:
    unless = {"update": "", "delete": f"WHEN ({lapsed}) IS NOT TRUE" if lapsed else ""}
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        for verb, condition in unless.items()
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
