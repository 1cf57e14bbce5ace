"""The first two administrators of an organisation, whom only the operator of the site can appoint."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from brygga.access.administration import ADMINISTERS, OFFICE, PARAGRAPH
from brygga.access.approval import is_one
from brygga.access.basis import Basis
from brygga.identities import Places
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.staff import IDENTITIES, identities_told
from brygga_site.organisations.approval.people import administrators_of, known
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Organisation, Staff, Unit
from brygga_site.organisations.usernames import check_free
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action

ENOUGH = 2
"""So many administrators an organisation needs before it does without the operator: one asks, the other approves."""


def appoint_first_administrator(
    kind: str, code: str, username: str, name: str, today: date, identity_number: str = "", hsa_id: str | None = None
) -> Staff:
    """Makes the organisation and its office where they are missing, and somebody who keeps its assignments.

    Raises Unfit for a value that cannot be used, and for one who is not known by any number or not told apart from the
    administrator there is; UnknownCode for a code that no such organisation has; Unfit when there are two, who then
    appoint the next.
    """
    with transaction.atomic():
        owner = _organisation(kind, code)
        there = administrators_of(owner, timezone.now())
        if len(there) >= ENOUGH:
            raise Unfit("code", "the organisation has two administrators, who appoint the next")
        check_free(username)
        staff = Staff(username=fitness.username(username), name=fitness.name(name, 200), organisation=owner)
        _identify(staff, identity_number, hsa_id, there)
        staff.set_unusable_password()
        staff.save()
        given = Assignment.objects.create(
            staff=staff, unit=_office(owner), title="Administratör", purpose=ADMINISTERS, from_day=today
        )
        _record(f"assignment {given.pk} given: {staff.username}, {given.unit.hsa_id}, {ADMINISTERS}")
    return staff


def identify(username: str, identity_number: str, hsa_id: str | None) -> Staff:
    """Writes by what an administrator is known who is the only one, and so has nobody to do it. Raises Unfit."""
    with transaction.atomic():
        staff = Staff.objects.select_for_update().filter(username__iexact=username, is_active=True).first()
        if staff is None:
            raise Unfit("username", "nobody is known by this; register the person first")
        before = {field: getattr(staff, field) for field in IDENTITIES}
        others = administrators_of(staff.organisation, timezone.now()) if staff.organisation else []
        _identify(staff, identity_number, hsa_id, [one for one in others if one.pk != staff.pk])
        staff.save(update_fields=IDENTITIES)
        after = {field: getattr(staff, field) for field in IDENTITIES}
        _record(f"staff changed: {identities_told(before, after)}: {staff.username}")
    return staff


def _identify(staff: Staff, identity_number: str, hsa_id: str | None, others: list[Staff]) -> None:
    """Sets the numbers that are given. Raises Unfit when there are none, and when they are another administrator's."""
    staff.identity_number = fitness.identity_number(identity_number) or staff.identity_number
    staff.hsa_id = fitness.optional_hsa_id(hsa_id) or staff.hsa_id
    if not staff.identity_number and not staff.hsa_id:
        raise Unfit("identity_number", "an administrator is known by an identity number or an HSA-id; give one")
    if staff.hsa_id and Staff.objects.exclude(pk=staff.pk).filter(hsa_id=staff.hsa_id).exists():
        raise Unfit("hsa_id", "somebody already has the HSA-id {hsa_id}", hsa_id=staff.hsa_id)
    for other in others:
        if is_one(known(staff), known(other)):
            raise Unfit("identity_number", "{name} has the same number; one person is not two", name=other.name)


def _record(what: str) -> None:
    deed = Deed(Action.WRITE, what, Basis.OPERATOR, purpose=Assignment.Purpose.ASSIGNMENTS, paragraph=PARAGRAPH)
    record(None, deed)


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
