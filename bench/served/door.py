"""The one door by which a benchmark serves an application: `python -m bench.served.door MODULE:APPLICATION PORT`.

The site and its peers go through it, served as the site's own code serves: whoever changes how changes this.
"""

import sys
from importlib import import_module
from typing import Any

SITE = "brygga_site.wsgi"


def serve(module: str, name: str, port: int) -> None:
    try:
        from brygga_site.serving import server
    except ImportError:
        _as_before(getattr(import_module(module), name), port)
    else:
        if module != SITE:
            server.Server.load = lambda self: getattr(import_module(module), name)
        server.serve(server.listen("127.0.0.1", port), 1, preload_app=True)


def _as_before(application: Any, port: int) -> None:
    """A commit that waitress served."""
    import waitress

    from brygga_site.serving import SERVING

    waitress.serve(application, host="127.0.0.1", port=port, _quiet=True, **SERVING)


if __name__ == "__main__":
    module, _, name = sys.argv[1].partition(":")
    serve(module, name, int(sys.argv[2]))
