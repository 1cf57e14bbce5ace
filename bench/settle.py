"""The country's stays of a year, from Parquet to lines: ours, a plain scan of the same columns, and pandas.

Each contender has a process of its own, and they run in turns; the medians count. `python -m bench settle`.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STAYS = 1_500_000
RUNS = 7
YEAR = ("2023-01", "2023-12")
TIMES = ("admitted_at", "need_assessed_at", "admission_notice_at", "ready_at", "sip_called_at", "discharged_at")

# Seeded by hashing the row's number: about one stay in seven fails a condition, one in twelve exceeds seven days.
MADE_UP = """
COPY (
    WITH dice AS (
        SELECT i, hash(i, 1) AS a, hash(i, 2) AS b, hash(i, 3) AS c, hash(i, 4) AS d, hash(i, 5) AS e
        FROM range({stays}) AS rows(i)
    ), admitted AS (
        SELECT *, TIMESTAMP '2023-01-01' + to_minutes(CAST(a % 518400 AS BIGINT)) AS admitted_at FROM dice
    ), ready AS (
        SELECT *, admitted_at + to_minutes(CAST(b % 14400 AS BIGINT)) AS ready_on FROM admitted
    )
    SELECT
        'S' || lpad(CAST(i AS VARCHAR), 8, '0') AS stay_id,
        codes[CAST(1 + c % 290 AS INT)] AS municipality,
        CASE WHEN c % 11 = 0 THEN 'psychiatric' ELSE 'somatic' END AS care_type,
        admitted_at,
        CASE WHEN b % 4 = 0 THEN admitted_at + to_hours(CAST(b % 96 AS BIGINT)) END AS need_assessed_at,
        CASE WHEN c % 50 > 0 THEN admitted_at + to_minutes(CAST(c % 1500 AS BIGINT)) END AS admission_notice_at,
        CASE WHEN d % 60 > 0 THEN ready_on END AS ready_at,
        e % 3 = 0 AS sip_required,
        CASE WHEN e % 3 = 0 AND e % 31 > 0 THEN ready_on + to_hours(CAST(e % 90 AS BIGINT)) END AS sip_called_at,
        d % 25 > 0 AS outpatient_available,
        CASE WHEN a % 40 > 0 THEN ready_on + to_minutes(CAST(CASE
            WHEN d % 3 = 0 THEN d % 600 WHEN d % 12 = 1 THEN 11520 + d % 14400 ELSE d % 8640 END AS BIGINT))
        END AS discharged_at
    FROM ready, (SELECT {codes} AS codes)
) TO '{path}' (FORMAT parquet)
"""


@dataclass(frozen=True)
class Everyone:
    """An agreement as if all municipalities were parties to it, so that the whole country can be settled."""

    agreement: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.agreement, name)

    def is_party(self, municipality: str) -> bool:
        return True


def ours(agreement_id: str) -> Callable[[Path], int]:
    from brygga.agreements import load_all
    from brygga.calendars import Month
    from brygga.settlement import settle

    registry = load_all()
    agreement: Any = Everyone(registry.agreement(agreement_id))
    months = [Month.parse(month) for month in YEAR]
    return lambda path: settle(agreement, registry, path, *months).total


def unchecked(agreement_id: str) -> Callable[[Path], int]:
    """Ours without checking the stays."""
    from importlib import import_module

    asked = import_module("brygga.settlement.settle")._Asked
    rows = asked._rows
    asked._rows = lambda self, run, needed, _: rows(self, run, needed, False)
    asked._check = lambda *_: None
    return ours(agreement_id)


def scan(columns: str) -> Callable[[Path], int]:
    """A plain scan: every value of the columns read and touched once; of all, the different ids counted besides."""
    import duckdb

    touched = [f"sum(epoch_us({column}))" for column in TIMES]
    touched += ["count_if(sip_required)", "count_if(outpatient_available)", "sum(strlen(municipality))"]
    touched += ["count(DISTINCT stay_id)", "sum(strlen(care_type))"] if columns == "all" else []

    def run(path: Path) -> int:
        with duckdb.connect(":memory:") as db:
            return len(db.execute(f"SELECT {', '.join(touched)} FROM '{path}'").fetchall())

    return run


def pandas_mean() -> Callable[[Path], int]:
    """Model `mean` as an analyst writes it in pandas."""
    import pandas as pd

    def run(path: Path) -> int:
        columns = ["municipality", *TIMES, "sip_required", "outpatient_available"]
        stays = pd.read_parquet(path, columns=columns)
        stays = stays[stays.discharged_at.between("2023-01-01", "2023-12-31T23:59:59.999999")]
        notice = stays.admission_notice_at - stays.need_assessed_at.fillna(stays.admitted_at)
        ready = stays.ready_at.dt.normalize()
        called = (stays.sip_called_at.dt.normalize() - ready) <= pd.Timedelta(days=3)
        met = (notice <= pd.Timedelta(hours=24)) & stays.ready_at.notna() & stays.outpatient_available
        met &= ~stays.sip_required | called
        days = (stays.discharged_at.dt.normalize() - ready).dt.days[met]
        keys = [stays.municipality[met], stays.discharged_at.dt.to_period("M")[met]]
        mean = days.where(days <= 7).groupby(keys).agg(["count", "sum"])
        alone = (days - 3).where(days > 7).groupby(keys).sum()
        return int((((mean["sum"] - 3 * mean["count"]).clip(lower=0) + alone) * 10500).sum())

    return run


CONTENDERS: dict[str, tuple[Callable[..., Callable[[Path], int]], tuple[str, ...]]] = {
    "scan of the 9 columns settled": (scan, ("settled",)),
    "scan of all 11 columns, ids": (scan, ("all",)),
    "ours, mean, unchecked": (unchecked, ("vastra-gotaland",)),
    "ours, mean": (ours, ("vastra-gotaland",)),
    "ours, individual, unchecked": (unchecked, ("sverige",)),
    "ours, individual": (ours, ("sverige",)),
    "pandas, mean, unchecked": (pandas_mean, ()),
}


def in_turns(name: str, path: Path) -> None:
    """A contender in this process: it runs once for each line it is given, and says what that took."""
    make, arguments = CONTENDERS[name]
    run = make(*arguments)
    for _ in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        answer = run(path)
        took = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu, "answer": answer}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**took, "peak": peak}), flush=True)


def make_stays(path: Path) -> None:
    import duckdb

    from brygga.identities import Places

    codes = sorted(Places.load().municipalities)
    with duckdb.connect(":memory:") as db:
        db.execute(MADE_UP.format(stays=STAYS, codes=codes, path=path))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="brygga-bench-") as folder:
        path = Path(folder) / "stays.parquet"
        make_stays(path)
        print(
            f"{STAYS:,} stays, 290 municipalities, one year, {path.stat().st_size / 1e6:.0f} MB of Parquet; {RUNS} runs"
        )
        found = _measured(path)
    pandas, mean = found["pandas, mean, unchecked"], found["ours, mean"]
    if pandas["answer"] != mean["answer"]:
        raise SystemExit(f"pandas says {pandas['answer']} kronor, we say {mean['answer']}")
    settled, everything = (found[name] for name in list(CONTENDERS)[:2])
    print(f"{'':30} {'median':>8} {'CPU':>8} {'x scan 9':>9} {'x scan 11':>10} {'CPU':>6} {'x pandas':>9} {'peak':>8}")
    for name, one in found.items():
        ratios = [one["seconds"] / peer["seconds"] for peer in (settled, everything, pandas)]
        print(
            f"{name:30} {one['seconds'] * 1000:5.0f} ms {one['cpu'] * 1000:5.0f} ms {ratios[0]:9.2f} {ratios[1]:10.2f} "
            f"{one['cpu'] / everything['cpu']:6.2f} {ratios[2]:9.2f} {one['peak']:5.0f} MB"
        )


def _measured(path: Path) -> dict[str, dict[str, Any]]:
    """Of each contender the median of seconds and of CPU seconds, its peak memory (MB) and its answer.

    They run in turns, as a machine that has other work to do is not as fast in one minute as in the next.
    """
    with ExitStack() as stack:
        workers = {name: stack.enter_context(_worker(name, path)) for name in CONTENDERS}
        # The first turn warms up.
        turns = [{name: _turn(worker) for name, worker in workers.items()} for _ in range(RUNS + 1)][1:]
    found = {name: [turn[name] for turn in turns] for name in CONTENDERS}
    return {
        name: {
            **own[-1],
            "seconds": statistics.median(one["seconds"] for one in own),
            "cpu": statistics.median(one["cpu"] for one in own),
        }
        for name, own in found.items()
    }


def _worker(name: str, path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.settle", name, str(path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _turn(worker: subprocess.Popen[str]) -> dict[str, Any]:
    assert worker.stdin and worker.stdout
    worker.stdin.write("\n")
    worker.stdin.flush()
    said = worker.stdout.readline()
    if not said:
        raise SystemExit(f"{worker.args} has ended")
    result: dict[str, Any] = json.loads(said)
    return result


if __name__ == "__main__":
    in_turns(sys.argv[1], Path(sys.argv[2]))
