"""How the pages write who somebody is."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from brygga import identities
from brygga.processes import PROCESSES
from brygga_site.people.models import Person
from brygga_site.web.dates import written
from brygga_site.words import access as words
from brygga_site.words import processes


def age(person: Person) -> str:
    """Whole years today; in words where the number does not tell."""
    years = identities.age_on(person.identity_number, timezone.localdate())
    return gettext("not known") if years is None else ngettext("%(n)d year", "%(n)d years", years) % {"n": years}


def has_no_own_number(person: Person) -> bool:
    """Whether the number is a reserve or a coordination number, which another may take the place of."""
    try:
        return identities.IdentityNumber(person.identity_number).is_coordination_number
    except identities.InvalidIdentityNumber:
        return True


def statement_choice(value: str) -> str:
    """A choice of a statement about a person, in words."""
    return str(words.CHOICES[value])


def is_stand_in(number: str) -> bool:
    """Whether the number stands for one that nobody knows yet."""
    return identities.is_stand_in(number)


def number_shown(number: str) -> str:
    """A number that nobody is kept under, as those of persons are written."""
    return Person(identity_number=number).shown_number


def contact_word(value: str) -> str:
    """The kind or the profession of a named contact, which all processes call alike."""
    return processes.choice(next(iter(PROCESSES)), value)


def day_of_contact(value: date) -> str:
    return written(value, "j F Y")
