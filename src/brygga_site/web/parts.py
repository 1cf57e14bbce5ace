"""A list by name in parts. Each begins beside a row, so that nobody is passed over when others come or go meanwhile."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from brygga_site.swedish import InSwedish
from brygga_site.web import asking

A_PART = 50
_PLACE = ("after", "before")


@dataclass(frozen=True)
class NamedPart:
    """Some of the rows of a list, how many there are in all, and whether there are others before and after."""

    rows: tuple[Model, ...]
    count: int
    has_previous: bool
    has_next: bool


def part_asked(request: HttpRequest, found: QuerySet[Any], known: QuerySet[Any]) -> NamedPart:
    """The part of `found`, which have names, that the address asks for: after or before one of `known`, else the first.

    The row beside which it begins may have left the list; of one that is not `known` nobody learns where it stood.
    """
    rows = found.annotate(by_name=InSwedish("name")).order_by("by_name", "pk")
    before, beside = asking.ticked(request.GET, "before"), None
    if number := asking.number(request.GET, "before" if before else "after"):
        beside = known.filter(pk=number).first()
    if beside is None:
        part = list(rows[: A_PART + 1])
        return NamedPart(tuple(part[:A_PART]), found.count(), False, len(part) > A_PART)
    sign = "lt" if before else "gt"
    beyond = Q(**{f"by_name__{sign}": beside.name}) | Q(by_name=beside.name, **{f"pk__{sign}": beside.pk})
    part = list((rows.reverse() if before else rows).filter(beyond)[: A_PART + 1])
    more, part = len(part) > A_PART, part[:A_PART]
    if before:
        return NamedPart(tuple(reversed(part)), found.count(), more, True)
    return NamedPart(tuple(part), found.count(), True, more)


def query_without_place(request: HttpRequest) -> str:
    """What is sought, without the part, as an address has it."""
    return asking.without(request.GET, _PLACE)
