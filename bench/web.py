"""A county under load: what one process answers, against the commit before, a bare Django and a bare WSGI answer.

64 signed-in staff; of a hundred requests 40 open a case, 20 send a message, 20 are Today, 20 the board
(`bench.served.load`). SQLite with `synchronous=FULL`, and PostgreSQL where BRYGGA_TEST_DATABASE_URL answers. Every
candidate has a database of its own; they take turns, round by round, so that what else the machine does hits all.
What the peers leave out stands in `bench.served.peer`.

`python -m bench web`. BRYGGA_BENCH_SECONDS: seconds of each cell (20), in four rounds. BRYGGA_BENCH_CONNECTIONS
(1,8,64). BRYGGA_BENCH_BEFORE: the commit compared with; empty for none. BRYGGA_BENCH_ENGINES (sqlite,postgresql).
"""

import json
import os
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.served.candidates import HERE, PEER, Candidate, Code, Database, asked, before, county, has_postgresql
from bench.served.load import MIX, Outcome

STAFF, ROUNDS, WARM = 64, 4, 3.0
SECONDS = float(os.environ.get("BRYGGA_BENCH_SECONDS", "20"))
CONNECTIONS = [int(one) for one in os.environ.get("BRYGGA_BENCH_CONNECTIONS", "1,8,64").split(",")]
BEFORE = os.environ.get("BRYGGA_BENCH_BEFORE", "387f255")
ENGINES = os.environ.get("BRYGGA_BENCH_ENGINES", "sqlite,postgresql").split(",")
NOW, PAGES, JSON, BARE, TWO = "now", "Django, pages", "Django, JSON", "bare WSGI", "now, 2 processes"
JUDGED_CORES = 4
"""With fewer, two servers, a database and a client share too little for the figure to say anything of the site."""


@dataclass
class Cell:
    """What one candidate answered on so many connections, all rounds together."""

    milliseconds: list[float] = field(default_factory=list)
    unexpected: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    cpu: float = 0
    client: float = 0

    def add(self, outcome: Outcome, cpu: float) -> None:
        self.milliseconds += [one for kind in outcome.milliseconds.values() for one in kind]
        self.unexpected.update(outcome.unexpected)
        self.seconds += outcome.seconds
        self.cpu += cpu
        self.client += outcome.cpu

    @property
    def rate(self) -> float:
        return len(self.milliseconds) / self.seconds

    def at(self, percent: int) -> float:
        return statistics.quantiles(self.milliseconds, n=100)[percent - 1]

    def told(self) -> str:
        count = len(self.milliseconds)
        if count < 2:
            return f"{'–':>10}  {dict(self.unexpected)}"
        wrong = f"  {dict(self.unexpected)}" if self.unexpected else ""
        return (
            f"{self.rate:10.1f}{self.at(50):9.1f}{self.at(95):9.1f}{self.at(99):9.1f}"
            f"{1000 * self.cpu / count:11.2f}{self.client / self.seconds:9.0%}{sum(self.unexpected.values()):8}{wrong}"
        )


Cells = dict[str, dict[int, Cell]]


def main() -> None:
    failed = False
    for engine in ENGINES:
        if engine == "sqlite" or has_postgresql():
            with tempfile.TemporaryDirectory(prefix="brygga-web-") as folder, ExitStack() as stack:
                code = stack.enter_context(before(BEFORE, Path(folder))) if BEFORE else None
                failed |= _measured(engine, code, Path(folder))
    if failed:
        raise SystemExit(1)


def _measured(engine: str, earlier: Code | None, folder: Path) -> bool:
    """Whether anything was answered otherwise than expected."""
    print(f"{engine}: making the county", flush=True)
    with ExitStack() as stack:
        candidates = list(_made(engine, earlier, folder, stack))
        _told_queries(candidates)
        head = f"{'req/s':>10}{'p50 ms':>9}{'p95':>9}{'p99':>9}{'CPU ms/req':>11}{'client':>9}{'errors':>8}"
        cells: Cells = {one.name: {} for one in candidates}
        for connections in CONNECTIONS:
            print(f"{f'{engine}, {connections} connections':30}{head}", flush=True)
            for number in range(ROUNDS):
                for one in candidates:
                    cell = cells[one.name].setdefault(connections, Cell())
                    cell.add(*one.load(connections, SECONDS / ROUNDS, seed=number))
            for name, cell in cells.items():
                print(f"  {name:28}{cell[connections].told()}", flush=True)
        _ratios(cells, engine)
        # The commit before is measured, not judged.
        judged = (cell for name, of in cells.items() if not name.startswith("before") for cell in of.values())
        return any(cell.unexpected for cell in judged)


