"""The agreements this site runs, loaded once."""

from functools import cache

from brygga.agreements import Registry, load_all


@cache
def registry() -> Registry:
    """Every agreement. Raises InvalidAgreements when the data cannot be used; the site then does not start."""
    return load_all()
