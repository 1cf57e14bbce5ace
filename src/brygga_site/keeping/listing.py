"""The steps of a run, each with what was on its list by then."""

import hashlib
import json
from datetime import datetime

from brygga_site.keeping.models import Destruction, RunStep
from brygga_site.organisations.models import Assignment


def step(run: Destruction, stage: Destruction.Stage, assignment: Assignment, now: datetime) -> RunStep:
    """Writes that a run has come to a stage; whoever records it tells of the row."""
    listed = digest_of(run, stage == Destruction.Stage.FINISHED)
    return RunStep.objects.create(run=run, stage=stage, assignment=assignment, made_at=now, listed=listed)


LISTED = ("case", "record", "process", "rule", "last_entry")
CAME_OF_IT = ("outcome", "because", "messages")


def digest_of(run: Destruction, with_outcomes: bool = False) -> str:
    """SHA-256 of what is on a list: each record with its rule and day, and, asked for, with what has come of it."""
    rows = run.items.order_by("case", "record").values_list(*LISTED, *(CAME_OF_IT if with_outcomes else ()))
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


def is_as_decided(run: Destruction) -> bool:
    """Whether the run, its list and what came of it stand as its steps say, which nobody can change.

    The run and its list are rows that the database lets be changed, as they show how it goes.
    """
    stages = Destruction.Stage
    steps = {one.stage: one for one in RunStep.objects.filter(run=run)}
    proposed, finished = steps.get(stages.PROPOSED), steps.get(stages.FINISHED)
    decided = steps.get(stages.APPROVED) or steps.get(stages.WITHDRAWN)
    newest = finished or decided or proposed
    if proposed is None or newest is None or newest.stage != run.stage:
        return False
    by_steps = [(proposed.assignment_id, proposed.made_at)]
    by_steps += [(decided.assignment_id, decided.made_at) if decided else (None, None)]
    by_run = [(run.proposed_by_id, run.proposed_at), (run.decided_by_id, run.decided_at)]
    listed = {one.listed for one in steps.values() if one is not finished}
    if by_run != by_steps or run.finished_at != (finished.made_at if finished else None):
        return False
    return listed == {digest_of(run)} and (finished is None or finished.listed == digest_of(run, with_outcomes=True))
