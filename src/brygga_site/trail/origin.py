"""Where a request comes from: set for its duration by the middleware, empty for a command."""

from contextvars import ContextVar

origin: ContextVar[str] = ContextVar("origin", default="")
