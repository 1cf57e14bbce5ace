"""Triggers by which the database itself refuses to change or remove rows, on both engines.

They hold against every statement that an account with rights to the rows can run. They do not hold against whoever owns
the tables and takes the triggers away; that is what the site's account in production cannot (docs/operations.md), and
what `brygga trail verify` finds. SQLite has no accounts: whoever has the file has all of it.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps

TABLES: dict[str, "AppendOnly"] = {}
"""Every table that was declared append-only, by its name: the one list of them."""

NAMES = {
    "sqlite": ("no_update", "no_delete", "no_replace", "no_hidden"),
    "postgresql": ("no_change", "no_delete"),
}


@dataclass(frozen=True)
class AppendOnly:
    """A table whose rows are only ever added. It stands in TABLES from when it is declared.

    `refusal` is what a writer who tries something else is told. `told`: each row is told of, with its digest, by the
    trail's entry of the transaction that made it (`trail.rows`). `lapsed` is the one condition, in the engine's SQL on
    the row OLD, under which a row may be removed all the same; without it none ever is.
    """

    table: str
    refusal: str
    lapsed: dict[str, str] | None = None
    told: bool = False

    def __post_init__(self) -> None:
        TABLES[self.table] = self

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Puts the triggers in place as the table is now. Safe to repeat; needed anew for another unique column."""
        self.remove(connection)
        make = {"sqlite": self._sqlite, "postgresql": self._postgresql}[connection.vendor]
        _run(connection, make(connection))

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Takes the triggers away: for undoing the migration, and for emptying a test database."""
        drop = {"sqlite": "DROP TRIGGER IF EXISTS {name}", "postgresql": "DROP TRIGGER IF EXISTS {name} ON {table}"}
        statement, names = drop[connection.vendor], NAMES[connection.vendor]
        _run(connection, [statement.format(name=f"{self.table}_{name}", table=self.table) for name in names])

    def lifted(self, *operations: Operation) -> list[Operation]:
        """The operations of a migration that alters the table, with the triggers away meanwhile.

        SQLite makes an altered table anew, without its triggers; PostgreSQL's refuse what moves the rows' contents.
        """

        def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            self.install(editor.connection)

        def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            self.remove(editor.connection)

        return [RunPython(remove, install), *operations, RunPython(install, remove)]

    def _postgresql(self, connection: BaseDatabaseWrapper) -> list[str]:
        """One trigger for each statement; where rows may lapse, removal is looked at row by row instead.

        MERGE and ON CONFLICT DO UPDATE set them off as UPDATE and DELETE do. ALWAYS: also where the session says that
        it only repeats what another server has done (`session_replication_role`), as some accounts may be let say.
        """
        table, lapsed = self.table, (self.lapsed or {}).get("postgresql")
        allowed = f"IF TG_OP = 'DELETE' THEN IF {lapsed} THEN RETURN OLD; END IF; END IF;" if lapsed else ""
        function = f"""
            CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN {allowed} RAISE EXCEPTION '{self.refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """
        triggers = {"no_change": f"{'UPDATE' if lapsed else 'UPDATE OR DELETE'} OR TRUNCATE", "no_delete": "DELETE"}
        each = {"no_change": "STATEMENT", "no_delete": "ROW"}
        statements = [function]
        for name in triggers if lapsed else ["no_change"]:
            statements += [
                f"CREATE TRIGGER {table}_{name} BEFORE {triggers[name]} ON {table} "
                f"FOR EACH {each[name]} EXECUTE FUNCTION {table}_refuse()",
                f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{name}",
            ]
        return statements

    def _sqlite(self, connection: BaseDatabaseWrapper) -> list[str]:
        """Also what makes room for a new row by removing others (REPLACE), which sets off no trigger on removal.

        Such a row is refused where another has what must be its own: the columns of a unique index, or the hidden
        `rowid`. Before the insert a rowid that nobody named reads as -1, so none below 1 may exist.
        """
        own = [
            " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)
            for columns in (["rowid"], *_unique(connection, self.table))
        ]
        taken = f"EXISTS (SELECT 1 FROM {self.table} WHERE {' OR '.join(f'({one})' for one in own)})"  # noqa: S608
        lapsed = (self.lapsed or {}).get("sqlite")
        triggers = {
            "no_update": ("BEFORE UPDATE", ""),
            "no_delete": ("BEFORE DELETE", f"WHEN ({lapsed}) IS NOT TRUE" if lapsed else ""),
            "no_replace": ("BEFORE INSERT", f"WHEN {taken}"),
            "no_hidden": ("AFTER INSERT", "WHEN NEW.rowid < 1"),
        }
        return [
            f"CREATE TRIGGER {self.table}_{name} {event} ON {self.table} {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
            for name, (event, condition) in triggers.items()
        ]


def _unique(connection: BaseDatabaseWrapper, table: str) -> list[list[str]]:
    """The columns of each of the table's unique indexes, its key's among them, as SQLite has them now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM pragma_index_list('{table}') WHERE \"unique\"")  # noqa: S608
        found = []
        for (index,) in cursor.fetchall():
            cursor.execute(f"SELECT name FROM pragma_index_info('{index}')")  # noqa: S608
            found.append([column for (column,) in cursor.fetchall()])
        return found


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
