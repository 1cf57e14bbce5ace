"""What comes over the wire to the proxy: where a request ends, which methods there are, and how it is encrypted."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.deployment.conftest import Served
from tests.deployment.visitor import HOST, SECONDS

STRONG = re.compile(r"ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)|TLS_.*_(GCM|POLY1305)_SHA.*")
HIDDEN = b"GET /sign-in?hidden HTTP/1.1\r\nHost: brygga.example\r\n\r\n"
SENT = b"POST /sign-in HTTP/1.1\r\nHost: brygga.example\r\n"
IN_DOUBT = {
    "two lengths": b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
    "two lengths in one": b"Content-Length: 1, 2\r\n\r\nx",
    "a length that is no number": b"Content-Length: +1\r\n\r\nx",
    "a length and pieces": b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    "no such coding": b"Transfer-Encoding: xchunked\r\n\r\n",
    "two codings": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"Content-Length : 3\r\n\r\nabc",
    "a piece whose size is none": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "pieces of HTTP/1.0": b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}


@contextmanager
def wire(served: Served, tls: ssl.SSLContext | None = None) -> Iterator[ssl.SSLSocket]:
    where = ("127.0.0.1", served.encrypted)
    with (
        socket.create_connection(where, timeout=SECONDS) as plain,
        (tls or served.tls).wrap_socket(plain, server_hostname=HOST) as encrypted,
    ):
        yield encrypted


def answered(served: Served, sent: bytes) -> bytes:
    """All that comes until the other ends it, which it does at once when it gives the request up."""
    with wire(served) as encrypted:
        encrypted.sendall(sent)
        answer = b""
        while part := encrypted.recv(65536):
            answer += part
    return answer


@pytest.mark.parametrize("head", IN_DOUBT.values(), ids=IN_DOUBT)
def test_where_a_request_ends_is_in_no_doubt_at_the_proxy_either(served: Served, head: bytes) -> None:
    """A second request hidden in the first is answered by nobody: neither the proxy nor the site behind it."""
    opening = SENT.replace(b"HTTP/1.1", b"HTTP/1.0") if head is IN_DOUBT["pieces of HTTP/1.0"] else SENT
    answer = answered(served, opening + head + HIDDEN)
    statuses = re.findall(rb"HTTP/1\.[01] (\d\d\d)", answer)
    assert len(statuses) == 1 and statuses[0] in (b"400", b"405", b"501"), answer[:300]
    assert b"nosniff" in answer


def test_what_is_sent_after_a_request_that_ends_where_it_says_is_the_next(served: Served) -> None:
    """The answers are told apart: without this the others would pass for a proxy that answers one only."""
    whole = b"GET /healthz HTTP/1.1\r\nHost: brygga.example\r\n"
    answer = answered(served, whole + b"\r\n" + whole + b"Connection: close\r\n\r\n")
    assert re.findall(rb"HTTP/1\.1 (\d\d\d)", answer) == [b"200", b"200"]


@pytest.mark.parametrize(("promised", "sent"), [(3, b"abc" + HIDDEN), (400, b"abc")], ids=["more", "less"])
def test_a_request_of_http_2_is_as_long_as_it_says(served: Served, promised: int, sent: bytes) -> None:
    headers = [
        (b":method", b"POST"),
        (b":scheme", b"https"),
        (b":path", b"/sign-in"),
        (b":authority", HOST.encode()),
        (b"content-length", str(promised).encode()),
    ]
    # Each literal and without an index (RFC 7541, section 6.2.2), so that nothing need be coded.
    block = b"".join(b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value for name, value in headers)
    tls = context(ssl.TLSVersion.TLSv1_3)
    tls.set_alpn_protocols(["h2"])
    with wire(served, tls) as encrypted:
        assert encrypted.selected_alpn_protocol() == "h2"
        encrypted.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b""))
        encrypted.sendall(frame(1, 4, 1, block) + frame(0, 1, 1, sent))
        status = first_status(encrypted)
    assert status is None or status in (b"400", b"413"), status


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def first_status(encrypted: ssl.SSLSocket) -> bytes | None:
    """The status of the first answer, as it is coded there; None where the stream is reset or the connection ended."""
    coded = {0x88: b"200", 0x8B: b"304", 0x8C: b"400", 0x8D: b"404", 0x8E: b"500"}
    read = encrypted.makefile("rb")
    while head := read.read(9):
        kind, payload = head[3], read.read(int.from_bytes(head[:3], "big"))
        if kind in (3, 7):
            return None
        if kind == 1:
            return coded.get(payload[0]) or payload[2:5]
    return None


@pytest.mark.parametrize("path", ["/", "/board", "/static/brygga.css", "/metrics", "/unreachable.html"])
def test_there_is_no_trace_at_the_proxy_either(served: Served, path: str) -> None:
    answer = served.visitor("127.0.0.2").ask("TRACE", path, None, {"X-Secret": "what only I know"})
    assert answer.status == 405
    assert b"what only I know" not in answer.body


def context(version: ssl.TLSVersion) -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    # Here nothing keeps us from speaking what is old and weak.
    tls.set_ciphers("ALL:@SECLEVEL=0")
    tls.minimum_version = tls.maximum_version = version
    return tls


@pytest.mark.parametrize("old", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1], ids=["1.0", "1.1"])
def test_what_is_old_is_not_spoken(served: Served, old: ssl.TLSVersion) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)), wire(served, context(old)):
        pass


def test_the_newest_version_is_taken_and_the_one_before_it_too(served: Served) -> None:
    with wire(served) as encrypted:
        assert encrypted.version() == "TLSv1.3"
        assert STRONG.fullmatch(encrypted.cipher()[0])
    with wire(served, context(ssl.TLSVersion.TLSv1_2)) as encrypted:
        assert encrypted.version() == "TLSv1.2"
        assert STRONG.fullmatch(encrypted.cipher()[0])


def test_no_weak_suite_is_taken_whoever_offers_it(served: Served) -> None:
    """Each that this machine can speak by TLS 1.2, offered by itself."""
    taken = []
    offered = [one["name"] for one in context(ssl.TLSVersion.TLSv1_2).get_ciphers()]
    for name in offered:
        tls = context(ssl.TLSVersion.TLSv1_2)
        try:
            tls.set_ciphers(f"{name}:@SECLEVEL=0")
            with wire(served, tls) as encrypted:
                taken.append(encrypted.cipher()[0])
        except (ssl.SSLError, ConnectionError):
            continue
    assert taken and len(offered) > 30
    assert [one for one in taken if not (one.startswith("ECDHE-") and STRONG.fullmatch(one))] == []
