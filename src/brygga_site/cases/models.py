"""Tables: cases, who takes part, their messages (append-only) with receipts, and the projections that lists read."""

import uuid

from django.db import models

from brygga.process import AnyProcess
from brygga.processes import PROCESSES
from brygga_site.append_only import AppendOnly
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.people.models import Person
from brygga_site.told.models import ToldOnce, numbered_and_once
from brygga_site.trail import rows
from brygga_site.trail.models import destroyed_with


class Case(models.Model):
    """A case of a process under one agreement, about a person or about something else that `subject` names.

    `subject` is empty for a person, else a kind of `brygga.process.CaseSubject` with what it is, `agreement:gotland`.
    `municipality` is the code of the one that answers for the person, or in whose area the subject lies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.CharField(max_length=20)
    agreement = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="cases")
    subject = models.CharField(max_length=80, blank=True)
    municipality = models.CharField(max_length=4)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                name="a_case_is_about_one_thing", condition=models.Q(person__isnull=True) | models.Q(subject="")
            )
        ]

    @property
    def runs(self) -> AnyProcess:
        """The process of the case."""
        return PROCESSES[self.process]

    @property
    def persons(self) -> list[int]:
        """Whom the trail names for it: the person, or nobody."""
        return [self.person_id] if self.person_id else []


# Another municipality may come to answer, and a number be put right: what changes a case tells of it anew.
rows.CHANGING.add("cases_case")


class Participant(models.Model):
    """A unit that takes part in a case, and what it is there: one of the parts that the process declares.

    `listed_until` is that of the case's overview: beside the unit, so that no list goes through all it ever had.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="participants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="participations")
    part = models.CharField(max_length=30)
    listed_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "listed_until"], name="cases_participant_listed_idx")]
        constraints = [models.UniqueConstraint(fields=["case", "unit"], name="a_unit_takes_part_once")]


class Message(ToldOnce):
    """What was said in a case. Rows are only ever added; the database itself refuses update and delete."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="messages")

    class Meta:
        ordering = ["case_id", "sequence"]
        # Whoever begins a case is asked whether the same unit has used the key before.
        indexes = [models.Index(fields=["unit", "idempotency_key"], name="cases_message_key_idx")]
        constraints = numbered_and_once("case", "message")


class Receipt(models.Model):
    """That a message was told to a unit, and who there first had it before them; nobody has while `read_at` is null.

    Made in the message's transaction. One that has been read stays; one that has not goes with what was told.
    """

    message = models.ForeignKey(Message, on_delete=models.PROTECT, db_index=False, related_name="receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+")
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        # What a unit has not read is little, whatever it ever was told.
        indexes = [
            models.Index(fields=["unit"], name="cases_receipt_unread_idx", condition=models.Q(read_at__isnull=True))
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "unit"], name="one_receipt_per_message_and_unit"),
            models.CheckConstraint(
                name="what_is_read_is_read_by_somebody",
                condition=models.Q(read_at__isnull=True, read_by__isnull=True)
                | models.Q(read_at__isnull=False, read_by__isnull=False),
            ),
        ]

    def is_new_to(self, unit: Unit) -> bool:
        """Whether it is this unit's, and nobody there has read the message."""
        return self.unit_id == unit.pk and self.read_at is None


MESSAGES = AppendOnly(
    "cases_message",
    "messages are append-only: say what is right in a further message",
    destroyed_with("case_id"),
    told=True,
)


class Overview(models.Model):
    """The projection of a case that lists show, written in the transaction of each message; the same for any process.

    `care_until` is how long the case puts its person in the care of those who take part (null: never), `listed_until`
    how long lists show it; both are far ahead while nobody knows. Lists show the earliest `order_at` first, and of
    each case the facts `shown` (`brygga.process.facts`).
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="overview")
    version = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    stage = models.CharField(max_length=20)
    order_at = models.DateTimeField()
    care_until = models.DateTimeField(null=True)
    listed_until = models.DateTimeField()
    shown = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["care_until"], name="cases_overview_care_idx"),
            models.Index(fields=["changed_at", "case"], name="cases_overview_changed_idx"),
        ]


class UnderWay(models.Model):
    """The projection of what a person has once at a time: a case of a process that is `alone`, while it is not over."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="under_way")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="+")
    process = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "process"], name="one_case_under_way_at_a_time")]


class ListsVersion(models.Model):
    """How often what a unit's lists show has changed: one more with every message of a case that the unit took or takes
    part in, and with every statement about a person its lists name. Raised in that message's transaction.
    """

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, primary_key=True, related_name="+")
    number = models.PositiveBigIntegerField()


class Owing(models.Model):
    """The projection of what is owed: a duty not yet done, of one unit in one case. It may arise later (`since`)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="owings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="owings")
    duty = models.CharField(max_length=60)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "since"])]


class Tie(models.Model):
    """The projection of what outlasts a case: by `kind` the unit has the person in its care until another has."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="ties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=40)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "since"], name="cases_tie_person__tie_idx")]
