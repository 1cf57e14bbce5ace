"""Who has to show a second factor, and who has."""

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from brygga_site.organisations.models import Assignment
from brygga_site.sign_in.commission import commission_of


def is_missing(request: HttpRequest, assignment: Assignment) -> bool:
    """Whether the assignment's purpose asks for a second factor that this session was not signed in with.

    What factors an identity provider asks for is the provider's own matter.
    """
    if assignment.purpose not in settings.BRYGGA_SECOND_FACTOR_FOR or commission_of(request) is not None:
        return False
    return not any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
