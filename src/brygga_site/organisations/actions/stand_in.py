"""A region stands in for a municipality that has one administrator alone: its administrators approve."""

from datetime import datetime

from django.db import transaction

from brygga.access.administration import NotAdministered, check_administers
from brygga_site.organisations.actions.approval import ask
from brygga_site.organisations.actions.recorded import administered, done
from brygga_site.organisations.administering import administrator
from brygga_site.organisations.approval.kinds import STAND_IN, Carried, ChangeAsked
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Organisation, Pending, StandIn


def region_for(organisation: Organisation) -> Organisation | None:
    """The region of the municipality's county; None for a region, and where the region is not here."""
    if organisation.kind != Organisation.Kind.MUNICIPALITY:
        return None
    return Organisation.objects.filter(kind=Organisation.Kind.REGION, code=organisation.code[:2]).first()


def ask_stand_in(assignment: Assignment, factor: str = "") -> Pending:
    """Asks the county's region to approve for the own municipality; one of the region's administrators agrees.

    Raises Unfit where there is no such region, NotAdministered for who is no administrator.
    """
    own = assignment.unit.organisation
    with administered(assignment, f"approval by the region asked for: {own.kind} {own.code}"):
        check_administers(administrator(assignment))
        region = region_for(own)
        if region is None:
            raise Unfit("", "no region here can approve for your organisation")
        what = f"region {region.code} approves for {own.kind} {own.code}"
        return ask(assignment, ChangeAsked(STAND_IN, {"region": region.code}, what, region=region), factor)


def carry_out_stand_in(waiting: Pending, asker: Assignment, now: datetime) -> Carried:
    """From now on the region's administrators approve where the municipality has nobody else who can."""
    values = {"region": waiting.region, "since": now}
    StandIn.objects.update_or_create(organisation=waiting.organisation, defaults=values)
    return Carried((waiting.what,))


def end_stand_in(assignment: Assignment, organisation: Organisation) -> None:
    """The region stands in no longer; either side ends it, at once. Raises NotAdministered."""
    with administered(assignment, f"approval by the region ended: {organisation.kind} {organisation.code}"):
        check_administers(administrator(assignment))
        found = StandIn.objects.filter(organisation=organisation).first()
        if found is None:
            return
        if assignment.unit.organisation_id not in (found.organisation_id, found.region_id):
            raise NotAdministered("another organisation's administrator approves this")
        with transaction.atomic():
            found.delete()
            done(assignment, f"region no longer approves for {organisation.kind} {organisation.code}")
