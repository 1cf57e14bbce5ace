"""How waitress serves the site: what it says of itself, and what it does with a request that is not one."""

import re
import socket
from collections.abc import Iterator
from threading import Thread

import pytest
import waitress
from django.core.wsgi import get_wsgi_application

from brygga_site.serving import SERVING

pytestmark = pytest.mark.connects


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0, **SERVING)
    Thread(target=server.run, daemon=True).start()
    yield server.effective_port
    server.close()


def ask(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(request)
        answer = b""
        while part := wire.recv(65536):
            answer += part
    return answer


def test_the_server_does_not_say_what_it_is(port: int) -> None:
    answer = ask(port, b"GET /static/brygga.css HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert head.startswith(b"http/1.1 200")
    assert b"server:" not in head
    assert b"waitress" not in answer.lower()


def test_a_body_without_end_is_cut_off(port: int) -> None:
    length = SERVING["max_request_body_size"] + 1
    answer = ask(port, b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % length)
    assert answer.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "head",
    [
        b"Transfer-Encoding: chunked\r\nContent-Length: 40\r\nConnection: close\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n",
        b"Content-Length: 1, 2\r\n\r\nx",
        b"Content-Length: +1\r\n\r\nx",
        b"X: y\nContent-Length: 3\r\n\r\nabc",
    ],
)
def test_where_a_request_ends_is_never_in_doubt(port: int, head: bytes) -> None:
    """A second request hidden in the first is not answered."""
    answer = ask(port, b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n" + head)
    assert len(re.findall(rb"HTTP/1\.[01] \d\d\d", answer)) == 1
    assert answer[9:10] in (b"4", b"5")
