"""Organisations and units."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from brygga_site.api import schemas
from brygga_site.api.conflicts import Conflict, agrees
from brygga_site.api.keys import Writes
from brygga_site.api.listing import ListPart, listed
from brygga_site.organisations import actions, areas, fitness, reads
from brygga_site.organisations.models import Organisation, Unit

router = Router(tags=["units"])


@router.get("/organisations", response=schemas.Listed[schemas.OrganisationOut])
def organisations(request: HttpRequest, part: Query[ListPart]):
    """The own organisation and the private providers under contract with it."""
    own = request.assignment.unit.organisation_id
    providers = reads.providers_of(request.assignment).values("pk")
    return listed(request, Organisation.objects.filter(Q(pk=own) | Q(pk__in=providers)), part)


@router.post("/organisations", response=schemas.OrganisationOut, auth=Writes())
def contract_provider(request: HttpRequest, new: schemas.NewProvider):
    """Puts a private provider under contract. Sent again it changes nothing."""
    return actions.contract_provider(request.assignment, new.number, new.name)


@router.get("/units", response=schemas.Listed[schemas.UnitOut])
def units(request: HttpRequest, part: Query[ListPart], kind: schemas.Kind | None = None, closed: bool = False):
    """The units, without those that are closed unless `closed` asks for them."""
    found = reads.units_sought(request.assignment, "", kind or "", closed, timezone.now())
    return listed(request, found, part)


@router.post("/units", response={200: schemas.UnitOut, 201: schemas.UnitOut, 409: schemas.Problem}, auth=Writes())
def open_unit(request: HttpRequest, new: schemas.NewUnit):
    """Opens a unit. Sent again it answers 200 with the unit there is, or 409 when that is another than was sent."""
    values = new.model_dump()
    number = values.pop("provider")
    provider = _provider(request, number) if number else None
    there = reads.units_kept(request.assignment).filter(hsa_id=new.hsa_id.strip().upper()).first()
    if there:
        is_run = provider is None or there.organisation == provider
        serves_alike = areas.kept(new.areas) == there.areas
        if is_run and serves_alike and agrees(there, new, "name", "kind", "municipality", "takes_in"):
            return Status(200, there)
        raise Conflict
    return Status(201, actions.open_unit(request.assignment, provider=provider, **values))


@router.get("/units/{hsa_id}", response=schemas.UnitOut)
def unit(request: HttpRequest, hsa_id: str):
    return _unit(request, hsa_id)


@router.patch("/units/{hsa_id}", response=schemas.UnitOut, auth=Writes())
def change_unit(request: HttpRequest, hsa_id: str, changed: schemas.ChangedUnit):
    """Changes the name, where it is or whom it serves; what is left out stays."""
    found = _unit(request, hsa_id)
    name, municipality = changed.name or found.name, changed.municipality or found.municipality
    return actions.change_unit(request.assignment, found, name, municipality, changed.areas, changed.takes_in)


@router.post("/units/{hsa_id}/close", response=schemas.UnitOut, auth=Writes())
def close_unit(request: HttpRequest, hsa_id: str):
    """Closes a unit and ends the assignments there, at once. Sent again it changes nothing."""
    actions.close_unit(request.assignment, _unit(request, hsa_id), timezone.now())
    return _unit(request, hsa_id)


def _unit(request: HttpRequest, hsa_id: str) -> Unit:
    return reads.unit_by_hsa_id(request.assignment, hsa_id)


def _provider(request: HttpRequest, number: str) -> Organisation:
    code = fitness.organisation_number(number)
    found = reads.providers_of(request.assignment).filter(code=code).first()
    if found is None:
        reason = "there is no contract with {provider}; add the provider first"
        raise fitness.Unfit("provider", reason, provider=number)
    return found
