"""Assignments, units and organisations as `brygga.access.administration` knows them."""

from brygga.access.administration import AdministeredOrganisation, AdministeredUnit, Administrator
from brygga.identities import Places
from brygga_site.organisations.models import Assignment, Organisation, Unit


def administrator(assignment: Assignment) -> Administrator:
    """Who acts, by the assignment."""
    unit = assignment.unit
    return Administrator(
        assignment.staff_id, administered_organisation(unit.organisation), unit.pk, unit.kind, assignment.purpose
    )


def administered_organisation(organisation: Organisation) -> AdministeredOrganisation:
    return AdministeredOrganisation(organisation.pk, organisation.kind, _is_both(organisation))


def administered_unit(unit: Unit) -> AdministeredUnit:
    """A unit, stored or about to be."""
    return AdministeredUnit(
        unit.pk, unit.kind, administered_organisation(unit.organisation), unit.principal_id, unit.closed_at is not None
    )


def _is_both(organisation: Organisation) -> bool:
    """A region whose county is one municipality is that municipality too; its municipality's code means the same."""
    county = organisation.code[:2]
    is_public = organisation.kind in (Organisation.Kind.REGION, Organisation.Kind.MUNICIPALITY)
    return is_public and len(Places.load().of_county(county)) == 1
