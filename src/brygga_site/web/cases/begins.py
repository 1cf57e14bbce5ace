"""The cases that a unit begins by itself: the buttons of Today, boards and persons."""

from brygga.process import AnyProcess, CaseSubject
from brygga.processes import PROCESSES
from brygga_site.cases.reads import may_begin
from brygga_site.organisations.models import Assignment


def begins_alone(assignment: Assignment) -> list[AnyProcess]:
    """The processes of which the unit begins a case without another case's message."""
    return [
        process
        for process in PROCESSES
        if process.opening.may_stand_alone and process.subject is CaseSubject.PERSON and may_begin(assignment, process)
    ]


def begins_care(assignment: Assignment) -> list[AnyProcess]:
    """Those of them that are about a person's care."""
    return [process for process in begins_alone(assignment) if process.is_of_care]


def admits(assignment: Assignment) -> list[AnyProcess]:
    """Those by which the unit takes a person in: where somebody is, they are once at a time."""
    return [process for process in begins_care(assignment) if process.alone]
