"""A PostgreSQL server of one's own, which may be restarted, killed and thrown away."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = os.pathsep.join([os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))])


def is_installed() -> bool:
    return bool(shutil.which("initdb", path=PROGRAMS))


@dataclass(frozen=True)
class Server:
    """A server on the data in a folder of the account that runs it, at a port of this machine."""

    data: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Raises CalledProcessError where it does not; why stands in `log`."""
        self._control("start")

    def restart(self, mode: str) -> None:
        """`fast` ends what is under way, `immediate` is as a loss of power."""
        self._control("restart", "-m", mode)

    def stop(self, mode: str = "immediate") -> None:
        self._control("stop", "-m", mode)

    @property
    def log(self) -> str:
        return self.data.with_suffix(".log").read_text()

    def _control(self, *what: str) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data.parent}"
        log = str(self.data.with_suffix(".log"))
        as_its_account("pg_ctl", "-D", str(self.data), "-l", log, "-o", options, "-w", *what)


@contextmanager
def folder_of_its_account() -> Iterator[Path]:
    """A temporary folder in which the account that runs servers may write: a server does not run as root."""
    with tempfile.TemporaryDirectory(prefix="brygga-postgresql-") as folder:
        if not os.getuid():
            shutil.chown(folder, "postgres")
        yield Path(folder)


def new(folder: Path) -> Server:
    """A server that is not started yet, on a new cluster in the folder."""
    as_its_account("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust")
    return Server(folder / "data", free_port())


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def as_its_account(program: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's programs. Raises CalledProcessError."""
    as_who = [] if os.getuid() else ["runuser", "-u", "postgres", "--"]
    command = [*as_who, shutil.which(program, path=PROGRAMS) or program, *arguments]
    subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)
