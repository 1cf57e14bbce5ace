"""Whom the site calls: they show who they are, and are led nowhere else."""

import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.certificates import certificate

from brygga_site.accounts import tokens
from brygga_site.trail import actions, sending
from brygga_site.trail.models import SentHead

pytestmark = [pytest.mark.django_db, pytest.mark.connects]


@dataclass
class Listening:
    """Somebody at an address of this machine. `leads_to` is where every answer of theirs leads, if anywhere."""

    port: int
    leads_to: str = ""
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)


@pytest.fixture
def listen(tmp_path: Path) -> Iterator[Any]:
    """Starts somebody who listens; with a name for their certificate, which they have signed themselves, encrypted."""
    running: list[tuple[HTTPServer, threading.Thread]] = []

    def start(name: str = "") -> Listening:
        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                somebody.asked.append((self.command, self.path, self.headers.get("Authorization")))
                self.send_response(302 if somebody.leads_to else 200)
                if somebody.leads_to:
                    self.send_header("Location", somebody.leads_to)
                self.end_headers()
                self.wfile.write(b'{"keys": [], "last": null}')

            do_GET = do_POST = answer

            def log_message(self, *_: object) -> None:
                """Nothing is said of it."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        if name:
            certificate(tmp_path, name)
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(tmp_path / "fullchain.pem", tmp_path / "key.pem")
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        somebody = Listening(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        running.append((server, thread))
        return somebody

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def sends(sealed: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sends our head to an address; gives what was noted of it."""
    actions.seal(timezone.now())
    (tmp_path / "their-key").write_text("the key that they have given us")
    monkeypatch.setattr(sending.time, "sleep", lambda _: None)

    def send(address: str) -> SentHead:
        settings.BRYGGA_HEADS_TO, settings.BRYGGA_HEADS_TO_KEYS = [address], [str(tmp_path / "their-key")]
        with pytest.raises(CommandError, match="not every site has kept the head"):
            call_command("send_heads", stdout=None)
        return SentHead.objects.order_by("-pk")[0]

    return send


def test_a_site_for_heads_whom_nobody_vouches_for_is_told_neither_head_nor_key(listen: Any, sends: Any) -> None:
    impostor = listen("localhost")
    noted = sends(f"https://localhost:{impostor.port}/api/v1/heads")
    assert (noted.outcome, noted.says) == ("unreachable", "its certificate is not believed")
    assert impostor.asked == []


def test_a_site_for_heads_whose_certificate_is_anothers_is_told_nothing(
    listen: Any, sends: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody whom we believe, but under their own name alone."""
    other = listen("other.example")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "fullchain.pem"))
    assert sends(f"https://localhost:{other.port}/api/v1/heads").outcome == "unreachable"
    assert other.asked == []
    own = listen("localhost")
    sends(f"https://localhost:{own.port}/api/v1/heads")
    # By its own name it is believed: without this nothing above would say that it is the name that counts.
    assert [method for method, _, _ in own.asked] == ["GET", "POST"]


def test_a_site_for_heads_that_leads_elsewhere_is_not_followed(listen: Any, sends: Any) -> None:
    elsewhere, first = listen(), listen()
    first.leads_to = f"http://127.0.0.1:{elsewhere.port}/"
    noted = sends(f"http://127.0.0.1:{first.port}/api/v1/heads")
    assert (noted.outcome, noted.says) == ("unreachable", "status 302")
    assert [(method, path) for method, path, _ in first.asked] == [("GET", "/api/v1/heads")]
    assert elsewhere.asked == []


def test_the_providers_keys_are_fetched_where_it_says_and_nowhere_that_leads_to(listen: Any) -> None:
    elsewhere, provider = listen(), listen()
    provider.leads_to = f"http://127.0.0.1:{elsewhere.port}/keys"
    keys = tokens.keys_at.__wrapped__(f"http://127.0.0.1:{provider.port}/keys")
    with pytest.raises(jwt.PyJWKClientConnectionError):
        keys.fetch_data()
    assert len(provider.asked) == 1
    assert elsewhere.asked == []


def test_the_providers_keys_are_taken_from_nobody_whom_nobody_vouches_for(listen: Any) -> None:
    impostor = listen("localhost")
    with pytest.raises(jwt.PyJWKClientConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
        tokens.keys_at.__wrapped__(f"https://localhost:{impostor.port}/keys").fetch_data()
    assert impostor.asked == []