def _made(engine: str, earlier: Code | None, folder: Path, stack: ExitStack) -> Iterator[Candidate]:
    """Every candidate, its servers running and warm. The peers are told how large the site's pages are."""

    def new(name: str, code: Code = HERE) -> Database:
        database = county(code, folder, f"bench_{os.getpid()}_{name}", engine == "postgresql")
        stack.callback(database.drop)
        return database

    def copied(name: str) -> Database:
        database = made.copy(f"bench_{os.getpid()}_{name}")
        stack.callback(database.drop)
        return database

    def served(candidate: Candidate, processes: int = 1) -> tuple[Candidate, dict[str, int]]:
        candidate.sign_in(STAFF)
        stack.enter_context(candidate.served(processes))
        warm = candidate.load(8, WARM)[0]
        if warm.unexpected:
            raise SystemExit(f"{candidate.name} answers {warm.unexpected}: see {folder}/{candidate.name}.log")
        sizes = {kind: warm.bytes[kind] // len(times) for kind, times in warm.milliseconds.items()}
        print(f"  {candidate.name}: bytes of a page {sizes}", flush=True)
        return candidate, {kind: size for kind, size in sizes.items() if kind != "say"}

    made = new("county")
    now, sizes = served(Candidate(NOW, HERE, copied("now")))
    yield now
    if earlier:
        yield served(Candidate(f"before ({BEFORE})", earlier, new("before", earlier)))[0]
    wsgi = "bench.served.peer.wsgi:application"
    pages = {"BRYGGA_BENCH_BYTES": json.dumps(sizes)}
    yield served(Candidate(PAGES, HERE, copied("pages"), PEER, wsgi, pages))[0]
    peer = served(Candidate(JSON, HERE, copied("json"), PEER, wsgi, pages | {"BRYGGA_BENCH_FORM": "json"}))[0]
    yield peer
    bare = Candidate(BARE, HERE, made, PEER, "bench.served.peer.bare:application", pages, peer.scene)
    stack.enter_context(bare.served())
    yield bare
    if engine == "postgresql":
        yield served(Candidate(TWO, HERE, copied("two")), processes=2)[0]


def _told_queries(candidates: list[Candidate]) -> None:
    print(f"  {'queries/commits of':28}" + "".join(f"{kind:>12}" for kind in MIX))
    for one in candidates:
        if one.name in (BARE, TWO):
            continue
        counts = json.loads(asked(one.code, one.settings, one.database, "bench.served.queries", told=one.scene))
        one.sign_in(STAFF)  # what was just sent has moved on what they have read
        print(f"  {one.name:28}" + "".join(f"{f'{counts[k][0]:.0f}/{counts[k][1]:.0f}':>12}" for k in MIX), flush=True)


def _ratios(cells: Cells, engine: str) -> None:
    now = cells[NOW]
    for name in cells:
        if name not in (NOW, BARE, TWO):
            shown = ", ".join(f"{now[n].rate / cells[name][n].rate:.2f} on {n}" for n in CONNECTIONS)
            cpu = statistics.median(
                (cells[name][n].cpu / len(cells[name][n].milliseconds)) / (now[n].cpu / len(now[n].milliseconds))
                for n in CONNECTIONS
            )
            print(f"  now / {name}: {shown} connections; by CPU a request {cpu:.2f}")
    if 8 in now:
        print(f"  p99 / p50 on 8 connections: {now[8].at(99) / now[8].at(50):.2f}")
    if TWO in cells:
        cores = os.cpu_count() or 1
        judged = "" if cores >= JUDGED_CORES else f" (printed, not judged: {cores} cores)"
        shown = ", ".join(f"{cells[TWO][n].rate / now[n].rate:.2f} on {n}" for n in CONNECTIONS)
        print(f"  two processes / one on {engine}: {shown}{judged}", flush=True)
