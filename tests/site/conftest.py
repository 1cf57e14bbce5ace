"""No test of the site reaches for another machine, and what a database can change is run on PostgreSQL too."""

import socket

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what asks for the database. Every other test is kept from it, so it comes out the same on any."""
    for item in items:
        commits = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if commits or item.get_closest_marker("django_db") or "db" in item.fixturenames:
            item.add_marker(pytest.mark.database)
        same = item.get_closest_marker("any_engine")
        if same and (commits or not same.args):
            raise pytest.UsageError(f"{item.nodeid}: any_engine needs a reason, and is not for tests that commit")


@pytest.fixture(autouse=True)
def _no_connections(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's driver connects below Python and is not stopped. What has to connect is marked `connects`."""
    if request.node.get_closest_marker("connects"):
        return

    def refuse(_: object, address: object) -> None:
        raise AssertionError(f"a connection to {address}: the site reaches for nobody while it answers")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
