"""A backup that is taken while the site is written to comes back as one moment: no message lost, no case torn.

`python -m bench backups 5`: so many backups on each engine while four processes write as fast as they can, each
restored beside and looked through. PostgreSQL where BRYGGA_TEST_DATABASE_URL answers.
"""

import sys

from bench.kills import ENGINES

MODULE = "bench.killed.backed_up"


def main(count: str = "2") -> None:
    if not all([engine(MODULE, count) for engine in ENGINES.values()]):
        raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(not ENGINES[sys.argv[1]](MODULE, "1"))
