"""What the register says of a person in the words of the decision tables."""

from datetime import datetime

from django.utils.timezone import localdate

from brygga.agreements import Agreement
from brygga.identities import age_on
from brygga.rules.facts import Scalar
from brygga_site.people.models import Person


def facts_of(person: Person, agreement: Agreement, now: datetime) -> dict[str, Scalar]:
    """Age and registration. Of a protected identity nothing: an address is kept in places that nobody guards."""
    if person.is_protected:
        return {}
    facts: dict[str, Scalar] = {}
    today = localdate(now)
    if (age := age_on(person.identity_number, today)) is not None:
        turns_20 = age_on(person.identity_number, today.replace(month=12, day=31)) == 20
        facts = {"age": age, "turns_20_this_year": turns_20}
    party = agreement.is_party(person.municipality)
    return facts | {"registered": "party" if party else "elsewhere"}
