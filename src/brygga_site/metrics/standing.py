"""What is looked up whenever somebody asks: rooms above add what stands with them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, Metric

Standing = Callable[[], float]

_STANDING: dict[str, tuple[str, Standing]] = {}


def stands(name: str, about: str, now: Standing) -> None:
    """Adds a figure that the database is asked for. Called once, when a room is made ready."""
    _STANDING[name] = about, now


def gauge(name: str, about: str, value: float) -> Metric:
    made = GaugeMetricFamily(name, about)
    made.add_metric([], value)
    return made


def of_database() -> Iterator[Metric]:
    """The figures that rooms have added. Raises DatabaseError."""
    for name, (about, now) in _STANDING.items():
        yield gauge(name, about, now())


class WebProcesses:
    """The web processes: those that come of the one that was made `master`, otherwise this one alone."""

    def __init__(self) -> None:
        self._master: int | None = None

    def watched_by_this(self) -> None:
        """This process watches over those that answer."""
        self._master = os.getpid()

    def memory(self) -> Metric:
        made = GaugeMetricFamily("brygga_process_resident_bytes", "Memory of each web process.", labels=("process",))
        page = os.sysconf("SC_PAGE_SIZE")
        for pid in self._pids():
            try:
                made.add_metric([str(pid)], int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page)
            except OSError:
                continue
        return made

    def _pids(self) -> list[int]:
        if self._master is None:
            return [os.getpid()]
        children = Path(f"/proc/{self._master}/task/{self._master}/children")
        try:
            return [int(pid) for pid in children.read_text().split()] or [os.getpid()]
        except OSError:
            return [os.getpid()]


PROCESSES = WebProcesses()
