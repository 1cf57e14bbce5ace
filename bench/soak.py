"""Hours at half of what the site can answer: whether its memory stays flat, and whether anything goes wrong.

`python -m bench.soak --minutes 60 --load 0.5 --engine postgresql`; `python -m bench soak` takes three minutes on
SQLite. First it measures what the server answers on eight connections, then it asks for that share of it, evenly.
Each minute is printed: requests, the time they took, memory of the server, messages in an open case, cases that have
ended, errors. Sealing and rounds do not run. After each minute as many cases end as have been filled, those that most
was said in, and as many begin (`bench.served.turnover`): so pages and lists stay as long as they are, and what grows is
what the server keeps. `--reading` sends nothing, and no case ends.
"""

import argparse
import json
import os
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.served.candidates import HERE, Candidate, asked, county

STAFF, CONNECTIONS, MEASURED_SECONDS = 64, 8, 15.0
WARM_MINUTES = 1
"""Left out of the slope: what is imported and remembered for the first time."""
SPOKEN = 8
"""Messages sent in a case, on average, until it ends."""
FLAT = 0.01
"""Of the memory in an hour: less is called flat."""


def main(minutes: int = 3, share: float = 0.5, engine: str = "sqlite", says: bool = True) -> None:
    with tempfile.TemporaryDirectory(prefix="brygga-soak-") as folder, ExitStack() as stack:
        print(f"{engine}: making the county", flush=True)
        database = county(HERE, Path(folder), f"bench_{os.getpid()}_soak", engine == "postgresql")
        stack.callback(database.drop)
        site = Candidate("now", HERE, database)
        site.sign_in(STAFF)
        stack.enter_context(site.served())
        rate = share * _answered(site)
        print(f"  {rate:.1f} requests a second, {share:.0%} of what it answers; {minutes} minutes", flush=True)
        head = f"{'minute':>8}{'requests':>10}{'p50 ms':>9}{'p99 ms':>9}{'CPU':>7}{'memory MB':>11}"
        print(f"  {head}{'messages':>10}{'ended':>7}{'errors':>8}")
        memory, errors = [], 0
        for minute in range(1, minutes + 1):
            outcome, cpu = site.load(CONNECTIONS, 60, rate, seed=minute, says=says)
            memory.append(site.memory)
            times = sorted(one for kind in outcome.milliseconds.values() for one in kind)
            wrong = sum(outcome.unexpected.values())
            errors += wrong
            ended = _turned(site, round(len(outcome.milliseconds.get("say", ())) / SPOKEN))
            said = statistics.mean(site.scene["seen"].values())
            print(
                f"  {minute:8}{len(times):10}{statistics.median(times):9.1f}{times[len(times) * 99 // 100]:9.1f}"
                f"{cpu / 60:7.0%}{memory[-1]:11.1f}{said:10.1f}{ended:7}{wrong:8} {outcome.unexpected or ''}",
                flush=True,
            )
        _judged(memory, errors)


def _answered(site: Candidate) -> float:
    """Requests a second that the site answers when it is asked for as many as it can."""
    site.load(CONNECTIONS, 5)
    outcome = site.load(CONNECTIONS, MEASURED_SECONDS)[0]
    return sum(map(len, outcome.milliseconds.values())) / outcome.seconds


def _turned(site: Candidate, count: int) -> int:
    """Ends so many cases, those with most messages, and puts what follows them in their place; how many there were."""
    seen = site.scene["seen"]
    ending = sorted(seen, key=seen.get, reverse=True)[:count]
    if not ending:
        return 0
    followed = json.loads(asked(site.code, site.settings, site.database, "bench.served.turnover", told=ending))
    for case, (new, last) in followed.items():
        del seen[case]
        seen[new] = last
    for staff in site.scene["staff"]:
        staff["cases"] = [followed.get(case, (case,))[0] for case in staff["cases"]]
    return len(followed)


def _judged(memory: list[float], errors: int) -> None:
    kept = memory[WARM_MINUTES:]
    if len(kept) > 1:
        slope = 60 * statistics.linear_regression(range(len(kept)), kept).slope
        is_flat = slope < FLAT * kept[0]
        word = "flat" if is_flat else "growing" if len(kept) >= 10 else "growing so far, and too short to tell"
        print(
            f"  memory: {word}, {slope:+.1f} MB an hour over the last {len(kept)} minutes; {errors} errors", flush=True
        )
    if errors:
        raise SystemExit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Load the site for a long time and watch its memory.")
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--load", type=float, default=0.5, help="share of what the site answers (0.5)")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--reading", action="store_true", help="send nothing: pages stay as long as they are")
    told = parser.parse_args()
    main(told.minutes, told.load, told.engine, says=not told.reading)
