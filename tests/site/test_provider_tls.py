"""The identity provider is whoever its certificate says: one that nobody vouches for is told nothing."""

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.cache import cache
from django.test import Client
from requests.exceptions import SSLError
from structlog.testing import capture_logs
from tests.certificates import certificate

from brygga_site.settings.sign_in import provider


class _Somebody(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is said of it."""


@pytest.fixture
def impostor(tmp_path: Path) -> Iterator[str]:
    """Somebody who listens with a certificate that they have signed themselves."""
    certificate(tmp_path, "localhost")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "fullchain.pem", tmp_path / "key.pem")
    server = HTTPServer(("127.0.0.1", 0), _Somebody)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    listening = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    listening.start()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    listening.join()
    server.server_close()


@pytest.mark.connects
def test_a_provider_whom_nobody_vouches_for_is_told_nothing_and_logged(
    db: None, client: Client, settings: Any, impostor: str
) -> None:
    settings.BRYGGA_OIDC_SERVER, settings.BRYGGA_OIDC_CLIENT_ID = impostor, "brygga"
    settings.SOCIALACCOUNT_PROVIDERS = provider(impostor, "brygga", "hemligt")
    cache.clear()
    with capture_logs() as logged:
        assert client.get("/sign-in/provider").status_code == 502
    assert _Somebody.asked == []
    assert [(one["event"], one["error"]) for one in logged] == [("provider-failed", SSLError.__name__)]
