"""The assignments of a file."""

from collections import defaultdict
from datetime import date

from brygga.access.administration import PURPOSES, check_may_change
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.assignments import is_longer, new_assignment
from brygga_site.organisations.administering import administered_unit, administrator
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.importing import columns
from brygga_site.organisations.importing.cells import as_field, day, needed
from brygga_site.organisations.importing.known import KnownUnitsAndStaff
from brygga_site.organisations.importing.reading import FileRow
from brygga_site.organisations.importing.steps import CHANGED, GIVEN, ImportStep, Plan
from brygga_site.organisations.models import Assignment, Staff, Unit

Key = tuple[str, str, str]


class PlannedAssignments:
    """Finds the assignment of each row, or plans to give it, or to change its title or its last day.

    The same assignment is the one of the same person at the same unit for the same purpose from the same day.
    """

    def __init__(self, assignment: Assignment, stored: KnownUnitsAndStaff, made: Plan, today: date) -> None:
        self.assignment, self.stored, self.made, self.today = assignment, stored, made, today
        self.who = administrator(assignment)
        self.rows: dict[Key, list[Assignment]] = defaultdict(list)
        for row in stored.assignments:
            self.rows[_key(row.staff, row.unit, row.purpose)].append(row)

    def of(self, row: FileRow, staff: Staff, unit: Unit) -> Assignment:
        """Raises Unfit and NotAdministered."""
        with as_field(hsa_id="assignment"):
            purpose = self._purpose(row, unit)
            from_day, to_day = day(row, "from_day"), day(row, "to_day")
            if there := self._there(self.rows[_key(staff, unit, purpose)], from_day):
                return self._change(row, there, to_day if "to_day" in row.cells else there.to_day)
            return self._give(row, staff, unit, purpose, from_day or self.today, to_day)

    def _there(self, mine: list[Assignment], from_day: date | None) -> Assignment | None:
        """The one from this day, rather one that holds; without a day the latest that has not ended."""
        if from_day is None:
            mine = [one for one in mine if not one.revoked_at and (one.to_day or self.today) >= self.today]
        else:
            mine = [one for one in mine if one.from_day == from_day]
        return max(mine, key=lambda one: (one.revoked_at is None, one.from_day), default=None)

    def _give(
        self, row: FileRow, staff: Staff, unit: Unit, purpose: str, from_day: date, to_day: date | None
    ) -> Assignment:
        needed(row, "title")
        given = new_assignment(
            self.assignment, staff, unit, row["title"], purpose, from_day, to_day, row["assignment"], self.today
        )
        mine = self.rows[_key(staff, unit, purpose)]
        if any(_meet(given, one) for one in mine):
            raise Unfit("from_day", "{name} already has such an assignment at the unit in these days", name=staff.name)
        if given.hsa_id in self.stored.commissions:
            reason = "there is already an assignment with the HSA-id {hsa_id}"
            raise Unfit("hsa_id", reason, hsa_id=given.hsa_id)
        self.stored.commissions |= {given.hsa_id} if given.hsa_id else set()
        mine.append(given)
        self.made.steps.append(ImportStep(row.line, GIVEN, given, _told(given), takes_two=True))
        return given

    def _change(self, row: FileRow, given: Assignment, to_day: date | None) -> Assignment:
        if given.revoked_at:
            raise Unfit("from_day", "the assignment was ended at once; remove the line, or give it anew on the page")
        if row["assignment"] and fitness.hsa_id(row["assignment"]) != given.hsa_id:
            raise Unfit("hsa_id", "the assignment has another HSA-id; end it and give a new one")
        title = fitness.name(row["title"] or given.title, 100, "title")
        if (title, to_day) == (given.title, given.to_day):
            return given
        if given.pk is None:
            raise Unfit("from_day", "an earlier line gives the same assignment with another title or last day")
        check_may_change(self.who, given.staff_id, administered_unit(given.unit))
        if to_day != given.to_day:
            fitness.days(given.from_day, to_day, self.today)
        longer = is_longer(given.to_day, to_day)
        given.title, given.to_day = title, to_day
        self.made.steps.append(ImportStep(row.line, CHANGED, given, _told(given), takes_two=longer))
        return given

    def _purpose(self, row: FileRow, unit: Unit) -> str:
        possible = PURPOSES[unit.kind]
        if not row["purpose"] and len(possible) == 1:
            return possible[0]
        needed(row, "purpose")
        purpose = columns.purpose(row["purpose"])
        if purpose is None:
            words = ", ".join(columns.PURPOSES[one][0] for one in possible)
            raise Unfit("purpose", "“{given}” is no purpose; write one of: {known}", given=row["purpose"], known=words)
        return purpose


def _key(staff: Staff, unit: Unit, purpose: str) -> Key:
    return staff.username, unit.hsa_id, purpose


def _meet(one: Assignment, other: Assignment) -> bool:
    if other.revoked_at:
        return False
    return one.from_day <= (other.to_day or date.max) and other.from_day <= (one.to_day or date.max)


def _told(given: Assignment) -> str:
    days = f"{given.from_day}–{given.to_day or ''}"
    return f"{given.staff.name}, {given.title}, {given.unit.name}, {days}"
