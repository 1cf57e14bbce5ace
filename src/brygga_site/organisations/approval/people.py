"""Who may approve what waits: the organisation's other administrators, or else the region's that stands in."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from brygga.access.administration import ADMINISTERS, OFFICE, NotAdministered, administers, check_administers
from brygga.access.approval import AccountHolder, are_two, check_two
from brygga_site.organisations.administering import administrator
from brygga_site.organisations.models import Assignment, Organisation, Pending, Staff, StandIn
from brygga_site.organisations.reads import at_work
from brygga_site.swedish import InSwedish


@dataclass(frozen=True)
class Approvers:
    """Those who could approve, the organisation's own before the region's; the region that stands in, if any."""

    own: tuple[Staff, ...]
    region: Organisation | None
    of_region: tuple[Staff, ...]

    @property
    def all(self) -> tuple[Staff, ...]:
        return self.own or self.of_region


def known(staff: Staff) -> AccountHolder:
    return AccountHolder(staff.pk, staff.name, staff.identity_number, staff.hsa_id or "")


def administrators_of(organisation: Organisation, now: datetime) -> list[Staff]:
    """The organisation's administrators of units and assignments who can sign in today, each once."""
    rows = at_work(timezone.localdate(now)).filter(
        unit__organisation=organisation, unit__kind=OFFICE, unit__closed_at__isnull=True, purpose=ADMINISTERS
    )
    return list(
        {row.staff_id: row.staff for row in rows.select_related("staff").order_by(InSwedish("staff__name"))}.values()
    )


def approvers_of(waiting: Pending, now: datetime) -> Approvers:
    """Who can approve what waits."""
    return _approvers(waiting.organisation, waiting.region, waiting.asked_under.staff, waiting.subject, now)


def approvers_for(assignment: Assignment, now: datetime) -> Approvers:
    """Who could approve what the administrator asks for, whoever it is about."""
    return _approvers(assignment.unit.organisation, None, assignment.staff, None, now)


def _approvers(
    organisation: Organisation, asked: Organisation | None, who: Staff, subject: Staff | None, now: datetime
) -> Approvers:
    region = asked or region_of(organisation)
    about = known(subject) if subject else None

    def able(of: Organisation) -> tuple[Staff, ...]:
        return tuple(one for one in administrators_of(of, now) if are_two(known(who), known(one), about))

    own = () if asked else able(organisation)
    return Approvers(own, region, able(region) if region and not own else ())


def region_of(organisation: Organisation) -> Organisation | None:
    """The region that stands in for the organisation."""
    found = StandIn.objects.filter(organisation=organisation).select_related("region").first()
    return found.region if found else None


def check_may_approve(assignment: Assignment, waiting: Pending, now: datetime) -> None:
    """Whether the administrator may approve what waits. Raises NotAdministered, which says why not."""
    check_administers(administrator(assignment))
    subject = known(waiting.subject) if waiting.subject else None
    own = assignment.unit.organisation_id
    if own != waiting.organisation_id or waiting.region_id:
        found = approvers_of(waiting, now)
        if found.own or found.region is None or found.region.pk != own:
            raise NotAdministered("another organisation's administrator approves this")
    check_two(known(waiting.asked_under.staff), known(assignment.staff), subject)


def may_decline(assignment: Assignment, waiting: Pending, now: datetime) -> bool:
    """Whoever could approve may decline; so may any other administrator of the organisation but whoever asked."""
    if not administers(administrator(assignment)) or assignment.staff_id == waiting.asked_under.staff_id:
        return False
    own = assignment.unit.organisation_id
    return own in (waiting.organisation_id, waiting.region_id) or _stands_in(waiting, own)


def _stands_in(waiting: Pending, organisation: int) -> bool:
    region = region_of(waiting.organisation)
    return region is not None and region.pk == organisation
