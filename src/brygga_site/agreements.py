"""The agreements this site runs, loaded once."""

from collections.abc import Iterable
from functools import cache

from brygga.agreements import Agreement, BrokenAgreement, Registry, UnusableAgreement
from brygga.check import let_in


@cache
def registry() -> Registry:
    """Every agreement without a fault. Raises InvalidAgreements where the acts have one; the site does not start."""
    return let_in()


def known(agreement_id: str) -> Agreement | None:
    """The agreement with this id; None where there is none. Raises UnusableAgreement for one that has a fault."""
    if agreement_id in registry().broken:
        raise UnusableAgreement(registry().broken[agreement_id])
    return registry().agreements.get(agreement_id)


def usable(agreement_id: str) -> Agreement | None:
    """The agreement of something kept; None for one that has a fault. Raises LookupError where there is none."""
    return None if agreement_id in registry().broken else registry().agreement(agreement_id)


def unusable_among(agreement_ids: Iterable[str]) -> list[BrokenAgreement]:
    """Those that have a fault, each once."""
    broken = registry().broken
    return [broken[name] for name in sorted(set(agreement_ids) & broken.keys())]


def faults() -> list[str]:
    """Of each agreement that cannot be used what is wrong with it, for whoever starts the site."""
    return [str(UnusableAgreement(broken)) for broken in registry().broken.values()]
