"""PostgreSQL restarted while it is written to, in good order and as by a loss of power: nothing acknowledged is lost.

`python -m bench restarts 4`: so many restarts of a server of its own, made in a temporary folder by `initdb`. Left out
where PostgreSQL's programs are not installed.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAMS = os.pathsep.join([os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))])
MODES = ("fast", "immediate")


def main(count: str = "2") -> None:
    if not shutil.which("initdb", path=PROGRAMS):
        print("left out: no initdb")
        return
    with tempfile.TemporaryDirectory(prefix="brygga-restarts-") as folder:
        # A server does not run as root.
        if not os.getuid():
            shutil.chown(folder, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        _run("initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        server = ["-D", f"{folder}/data", "-l", f"{folder}/log", "-o", options, "-w"]
        _run("pg_ctl", *server, "start")
        try:
            url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
            environment = os.environ | {
                "BRYGGA_DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "brygga_site.settings.test",
            }
            command = [sys.executable, "-m", "bench.killed.restarted"]
            with subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            ) as run:
                assert run.stdout.readline() == b"writing\n"
                for number in range(int(count)):
                    time.sleep(2)
                    _run("pg_ctl", *server, "-m", MODES[number % 2], "restart")
                time.sleep(2)
                run.stdin.close()
                print(run.stdout.read().decode(), end="", flush=True)
            if run.returncode:
                raise SystemExit(1)
        finally:
            _run("pg_ctl", *server, "-m", "immediate", "stop")


def _run(program: str, *arguments: str) -> None:
    as_who = [] if os.getuid() else ["runuser", "-u", "postgres", "--"]
    command = [*as_who, shutil.which(program, path=PROGRAMS) or program, *arguments]
    subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main(*sys.argv[1:])
