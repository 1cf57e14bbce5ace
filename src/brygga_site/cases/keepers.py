"""What rooms above keep of each case of a process, in the transaction of each message: a stay, a notice, a count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from brygga_site.cases.models import Case


@dataclass(frozen=True)
class Keeper:
    """Rows of one table, each with a `case`, that are made out of a case's state and made anew when they differ.

    `when` are the columns that only tell since when a row is as it is: they alone make no difference.
    """

    table: type[Model]
    rows: Callable[[Case, Any], list[Any]]
    when: frozenset[str] = frozenset()

    def differ(self, kept: list[Any], rows: list[Any]) -> bool:
        """Whether rows say something else than those that are kept."""
        return [self._said(row) for row in kept] != [self._said(row) for row in rows]

    def _said(self, row: Any) -> dict[str, object]:
        names = (field.attname for field in self.table._meta.fields)
        return {name: getattr(row, name) for name in names if name not in self.when}


_KEEPERS: dict[str, list[Keeper]] = {}


def keep(process: str, keeper: Keeper) -> None:
    """Lets a room above keep rows of the cases of a process. Called once, when the room is made ready."""
    _KEEPERS.setdefault(process, []).append(keeper)


def keepers_of(process: str) -> tuple[Keeper, ...]:
    return tuple(_KEEPERS.get(process, ()))
