"""Tokens that the identity provider has signed: identity tokens and logout tokens (OpenID Connect)."""

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jwt
from django.conf import settings
from django.core.cache import cache

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LEEWAY = 60  # seconds that the clocks may differ
NEW = 300  # seconds after which a token is too old to be taken
OF_SIGN_IN = frozenset({"iss", "aud", "azp", "nonce", "iat", "exp", "nbf", "auth_time", "acr", "amr", "sid", "at_hash"})
"""Claims that say what a token is, when, for whom, of which sign-in: believed where they are signed, nowhere else."""


class NotBelieved(ValueError):
    """The token is not one that the provider has made for us, now, and for this."""


class KeysMissing(ConnectionError):
    """The provider's keys cannot be fetched, so nothing can be said of the token."""


def verified(
    token: str, configuration: Mapping[str, Any], required: list[str], types: tuple[str, ...]
) -> dict[str, Any]:
    """The token's claims, its type, signature, issuer, audience (us alone) and time found right.

    Raises NotBelieved when they are not, and KeysMissing when the provider does not give its keys.
    """
    try:
        if _type(token) not in types:
            raise NotBelieved(f"its type is not {types[0]}")
        keys = keys_at(configuration["jwks_uri"])
        claims = jwt.decode(
            token,
            keys.get_signing_key_from_jwt(token).key,
            algorithms=ALGORITHMS,
            issuer=configuration["issuer"],
            audience=settings.BRYGGA_OIDC_CLIENT_ID,
            leeway=LEEWAY,
            options={"require": required},
        )
        _check_for_us_and_new(claims)
        return claims
    except jwt.PyJWKClientConnectionError as error:
        raise KeysMissing(str(error)) from error
    except jwt.PyJWTError as error:
        raise NotBelieved(str(error)) from error


def _check_for_us_and_new(claims: Mapping[str, Any]) -> None:
    """A token that is for others too may have come to us by them; one made long ago was kept by somebody."""
    ours = settings.BRYGGA_OIDC_CLIENT_ID
    if claims["aud"] not in (ours, [ours]):
        raise NotBelieved("it is for others too")
    if claims.get("azp", ours) != ours:
        raise NotBelieved("it was asked for by another")
    if time.time() - int(claims["iat"]) > NEW + LEEWAY:
        raise NotBelieved("it is too old")


def _type(token: str) -> str:
    """What the token's head says that it is (RFC 8725, section 3.11); empty when it says nothing."""
    return str(jwt.get_unverified_header(token).get("typ", "")).lower().removeprefix("application/")


@lru_cache(maxsize=4)
def keys_at(address: str) -> jwt.PyJWKClient:
    """The provider's keys, fetched when they are five minutes old or a token names a key that is not among them."""
    return jwt.PyJWKClient(address, timeout=settings.SOCIALACCOUNT_REQUESTS_TIMEOUT)


def identity(token: str, configuration: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of an identity token. Raises as `verified`."""
    return verified(token, configuration, ["iss", "aud", "sub", "iat", "exp"], ("jwt", ""))


def logout(token: str, configuration: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6). Raises as `verified`.

    A token is taken once: call this inside the transaction that ends the sessions.
    """
    claims = verified(token, configuration, ["iss", "aud", "iat", "jti"], ("logout+jwt",))
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise NotBelieved("it is not about a logout")
    if "nonce" in claims:
        raise NotBelieved("it has a nonce, as identity tokens have")
    if not (claims.get("sid") or claims.get("sub")):
        raise NotBelieved("it names neither a session nor a person")
    if not cache.add(f"logout-token:{claims['iss']}:{claims['jti']}", "used", timeout=2 * (NEW + LEEWAY)):
        raise NotBelieved("it has been used before")
    return claims
