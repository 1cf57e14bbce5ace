"""A bare WSGI answer of as many bytes as the site's average page: what the server itself can do."""

import json
import os
from collections.abc import Callable
from typing import Any

SIZES = json.loads(os.environ.get("BRYGGA_BENCH_BYTES", "{}")).values()
PAGE = b" " * (sum(SIZES) // max(1, len(SIZES)))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    # What the mix expects: a page, or a redirect for what was sent.
    status = "302 Found" if environ["REQUEST_METHOD"] == "POST" else "200 OK"
    start_response(status, [("Content-Type", "text/html"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]
