"""How gunicorn serves the site: what it says of itself, and what it does with a request that is not one."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.start import ROOT
from typer.testing import CliRunner

from brygga_site.door.gate import LARGEST_BODY
from brygga_site.serving.cli import app
from brygga_site.serving.server import LIMITS

pytestmark = pytest.mark.connects

BEGIN = """
from brygga_site.serving.server import listen, serve
listening = listen("127.0.0.1", 0)
print(listening.getsockname()[1], flush=True)
serve(listening, 1)
"""


@dataclass(frozen=True)
class Running:
    port: int
    log: Path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    log = tmp_path_factory.mktemp("serving") / "log"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "brygga_site.settings.test"}
    with log.open("w") as written:
        server = subprocess.Popen(
            [sys.executable, "-c", BEGIN], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=written, text=True
        )
    assert server.stdout is not None and select.select([server.stdout], [], [], 60)[0], log.read_text()
    yield Running(int(server.stdout.readline()), log)
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=60) == 0


def ask(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
        wire.sendall(request)
        answer = b""
        while part := wire.recv(65536):
            answer += part
    return answer


def test_the_server_does_not_say_what_it_is(running: Running) -> None:
    answer = ask(running.port, b"GET /static/brygga.css HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert head.startswith(b"http/1.1 200")
    assert b"server: brygga\r\n" in head
    assert b"gunicorn" not in answer.lower()


@pytest.mark.parametrize(
    "head",
    [
        b"Transfer-Encoding: chunked\r\nContent-Length: 40\r\nConnection: close\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n",
        b"Content-Length: 1, 2\r\n\r\nx",
        b"Content-Length: +1\r\n\r\nx",
        b"X: y\nContent-Length: 3\r\n\r\nabc",
        b"Content-Length: 3\r\nX_Forwarded_For: 192.0.2.1\r\nContent-Length: 4\r\n\r\nabc",
    ],
)
def test_where_a_request_ends_is_never_in_doubt(running: Running, head: bytes) -> None:
    """A second request hidden in the first is not answered."""
    answer = ask(running.port, b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n" + head)
    assert len(re.findall(rb"HTTP/1\.[01] \d\d\d", answer)) == 1
    assert answer[9:10] in (b"4", b"5")
    assert b"\r\nX-Content-Type-Options: nosniff\r\n" in answer


def test_an_address_and_headers_may_be_long_and_have_an_end(running: Running) -> None:
    def status(address: int, header: int) -> bytes:
        request = b"GET /security?%s HTTP/1.1\r\nHost: localhost\r\nX: %s\r\nConnection: close\r\n\r\n"
        return ask(running.port, request % (b"a" * address, b"b" * header))[9:12]

    assert status(8000, 16_000) == b"404"
    assert status(LIMITS["limit_request_line"], 10) == b"414"
    assert status(10, LIMITS["limit_request_field_size"]) == b"431"


def test_no_address_that_was_asked_for_stands_in_the_log_of_the_server(running: Running) -> None:
    asked = (b"GET /cases/4711\x01 HTTP/1.1", b"GET /cases/4711 0 HTTP/1.1", b"GE/cases/4711T /cases/4711 HTTP/1.1")
    for line in asked:
        assert ask(running.port, line + b"\r\nHost: localhost\r\n\r\n")[9:10] == b"4"
    written = running.log.read_text()
    assert "Invalid request" in written
    assert "4711" not in written


@pytest.mark.parametrize("text", ["8000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:70000"])
def test_an_address_to_listen_at_that_is_none_is_told_how_it_is_written(text: str) -> None:
    told = CliRunner().invoke(app, ["--listen", text])
    assert told.exit_code == 2
    assert f"'{text}' is no address to listen at: write HOST:PORT" in told.output


def test_a_body_without_end_is_cut_off(running: Running) -> None:
    head = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % (LARGEST_BODY + 1)
    assert ask(running.port, head).startswith(b"HTTP/1.1 413")
