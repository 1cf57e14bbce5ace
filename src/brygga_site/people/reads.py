"""Fetches of persons, through the guard."""

from django.db import transaction

from brygga.process import Role
from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action, Ground

SOUGHT = "person by number"


def person_by_number(assignment: Assignment, number: str) -> Person | None:
    """The person with an identity number, for a ward that admits; others find nobody by number."""
    if assignment.unit.role != Role.INPATIENT_CARE:
        refuse(assignment, Deed(Action.READ, SOUGHT, Ground.NO_WARD))
        return None
    with transaction.atomic():
        found = Person.objects.filter(identity_number=number).first()
        record(assignment, Deed(Action.READ, SOUGHT, Ground.WARD_ADMITS, [found.pk] if found else []))
    return found
