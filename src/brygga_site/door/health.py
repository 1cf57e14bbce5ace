"""What an operator's monitor asks: is the process alive, is it ready, and the figures. Before session, user and limits.

`/healthz` answers anybody. The others answer those of BRYGGA_MONITORS who come straight to the site: whatever a proxy
has passed on is refused, as nobody knows who asked the proxy.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from brygga import __version__
from brygga_site import upgrades
from brygga_site.agreements import registry
from brygga_site.door.proxy import read_address
from brygga_site.metrics import counted
from brygga_site.metrics.standing import PROCESSES, gauge, of_database
from brygga_site.trail import reads

ALIVE, READY, FIGURES = "/healthz", "/readyz", "/metrics"

LEAST_ROOM = 16 * 1024 * 1024
"""Bytes on the disk of an SQLite database below which nothing that is sent, or read about a person, can be recorded."""

PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


class Health:
    """The outermost middleware: it sees who really is at the other end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if faults := monitor_faults():
            raise ImproperlyConfigured(" ".join(faults))
        self.get_response = get_response
        self.monitors = tuple(map(ip_network, settings.BRYGGA_MONITORS))
        told = (settings.BRYGGA_ADDRESS_HEADER, settings.BRYGGA_SCHEME_HEADER)
        self.passed_on = (*PASSED_ON, *(f"HTTP_{name.upper().replace('-', '_')}" for name in told))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in (ALIVE, READY, FIGURES):
            return self.get_response(request)
        if request.path == ALIVE:
            return _plain("alive\n")
        if not self._is_monitor(request):
            return HttpResponseNotFound(content_type="text/plain", headers={"Cache-Control": "no-store"})
        return readiness() if request.path == READY else _plain(figures(), CONTENT_TYPE_LATEST)

    def _is_monitor(self, request: HttpRequest) -> bool:
        address = read_address(request.META.get("REMOTE_ADDR", ""))
        if not address or any(name in request.META for name in self.passed_on):
            return False
        return any(ip_address(address) in one for one in self.monitors)


def monitor_faults() -> list[str]:
    """What is wrong with BRYGGA_MONITORS, and what to write instead."""
    faults = []
    for text in settings.BRYGGA_MONITORS:
        try:
            ip_network(text)
        except ValueError as error:
            faults.append(f"BRYGGA_MONITORS: {text!r} is no address and no network, such as 127.0.0.1 ({error}).")
    return faults


def _plain(content: str | bytes, kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)


def readiness() -> HttpResponse:
    """200 when pages can be answered, otherwise 503, with what is wrong and what to do about it."""
    faults = list(_faults())
    document = {"ready": not faults, "faults": faults, "agreements_left_out": sorted(registry().broken)}
    return JsonResponse(document, status=503 if faults else 200, headers={"Cache-Control": "no-store"})


def _faults() -> Iterator[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waiting, unknown = upgrades.waiting(), upgrades.unknown_migrations()
    except DatabaseError as error:
        yield f"the database does not answer ({type(error).__name__})"
    else:
        if waiting:
            yield f"the database is of an older version ({', '.join(waiting)}): run `manage.py migrate`"
        if unknown:
            yield f"the database was written by a later version ({', '.join(unknown)}): {upgrades.REMEDY}"
    free = _room()
    if free is not None and free < LEAST_ROOM:
        yield f"the disk of the database has {free // 1024} kB left, so nothing can be recorded: make room"
    key = settings.BRYGGA_TRAIL_KEY
    if key and not settings.BRYGGA_DEMO and not _can_be_read(key):
        yield "the key that seals the trail cannot be read: look at BRYGGA_TRAIL_KEY"


def _room() -> int | None:
    """Bytes left where an SQLite database lies; None for a database that a server keeps."""
    if connection.vendor != "sqlite":
        return None
    try:
        return shutil.disk_usage(Path(str(connection.settings_dict["NAME"])).parent).free
    except OSError:
        return 0


def _can_be_read(file: Path) -> bool:
    try:
        file.open("rb").close()
    except OSError:
        return False
    return True


def figures() -> bytes:
    """All that is counted, of all web processes, and how things stand now, as Prometheus reads it."""
    registry_ = CollectorRegistry()
    registry_.register(_Now())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry_)
        return generate_latest(registry_)
    return generate_latest(registry_) + generate_latest(counted.COUNTED)


class _Now:
    """How things stand, looked up when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        build = GaugeMetricFamily("brygga_build_info", "The version that runs.", labels=("version",))
        build.add_metric([__version__], 1)
        yield build
        yield PROCESSES.memory()
        yield gauge("brygga_agreements_left_out", "Agreements with a fault.", len(registry().broken))
        if (free := _room()) is not None:
            yield gauge("brygga_database_room_bytes", "What the disk of the database has left.", free)
        try:
            stand = [*_of_trail(), *of_database()]
        except DatabaseError:
            stand = []
        yield gauge("brygga_database_up", "Whether the database answers.", bool(stand))
        yield from stand


def _of_trail() -> Iterator[Metric]:
    """Moments are seconds since 1970, and 0 for what has never been."""
    state = reads.state()
    yield gauge("brygga_trail_entries", "Entries on the trail.", state.entries)
    yield gauge("brygga_trail_unsealed_entries", "Entries that wait for their seal.", state.waiting)
    findings = state.verified.findings if state.verified else 0
    yield gauge("brygga_trail_findings", "What the last verification of the trail found.", findings)
    moments = {
        "waiting": ("Since when the oldest entry has waited for its seal.", state.waiting_since),
        "sealed": ("When the trail was sealed last.", state.sealed_at),
        "verified": ("When the trail was verified last.", state.verified and state.verified.at),
        "backed_up": ("When the database was backed up last.", state.backed_up and state.backed_up.at),
        "exported": ("When the head of the trail was exported last.", state.exported and state.exported.at),
    }
    for name, (about, at) in moments.items():
        yield gauge(f"brygga_trail_{name}_timestamp_seconds", about, at.timestamp() if at else 0)
