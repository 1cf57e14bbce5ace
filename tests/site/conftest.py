"""No test of the site reaches for another machine: the site itself never does while it answers."""

import socket

import pytest


@pytest.fixture(autouse=True)
def _no_connections(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's driver connects below Python and is not stopped. What has to connect is marked `connects`."""
    if request.node.get_closest_marker("connects"):
        return

    def refuse(_: object, address: object) -> None:
        raise AssertionError(f"a connection to {address}: the site reaches for nobody while it answers")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
