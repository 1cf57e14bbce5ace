"""What the site remembers between two requests is nothing about a person, and nothing that somebody has sought."""

import gc
import sys
from collections.abc import Iterator
from functools import _lru_cache_wrapper, cache
from types import FunctionType, ModuleType
from typing import Any

import pytest
from django.test import Client
from tests.site.cast import Cast, signed_in
from tests.site.test_trail import discharged

from brygga.synthetic.people import test_numbers as published
from brygga_site.cases.models import Case

__all__ = ["discharged"]
pytestmark = pytest.mark.django_db
DEEPEST = 6


def remembered() -> Iterator[str]:
    """Every text in what any function, the libraries' too, keeps of what it was called with and has answered."""
    places = [module for module in list(sys.modules.values()) if isinstance(module, ModuleType)]
    classes = [one for place in places for one in list(vars(place).values()) if isinstance(one, type)]
    for one in {id(one): one for place in (*places, *classes) for one in list(vars(place).values())}.values():
        if isinstance(one, _lru_cache_wrapper):
            yield from texts(one, {id(vars(one))}, 0)


def texts(node: Any, seen: set[int], depth: int) -> Iterator[str]:
    if id(node) in seen or depth > DEEPEST or isinstance(node, type | ModuleType | FunctionType | int | float):
        return
    seen.add(id(node))
    if isinstance(node, str):
        yield node
    elif isinstance(node, bytes):
        yield node.decode(errors="ignore")
    else:
        for one in gc.get_referents(node):
            yield from texts(one, seen, depth + 1)


@cache
def kept(of: str) -> tuple[str]:
    return (of,)


def test_what_a_function_keeps_is_found_by_this_test() -> None:
    kept("Sentinelsson")
    assert any("Sentinelsson" in text for text in remembered())
    kept.cache_clear()
    # Not kept by whoever looked for it either.
    assert sum("Sentinel" + "sson" in text for text in remembered()) == 0


def test_nothing_about_a_person_or_sought_stays_in_the_memory_of_the_site(cast: Cast, discharged: Case) -> None:
    person = discharged.person
    person.family_name, person.registered_address = "Xylofonsson", "Xylofonvägen 7"
    # A number of the published ones that no other test seeks, and whose list is forgotten again.
    person.identity_number = number = published()[5000]
    published.cache_clear()
    person.save()
    for who in (cast.anna, cast.boris, cast.cecilia, cast.ella, cast.filip, cast.gerda):
        client = signed_in(who)
        for address in ("/", "/board", f"/cases/{discharged.pk}", f"/persons/{person.pk}", "/settlement", "/review"):
            client.get(address)
        for sought in ("Xylofonsson", number, f"{number[:8]}-{number[8:]}"):
            client.post("/board", {"q": sought})
            client.post("/board/discharge", {"q": sought})
            client.post("/cases/new/discharge", {"identity_number": sought})
        client.get("/review/log", {"person": number})
    assert "Xylofonsson" in signed_in(cast.anna).get(f"/cases/{discharged.pk}").content.decode()
    Client().get("/agreements/search", {"q": "Xylofonsson"})
    words = ("Xylofon", "xylofon", number, f"{number[:8]}-{number[8:]}")
    assert sorted({word for text in remembered() for word in words if word in text}) == []
