"""`python -m bench.killed KILLS`: writers are killed on the empty database of the settings, and all is checked.

Two writers write at once. The first is killed while the other goes on, then the other: then the database is opened
anew, as after a crash, and checked; and the next two go on where these stopped.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from threading import Thread

import django

WRITERS = ("0", "1")
LONGEST = 0.8  # seconds from one kill to the next
START = 600  # seconds within which a writer must have written something; on a machine that does much else, many
SEED = 20261122


class Writer:
    """A writer process and what it has acknowledged. `last` is how far its senders are, or of how many it is alone."""

    def __init__(self, name: str, last: dict[str, int] | int) -> None:
        command = [sys.executable, "-m", "bench.killed.writer", name, json.dumps(last)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.lines: list[str] = []
        self._reader = Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line.rstrip("\n"))

    def wait_until_it_writes(self) -> None:
        deadline = time.monotonic() + START
        while not self.lines:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise SystemExit("a writer wrote nothing")
            time.sleep(0.005)

    def kill(self) -> None:
        self.process.kill()
        self._reader.join()
        # A writer that had an error of its own has said so, and died of that.
        if self.process.wait() != -signal.SIGKILL:
            raise SystemExit(f"a writer ended by itself: status {self.process.returncode}")


class Run:
    def __init__(self) -> None:
        self.dice = random.Random(SEED)
        self.acknowledged: dict[str, str] = {}
        self.last: dict[str, int] = {}
        self.kills = self.in_doubt = self.row = 0
        self.faults: list[str] = []

    def round(self) -> None:
        writers = [Writer(name, self.last) for name in WRITERS]
        try:
            for writer in writers:
                writer.wait_until_it_writes()
            for writer in self.dice.sample(writers, len(writers)):
                time.sleep(self.dice.uniform(0, LONGEST))
                writer.kill()
                self.kills += 1
        finally:
            for writer in writers:
                writer.process.kill()
        new = {key: line for writer in writers for key, line in map(self._take, writer.lines)}
        self.acknowledged |= new
        self._check(new)

    def _take(self, line: str) -> tuple[str, str]:
        sender, number, *_ = line.split()
        self.last[sender] = max(self.last.get(sender, 0), int(number))
        return f"{sender}-{number}", line

    def _check(self, new: dict[str, str]) -> None:
        from django.db import connection

        from bench.killed import checks

        _wait_for_the_servers_end()
        numbers, more = checks.unacknowledged(self.last)
        self.in_doubt += more
        self.faults += [*checks.lost(new), *numbers]
        for case in checks.changed_since(self.row):
            self.faults += [*checks.torn(case), *checks.disagreeing(case)]
        self.row = checks.highest()
        # The next writers find the file closed by all, as after a crash.
        connection.close()

    def check_all(self) -> None:
        from bench.killed import checks

        self.faults += [*checks.lost(self.acknowledged), *checks.unsound()]
        for case in checks.changed_since(0):
            self.faults += [*checks.torn(case), *checks.disagreeing(case)]


def _wait_for_the_servers_end() -> None:
    """PostgreSQL's processes outlive their killed clients for a moment, and may commit what they were told to."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    with connection.cursor() as cursor:
        cursor.execute(others)
        while cursor.fetchone() != (0,):
            time.sleep(0.01)
            cursor.execute(others)


def main(kills: int) -> int:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.killed import scene
    from brygga_site.cases.models import Message

    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    scene.make(max(10, kills))
    connection.close()
    run = Run()
    while run.kills < kills and not run.faults:
        run.round()
    run.check_all()
    shares = [sum(last for sender, last in run.last.items() if sender.startswith(f"{name}.")) for name in WRITERS]
    print(f"{connection.vendor}: {run.kills} kills in {time.monotonic() - begun:.0f} s")
    print(f"  {len(run.acknowledged)} messages acknowledged, {Message.objects.count()} stored; by writer {shares}")
    print(f"  {run.in_doubt} killed between commit and acknowledgement: sent again by the next writer, stored once")
    faults = list(dict.fromkeys(run.faults))
    print(f"  {len(faults)} faults: lost, torn, gaps, a projection that disagrees, an unsound file", flush=True)
    for fault in faults[:20]:
        print(f"  {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brygga_site.settings.test")
    sys.exit(main(int(sys.argv[1])))
