"""The site's own key, and the keys it trusts: from the settings."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from brygga_site.trail import keys


def private_key() -> Ed25519PrivateKey:
    """The key that signs seals. Raises ValueError when the settings name none, or one that cannot be used."""
    file = settings.BRYGGA_TRAIL_KEY
    if file is None:
        raise ValueError(f"no key signs the trail: set BRYGGA_TRAIL_KEY to a PEM file; {keys.MAKE_ONE}")
    return keys.load_or_make(file) if settings.BRYGGA_DEMO else keys.load(file)


def trusted() -> frozenset[str]:
    """The public keys whose seals are believed: the site's own, and those the settings name beside it."""
    own = {keys.public(private_key())} if settings.BRYGGA_TRAIL_KEY else set()
    return frozenset(own | set(settings.BRYGGA_TRAIL_TRUSTED))
