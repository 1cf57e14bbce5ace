"""Browsers with a page open and nobody at the keyboard: `python -m bench.served.browsers`, a `Job` as JSON on stdin.

Each opens a page and then asks as the page itself says: `hx-get`, every so many seconds of `hx-trigger`, with
`hx-headers`, and with `If-None-Match` where the answer may be kept and had an ETag, as a browser does beneath htmx.
What comes back whole is what the page says from then on. So a change of how pages ask is followed without one here.

It prints a line of JSON once all pages are open, and one for each window that ends; each window can be told from
the others by what was answered in it.
"""

import html
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, RemoteDisconnected
from threading import Semaphore, Thread
from typing import Any

SPREAD = 10.0
"""Seconds over which the pages are opened: nobody opens theirs at the same moment."""

ALL_WITHIN = 300.0
"""Seconds in which every page must have been opened."""

LIVE = re.compile(r"""<[a-z]+\s[^>]*?\bid="live"(?:"[^"]*"|'[^']*'|[^>"'])*>""")
ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)')""")
EVERY = re.compile(r"every (\d+(?:\.\d+)?)(ms|s|m)\b")
SECONDS = {"ms": 0.001, "s": 1, "m": 60}


class UnknownPage(Exception):
    """A page that is not answered, or asks in a way that this bench does not follow."""


@dataclass
class Job:
    port: int
    browsers: int
    window: float
    windows: int
    scene: dict[str, Any]


@dataclass
class OpenPage:
    """What an open page says of when and how it asks again."""

    address: str
    seconds: float
    headers: dict[str, str]

    @classmethod
    def read(cls, text: str) -> "OpenPage":
        """Raises UnknownPage for a page that asks otherwise than this knows, and so would not be measured."""
        found = LIVE.search(text)
        if found is None:
            raise UnknownPage(f"a page with nothing that is live: {text[:300]}")
        told = {
            name: html.unescape(a or b) for name, a, b in re.findall(r'([\w-]+)=(?:"([^"]*)"|\'([^\']*)\')', found[0])
        }
        every = EVERY.search(told.get("hx-trigger", ""))
        if every is None or "hx-get" not in told:
            raise UnknownPage(f"a page that asks otherwise than this bench knows: {found[0]}")
        return cls(told["hx-get"], float(every[1]) * SECONDS[every[2]], json.loads(told.get("hx-headers", "{}")))


class Browser:
    """One browser: its session, its connection, its page and what it keeps of the last answer."""

    def __init__(self, job: Job, number: int, office: "Office") -> None:
        self.office, self.connection = office, HTTPConnection("127.0.0.1", job.port, timeout=60)
        staff = job.scene["staff"][number % len(job.scene["staff"])]
        self.cookies = staff["cookies"]
        # Staff come round every 64 browsers, so the page is chosen by something that does not go in step with them.
        self.first = ["/", "/board", f"/cases/{staff['cases'][0]}"][number % 3]
        self.etag = ""

    def open(self) -> None:
        response, text = self._ask(self.first, {"Accept": "text/html"})
        if response.status != 200:
            raise UnknownPage(f"{self.first} answered {response.status}")
        self.page = OpenPage.read(text)

    def ask(self) -> None:
        headers = {**self.page.headers, "HX-Request": "true", "HX-Target": "live", "HX-Current-URL": self._here()}
        if self.etag:
            headers["If-None-Match"] = self.etag
        response, text = self._ask(self.page.address, headers)
        self.office.answered[str(response.status)] += 1
        self.office.bytes += len(text)
        if response.status == 200:
            self.page = OpenPage.read(text)

    def _here(self) -> str:
        return f"http://127.0.0.1:{self.connection.port}{self.first}"

    def _ask(self, address: str, headers: dict[str, str]) -> tuple[HTTPResponse, str]:
        headers = headers | {"Cookie": self.cookies, "User-Agent": "brygga-bench", "Accept-Language": "sv"}
        for attempt in (1, 2):
            try:
                if self.connection.sock is None:
                    self.connection.connect()
                    self.office.connected += 1
                self.connection.request("GET", address, headers=headers)
                response = self.connection.getresponse()
                text = response.read().decode()
            except (RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                # As browsers do with a connection that the server has closed meanwhile.
                self.connection.close()
                if attempt == 2:
                    raise
            else:
                break
        if response.status == 200:
            kept = "no-store" not in response.getheader("Cache-Control", "")
            self.etag = response.getheader("ETag", "") if kept else ""
        return response, text


class Office:
    """All the browsers, and what they were answered so far."""

    def __init__(self, job: Job) -> None:
        self.job, self.answered, self.connected, self.bytes = job, Counter[str](), 0, 0
        self.opened = Semaphore(0)

    def run(self) -> None:
        for number in range(self.job.browsers):
            Thread(target=self._browse, args=(number,), daemon=True).start()
        for _ in range(self.job.browsers):
            if not self.opened.acquire(timeout=ALL_WITHIN):
                self._give_up(f"after {ALL_WITHIN:.0f} s not all pages are open: {dict(self.answered)}")
        for _ in range(self.job.windows + 1):
            told = {"answered": dict(self.answered), "connected": self.connected, "bytes": self.bytes}
            print(json.dumps(told), flush=True)
            time.sleep(self.job.window)

    def _browse(self, number: int) -> None:
        browser = Browser(self.job, number, self)
        time.sleep(SPREAD * number / self.job.browsers)
        try:
            # Whoever is not let in tries again, as people do.
            while not self._asked(browser, browser.open):
                pass
            self.opened.release()
            due = time.monotonic()
            while True:
                # htmx asks by the clock, not so long after the last answer; what is missed meanwhile is left out.
                due = max(due + browser.page.seconds, time.monotonic())
                time.sleep(max(0.0, due - time.monotonic()))
                self._asked(browser, browser.ask)
        except UnknownPage as error:
            self._give_up(str(error))

    def _asked(self, browser: Browser, ask: Callable[[], None]) -> bool:
        """Whether there was an answer; what went wrong instead is counted as one."""
        try:
            ask()
        except (HTTPException, OSError) as error:
            self.answered[type(error).__name__] += 1
            browser.connection.close()
            return False
        return True

    def _give_up(self, why: str) -> None:
        print(why, file=sys.stderr, flush=True)
        os._exit(1)


if __name__ == "__main__":
    Office(Job(**json.load(sys.stdin))).run()
