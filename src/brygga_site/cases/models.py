"""Tables: cases, who takes part, their messages (append-only), and the projection that lists read."""

import uuid

from django.db import models

from brygga.discharge import Stage
from brygga_site.append_only import AppendOnly
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.people.models import Person


class Case(models.Model):
    """One person's discharge under one agreement. `municipality` is the code of the one that answers for the person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.CharField(max_length=20)
    agreement = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    municipality = models.CharField(max_length=4)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at"]


class Participant(models.Model):
    """A unit that takes part in a case, in the role it has."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "unit"], name="a_unit_takes_part_once")]


class Message(models.Model):
    """What was said. Rows are only ever added; the database itself refuses update and delete (`append_only`)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    content = models.JSONField()
    sent_at = models.DateTimeField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        ordering = ["case_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="one_sequence_per_case"),
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="a_message_is_sent_once"),
            models.CheckConstraint(name="messages_are_numbered_from_1", condition=models.Q(sequence__gte=1)),
        ]


MESSAGES = AppendOnly("cases_message", "messages are append-only: say what is right in a further message")


class Overview(models.Model):
    """The projection of a case: what boards and settlements list, written in the transaction of each message."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="overview")
    version = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    stage = models.CharField(max_length=20, choices=[(stage.value, stage.value) for stage in Stage])
    care_type = models.CharField(max_length=20)
    admitted_at = models.DateTimeField(null=True)
    need_assessed_at = models.DateTimeField(null=True)
    notice_at = models.DateTimeField(null=True)
    expected_discharge = models.DateField(null=True)
    ready_at = models.DateTimeField(null=True)
    sip_required = models.BooleanField(default=False)
    sip_called_at = models.DateTimeField(null=True)
    outpatient_available = models.BooleanField(default=False)
    discharged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["stage", "ready_at"]),
            models.Index(fields=["discharged_at"]),
        ]


class Owing(models.Model):
    """The projection of what is owed: a duty not yet done, of one unit in one case. It may arise later (`since`)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="owings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="owings")
    duty = models.CharField(max_length=60)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "since"])]
