"""Units looked up by what names them: what every list and case asks, and in no order."""

from collections.abc import Collection

from django.db.models import BigAutoField, CharField

from brygga_site.organisations.models import Unit
from brygga_site.prepared import GivenMany, Prepared, PreparedModels

BY_NUMBER = PreparedModels(
    lambda: Unit.objects.filter(pk__in=GivenMany("numbers", BigAutoField())).select_related("organisation").order_by()
)
NAMES = Prepared(
    lambda: Unit.objects.filter(hsa_id__in=GivenMany("named", CharField())).order_by().values_list("hsa_id", "name")
)


def units_by_number(numbers: Collection[int]) -> dict[int, Unit]:
    """Units with their organisations, each by its number."""
    return {unit.pk: unit for unit in BY_NUMBER.rows(numbers=numbers)} if numbers else {}


def names_of_units(named: Collection[str]) -> dict[str, str]:
    """What units are called, by HSA-id."""
    return {hsa_id: name for hsa_id, name in NAMES.rows(named=named)} if named else {}
