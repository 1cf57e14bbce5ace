"""The one door by which a benchmark serves an application: `python -m bench.served.door MODULE:APPLICATION PORT`.

The site and its peers go through it, served as `make run` serves: whoever changes how the site is served changes this.
"""

import sys
from importlib import import_module
from typing import Any


def serve(application: Any, port: int) -> None:
    import waitress

    from brygga_site.serving import SERVING

    waitress.serve(application, host="127.0.0.1", port=port, _quiet=True, **SERVING)


if __name__ == "__main__":
    module, _, name = sys.argv[1].partition(":")
    serve(getattr(import_module(module), name), int(sys.argv[2]))
