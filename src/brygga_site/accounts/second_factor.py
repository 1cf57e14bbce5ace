"""Who has to show a second factor, who has, and who may add their first."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from brygga_site.accounts.commission import commission_of
from brygga_site.organisations.models import Assignment, Staff
from brygga_site.organisations.reads import assignments_of

CODE = "code"
"""How django-allauth's records of a session call a sign-in by a one-time code."""


def is_missing(request: HttpRequest, assignment: Assignment) -> bool:
    """Whether the assignment's purpose asks for a second factor that this session was not signed in with.

    A sign-in at an identity provider counts as one factor unless the settings name the levels that count as two.
    """
    if assignment.purpose not in settings.BRYGGA_SECOND_FACTOR_FOR:
        return False
    if commission_of(request) is not None:
        return not settings.BRYGGA_OIDC_ACR
    return not _signed_in_by(request, "mfa")


def is_to_be_added(staff: Staff) -> bool:
    """Whether an assignment in force asks for a second factor and the staff member has none."""
    asks = assignments_of(staff).filter(purpose__in=settings.BRYGGA_SECOND_FACTOR_FOR)
    return not is_mfa_enabled(staff) and asks.exists()


def may_add(request: HttpRequest) -> bool:
    """Whether the session may add a factor: a first one that is asked for, only when a one-time code began it.

    Otherwise whoever has learnt a password adds a factor of their own, and the second one is worth nothing.
    """
    return not is_to_be_added(request.user) or _signed_in_by(request, CODE)


def _signed_in_by(request: HttpRequest, method: str) -> bool:
    return any(record.get("method") == method for record in get_authentication_records(request, request.user))
