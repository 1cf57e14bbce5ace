"""Units are opened, changed and closed, and private providers contracted."""

from datetime import date, datetime

from brygga.access import administration as rules
from brygga.process import Role
from brygga_site.organisations import areas as served
from brygga_site.organisations import closing, fitness
from brygga_site.organisations.actions.recorded import administered, done
from brygga_site.organisations.administering import administered_unit, administrator
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Contract, Organisation, PhysiciansAt, Unit
from brygga_site.organisations.reads import not_ended


def open_unit(
    assignment: Assignment,
    hsa_id: str,
    kind: str,
    name: str,
    municipality: str,
    provider: Organisation | None = None,
    areas: str = "",
    takes_in: bool = False,
) -> Unit:
    """Opens a unit of the administrator's organisation, or of a provider that works for it under contract.

    `areas` as one writes them (`organisations.areas`); `takes_in`: it is told for others, and passes on.

    Raises Unfit for a value that cannot be used, NotAdministered for what is not the administrator's to do.
    """
    with administered(assignment, f"unit opened: {hsa_id}"):
        unit = new_unit(assignment, hsa_id, kind, name, municipality, provider)
        unit.areas, unit.takes_in = served.kept(areas), takes_in
        if Unit.objects.filter(hsa_id=unit.hsa_id).exists():
            raise Unfit("hsa_id", "there is already a unit with the HSA-id {hsa_id}", hsa_id=unit.hsa_id)
        check_contracted(assignment, provider)
        unit.save()
        done(assignment, opened(unit))
    return unit


def new_unit(
    assignment: Assignment, hsa_id: str, kind: str, name: str, municipality: str, provider: Organisation | None
) -> Unit:
    """A unit that may be opened, not yet stored. Raises Unfit and NotAdministered."""
    own = assignment.unit.organisation
    unit = Unit(
        hsa_id=fitness.hsa_id(hsa_id),
        organisation=provider or own,
        principal=own if provider else None,
        kind=kind,
        role=rules.ROLES.get(kind, ""),
        name=fitness.name(name, 300),
        municipality=fitness.municipality(municipality),
    )
    rules.check_may_open(administrator(assignment), administered_unit(unit))
    return unit


def check_contracted(assignment: Assignment, provider: Organisation | None) -> None:
    """Whether there is a contract with the provider, None being the own organisation. Raises Unfit."""
    own = assignment.unit.organisation
    if provider and not Contract.objects.filter(principal=own, provider=provider).exists():
        raise Unfit("provider", "there is no contract with {provider}; add the provider first", provider=provider.name)


def opened(unit: Unit) -> str:
    under = f", run by {unit.organisation.code}" if unit.principal_id else ""
    return f"unit opened: {unit.hsa_id}, {unit.kind}{under}"


def change_unit(
    assignment: Assignment,
    unit: Unit,
    name: str,
    municipality: str,
    areas: str | None = None,
    takes_in: bool | None = None,
) -> Unit:
    """Changes a unit's name, where it is and whom it serves; its kind stays, as cases rest on it.

    What is None stays. Raises Unfit and NotAdministered.
    """
    with administered(assignment, f"unit changed: {unit.hsa_id}"):
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        rules.check_administers_unit(administrator(assignment), administered_unit(unit))
        unit.name, unit.municipality = fitness.name(name, 300), fitness.municipality(municipality)
        unit.areas = unit.areas if areas is None else served.kept(areas)
        unit.takes_in = unit.takes_in if takes_in is None else takes_in
        unit.save(update_fields=["name", "municipality", "areas", "takes_in"])
        done(assignment, f"unit changed: {unit.hsa_id}")
    return unit


def close_unit(assignment: Assignment, unit: Unit, now: datetime) -> int:
    """Closes a unit at once; the assignments there end with it. Gives how many. Raises NotAdministered."""
    with administered(assignment, f"unit closed: {unit.hsa_id}"):
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        rules.check_may_close(administrator(assignment), administered_unit(unit))
        if unit.closed_at:
            return 0
        unit.closed_at = now
        unit.save(update_fields=["closed_at"])
        ended = not_ended(unit.assignments.all(), now).update(revoked_at=now)
        rest = closing.closes(unit)
        done(assignment, f"unit closed: {unit.hsa_id}, with {ended} assignments")
        for finish in rest:
            finish()
    return ended


def count_physicians(
    assignment: Assignment, unit: Unit, from_day: date, listed: int, specialists: int, in_training: int
) -> PhysiciansAt:
    """Says how many are listed at a health centre from a day on, and its physicians; said anew it replaces that day's.

    Raises Unfit and NotAdministered.
    """
    what = f"physicians counted: {unit.hsa_id}, {from_day}: {listed} listed, {specialists} and {in_training}"
    with administered(assignment, what):
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        rules.check_administers_unit(administrator(assignment), administered_unit(unit))
        if unit.as_role is not Role.OUTPATIENT_CARE:
            raise Unfit("listed", "nobody is listed there: a health centre is needed")
        counts = {"listed": listed, "specialists": specialists, "in_training": in_training}
        row = PhysiciansAt.objects.update_or_create(unit=unit, from_day=from_day, defaults=counts)[0]
        done(assignment, what)
    return row


def contract_provider(assignment: Assignment, number: str, name: str) -> Organisation:
    """Puts a private provider, by organisation number, under contract with the administrator's organisation.

    The one there is when it is known, whatever name is given. Raises Unfit and NotAdministered.
    """
    with administered(assignment, f"provider contracted: {number}"):
        rules.check_administers(administrator(assignment))
        code, name = fitness.organisation_number(number), fitness.name(name, 200)
        kind = Organisation.Kind.PROVIDER
        provider, _ = Organisation.objects.get_or_create(kind=kind, code=code, defaults={"name": name})
        _, is_new = Contract.objects.get_or_create(principal=assignment.unit.organisation, provider=provider)
        if is_new:
            done(assignment, f"provider contracted: {code}")
    return provider
