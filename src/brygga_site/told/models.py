"""What every table of things told has in common, and the constraints by which the database keeps it."""

from django.db import models


class ToldOnce(models.Model):
    """Something told about a subject: a case, a person, a finding. A table adds the subject as its own foreign key.

    `sequence` is 1, 2, 3 … about each subject. `part` is what the unit is in what it speaks of, empty where it is
    nothing in particular. `content` is the fields of its kind, as JSON. Rows are only ever added (`append_only`).

    Nothing looks for rows by their unit or assignment alone, and neither is ever removed, so neither has an index; nor
    has the subject one beside that of its numbers.
    """

    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    content = models.JSONField()
    sent_at = models.DateTimeField()
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    part = models.CharField(max_length=30, blank=True)
    assignment = models.ForeignKey(
        "organisations.Assignment", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        abstract = True


def numbered_and_once(subject: str, noun: str) -> list[models.BaseConstraint]:
    """One row for each number and one for each key about a subject, numbered from 1.

    `subject` is the field that says what the row is about; `noun` is what the table calls a row, as constraints' names
    are unique in the whole database.
    """
    return [
        models.UniqueConstraint(fields=[subject, "sequence"], name=f"one_{noun}_per_number"),
        models.UniqueConstraint(fields=[subject, "idempotency_key"], name=f"one_{noun}_per_key"),
        models.CheckConstraint(name=f"{noun}s_are_numbered_from_1", condition=models.Q(sequence__gte=1)),
    ]
