"""The first administrator of an organisation, whom only the operator of the site can appoint."""

from datetime import date

from django.db import transaction

from brygga.access.administration import ADMINISTERS, OFFICE, PARAGRAPH
from brygga.access.basis import Basis
from brygga.identities import Places
from brygga_site.organisations import fitness
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Organisation, Staff, Unit
from brygga_site.organisations.usernames import check_free
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action


def appoint_first_administrator(kind: str, code: str, username: str, name: str, today: date) -> Staff:
    """Makes the organisation and its office where they are missing, and somebody who keeps its assignments.

    Raises Unfit for a value that cannot be used, UnknownCode for a code that no such organisation has, and Unfit when
    there is an administrator, who then appoints the next.
    """
    with transaction.atomic():
        owner = _organisation(kind, code)
        in_force = Assignment.objects.filter(unit__organisation=owner, purpose=ADMINISTERS, revoked_at__isnull=True)
        if in_force.exclude(to_day__lt=today).filter(staff__is_active=True).exists():
            raise Unfit("code", "the organisation has an administrator, who appoints the next")
        check_free(username)
        staff = Staff(username=fitness.username(username), name=fitness.name(name, 200), organisation=owner)
        staff.set_unusable_password()
        staff.save()
        given = Assignment.objects.create(
            staff=staff, unit=_office(owner), title="Administratör", purpose=ADMINISTERS, from_day=today
        )
        what = f"assignment {given.pk} given: {staff.username}, {given.unit.hsa_id}, {ADMINISTERS}"
        record(
            None, Deed(Action.WRITE, what, Basis.OPERATOR, purpose=Assignment.Purpose.ASSIGNMENTS, paragraph=PARAGRAPH)
        )
    return staff


def _organisation(kind: str, code: str) -> Organisation:
    places = Places.load()
    known = f"Region {places.region(code).short}" if kind == "region" else places.municipality(code).name
    return Organisation.objects.get_or_create(kind=kind, code=code, defaults={"name": known})[0]


def _office(owner: Organisation) -> Unit:
    """The organisation's office. The HSA-id of one that is made holds no organisation number, so it is nobody's."""
    municipality = owner.code if owner.kind == Organisation.Kind.MUNICIPALITY else ""
    first = municipality or Places.load().of_county(owner.code)[0].code
    values = {"kind": OFFICE, "role": "", "name": f"Administrationen, {owner.name}", "municipality": first}
    there = owner.units.filter(kind=OFFICE, closed_at__isnull=True).first()
    return there or Unit.objects.create(hsa_id=f"SE0000000000-ADM{owner.code}", organisation=owner, **values)
