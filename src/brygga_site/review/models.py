"""Tables: review rounds with what was drawn and flagged, and findings with their steps. Rows are only ever added.

Entries, units and persons are named as the trail names them: by number, HSA-id and number. Staff are by number too
(`staff_number`, None where nobody knows who it was), with the user name of that day beside it (`staff`).
"""

from datetime import date

from django.db import models

from brygga.access.flags import FlagKind
from brygga_site.append_only import AppendOnly
from brygga_site.organisations.models import Assignment, Organisation
from brygga_site.told.models import ToldOnce, numbered_and_once


class Round(models.Model):
    """A review of what an organisation's units read and wrote from a day to a day, both included.

    `until` is the number of the newest entry when it was made, `seed` what the sample is drawn by (`review.sample`).
    Without its `drawing` it waits for it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="review_rounds")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    first = models.DateField()
    last = models.DateField()
    until = models.BigIntegerField()
    percent = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=32)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="a_round_ends_after_it_begins", condition=models.Q(last__gte=models.F("first")))
        ]

    @property
    def is_drawn(self) -> bool:
        return hasattr(self, "drawing")


class Drawing(models.Model):
    """That a round has been drawn, in the transaction of what was drawn and flagged.

    `population` is how many entries the sample was drawn from, `flags` by kind how many patterns there are in all.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, primary_key=True, related_name="drawing")
    at = models.DateTimeField()
    population = models.BigIntegerField()
    flags = models.JSONField()


class Drawn(models.Model):
    """An entry of a round's sample; `rank` is 1, 2, 3 … in the order drawn."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, db_index=False, related_name="drawn")
    rank = models.PositiveIntegerField()
    entry = models.BigIntegerField()

    class Meta:
        ordering = ["round_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["round", "rank"], name="one_entry_per_rank"),
            models.UniqueConstraint(fields=["round", "entry"], name="an_entry_is_drawn_once"),
        ]


class Flagged(models.Model):
    """A pattern found in a round (`brygga.access.flags.Flag`): the gravest of each kind, in the order of gravity."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, db_index=False, related_name="flagged")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in FlagKind])
    staff = models.CharField(max_length=150)
    staff_number = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=40)
    person = models.BigIntegerField(null=True)
    entry = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    figures = models.JSONField()

    class Meta:
        ordering = ["round_id", "pk"]
        indexes = [
            models.Index(fields=["round", "kind"]),
            models.Index(fields=["staff_number", "unit"], name="flags_of_staff"),
        ]


class Finding(models.Model):
    """Something in the log that is looked into: an entry, and what its staff member did about the same person."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="findings")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="findings")
    entry = models.BigIntegerField()
    staff = models.CharField(max_length=150)
    staff_number = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=40)
    person = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "entry"], name="one_finding_per_entry")]


class Step(ToldOnce):
    """What was said about a finding: who, when, what, and by which day it is to be followed up."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, db_index=False, related_name="steps")

    class Meta:
        ordering = ["finding_id", "sequence"]
        constraints = numbered_and_once("finding", "step")

    @property
    def text(self) -> str:
        return self.content["text"]

    @property
    def follow_up(self) -> date | None:
        day = self.content["follow_up"]
        return date.fromisoformat(day) if day else None


_REFUSAL = "what a log review says is append-only: say what is right in a further step"
STEPS = AppendOnly("review_step", _REFUSAL, told=True)
# What is drawn and flagged follows from the round and the log, and can be made anew from them.
DRAWN = tuple(AppendOnly(f"review_{noun}", _REFUSAL) for noun in ("drawing", "drawn", "flagged"))
APPEND_ONLY = (*(AppendOnly(f"review_{noun}", _REFUSAL, told=True) for noun in ("round", "finding")), *DRAWN, STEPS)
