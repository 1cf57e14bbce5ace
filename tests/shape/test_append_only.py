"""Every table whose rows are only ever added stands in the one list, and so has its triggers."""

from django.apps import apps

from brygga_site.append_only import TABLES
from brygga_site.told.models import ToldOnce

SAYS = "only ever added"
OURS = [model for model in apps.get_models() if model.__module__.startswith("brygga_site")]


def test_what_is_told_once_is_append_only() -> None:
    told = {model._meta.db_table for model in OURS if issubclass(model, ToldOnce)}
    assert told
    assert told - set(TABLES) == set()


def test_what_says_that_its_rows_are_only_ever_added_is_append_only() -> None:
    says = {model._meta.db_table for model in OURS if SAYS in " ".join((model.__doc__ or "").split())}
    assert says
    assert says - set(TABLES) == set()


def test_every_table_of_the_list_is_there() -> None:
    assert set(TABLES) - {model._meta.db_table for model in OURS} == set()
