"""How many made-up examples a property is tried on: few in `make test`, forty times as many in `make test-long`."""

import os

IS_LONG = os.environ.get("BRYGGA_TESTS") == "long"


def tries(few: int) -> int:
    return 40 * few if IS_LONG else few


def count_of(name: str, few: int) -> int:
    """How many of something that the environment may ask more of: BRYGGA_MUTATIONS=10000."""
    return int(os.environ.get(f"BRYGGA_{name}") or few)
