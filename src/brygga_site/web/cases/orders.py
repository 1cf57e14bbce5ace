"""The orders in which Today and the boards can be read, each by a link."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

from brygga import texts
from brygga_site.cases.models import Case
from brygga_site.web import asking

Order = Callable[[Any], Any]


def order_asked(request: HttpRequest, orders: Mapping[str, Order]) -> str:
    """The order that the address asks for; empty for the list's own."""
    return asking.among(request.GET, "by", orders)


def by_name(case: Case, subject: str) -> tuple[bool, tuple[str, str]]:
    """Persons by family name as Swedish has it, then what is about nobody."""
    person = None if subject else case.person
    return person is None, texts.swedish(f"{person.family_name} {person.given_name}" if person else subject)


def by_due(due: Any) -> tuple[bool, Any]:
    """The soonest first, and last what has no time."""
    return due is None, due
