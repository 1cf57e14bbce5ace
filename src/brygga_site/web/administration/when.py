"""Assignments by time: those in force, those to come, those that have ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from brygga.access.administration import OF_PROGRAMS, may_change
from brygga_site.organisations.actions.assignments import has_ended
from brygga_site.organisations.administering import administered_unit, administrator
from brygga_site.organisations.models import Assignment


@dataclass(frozen=True)
class GivenAssignment:
    """An assignment, and whether the reader may change it."""

    row: Assignment
    changeable: bool

    @property
    def of_programs(self) -> bool:
        """Whether the reader may let a program act under it."""
        return self.changeable and self.row.purpose in OF_PROGRAMS


@dataclass(frozen=True)
class Groups:
    """Assignments by time; the ended ones with the latest first."""

    now: tuple[GivenAssignment, ...]
    coming: tuple[GivenAssignment, ...]
    ended: tuple[GivenAssignment, ...]


def by_time(reader: Assignment, rows: Iterable[Assignment], at: datetime) -> Groups:
    """The assignments as they stand at a moment, as `reader` may change them."""
    who, today, rows = administrator(reader), timezone.localdate(at), list(rows)
    ended = [row for row in rows if has_ended(row, at)]
    open_ = [
        GivenAssignment(row, may_change(who, row.staff_id, administered_unit(row.unit)))
        for row in rows
        if not has_ended(row, at)
    ]
    return Groups(
        now=tuple(one for one in open_ if one.row.from_day <= today),
        coming=tuple(one for one in open_ if one.row.from_day > today),
        ended=tuple(GivenAssignment(row, False) for row in sorted(ended, key=_ended_on, reverse=True)),
    )


def _ended_on(row: Assignment) -> object:
    return timezone.localdate(row.revoked_at) if row.revoked_at else row.to_day
