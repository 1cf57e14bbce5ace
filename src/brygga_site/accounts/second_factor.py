"""Who has to show a second factor, and where from; who has; who may add their first; and how lately one was shown."""

import time
from collections.abc import Sequence
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from brygga.access.administration import ADMINISTERS
from brygga_site.accounts.commission import commission_of, shown_at_provider
from brygga_site.organisations.models import Assignment, Staff
from brygga_site.organisations.reads import assignments_of
from brygga_site.trail.origin import origin

CODE = "code"
"""How django-allauth's records of a session call a sign-in by a one-time code."""

RECOVERY = "recovery_code"

FACTORS = {
    "password": "password",
    CODE: "one-time code",
    Authenticator.Type.TOTP.value: "authenticator app",
    Authenticator.Type.WEBAUTHN.value: "passkey",
    RECOVERY: "recovery code",
    "socialaccount": "identity provider",
}
"""The ways to show who one is, as the trail names them."""


class NotActing(StrEnum):
    """Why an assignment one has cannot be acted under just now."""

    FACTOR = "factor"
    PASSKEY = "passkey"
    PROVIDER = "provider"
    NETWORK = "network"


def why_withheld(request: HttpRequest, assignment: Assignment) -> NotActing | None:
    """Why the session cannot act under the assignment; None when it can.

    Some purposes ask for a second factor, some for a passkey. A sign-in at an identity provider counts as one factor
    unless the settings name the levels that count as two, and then it counts as a passkey. Who administers does so
    from the networks that the operator has listed, if any. Where the operator has listed those of the organisations,
    whoever comes from elsewhere needs a second factor whatever the purpose.
    """
    if not from_listed_network(assignment.purpose):
        return NotActing.NETWORK
    asking = (*settings.BRYGGA_SECOND_FACTOR_FOR, *settings.BRYGGA_PASSKEY_FOR)
    if assignment.purpose not in asking and _from(settings.BRYGGA_INSIDE_NETWORKS):
        return None
    if commission_of(request) is not None:
        return None if settings.BRYGGA_OIDC_ACR else NotActing.PROVIDER
    if assignment.purpose in settings.BRYGGA_PASSKEY_FOR:
        return None if any(map(_is_passkey, _records(request))) else NotActing.PASSKEY
    return None if any(one["method"] == "mfa" for one in _records(request)) else NotActing.FACTOR


def from_listed_network(purpose: str) -> bool:
    """Whether an assignment of this purpose is used from where the request comes: anywhere, or a listed network."""
    return purpose != ADMINISTERS or _from(settings.BRYGGA_ADMINISTRATION_NETWORKS)


def _from(networks: Sequence[str]) -> bool:
    """Whether the request comes from one of the networks; from anywhere when none is listed."""
    if not networks:
        return True
    try:
        address = ip_address(origin.get())
    except ValueError:
        return False
    return any(address in ip_network(one) for one in networks)


def is_to_be_added(staff: Staff) -> bool:
    """Whether an assignment in force asks for a second factor and the staff member has none."""
    asking = (*settings.BRYGGA_SECOND_FACTOR_FOR, *settings.BRYGGA_PASSKEY_FOR)
    return not is_mfa_enabled(staff) and assignments_of(staff).filter(purpose__in=asking).exists()


def may_add(request: HttpRequest) -> bool:
    """Whether the session may add a factor: a first one that is asked for, only when a one-time code began it.

    Otherwise whoever has learnt a password adds a factor of their own, and the second one is worth nothing.
    """
    return not is_to_be_added(request.user) or any(one["method"] == CODE for one in _records(request))


def factor_shown(request: HttpRequest) -> str:
    """How the person has last shown who they are in this session, as the trail names it; empty when not known."""
    records = sorted(_records(request), key=lambda one: one["at"])
    return FACTORS.get(_way(records[-1]), "") if records else ""


def is_fresh(request: HttpRequest, assignment: Assignment, seconds: float) -> bool:
    """Whether the person has shown who they are so lately, by a passkey where the assignment asks for one.

    Whoever is signed in by the provider shows it there, when it has signed; where it does not say, long ago.
    """
    if commission_of(request) is not None:
        # When the provider says, not when they came back from it: it may have let them through unasked.
        return time.time() - shown_at_provider(request) <= seconds
    records = _records(request)
    if assignment.purpose in settings.BRYGGA_PASSKEY_FOR:
        records = [one for one in records if _is_passkey(one)]
    return any(time.time() - one["at"] <= seconds for one in records)


def shown_since(request: HttpRequest, moment: float) -> bool:
    """Whether the person has shown who they are after a moment, in seconds since 1970."""
    return any(one["at"] >= moment for one in _records(request))


def way_to_show(request: HttpRequest, then: str) -> str:
    """The page where the person shows once more who they are, by the strongest they have, and comes back from."""
    query = urlencode({"next": then})
    if commission_of(request) is not None:
        return f"{reverse('sign-in-at-provider')}?anew&{query}"
    if is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]):
        return f"{reverse('mfa_reauthenticate_webauthn')}?{query}"
    if is_mfa_enabled(request.user):
        return f"{reverse('mfa_reauthenticate')}?{query}"
    return f"{reverse('account_reauthenticate')}?{query}"


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    return get_authentication_records(request, request.user)


def _is_passkey(record: dict[str, Any]) -> bool:
    return _way(record) == Authenticator.Type.WEBAUTHN.value


def _way(record: dict[str, Any]) -> str:
    return record.get("type") or record["method"]
