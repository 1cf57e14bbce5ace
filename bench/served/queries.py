"""`python -m bench.served.queries`, a scene as JSON on standard input: queries and commits of each kind of request.

One by one, in this process, and not under load. Prints the medians as JSON, `{"case": [queries, commits], …}`.
"""

import json
import statistics
import sys
import uuid
from typing import Any

from bench.served import ready

ROUNDS = 7
BOUNDS = ("BEGIN", "COMMIT", "ROLLBACK")


def counted(scene: dict[str, Any]) -> dict[str, list[float]]:
    return {kind: _median(kind, scene) for kind in ("case", "say", "today", "board")}


def _median(kind: str, scene: dict[str, Any]) -> list[float]:
    rounds = [_asked(kind, scene, staff) for staff in scene["staff"][: 2 * ROUNDS : 2]]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def _asked(kind: str, scene: dict[str, Any], staff: dict[str, Any]) -> tuple[int, int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from brygga_site.cases.models import Overview

    client, case = Client(enforce_csrf_checks=True), staff["cases"][0]
    client.cookies.load(staff["cookies"])
    told = {
        "csrfmiddlewaretoken": staff["token"],
        "seen": Overview.objects.get(case=case).version,
        "key": uuid.uuid4().hex,
        "text": "Kommer.",
    }
    address = {"today": "/", "board": "/board", "case": f"/cases/{case}", "say": f"/cases/{case}/say/free-message"}
    with CaptureQueriesContext(connection) as captured:
        host = {"HTTP_HOST": "127.0.0.1"}
        answer = client.post(address[kind], told, **host) if kind == "say" else client.get(address[kind], **host)
    if answer.status_code != (302 if kind == "say" else 200):
        raise SystemExit(f"{kind} answered {answer.status_code}")
    said = [query["sql"].split(maxsplit=1)[0] for query in captured]
    return sum(word not in BOUNDS for word in said), said.count("COMMIT")


if __name__ == "__main__":
    ready()
    json.dump(counted(json.load(sys.stdin)), sys.stdout)
