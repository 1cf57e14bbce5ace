"""A query that is written once finds what the ORM would, for any number of values."""

from tests.site.cast import Cast

from brygga_site.cases.models import Case, Message
from brygga_site.cases.receipts.reads import IN_CASES, NUMBERED
from brygga_site.organisations.models import Unit
from brygga_site.organisations.units import names_of_units, units_by_number


def test_units_are_found_by_any_number_of_numbers_and_names(cast: Cast) -> None:
    units = list(Unit.objects.all())
    assert len(units) > 3
    for several in (units[:1], units[:3], units, []):
        assert units_by_number({unit.pk for unit in several}) == {unit.pk: unit for unit in several}
        assert names_of_units([unit.hsa_id for unit in several]) == {unit.hsa_id: unit.name for unit in several}
    assert units_by_number({0}) == {}
    assert names_of_units(['it\'s "no" unit', "åäö"]) == {}


def test_messages_are_found_by_cases_and_numbers(notified: Case) -> None:
    said = set(Message.objects.filter(case=notified))
    assert len(said) == 2
    assert set(IN_CASES.rows(cases=[notified.pk])) == said
    assert IN_CASES.rows(cases=[]) == []
    [second] = NUMBERED.rows(cases=[notified.pk], numbers=[2, 7])
    assert second in said and second.sequence == 2
    assert second.assignment.staff.username
