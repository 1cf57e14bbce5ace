"""Two hundred screens with Today, the board or a case open and nobody there: what they cost the server.

Each browser asks again as its page says (`bench.served.browsers`), whatever that is. Nobody writes meanwhile, so no
page changes but by the clock. Printed for each window of ten seconds: the CPU of the server, what was answered,
connections opened, entries on the trail. `python -m bench screens`; BRYGGA_BENCH_SCREENS (200), BRYGGA_BENCH_SECONDS
(70: more than a minute, since what a page says may change with the minute), BRYGGA_BENCH_ENGINES.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from bench.served.candidates import HERE, ROOT, Candidate, county, has_postgresql

SCREENS = int(os.environ.get("BRYGGA_BENCH_SCREENS", "200"))
WINDOW = 10.0
WINDOWS = max(1, round(float(os.environ.get("BRYGGA_BENCH_SECONDS", "70")) / WINDOW))
ENGINES = os.environ.get("BRYGGA_BENCH_ENGINES", "sqlite,postgresql").split(",")
STAFF = 64
EXPECTED = {"200", "204", "304"}
ENTRIES = "SELECT count(*) FROM trail_entry"


def main() -> None:
    failed = False
    for engine in ENGINES:
        if engine == "sqlite" or has_postgresql():
            with tempfile.TemporaryDirectory(prefix="brygga-screens-") as folder, ExitStack() as stack:
                print(f"{engine}: making the county", flush=True)
                database = county(HERE, Path(folder), f"bench_{os.getpid()}_screens", engine == "postgresql")
                stack.callback(database.drop)
                site = Candidate("now", HERE, database)
                site.sign_in(STAFF)
                stack.enter_context(site.served())
                failed |= _watched(site, engine)
    if failed:
        raise SystemExit(1)


def _watched(site: Candidate, engine: str) -> bool:
    """Whether a browser was answered by something else than a page or that it has not changed."""
    job = {"port": site.ports[0], "browsers": SCREENS, "window": WINDOW, "windows": WINDOWS, "scene": site.scene}
    command = [sys.executable, "-m", "bench.served.browsers"]
    browsers = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert browsers.stdin and browsers.stdout
    browsers.stdin.write(json.dumps(job))
    browsers.stdin.close()
    shown = ["CPU s", "of a core", "answered", "kB", "connected", "entries"]
    print(f"{f'{engine}, {SCREENS} screens, 10 s':32}" + "".join(f"{one:>11}" for one in shown), flush=True)
    total, spent, before, answered = Counter[str](), 0.0, None, Counter[str]()
    for number, line in enumerate(browsers.stdout):
        told, cpu, entries = json.loads(line), site.cpu, site.database.number(ENTRIES)
        now = (cpu, Counter(told["answered"]), told["bytes"], told["connected"], entries)
        if before:
            answered = now[1] - before[1]
            row = [now[0] - before[0], (now[0] - before[0]) / WINDOW, answered.total(), (now[2] - before[2]) / 1000]
            row += [now[3] - before[3], now[4] - before[4]]
            forms = ["11.2f", "11.1%", "11d", "11.0f", "11d", "11d"]
            statuses = ", ".join(f"{status}: {count}" for status, count in sorted(answered.items()))
            figures = "".join(f"{one:{form}}" for one, form in zip(row, forms, strict=True))
            print(f"  window {number:<23}{figures}  {statuses}", flush=True)
            total, spent = total + answered, spent + row[0]
        before = now
    if browsers.wait():
        raise SystemExit("the browsers gave up")
    print(f"  {WINDOWS * WINDOW:.0f} s: {spent / (WINDOWS * WINDOW):.1%} of a core, {dict(total)}", flush=True)
    return bool(set(total) - EXPECTED)
