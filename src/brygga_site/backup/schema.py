"""Of what version a database is, as its migrations say, and how an empty one is brought to another's version."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def applied() -> dict[str, list[str]]:
    """The migrations of the database, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationExecutor(connection).loader.applied_migrations):
        found.setdefault(app, []).append(name)
    return found


def ahead(migrations: dict[str, list[str]]) -> list[str]:
    """Those that this code does not know: they come from a newer Brygga."""
    # Without a connection: to look into a database that is not there would make it.
    known = MigrationLoader(None).disk_migrations
    return [f"{app}.{name}" for app, names in migrations.items() for name in names if (app, name) not in known]


def waiting() -> list[str]:
    """What `migrate` has yet to do."""
    executor = MigrationExecutor(connection)
    return [str(one) for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def bring_to(migrations: dict[str, list[str]]) -> None:
    """Makes the tables in a database that has none, as they were with these migrations."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    wanted = {(app, name) for app, names in migrations.items() for name in names} & set(graph.nodes)
    # To ask for one that another builds on is to ask for the other to be undone.
    built_on = {one for node in wanted for one in graph.node_map[node].parents if one[0] == node[0]}
    executor.migrate(sorted(wanted - built_on))


def bring_up() -> None:
    """Makes the database one of this code."""
    call_command("migrate", verbosity=0)
