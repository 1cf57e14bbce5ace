"""What is measured: databases of the benchmark's own, server processes over them, and the client that loads them."""

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from bench.served.load import Job, Outcome

ROOT = Path(__file__).parents[2]
POSTGRESQL = os.environ.get("BRYGGA_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
SITE, PEER = "bench.served.settings", "bench.served.peer.settings"
STARTS_WITHIN = 60
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Code:
    """A checkout of the project: this one, or an earlier commit's."""

    root: Path

    @property
    def digest(self) -> str:
        """What changes with the code that makes a county, and with the agreements."""
        files = sorted(file for folder in ("src", "agreements") for file in self.root.glob(f"{folder}/**/*.[pt]*"))
        kept = [file for file in files if file.suffix in (".py", ".toml")]
        return hashlib.sha256(b"".join(file.read_bytes() for file in kept)).hexdigest()[:12]

    def environment(self, settings: str, database: dict[str, str]) -> dict[str, str]:
        """For a process that runs this code, the benchmark's own modules always as they are here."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BRYGGA_")}
        path = os.pathsep.join([str(self.root / "src"), str(ROOT)])
        return kept | database | {"DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": path}


HERE = Code(ROOT)


@contextmanager
def before(commit: str, folder: Path) -> Iterator[Code]:
    """An earlier commit, in a worktree of its own, with this checkout's packages and words made from its catalogue."""
    root = folder / "before"
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--detach", "--force", str(root), commit], check=True, capture_output=True)
    try:
        (root / "node_modules").symlink_to(ROOT / "node_modules")
        catalogue = root / "src/brygga_site/locale/sv/LC_MESSAGES/django"
        compile_ = ["-m", "babel.messages.frontend", "-q", "compile", "-i", f"{catalogue}.po", "-o", f"{catalogue}.mo"]
        subprocess.run([sys.executable, *compile_], check=True, capture_output=True)
        yield Code(root)
    finally:
        subprocess.run([*git, "remove", "--force", str(root)], check=True, capture_output=True)


@dataclass(frozen=True)
class Database:
    """Where a candidate keeps its data: a SQLite file or a PostgreSQL database."""

    folder: Path
    name: str
    on_postgresql: bool

    @property
    def file(self) -> Path:
        return self.folder / f"{self.name}.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        url = {"BRYGGA_DATABASE_URL": make_conninfo(POSTGRESQL, dbname=self.name)} if self.on_postgresql else {}
        return {"BRYGGA_BENCH_SQLITE": str(self.file), **url}

    def copy(self, name: str) -> "Database":
        """The same data once more, under another name."""
        other = Database(self.folder, name, self.on_postgresql)
        if self.on_postgresql:
            _on_server("CREATE DATABASE {} TEMPLATE {}", name, self.name)
        else:
            shutil.copy(self.file, other.file)
        return other

    def number(self, query: str) -> int:
        """What a query for one number answers."""
        if self.on_postgresql:
            with psycopg.connect(self.environment["BRYGGA_DATABASE_URL"]) as connection:
                return connection.execute(query).fetchone()[0]
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(query).fetchone()[0]

    def drop(self) -> None:
        if self.on_postgresql:
            _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)
        for part in self.folder.glob(f"{self.file.name}*"):
            part.unlink()


def has_postgresql() -> bool:
    try:
        psycopg.connect(POSTGRESQL, connect_timeout=3).close()
    except psycopg.Error:
        print("postgresql: left out, none answers (set BRYGGA_TEST_DATABASE_URL)")
        return False
    return True


def _on_server(statement: str, *names: str) -> None:
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def county(code: Code, folder: Path, name: str, on_postgresql: bool, cases: int = 0) -> Database:
    """The demo county as `code` makes it, in a new database; with so many `cases`, the most of them long over.

    Made once a day, and once for both engines, where BRYGGA_BENCH_DATA is a folder.
    """
    made = _made_county(code, Path(os.environ.get("BRYGGA_BENCH_DATA") or folder), cases)
    database = Database(folder, name, on_postgresql)
    shutil.copy(made.file, database.file)
    if on_postgresql:
        _on_server("CREATE DATABASE {}", name)
        asked(code, SITE, database, "bench.served.copied")
    return database


