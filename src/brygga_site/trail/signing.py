"""By what the site seals and digests, and the keys it trusts: from the settings."""

from collections.abc import Collection

from django.conf import settings

from brygga_site.trail import digests, keys
from brygga_site.trail.keys import PrivateKey
from brygga_site.trail.models import Action


def private_key() -> PrivateKey:
    """The key that signs seals. Raises ValueError when the settings name none, or one that cannot be used."""
    file = settings.BRYGGA_TRAIL_KEY
    if file is None:
        raise ValueError(f"no key signs the trail: set BRYGGA_TRAIL_KEY to a PEM file; {keys.MAKE_ONE}")
    return keys.load_or_make(file) if settings.BRYGGA_DEMO else keys.load(file)


def trusted() -> frozenset[str]:
    """The public keys whose seals are believed: the site's own, and those the settings name beside it."""
    own = {keys.public(private_key())} if settings.BRYGGA_TRAIL_KEY else set()
    return frozenset(own | set(settings.BRYGGA_TRAIL_TRUSTED))


def digest_algorithm() -> str:
    """By which algorithm what is written from now on is digested. What was written before says its own."""
    return settings.BRYGGA_TRAIL_DIGEST


def telling_algorithms(action: Action) -> Collection[str]:
    """By which algorithms an entry of the action tells of rows.

    Of rows that are destroyed by all: by which they were told of when they were written is said far back, and when
    they are gone no other digest of theirs can be made.
    """
    return tuple(digests.ALGORITHMS) if action == Action.DESTROY else (digest_algorithm(),)
