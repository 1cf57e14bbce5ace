"""How the pages write who somebody is."""

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from brygga import identities
from brygga_site.people.models import Person


def age(person: Person) -> str:
    """Whole years today; in words where the number does not tell."""
    years = identities.age_on(person.identity_number, timezone.localdate())
    return gettext("not known") if years is None else ngettext("%(n)d year", "%(n)d years", years) % {"n": years}


def is_stand_in(number: str) -> bool:
    """Whether the number stands for one that nobody knows yet."""
    return identities.is_stand_in(number)


def number_shown(number: str) -> str:
    """A number that nobody is kept under, as those of persons are written."""
    return Person(identity_number=number).shown_number
