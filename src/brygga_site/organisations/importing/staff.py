"""The people of a file."""

from brygga.access.administration import check_keeps, keeps
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.staff import identities_told, new_staff
from brygga_site.organisations.administering import administrator
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.importing.cells import as_field, needed, same
from brygga_site.organisations.importing.known import KnownUnitsAndStaff
from brygga_site.organisations.importing.reading import FileRow
from brygga_site.organisations.importing.steps import CORRECTED, REGISTERED, ImportStep, Plan
from brygga_site.organisations.models import Assignment, Staff


class PlannedStaff:
    """Finds the person of each row, or plans to register them, or to change what their account says."""

    def __init__(self, assignment: Assignment, stored: KnownUnitsAndStaff, made: Plan) -> None:
        self.assignment, self.stored, self.made = assignment, stored, made
        self.who = administrator(assignment)
        self.told: dict[str, dict[str, str]] = {}

    def of(self, row: FileRow) -> Staff:
        """Raises Unfit and NotAdministered."""
        with as_field(hsa_id="person"):
            hsa_id = fitness.optional_hsa_id(row["person"])
            key = hsa_id or row["username"].lower()
            same(self.told.setdefault(key, {}), row, ("username", "name", "identity_number"))
            staff = self.stored.staff.get(hsa_id) if hsa_id else self.stored.usernames.get(key)
            return self._change(row, staff) if staff else self._register(row, hsa_id)

    def _register(self, row: FileRow, hsa_id: str | None) -> Staff:
        needed(row, "name")
        username = row["username"] or str(hsa_id).lower()
        if username.lower() in self.stored.usernames:
            raise Unfit("username", "somebody already has the user name {username}", username=username)
        if username.lower() in self.stored.former:
            reason = "somebody has had the user name {username}, and it stands in the log: choose another"
            raise Unfit("username", reason, username=username)
        staff = new_staff(self.assignment, username, row["name"], hsa_id, row["identity_number"])
        if hsa_id:
            self.stored.staff[hsa_id] = staff
        self.stored.usernames[username.lower()] = staff
        self.made.steps.append(ImportStep(row.line, REGISTERED, staff, f"{staff.username} {staff.name}"))
        return staff

    def _change(self, row: FileRow, staff: Staff) -> Staff:
        """Somebody whose account another organisation keeps is left as that has written them."""
        if staff.pk is None or not self._is_kept(staff):
            return staff
        name = fitness.name(row["name"] or staff.name, 200)
        number = fitness.identity_number(row["identity_number"]) or staff.identity_number
        if row["username"] and row["username"].lower() != staff.username.lower():
            reason = "{name} has the user name {username}; change it on the person's page"
            raise Unfit("username", reason, name=staff.name, username=staff.username)
        if (name, number) != (staff.name, staff.identity_number):
            check_keeps(self.who, staff.pk, staff.organisation_id)
            what = f"{staff.username} {staff.name} → {name}"
            known = {"identity_number": staff.identity_number, "hsa_id": staff.hsa_id}
            other = identities_told(known, {**known, "identity_number": number})
            staff.name, staff.identity_number = name, number
            before = f"{other}: " if other else ""
            self.made.steps.append(ImportStep(row.line, CORRECTED, staff, what, bool(other), before))
        return staff

    def _is_kept(self, staff: Staff) -> bool:
        is_own = staff.pk == self.who.staff
        return is_own or keeps(self.who, staff.pk, staff.organisation_id)
