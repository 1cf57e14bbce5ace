"""Tables: what an organisation has decided about keeping, what it holds back, and each run of destruction.

What of a run outlives the records says what went and by which rule: numbers of cases, kinds and counts, no person.
"""

from django.db import models
from django.db.models import F, Q

from brygga.retention import RecordKind
from brygga_site.append_only import AppendOnly
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment, Organisation
from brygga_site.people.models import Person
from brygga_site.trail.models import destroyed_about, destroyed_with

RECORDS = [(kind.value, kind.value) for kind in RecordKind]


class RetentionPlan(models.Model):
    """A decision of an organisation's own on how many years a kind of record is kept. The newest of a kind holds.

    Rows are only ever added.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="retention_plans")
    record = models.CharField(max_length=20, choices=RECORDS)
    years = models.PositiveSmallIntegerField()
    decision = models.CharField(max_length=60)
    decided_on = models.DateField()
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation_id", "record", "-pk"]


class Hold(models.Model):
    """That an organisation destroys nothing about a person until it is lifted: a court or a claim needs it.

    Rows are only ever added, and go with the person.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=400)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]


class Lift(models.Model):
    """That a hold is lifted. Rows are only ever added, and go with the person, who is named here too for that."""

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="lift")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()


class Destruction(models.Model):
    """A run of destruction: what had come of age on a day, who listed it, who approved it, and what came of it.

    How it stands, for pages and lists. What has been decided are its steps, and nothing is destroyed without them.
    """

    class Stage(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        WITHDRAWN = "withdrawn"
        FINISHED = "finished"

    OPEN = (Stage.PROPOSED, Stage.APPROVED)
    """Nobody makes another list meanwhile."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="destruction_runs")
    on = models.DateField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PROPOSED)
    proposed_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, db_index=False, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    decided_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            # Staff are compared in the verb: one person may have several assignments.
            models.CheckConstraint(
                name="a_run_is_approved_under_another_assignment",
                condition=Q(decided_by__isnull=True)
                | ~Q(stage__in=["approved", "finished"])
                | ~Q(decided_by=F("proposed_by")),
            )
        ]


class RunStep(models.Model):
    """What somebody has decided of a run, or that it has been carried out. Rows are only ever added.

    `listed` is the SHA-256 of what was on the list by then (`listing.digest_of`), so that what is approved is what is
    destroyed; once it is carried out, also of what came of each record, so that the protocol says what was done.
    """

    run = models.ForeignKey(Destruction, on_delete=models.PROTECT, db_index=False, related_name="steps")
    stage = models.CharField(max_length=10, choices=Destruction.Stage)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    listed = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "stage"], name="a_run_comes_to_a_stage_once")]


class Count(models.Model):
    """What an organisation held when it was last counted, which goes through all that it holds.

    By kind how much may go, by kind and reason what keeps the rest; `must_by` is the earliest day by which an act wants
    something gone.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, primary_key=True, related_name="+")
    at = models.DateTimeField()
    held = models.JSONField()
    due = models.JSONField()
    kept = models.JSONField()
    must_by = models.DateField(null=True)

    @property
    def total(self) -> int:
        return sum(self.due.values())


class ListedRecord(models.Model):
    """A record on a run's list, by the number of its case, which it outlives.

    `outcome` is empty until its batch; `released`: the organisation has let it go and others hold the case still.
    `rule` is the clause or the decision by which it has come of age, `last_entry` the day it was counted from.
    """

    class Outcome(models.TextChoices):
        RELEASED = "released"
        DESTROYED = "destroyed"
        KEPT = "kept"

    run = models.ForeignKey(Destruction, on_delete=models.CASCADE, db_index=False, related_name="items")
    case = models.UUIDField()
    process = models.CharField(max_length=20)
    record = models.CharField(max_length=20, choices=RECORDS)
    rule = models.CharField(max_length=120)
    last_entry = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    because = models.CharField(max_length=20, blank=True)
    messages = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "record", "case"], name="a_record_is_listed_once_in_a_run")
        ]


class Release(models.Model):
    """That an organisation holds a kind of record of a case no longer. A case goes when nobody holds anything of it.

    Rows are only ever added, and go with the case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="releases")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="+")
    record = models.CharField(max_length=20, choices=RECORDS)
    run = models.ForeignKey(Destruction, on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "organisation", "record"], name="a_record_is_released_once")
        ]


_REFUSAL = "what is decided about keeping is append-only: decide anew"
APPEND_ONLY = (
    AppendOnly("keeping_retentionplan", _REFUSAL, told=True),
    AppendOnly("keeping_hold", _REFUSAL, destroyed_about("person_id"), told=True),
    AppendOnly("keeping_lift", _REFUSAL, destroyed_about("person_id"), told=True),
    AppendOnly("keeping_runstep", _REFUSAL, told=True),
    AppendOnly("keeping_release", _REFUSAL, destroyed_with("case_id"), told=True),
)
