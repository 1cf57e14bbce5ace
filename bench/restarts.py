"""PostgreSQL restarted while it is written to, in good order and as by a loss of power: nothing acknowledged is lost.

`python -m bench restarts 4`: so many restarts of a server of its own, made in a temporary folder by `initdb`. Left out
where PostgreSQL's programs are not installed.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.killed import server

ROOT = Path(__file__).parents[1]
MODES = ("fast", "immediate")


def main(count: str = "2") -> None:
    if not server.is_installed():
        print("left out: no initdb")
        return
    with server.folder_of_its_account() as folder:
        own = server.new(folder)
        own.start()
        try:
            environment = os.environ | {
                "BRYGGA_DATABASE_URL": own.url,
                "DJANGO_SETTINGS_MODULE": "brygga_site.settings.test",
            }
            command = [sys.executable, "-m", "bench.killed.restarted"]
            with subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            ) as run:
                assert run.stdout.readline() == b"writing\n"
                for number in range(int(count)):
                    time.sleep(2)
                    own.restart(MODES[number % 2])
                time.sleep(2)
                run.stdin.close()
                print(run.stdout.read().decode(), end="", flush=True)
            if run.returncode:
                raise SystemExit(1)
        finally:
            own.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
