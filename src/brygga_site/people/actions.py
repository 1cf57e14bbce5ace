"""What can be done to persons."""

from django.db import transaction

from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action, Ground


def register_person(assignment: Assignment, number: str, **fields: str) -> Person:
    """Registers a person by identity number; the one there is, when someone else registered first."""
    with transaction.atomic():
        person, is_new = Person.objects.get_or_create(identity_number=number, defaults=fields)
        action = Action.WRITE if is_new else Action.READ
        record(assignment, Deed(action, "registration", Ground.WARD_ADMITS, [person.pk]))
    return person
