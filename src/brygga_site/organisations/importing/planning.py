"""Plans a file: compares its rows with what is stored, by the same checks as the forms."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from brygga.process import NotAllowed
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.importing.assignments import PlannedAssignments
from brygga_site.organisations.importing.known import known
from brygga_site.organisations.importing.reading import FileFault, FileRow, read
from brygga_site.organisations.importing.staff import PlannedStaff
from brygga_site.organisations.importing.steps import Plan
from brygga_site.organisations.importing.units import PlannedUnits
from brygga_site.organisations.models import Assignment

T = TypeVar("T")


def plan(assignment: Assignment, content: bytes, today: date) -> Plan:
    """What applying the file would do. Nothing is written. Raises Http404 for whoever is no administrator."""
    file = read(content)
    made = Plan(file.encoding, len(file.rows), faults=list(file.faults))
    stored = known(assignment, file.rows)
    units, people = PlannedUnits(assignment, stored, made), PlannedStaff(assignment, stored, made)
    assignments = PlannedAssignments(assignment, stored, made, today)
    for row in file.rows:
        before = len(made.steps), len(made.faults)
        _row(row, made, units, people, assignments)
        made.unchanged += before == (len(made.steps), len(made.faults))
    made.faults.sort(key=lambda fault: fault.line)
    return made


def _row(row: FileRow, made: Plan, units: PlannedUnits, people: PlannedStaff, assignments: PlannedAssignments) -> None:
    has_unit, has_person = bool(row["unit"]), bool(row["person"] or row["username"])
    if not has_unit and not has_person:
        made.faults.append(FileFault(row.line, "unit", "the line names neither a unit nor a person"))
        return
    unit = _tried(row, made, lambda: units.of(row)) if has_unit else None
    person = _tried(row, made, lambda: people.of(row)) if has_person else None
    if unit and person:
        _tried(row, made, lambda: assignments.of(row, person, unit))
    elif not (has_unit and has_person) and (alone := next(filter(row.__getitem__, ASSIGNMENT), None)):
        made.faults.append(FileFault(row.line, alone, "an assignment needs both a unit and a person on the line"))


ASSIGNMENT = ("title", "purpose", "from_day", "to_day", "assignment")


def _tried(row: FileRow, made: Plan, act: Callable[[], T]) -> T | None:
    """What `act` gives; None when it is refused, which becomes a fault of the row."""
    try:
        return act()
    except NotAllowed as refusal:
        field = refusal.field if isinstance(refusal, Unfit) else ""
        made.faults.append(FileFault(row.line, field, refusal.reason, refusal.values))
        return None
