"""A file of units, staff and assignments is kept, and applied whole or not at all."""

from datetime import date, datetime

from django.db import IntegrityError
from django.utils import timezone

from brygga_site.organisations.actions.approval import ask
from brygga_site.organisations.actions.assignments import told
from brygga_site.organisations.actions.recorded import administered, deed
from brygga_site.organisations.actions.staff import registered
from brygga_site.organisations.actions.units import opened
from brygga_site.organisations.approval.kinds import FILE, Carried, ChangeAsked
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.importing import steps
from brygga_site.organisations.importing.planning import plan
from brygga_site.organisations.importing.steps import Plan
from brygga_site.organisations.models import Assignment, ImportFile, Pending, Staff, Unit
from brygga_site.organisations.reads import check_administrator
from brygga_site.trail.actions import record_all

AT_ONCE = 1000


class NotApplied(Exception):
    """Nothing was written: the file has faults, or would no longer do what was seen. `plan` is the new one."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(f"{len(plan.faults)} faults")


def keep_file(assignment: Assignment, name: str, content: bytes, now: datetime) -> ImportFile:
    """Keeps a file until it is applied, another takes its place or a day has gone; files of others that old go too.

    Raises Http404 for who is no administrator.
    """
    check_administrator(assignment)
    ImportFile.objects.filter(uploaded_at__lt=now - ImportFile.WAITS).delete()
    values = {"name": name[:200], "content": content, "uploaded_at": now}
    return ImportFile.objects.update_or_create(assignment=assignment, defaults=values)[0]


def apply_file(
    assignment: Assignment, content: bytes, seen: str | None = None, name: str = "", factor: str = ""
) -> Plan:
    """Does what the file says, and records each step; the file that was kept is forgotten.

    Where a step takes two, the whole file waits for another administrator (`Plan.waiting`), and nothing is done yet.
    `seen` is the digest of the plan that somebody has agreed to; None takes the plan as it is. Raises NotApplied.
    """
    today = timezone.localdate()
    try:
        with administered(assignment, "import"):
            made = plan(assignment, content, today)
            if made.faults or seen not in (None, made.digest):
                raise NotApplied(made)
            if made.takes_two:
                counts = dict(made.counts)
                wanted = {"day": today.isoformat(), "plan": made.digest, "name": name[:200], "steps": counts}
                what = f"import of {made.rows} rows: " + ", ".join(f"{kind} {n}" for kind, n in counts.items())
                made.waiting = ask(assignment, ChangeAsked(FILE, wanted, what, file=content), factor)
            else:
                _write(made)
                record_all(assignment, (deed(assignment, _what(step)) for step in made.steps))
            ImportFile.objects.filter(assignment=assignment).delete()
    except IntegrityError:
        # Somebody else has opened the unit or registered the person meanwhile.
        raise NotApplied(plan(assignment, content, today)) from None
    return made


def planned(waiting: Pending, asker: Assignment) -> Plan:
    """What a file that waits would do now, as of the day when it was asked for."""
    return plan(asker, bytes(waiting.file or b""), date.fromisoformat(waiting.content["day"]))


def carry_out_file(waiting: Pending, asker: Assignment, now: datetime) -> Carried:
    """Does what the file says, all of it, if that is still what it said when it was asked for."""
    made = planned(waiting, asker)
    if made.faults or made.digest != waiting.content["plan"]:
        raise Unfit("", "the file would no longer do what was asked for; decline it, and let it be imported anew")
    _write(made)
    return Carried(tuple(_what(step) for step in made.steps))


def _write(made: Plan) -> None:
    Unit.objects.bulk_create(made.of(steps.OPENED), AT_ONCE)
    Staff.objects.bulk_create(made.of(steps.REGISTERED), AT_ONCE)
    given = made.of(steps.GIVEN)
    for one in given:
        # They were planned before the unit and the person had numbers.
        one.unit, one.staff = one.unit, one.staff
    Assignment.objects.bulk_create(given, AT_ONCE)
    Unit.objects.bulk_update(made.of(steps.RENAMED), ["name", "municipality", "areas", "takes_in"], AT_ONCE)
    Staff.objects.bulk_update(made.of(steps.CORRECTED), ["name", "identity_number"], AT_ONCE)
    Assignment.objects.bulk_update(made.of(steps.CHANGED), ["title", "to_day"], AT_ONCE)


def _what(step: steps.ImportStep) -> str:
    row = step.row
    say = {
        steps.OPENED: lambda: opened(row),
        steps.RENAMED: lambda: f"unit changed: {row.hsa_id}",
        steps.REGISTERED: lambda: registered(row),
        steps.CORRECTED: lambda: f"staff changed: {step.before}{row.username}, {row.hsa_id or 'no HSA-id'}",
        steps.GIVEN: lambda: told(row),
        steps.CHANGED: lambda: f"assignment {row.pk} of {row.staff.username}: last day {row.to_day or 'none'}",
    }
    return say[step.kind]()
