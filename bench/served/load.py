"""The client, a process of its own: `python -m bench.served.load`, told by a `Job` as JSON on standard input.

Each connection is a thread that keeps it open and asks again as soon as it is answered, or `rate` times a second all
of them together. Of a hundred requests 40 open a case, 20 send a free message as its form does (token, key, and the
number of the last message read), 20 are Today and 20 the board. What follows a redirect is not asked for: it is a
case being opened, and those are counted already.
"""

import json
import random
import re
import sys
import time
import uuid
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlencode

MIX = {"case": 40, "say": 20, "today": 20, "board": 20}
EXPECTED = {"case": 200, "say": 302, "today": 200, "board": 200}
TIMEOUT = 60
FORM = "application/x-www-form-urlencoded"


@dataclass
class Job:
    """`scene` as `bench.served.scene` makes it, `rate` requests a second (0: as many as are answered).

    Without `says` nothing is sent, so that every page stays as long as it is.
    """

    ports: list[int]
    connections: int
    seconds: float
    scene: dict[str, Any]
    rate: float = 0
    seed: int = 0
    says: bool = True


@dataclass
class Outcome:
    """What came of it: milliseconds of each request by kind, and how often something else was answered than expected.

    `seen` goes into the scene of the next job; `cpu` is what the client itself used, in seconds.
    """

    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    unexpected: dict[str, int] = field(default_factory=dict)
    seconds: float = 0
    cpu: float = 0
    connected: int = 0
    seen: dict[str, int] = field(default_factory=dict)


class Load:
    """Everything that the connections share."""

    def __init__(self, job: Job) -> None:
        self.job, self.outcome = job, Outcome(seen=dict(job.scene["seen"]))
        # One writes in a case at a time: who knew of a later message would be shown it instead of being heard.
        self.writing = {case: Lock() for case in job.scene["seen"]}
        self.lock = Lock()
        self.next_at = 0.0

    def run(self) -> Outcome:
        threads = [Thread(target=self._connection, args=(number,)) for number in range(self.job.connections)]
        cpu, start = time.process_time(), time.monotonic()
        self.next_at, self.ends_at = start, start + self.job.seconds
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.outcome.seconds, self.outcome.cpu = time.monotonic() - start, time.process_time() - cpu
        return self.outcome

    def _connection(self, number: int) -> None:
        chance = random.Random(f"{self.job.seed}-{number}")
        connection = HTTPConnection("127.0.0.1", self.job.ports[number % len(self.job.ports)], timeout=TIMEOUT)
        mix = {kind: share for kind, share in MIX.items() if kind != "say" or self.job.says}
        while self._wait_for_turn():
            kind = chance.choices(list(mix), list(mix.values()))[0]
            staff = chance.choice(self.job.scene["staff"])
            if kind == "say":
                self._say(connection, chance, staff)
            elif kind == "case":
                self._ask(connection, kind, "GET", f"/cases/{chance.choice(staff['cases'])}", staff)
            else:
                self._ask(connection, kind, "GET", "/" if kind == "today" else "/board", staff)
        connection.close()

    def _wait_for_turn(self) -> bool:
        """Whether there is time for one more; with a rate, when its turn has come."""
        if not self.job.rate:
            return time.monotonic() < self.ends_at
        with self.lock:
            at = max(self.next_at, time.monotonic() - 1)  # what was missed while all were waiting is not made up for
            self.next_at = at + 1 / self.job.rate
        if at >= self.ends_at:
            return False
        time.sleep(max(0.0, at - time.monotonic()))
        return True

    def _say(self, connection: HTTPConnection, chance: random.Random, staff: dict[str, Any]) -> None:
        case = chance.choice(staff["cases"])
        with self.writing[case]:
            told = {
                "csrfmiddlewaretoken": staff["token"],
                "seen": self.outcome.seen[case],
                "key": uuid.uuid4().hex,
                "text": f"Hemsjukvården är vidtalad, tar emot från klockan {chance.randint(8, 16)}.",
            }
            status, text = self._ask(connection, "say", "POST", f"/cases/{case}/say/free-message", staff, told)
            if status == EXPECTED["say"]:
                self.outcome.seen[case] += 1
            elif now := re.search(rb'name="seen" value="(\d+)"', text):
                self.outcome.seen[case] = int(now[1])

    def _ask(
        self,
        connection: HTTPConnection,
        kind: str,
        method: str,
        address: str,
        staff: dict[str, Any],
        told: dict[str, Any] | None = None,
    ) -> tuple[int, bytes]:
        headers = {"Cookie": staff["cookies"], "Accept-Language": "sv", "User-Agent": "brygga-bench"}
        body = None
        if told:
            headers["Content-Type"], body = FORM, urlencode(told)
        start = time.perf_counter()
        try:
            status, text = self._answer(connection, method, address, body, headers)
        except (HTTPException, OSError) as error:
            connection.close()
            with self.lock:
                self._unexpected(f"{kind} {type(error).__name__}")
            return 0, b""
        spent = 1000 * (time.perf_counter() - start)
        with self.lock:
            self.outcome.milliseconds.setdefault(kind, []).append(round(spent, 2))
            self.outcome.bytes[kind] = self.outcome.bytes.get(kind, 0) + len(text)
            if status != EXPECTED[kind]:
                self._unexpected(f"{kind} {status}")
        return status, text

    def _unexpected(self, what: str) -> None:
        self.outcome.unexpected[what] = self.outcome.unexpected.get(what, 0) + 1

    def _answer(
        self, connection: HTTPConnection, method: str, address: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        if connection.sock is None:
            connection.connect()
            with self.lock:
                self.outcome.connected += 1
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
        except RemoteDisconnected:
            # As browsers do: the server may have closed a connection that had been idle, and nothing was answered.
            connection.close()
            with self.lock:
                self.outcome.connected += 1
            connection.request(method, address, body, headers)
            response = connection.getresponse()
        return response.status, response.read()


if __name__ == "__main__":
    json.dump(asdict(Load(Job(**json.load(sys.stdin))).run()), sys.stdout)
