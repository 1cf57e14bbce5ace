"""Care providers and social-care providers as the acts see them: `municipality-1480:social-care`.

A municipality is two, one in each branch: its health care and its social services are authorities of their own. A
private provider's unit belongs to the private provider, whoever it works for.
"""

from brygga.process import Branch, Role
from brygga_site.organisations.models import Organisation, Unit


def branch_of(role: str) -> Branch:
    """What a unit of this role is to a person: social services are social care, all others care."""
    return Branch.SOCIAL_CARE if role == Role.SOCIAL_SERVICES else Branch.CARE


def provider_of(unit: Unit) -> str:
    """The provider a unit belongs to."""
    return provider(unit.organisation, branch_of(unit.role))


def provider(organisation: Organisation, branch: Branch) -> str:
    return f"{organisation.kind}-{organisation.code}:{branch}"


def organisation_of(provider: str) -> Organisation | None:
    """The organisation that is this provider; None when there is none such."""
    kind, _, code = provider.partition(":")[0].partition("-")
    return Organisation.objects.filter(kind=kind, code=code).first()
