"""How gunicorn serves the site: processes that share a socket, each with threads."""

import atexit
import gc
import socket
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.urls import get_resolver
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http import wsgi

# Nobody needs to know what serves, and gunicorn has no setting for it.
wsgi.SERVER = "Brygga"


def _refuse(wire: socket.socket, status: int, reason: str, message: str) -> None:
    """What gunicorn itself refuses, as no request: with the headers that every answer has, and nothing of what came."""
    body = f"{status} {reason}\n".encode()
    head = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": len(body), "Connection": "close"}
    head |= {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in head.items())]
    util.write_nonblock(wire, "\r\n".join([*lines, "", ""]).encode("latin1") + body)


util.write_error = _refuse

LIMITS = {
    "threads": 8,
    # Of each process. Connections that wait take no thread, but before a page has come.
    "worker_connections": 2000,
    "backlog": 2048,
    # Longer than the proxy keeps a connection (deploy/nginx.conf), so that it never sends on one that closes.
    "keepalive": 75,
    # A sign-in elsewhere comes back with a long address, and a browser may hold cookies of other sites of the host.
    "limit_request_line": 8190,
    "limit_request_field_size": 16 * 1024,
    "limit_request_fields": 100,
    # Seconds: until a process that no longer answers is replaced, and for what is under way when it is told to end.
    "timeout": 60,
    "graceful_timeout": 30,
    # Whatever a web process writes is its own alone.
    "umask": 0o077,
}


class Log(Logger):
    """Writes where the site's events go, and nothing of what was asked for: an address may name a person's case."""

    def __init__(self, cfg: Any) -> None:
        super().__init__(cfg)
        self.error_log.propagate = True

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        super().warning(msg.partition(": ")[0] if msg.startswith("Invalid request") else msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        super().exception(msg.partition(" %s")[0], **kwargs)


class Server(BaseApplication):
    def __init__(self, **settings: Any) -> None:
        self.settings = LIMITS | settings
        super().__init__()

    def load_config(self) -> None:
        own = {"worker_class": "gthread", "logger_class": Log, "loglevel": "warning", "errorlog": None}
        # The door decides whom to believe (door/proxy.py), and nobody steers the server from beside.
        trusts_nobody = {"forwarded_allow_ips": "", "secure_scheme_headers": {}, "control_socket_disable": True}
        for name, value in (own | trusts_nobody | self.settings).items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        from brygga_site.agreements import registry
        from brygga_site.wsgi import application

        # All of the site, before the processes part: they share this memory, and the first visitor does not wait.
        _ = registry(), get_resolver().url_patterns
        connections.close_all()
        gc.collect()
        gc.freeze()
        # What is frozen would be told of as leaked when a process ends.
        atexit.register(gc.unfreeze)
        return application


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError when the address cannot be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=LIMITS["backlog"])


def serve(listening: socket.socket, processes: int, **settings: Any) -> None:
    """Answers on the socket until TERM, which lets what is under way come to its end, or INT. Does not return."""
    Server(bind=f"fd://{listening.fileno()}", workers=processes, **settings).run()
