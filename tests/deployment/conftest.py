"""The settings of production as they are served: nginx, as deploy/ has it, before web processes on PostgreSQL."""

import getpass
import hashlib
import os
import re
import secrets
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from tests.certificates import Authority, certificate
from tests.deployment.visitor import HOST, Visitor
from tests.everything import NGINX_PATH, POSTGRESQL
from tests.start import ROOT

from brygga_site.trail import keys

NGINX = which("nginx", path=NGINX_PATH)
PER_MINUTE = 60
"""Requests of a visitor who is not signed in."""


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "deployment" in item.path.parts and "served" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.proxy)
            # One database and one proxy for all of them.
            item.add_marker(pytest.mark.xdist_group("proxy"))


def a_key(file: Path) -> str:
    """A new key that seals or countersigns, in the file."""
    keys.make(file)
    return str(file)


@dataclass(frozen=True)
class Served:
    """The site behind its proxy: the ports of nginx, that of the web processes, who watches over them, and a case.

    `database` is the address as its owner, `account` as the site.
    """

    clear: int
    encrypted: int
    web: int
    master: int
    tls: ssl.SSLContext
    database: str
    account: str
    case: str
    folder: Path

    def visitor(self, address: str) -> Visitor:
        return Visitor(address, self.encrypted, self.tls)

    def web_processes(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()]

    def row(self, query: str, *values: object) -> tuple[object, ...] | None:
        with psycopg.connect(self.database) as connection:
            return connection.execute(query, values).fetchone()


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """A database of this checkout's own, on the server that the tests use."""
    with new_database("deployed") as address:
        yield address


@contextmanager
def new_database(what: str) -> Iterator[str]:
    name = f"brygga_{what}_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        server.execute(drop)
        server.execute(f"CREATE DATABASE {name}")
        parts = conninfo_to_dict(POSTGRESQL) | {"dbname": name}
        user, password = parts.get("user", "postgres"), f":{parts['password']}" if "password" in parts else ""
        yield f"postgresql://{user}{password}@{parts.get('host', '127.0.0.1')}:{parts.get('port', 5432)}/{name}"
        server.execute(drop)


@pytest.fixture(scope="session")
def web_account(database: str) -> Iterator[Callable[[], str]]:
    """Makes the account that the site is served with, as deploy/ has it, once the tables are there; its address."""
    name = "brygga_web_" + database.rpartition("_")[2]
    roles = (ROOT / "deploy" / "postgresql" / "roles.sql").read_text().replace("brygga_web", name)

    def make() -> str:
        with psycopg.connect(database) as owner:
            owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'only for tests'")
            owner.execute(roles)
        head, _, where = database.rpartition("@")
        return f"postgresql://{name}:only%20for%20tests@{where}" if head else database

    def remove() -> None:
        with psycopg.connect(database) as owner:
            if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                owner.execute(f"DROP OWNED BY {name}")
                owner.execute(f"DROP ROLE {name}")

    remove()
    yield make
    remove()


@pytest.fixture(scope="session")
def environment(database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    # What tests/journeys sets for this process, and what `brygga serve` refuses to begin with.
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "brygga_site.settings.production",
        "BRYGGA_SECRET_KEY": secrets.token_urlsafe(64),
        # Another site finds this one by the name that every machine has.
        "BRYGGA_ALLOWED_HOSTS": f"{HOST},localhost",
        "BRYGGA_WITNESS_KEY": a_key(tmp_path_factory.mktemp("witness") / "key.pem"),
        "BRYGGA_DATABASE_URL": database,
        "BRYGGA_TRUSTED_PROXIES": "127.0.0.1",
        "BRYGGA_PER_MINUTE_VISITOR": str(PER_MINUTE),
        "BRYGGA_PER_MINUTE_STAFF": "0",
        # What is tried here is the way from proxy to database; factors have tests of their own.
        "BRYGGA_SECOND_FACTOR_FOR": "",
    }


