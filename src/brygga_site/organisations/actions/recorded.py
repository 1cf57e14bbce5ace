"""Every write of an administrator is one transaction with its entry on the trail, and so is every refusal."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from brygga.access.administration import PARAGRAPH, NotAdministered
from brygga.access.basis import Basis
from brygga_site.organisations.models import Assignment
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action


@contextmanager
def administered(assignment: Assignment, what: str) -> Iterator[None]:
    """A transaction. What is refused in it is put on the trail as tried, and raised on."""
    try:
        with transaction.atomic():
            yield
    except NotAdministered:
        refuse(assignment, deed(assignment, what, Basis.ADMINISTERS_NOT))
        raise


def done(assignment: Assignment, what: str) -> None:
    """Records what was done, last in its transaction."""
    record(assignment, deed(assignment, what))


def deed(assignment: Assignment, what: str, ground: Basis = Basis.ADMINISTERS) -> Deed:
    return Deed(Action.WRITE, what, ground, purpose=Assignment.Purpose.ASSIGNMENTS, paragraph=PARAGRAPH)
