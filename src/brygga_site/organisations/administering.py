"""Assignments, units and organisations as `brygga.access.administration` knows them."""

from brygga.access.administration import Administrator, Body, Place
from brygga.identities import Places
from brygga_site.organisations.models import Assignment, Organisation, Unit


def administrator(assignment: Assignment) -> Administrator:
    """Who acts, by the assignment."""
    unit = assignment.unit
    return Administrator(assignment.staff_id, body(unit.organisation), unit.pk, unit.kind, assignment.purpose)


def body(organisation: Organisation) -> Body:
    return Body(organisation.pk, organisation.kind, _is_both(organisation))


def place(unit: Unit) -> Place:
    """A unit, stored or about to be."""
    return Place(unit.pk, unit.kind, body(unit.organisation), unit.principal_id, unit.closed_at is not None)


def _is_both(organisation: Organisation) -> bool:
    """A region whose county is one municipality is that municipality too; its municipality's code means the same."""
    county = organisation.code[:2]
    is_public = organisation.kind in (Organisation.Kind.REGION, Organisation.Kind.MUNICIPALITY)
    return is_public and len(Places.load().of_county(county)) == 1