@pytest.fixture(scope="session")
def served(
    database: str,
    web_account: Callable[[], str],
    environment: dict[str, str],
    nginx: "Nginx",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    scene = [sys.executable, "-m", "tests.deployment.scene"]
    case = subprocess.run(scene, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    environment = environment | {"BRYGGA_DATABASE_URL": (account := web_account())}
    command = [sys.executable, "-c", "from brygga.cli import main; main()"]
    log = folder / "web.log"
    with log.open("w") as written:
        arguments = ["serve", "--listen", "127.0.0.1:0", "--processes", "2"]
        web = subprocess.Popen([*command, *arguments], cwd=ROOT, env=environment, stdout=written, stderr=written)
    try:
        told = until(lambda: re.search(r"2 web processes at 127\.0\.0\.1 port (\d+)", log.read_text()), web, log)
        port = int(told[1])
        clear, encrypted, tls = nginx(port)
        yield Served(clear, encrypted, port, web.pid, tls, database, account, case.strip(), folder)
    finally:
        web.send_signal(signal.SIGTERM)
        ended = web.wait(timeout=60)
    assert ended == 0, log.read_text()


def until(found: Callable[[], Any], running: subprocess.Popen[bytes], log: Path, seconds: float = 120) -> Any:
    """What `found` gives as soon as it gives something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and running.poll() is None:
        if one := found():
            return one
        time.sleep(0.05)
    raise AssertionError(f"{running.args} did not begin:\n{log.read_text()}")


Nginx = Callable[..., tuple[int, int, ssl.SSLContext]]


@pytest.fixture(scope="session")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """Starts nginx as deploy/ has it, but for names of files and ports, before web processes at a port.

    Its certificate is for a host, and by an authority or its own.
    """
    running: list[subprocess.Popen[bytes]] = []

    def start(web: int, host: str = HOST, by: Authority | None = None) -> tuple[int, int, ssl.SSLContext]:
        folder = tmp_path_factory.mktemp("nginx")
        clear, encrypted = free_port(), free_port()
        tls = certificate(folder, host, by)
        configured = folder / "nginx.conf"
        configured.write_text(configuration(folder, web, clear, encrypted))
        begin = [NGINX, "-c", str(configured), "-e", str(folder / "error.log"), "-g", "daemon off;"]
        subprocess.run([*begin[:-2], "-t"], check=True, capture_output=True)
        log = folder / "begun.log"
        with log.open("w") as written:
            running.append(subprocess.Popen(begin, stdout=written, stderr=written))
        until(lambda: answers(encrypted), running[-1], log)
        return clear, encrypted, tls

    yield start
    for one in running:
        one.send_signal(signal.SIGQUIT)
    for one in running:
        one.wait(timeout=60)


def configuration(folder: Path, web: int, clear: int, encrypted: int) -> str:
    """deploy/nginx.conf with the places and ports of a test."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    places = {
        "user www-data;": f"user {getpass.getuser()};" if os.getuid() == 0 else "",
        "/run/nginx.pid": f"{folder}/pid",
        "/var/log/nginx/": f"{folder}/",
        "/etc/brygga/tls/": f"{folder}/",
        "root /etc/brygga;": f"root {ROOT}/deploy;",
        "127.0.0.1:8000": f"127.0.0.1:{web}",
        "listen 80;": f"listen 127.0.0.1:{clear};",
        "listen 443 ": f"listen 127.0.0.1:{encrypted} ",
        "http {": "http {" + "".join(f"\n    {one}_temp_path {folder}/{one};" for one in TEMPORARY),
    }
    for shipped, here in places.items():
        assert shipped in text, f"deploy/nginx.conf no longer says {shipped}"
        text = text.replace(shipped, here)
    return re.sub(r"\n *listen \[::\].*", "", text)


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def answers(port: int) -> bool:
    with socket.socket() as wire:
        return wire.connect_ex(("127.0.0.1", port)) == 0
