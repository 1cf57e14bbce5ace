"""Tables: the stays that settlements count, kept in the transaction of each message of their case, and their sums."""

import uuid
from datetime import timedelta

from django.db import models

from brygga_site.cases.models import Case


class KeptStay(models.Model):
    """The stay of a discharge (`brygga.discharge.Stay`), with the case's number as its own.

    Times are moments here and on the Swedish wall clock where they are counted. `version` is the number of the message
    that last changed something of the stay, `changed_at` when it was sent.

    Those `short` that have some day in a month began no earlier than SHORT before it, and are found by that. The rest
    are few: `long`, under way, or with times that do not fit.
    """

    class Span(models.TextChoices):
        SHORT = "short"
        LONG = "long"

    SHORT = timedelta(days=92)

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="stay")
    agreement = models.CharField(max_length=60)
    municipality = models.CharField(max_length=4)
    care_type = models.CharField(max_length=20)
    admitted_at = models.DateTimeField()
    need_assessed_at = models.DateTimeField(null=True)
    admission_notice_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    sip_required = models.BooleanField()
    sip_called_at = models.DateTimeField(null=True)
    outpatient_available = models.BooleanField()
    discharged_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    span = models.CharField(max_length=5, choices=Span)

    class Meta:
        # The span before the time, as text: a stay is then looked for by one range, whatever the planner knows.
        indexes = [
            models.Index(fields=["municipality", "agreement", "span", "admitted_at"], name="charges_kept_span_idx")
        ]


class SettledPlace(models.Model):
    """A municipality that has, or has had, stays under an agreement. `mark` is new whenever one of them changes."""

    agreement = models.CharField(max_length=60)
    municipality = models.CharField(max_length=4)
    mark = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "agreement"], name="a_place_has_one_mark")]


class SettledMonth(models.Model):
    """What a municipality's month (`2026-03`) comes to, kept until a stay with a day in it changes.

    `rests_on` is a digest of everything else that it depends on (`months.rests_on`); `entry` its sums, None for a month
    without stays; `stays` each of them as it was counted, with what it came to (`plain.plain_stay`); `faults` the stays
    in it that cannot be counted.

    One that is `closed` has lost stays to lawful destruction: its sums stay as they were, and are never settled again.
    """

    agreement = models.CharField(max_length=60)
    municipality = models.CharField(max_length=4)
    month = models.CharField(max_length=7)
    rests_on = models.CharField(max_length=64)
    entry = models.JSONField(null=True)
    stays = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    closed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "agreement", "month"], name="a_month_is_settled_once")
        ]
