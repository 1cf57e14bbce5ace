"""The units of a file."""

from brygga.access import administration as rules
from brygga_site.organisations import areas as served
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.units import new_unit
from brygga_site.organisations.administering import administered_unit, administrator
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.importing import columns
from brygga_site.organisations.importing.cells import as_field, needed, same
from brygga_site.organisations.importing.known import KnownUnitsAndStaff
from brygga_site.organisations.importing.reading import FileRow
from brygga_site.organisations.importing.steps import OPENED, RENAMED, ImportStep, Plan
from brygga_site.organisations.models import Assignment, Organisation, Unit

TOLD = ("unit_name", "kind", "municipality", "provider", "areas", "takes_in")
"""What the lines of a unit say of it, all the same."""


class PlannedUnits:
    """Finds the unit of each row, or plans to open it, or to change its name or where it is."""

    def __init__(self, assignment: Assignment, stored: KnownUnitsAndStaff, made: Plan) -> None:
        self.assignment, self.stored, self.made = assignment, stored, made
        self.who = administrator(assignment)
        self.told: dict[str, dict[str, str]] = {}

    def of(self, row: FileRow) -> Unit:
        """Raises Unfit and NotAdministered."""
        with as_field(hsa_id="unit", name="unit_name"):
            hsa_id = fitness.hsa_id(row["unit"])
            same(self.told.setdefault(hsa_id, {}), row, TOLD)
            unit = self.stored.units.get(hsa_id)
            return self._change(row, unit) if unit else self._open(row, hsa_id)

    def _open(self, row: FileRow, hsa_id: str) -> Unit:
        if not (row["unit_name"] or row["kind"] or row["municipality"]):
            reason = "no unit has the id “{given}”; look at the id, or give name, kind and municipality to open one"
            raise Unfit("unit", reason, given=hsa_id)
        needed(row, "unit_name", "kind", "municipality")
        unit = new_unit(
            self.assignment, hsa_id, self._kind(row), row["unit_name"], self._municipality(row), self._provider(row)
        )
        unit.areas, unit.takes_in = self._served(row, unit)
        self.stored.units[hsa_id] = unit
        self.made.steps.append(ImportStep(row.line, OPENED, unit, f"{hsa_id} {unit.name}"))
        return unit

    def _change(self, row: FileRow, unit: Unit) -> Unit:
        rules.check_administers_unit(self.who, administered_unit(unit))
        if row["kind"] and self._kind(row) != unit.kind:
            raise Unfit("kind", "a unit's kind cannot be changed; close it and open another")
        if row["provider"] and self._provider(row) != unit.organisation:
            raise Unfit("provider", "who runs a unit cannot be changed; close it and open another")
        name = fitness.name(row["unit_name"] or unit.name, 300)
        municipality = self._municipality(row) if row["municipality"] else unit.municipality
        after = (name, municipality, *self._served(row, unit))
        if after != (before := (unit.name, unit.municipality, unit.areas, unit.takes_in)):
            what = f"{unit.hsa_id} {_described(*before)} → {_described(*after)}"
            unit.name, unit.municipality, unit.areas, unit.takes_in = after
            if unit.pk:
                self.made.steps.append(ImportStep(row.line, RENAMED, unit, what))
        return unit

    def _served(self, row: FileRow, unit: Unit) -> tuple[str, bool]:
        """The areas, and whether it takes in for others: as the line says, as they are where it has no such cell."""
        areas = served.kept(row["areas"]) if row["areas"] else unit.areas
        takes_in = columns.yes_no(row["takes_in"]) if row["takes_in"] else unit.takes_in
        if takes_in is None:
            raise Unfit("takes_in", "“{given}” is neither yes nor no; write ja or nej", given=row["takes_in"])
        return areas, takes_in

    def _kind(self, row: FileRow) -> str:
        kind = columns.kind(row["kind"])
        if kind is None:
            words = ", ".join(names[0] for names in columns.KINDS.values())
            raise Unfit("kind", "“{given}” is no kind of unit; write one of: {known}", given=row["kind"], known=words)
        return kind

    def _municipality(self, row: FileRow) -> str:
        code = columns.municipality(row["municipality"])
        if code is None:
            reason = "no municipality is called “{given}”; write its name or its four digits, such as 1480"
            raise Unfit("municipality", reason, given=row["municipality"])
        return code

    def _provider(self, row: FileRow) -> Organisation | None:
        if not row["provider"]:
            return None
        with as_field(number="provider"):
            code = fitness.organisation_number(row["provider"])
        if code not in self.stored.providers:
            reason = "there is no contract with {provider}; add the provider first"
            raise Unfit("provider", reason, provider=row["provider"])
        return self.stored.providers[code]


def _described(name: str, municipality: str, areas: str, takes_in: bool) -> str:
    """A unit in what an administrator can change of it."""
    where = f"{municipality}; {served.shown(areas)}" if areas else municipality
    return f"{name} ({where}{'; +' if takes_in else ''})"
