"""The agreements this site runs, loaded once."""

from functools import cache

from brygga.agreements import Agreement, Registry, UnusableAgreement
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


def faults() -> list[str]:
    """Of each agreement that cannot be used what is wrong with it, for whoever starts the site."""
    return [str(UnusableAgreement(broken)) for broken in registry().broken.values()]