def _made_county(code: Code, kept: Path, cases: int) -> Database:
    kept.mkdir(parents=True, exist_ok=True)
    today = datetime.now().astimezone().date()
    county = Database(kept.resolve(), f"county-{cases or 'demo'}-{code.digest}-{today}", on_postgresql=False)
    if not county.file.exists():
        unfinished = Database(county.folder, f"{county.name}.unfinished", on_postgresql=False)
        unfinished.drop()
        if cases:
            asked(code, SITE, unfinished, "bench.served.aged", str(cases))
        else:
            asked(code, SITE, unfinished, "bench.served.county")
        unfinished.file.rename(county.file)
    return county


def asked(code: Code, settings: str, database: Database, module: str, *arguments: str, told: object = None) -> str:
    """What a module of the benchmark prints when it is run over a database, and `told` something as JSON."""
    command = [sys.executable, "-m", module, *arguments]
    environment = code.environment(settings, database.environment)
    # What it says of how far it has come, or of what is wrong, is seen at once.
    done = subprocess.run(
        command, cwd=database.folder, env=environment, input=json.dumps(told), stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit(f"{module} failed")
    return done.stdout


@dataclass
class Candidate:
    """Server processes over one database, and what its clients know of it."""

    name: str
    code: Code
    database: Database
    settings: str = SITE
    application: str = "brygga_site.wsgi:application"
    more: dict[str, str] = field(default_factory=dict)
    scene: dict[str, Any] = field(default_factory=dict)
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    def sign_in(self, staff: int) -> None:
        """Signs in so many staff, by the candidate's own way of doing it."""
        self.scene = json.loads(asked(self.code, self.settings, self.database, "bench.served.scene", str(staff)))

    @contextmanager
    def served(self, processes: int = 1) -> Iterator[None]:
        """Server processes for as long as it lasts; what they say goes into a file beside the database."""
        with ExitStack() as stack:
            log = stack.enter_context((self.database.folder / f"{self.name}.log").open("ab"))
            self.ports = [_free_port() for _ in range(processes)]
            self.servers = [self._start(port, log) for port in self.ports]
            stack.callback(self._stop)
            for server, port in zip(self.servers, self.ports, strict=True):
                _wait_for(server, port, Path(log.name))
            yield

    def _start(self, port: int, log: IO[bytes]) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bench.served.door", self.application, str(port)]
        environment = self.code.environment(self.settings, self.database.environment) | self.more
        # A session of its own: whatever processes it starts are counted as it, and end with it.
        return subprocess.Popen(
            command, cwd=self.database.folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )

    def _stop(self) -> None:
        for server in self.servers:
            server.terminate()
        for server in self.servers:
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    @property
    def cpu(self) -> float:
        """Seconds that the servers have used so far."""
        return sum((int(stat[11]) + int(stat[12])) / TICKS for stat in self._stats())

    @property
    def memory(self) -> float:
        """Megabytes that they hold."""
        return sum(int(stat[21]) * PAGE / 1e6 for stat in self._stats())

    def _stats(self) -> list[list[str]]:
        """`/proc/PID/stat` after the name, of every process in the sessions of the servers."""
        sessions, stats = {str(server.pid) for server in self.servers}, []
        for file in Path("/proc").glob("[0-9]*/stat"):
            try:
                stat = file.read_text().rpartition(") ")[2].split()
            except OSError:
                continue  # it has ended since
            if stat[3] in sessions:
                stats.append(stat)
        return stats

    def load(
        self, connections: int, seconds: float, rate: float = 0, seed: int = 0, says: bool = True
    ) -> tuple[Outcome, float]:
        """Loads the servers; what came of it, and the CPU seconds it cost them."""
        job, cpu = Job(self.ports, connections, seconds, self.scene, rate, seed, says), self.cpu
        outcome = Outcome(**json.loads(client("bench.served.load", asdict(job))))
        self.scene["seen"] = outcome.seen
        return outcome, self.cpu - cpu


def client(module: str, job: dict[str, Any]) -> str:
    """What a client, a process of its own, prints when its work is done."""
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(job), stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"the server does not answer: {log.read_text()[-3000:]}")
