"""The county after years: each page at 3,300, 33,000 or 330,000 cases, of which as many are open in each.

Real servers, one for each size, asked in turns on one connection. Printed are the median milliseconds of each page at
each size, and by what power of the number of cases its fastest answer grows (the slope of log time against log cases:
0 is not at all, 1 in step), with everything but history the same (`bench.served.aged`).

`python -m bench scale`. BRYGGA_BENCH_SIZES (3300,33000); 330000 takes half an hour to make, so BRYGGA_BENCH_DATA
names a folder that keeps what is made, for the same day and the same code. BRYGGA_BENCH_ENGINES (sqlite,postgresql).
"""

import json
import math
import os
import re
import statistics
import tempfile
import time
import uuid
from contextlib import ExitStack
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.served.browsers import OpenPage
from bench.served.candidates import HERE, SITE, Candidate, asked, county, has_postgresql

SIZES = [int(one) for one in os.environ.get("BRYGGA_BENCH_SIZES", "3300,33000").split(",")]
ENGINES = os.environ.get("BRYGGA_BENCH_ENGINES", "sqlite,postgresql").split(",")
ROUNDS, WARM = 9, 2
LOG = "log search"
AFTER = "settlement year after one message"


class Visitor:
    """One connection to the server of one county, and the pages that are measured there."""

    def __init__(self, site: Candidate) -> None:
        self.pages: dict[str, Any] = json.loads(asked(HERE, SITE, site.database, "bench.served.pages"))
        self.connection = HTTPConnection("127.0.0.1", site.ports[0], timeout=600)
        self.spent: dict[str, list[float]] = {}

    def round(self, number: int) -> None:
        """Every page once; what it took is kept from the first after the warm ones."""
        took = {name: self._ask(name, *page)[0] for name, page in self.pages["opened"].items()}
        took |= {f"empty poll of {name}": self._poll(name, address) for name, address in self.pages["polled"].items()}
        took[LOG] = self._searched()
        self._say(number)
        took[AFTER] = self._ask(AFTER, self.pages["office"]["cookies"], "/settlement")[0]
        if number >= WARM:
            for name, milliseconds in took.items():
                self.spent.setdefault(name, []).append(milliseconds)

    def _ask(
        self,
        name: str,
        cookies: str,
        address: str,
        told: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        expected: tuple[int, ...] = (200,),
    ) -> tuple[float, str, int, str]:
        """Milliseconds, text, status and ETag. Raises SystemExit for an answer that was not expected."""
        headers = {"Cookie": cookies, "User-Agent": "brygga-bench", **(headers or {})}
        body = urlencode(told) if told else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        self.connection.request("POST" if body else "GET", address, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        spent = 1000 * (time.perf_counter() - start)
        if response.status not in expected:
            raise SystemExit(f"{name}: {address} answered {response.status}: {text[:2000]}")
        return spent, text, response.status, response.getheader("ETag", "")

    def _poll(self, name: str, address: str) -> float:
        """The page is opened and asks again at once; once more where the clock has changed it in between."""
        cookies = self.pages["staff"]["cookies"]
        for _ in range(5):
            _, text, _, etag = self._ask(name, cookies, address)
            page = OpenPage.read(text)
            headers = {**page.headers, "HX-Request": "true"} | ({"If-None-Match": etag} if etag else {})
            spent, _, status, _ = self._ask(name, cookies, page.address, None, headers, (200, 204, 304))
            if status != 200:
                return spent
        raise SystemExit(f"{name} is never unchanged when it asks again at once")

    def _searched(self) -> float:
        today, reviewer = datetime.now().astimezone().date(), self.pages["reviewer"]
        told = {"first": str(today - timedelta(days=31)), "last": str(today), "staff": "anna"}
        told["csrfmiddlewaretoken"] = reviewer["token"]
        return self._ask(LOG, reviewer["cookies"], "/review/log", told)[0]

    def _say(self, number: int) -> None:
        """A message that changes a stay of the month under way: the patient is ready no longer, or again."""
        kind = ("ready-withdrawn", "ready-notice")[number % 2]
        address, staff = f"/cases/{self.pages['ready']}/say/{kind}", self.pages["staff"]
        _, form, _, _ = self._ask(kind, staff["cookies"], address)
        seen = re.search(r'name="seen" value="(\d+)"', form)
        told = {"csrfmiddlewaretoken": staff["token"], "seen": seen[1] if seen else "0", "key": uuid.uuid4().hex}
        told["reason"] = "Feber."
        told["assessed_at"] = f"{datetime.now().astimezone() - timedelta(minutes=1):%Y-%m-%dT%H:%M}"
        self._ask(kind, staff["cookies"], address, told, expected=(302,))


def main() -> None:
    for engine in ENGINES:
        if engine == "sqlite" or has_postgresql():
            with tempfile.TemporaryDirectory(prefix="brygga-scale-") as folder, ExitStack() as stack:
                _told({size: _visitor(engine, size, Path(folder), stack) for size in SIZES}, engine)


def _visitor(engine: str, size: int, folder: Path, stack: ExitStack) -> Visitor:
    print(f"{engine}: making a county of {size:,} cases", flush=True)
    database = county(HERE, folder, f"bench_{os.getpid()}_{size}", engine == "postgresql", size)
    stack.callback(database.drop)
    site = Candidate(f"of-{size}", HERE, database)
    stack.enter_context(site.served())
    return Visitor(site)


def _told(visitors: dict[int, Visitor], engine: str) -> None:
    for number in range(WARM + ROUNDS):
        for visitor in visitors.values():
            visitor.round(number)
    sizes = list(visitors)
    print(f"{f'{engine}, ms':40}" + "".join(f"{size:>12,}" for size in sizes) + f"{'grows by':>12}")
    names = visitors[sizes[0]].spent
    medians = {name: [statistics.median(visitor.spent[name]) for visitor in visitors.values()] for name in names}
    for name, times in medians.items():
        # The fastest round is the one that nothing else on the machine was in the way of.
        fastest = [min(visitor.spent[name]) for visitor in visitors.values()]
        print(f"  {name:38}" + "".join(f"{one:12.1f}" for one in times) + f"{_power(sizes, fastest):>12}")
    month = next(name for name in medians if name.startswith("settlement month"))
    for top, bottom in ((month, "Today"), (AFTER, "settlement year")):
        ratios = [one / other for one, other in zip(medians[top], medians[bottom], strict=True)]
        print(f"  {f'{top} / {bottom}'[:60]:38}" + "".join(f"{one:12.2f}" for one in ratios), flush=True)


def _power(sizes: list[int], times: list[float]) -> str:
    if len(sizes) < 2:
        return "–"
    logs = [[math.log(one) for one in column] for column in (sizes, times)]
    return f"{statistics.linear_regression(*logs).slope:.2f}"
