"""The steps of a run, each with what was on its list by then."""

import hashlib
import json
from datetime import datetime

from brygga_site.keeping.models import Destruction, RunStep
from brygga_site.organisations.models import Assignment


def step(run: Destruction, stage: Destruction.Stage, assignment: Assignment, now: datetime) -> RunStep:
    """Writes that a run has come to a stage; whoever records it tells of the row."""
    return RunStep.objects.create(run=run, stage=stage, assignment=assignment, made_at=now, listed=digest_of(run))


def digest_of(run: Destruction) -> str:
    """SHA-256 of what is on a list: each record with its rule and day, whatever has come of it."""
    rows = run.items.order_by("case", "record").values_list("case", "record", "process", "rule", "last_entry")
    digest = hashlib.sha256()
    for row in rows.iterator(2000):
        digest.update(json.dumps([str(one) for one in row]).encode() + b"\n")
    return digest.hexdigest()


def approval_of(run: Destruction) -> RunStep | None:
    """The step by which another member of staff has approved what is on the list; None where there is no such step."""
    found = RunStep.objects.filter(run=run, stage=Destruction.Stage.APPROVED).select_related("assignment").first()
    if found is None or found.assignment_id != run.decided_by_id or found.listed != digest_of(run):
        return None
    made = RunStep.objects.filter(run=run, stage=Destruction.Stage.PROPOSED).select_related("assignment").first()
    return found if made and made.assignment.staff_id != found.assignment.staff_id else None
