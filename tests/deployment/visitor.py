"""A browser, as far as a proxy can tell: an address of its own, cookies, forms, connections that are kept."""

import re
import ssl
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.site.cast import PASSWORD

HOST = "brygga.example"
SECONDS = 60


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Encrypted(HTTPConnection):
    """HTTPS to whoever listens at an address, when its certificate says the host's name."""

    def __init__(self, *where: object, tls: ssl.SSLContext, **options: object) -> None:
        super().__init__(*where, **options)
        self.tls = tls

    def connect(self) -> None:
        super().connect()
        self.sock = self.tls.wrap_socket(self.sock, server_hostname=HOST)


@dataclass
class Visitor:
    """Somebody at `address`, who talks to `port` of this machine, encrypted when a context for it is given."""

    address: str
    port: int
    tls: ssl.SSLContext | None
    cookies: dict[str, str] = field(default_factory=dict)
    wire: HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        """What the form at `path` sends."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).text)[1]
        sent = urlencode({**form, "csrfmiddlewaretoken": token}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"}
        return self.ask("POST", path, sent, kind | headers)

    def sign_in(self, name: str, password: str = PASSWORD, **headers: str) -> Answer:
        return self.post("/sign-in", {"username": name, "password": password}, **headers)

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        wire = self.wire or self.connect()
        self.wire = None
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Host": HOST, "Accept-Language": "sv"} | ({"Cookie": cookies} if cookies else {})
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        wire.request(method, path, body, own | named)
        answer = wire.getresponse()
        said = {name: ", ".join(answer.headers.get_all(name, [])) for name in answer.headers}
        read = Answer(answer.status, said, answer.read())
        self._keep(answer)
        if not answer.will_close:
            self.wire = wire
        return read

    def connect(self) -> HTTPConnection:
        options = {"timeout": SECONDS, "source_address": (self.address, 0)}
        if self.tls is None:
            return HTTPConnection("127.0.0.1", self.port, **options)
        return Encrypted("127.0.0.1", self.port, tls=self.tls, **options)

    def _keep(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
