"""What rooms above keep of each case of a process, in the transaction of each message: a stay, a notice, a count."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from brygga_site.cases.models import Case


@dataclass(frozen=True)
class Keeper:
    """Rows of one table, each with a `case`, that are made out of a case's state and made anew when they differ.

    `when` are the columns that only tell since when a row is as it is: they alone make no difference. `changed` is
    told, in the same transaction, of the rows that there are now and of those that there are no longer.
    """

    table: type[Model]
    rows: Callable[[Case, Any], list[Any]]
    when: frozenset[str] = frozenset()
    changed: Callable[[Sequence[Any]], None] = lambda rows: None

    def add(self, rows: Sequence[Any]) -> None:
        """Keeps the rows of new cases."""
        if rows:
            self.table.objects.bulk_create(rows, batch_size=2000)
            self.changed(rows)

    def replace(self, case: Case, kept: list[Any], rows: list[Any]) -> None:
        """Keeps `rows` of a case instead of those that are kept, when they differ."""
        if self.differ(kept, rows):
            self.table.objects.filter(case=case).delete()
            self.table.objects.bulk_create(rows)
            self.changed([*kept, *rows])

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
