"""Tables: the trail's entries, whom they are about, and the seals over them. Rows are only ever added.

No column refers to a table outside the trail, so an entry says by itself what was done and outlives what it is about.
"""

from enum import StrEnum

from django.db import connection, models

from brygga_site.append_only import AppendOnly
from brygga_site.trail.stored import KEPT_YEARS

SETTLEMENT, OPERATION = "settlement", "operation"
"""What data is wanted for beside cases, which name their process, and what assignments are for."""


class Action(StrEnum):
    """What was done, or what somebody tried to do.

    `destroy` says that the rows it tells of are removed by rule, in its own transaction; `adopt` that rows from before
    entries told of any stood so when it was made.
    """

    READ = "read"
    LIST = "list"
    WRITE = "write"
    PURGE = "purge"
    DESTROY = "destroy"
    ADOPT = "adopt"


class Outcome(StrEnum):
    ALLOWED = "allowed"
    REFUSED = "refused"


class Entry(models.Model):
    """One reading or writing. `staff` is a user name, `assignment` a number, `unit` an HSA-id; all empty for a command.

    `staff_number` is the member of staff's own number, which nobody else is ever given; `staff` is what the user name
    was that day. Entries from before the number was kept have none, and nobody may fill it in: the digest is over it.

    `paragraph` is the clause the decision rests on, `2022-913.3.1.2`; empty when nothing about a person was decided.

    `told` are the rows of other tables that were written in the same transaction, as JSON text (`trail.rows`):
    [[table, key, digest], …]; null where there were none.

    `sequence` is 1, 2, 3 … without holes. `digest` is over everything else here that is set, and the persons
    (`trail.digests`).
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    staff = models.CharField(max_length=150)
    staff_number = models.BigIntegerField(null=True)
    assignment = models.CharField(max_length=20)
    unit = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20)
    action = models.CharField(max_length=10)
    decision = models.CharField(max_length=10)
    ground = models.CharField(max_length=60)
    paragraph = models.CharField(max_length=60, blank=True)
    what = models.CharField(max_length=200)
    case = models.UUIDField(null=True)
    origin = models.CharField(max_length=45)
    told = models.TextField(null=True)
    digest = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(name="entries_are_numbered_from_1", condition=models.Q(sequence__gte=1))]
        # What the units of one organisation did in a month, for the log's reviewer.
        # And what was destroyed: the triggers of what is told ask for it row by row.
        indexes = [
            models.Index(fields=["unit", "at"]),
            models.Index(fields=["case"], name="trail_destroyed_idx", condition=models.Q(action="destroy")),
        ]


class Subject(models.Model):
    """A person whom an entry is about. A listing has one entry and a subject for each person on it.

    The key begins with the person: who has seen somebody is one look into an index.
    """

    pk = models.CompositePrimaryKey("person", "entry_id")
    person = models.BigIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, related_name="subjects")


class Seal(models.Model):
    """A signed head of the chain: it covers the entries from `first` to `last` and, by `previous`, all before them.

    `head` and `key` say their algorithms; the entries' digests, which stand in `digests` without, are of the head's.
    """

    first = models.BigIntegerField(primary_key=True)
    last = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=200, unique=True)
    digests = models.BinaryField()
    head = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()
    key = models.TextField()
    signature = models.TextField()


class Inspection(models.Model):
    """That a head was exported, the trail verified, or all of it backed up: when, up to which entry, what came of it.

    `findings` is how many a verification had, `against_head` whether it compared with an exported head. It stands
    beside the entries, since a trail that is not whole must be told of too.
    """

    class Kind(models.TextChoices):
        EXPORTED = "exported"
        VERIFIED = "verified"
        BACKED_UP = "backed-up"

    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    last = models.BigIntegerField()
    findings = models.PositiveIntegerField(default=0)
    against_head = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]


_DESTROYED = "FROM trail_entry e {also} WHERE e.action = 'destroy' AND e.decision = 'allowed' AND"


def destroyed_with(case: str) -> dict[str, str]:
    """The condition under which a row about a case may be removed: an entry tells that the case is destroyed.

    `case` is the row's column. For `AppendOnly.lapsed`.
    """
    rule = f'EXISTS (SELECT 1 {_DESTROYED.format(also="")} e."case" = OLD.{case})'
    return {"sqlite": rule, "postgresql": rule}


def destroyed_about(person: str) -> dict[str, str]:
    """The same for a row about a person: an entry about no case tells that what stands about them is destroyed."""
    about = "JOIN trail_subject s ON s.entry_id = e.sequence"
    rule = f'EXISTS (SELECT 1 {_DESTROYED.format(also=about)} e."case" IS NULL AND s.person = OLD.{person})'
    return {"sqlite": rule, "postgresql": rule}


KEEPING = 20261201
"""The advisory lock under which PostgreSQL compares a head with the one kept before."""


class KeptHead(models.Model):
    """A head of another site's trail, kept here for it. Rows are only ever added.

    `of` is the name of the key that it was sent with, and whose key it is. `finding` says why it was not taken: it ends
    before one that was (`shorter`), or does not continue it (`another`); empty where it was, and `document` is then
    countersigned. `other_key`: it is signed with another key than the one before, which its sender should know of.
    """

    class Finding(models.TextChoices):
        SHORTER = "shorter"
        ANOTHER = "another"

    of = models.CharField(max_length=100)
    at = models.DateTimeField()
    last = models.BigIntegerField()
    head = models.CharField(max_length=200)
    key = models.TextField()
    finding = models.CharField(max_length=10, choices=Finding, blank=True)
    other_key = models.BooleanField(default=False)
    document = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["of", "last"], name="kept_heads_of_somebody")]

    @staticmethod
    def wait() -> None:
        """On PostgreSQL waits for whoever keeps a head just now; on SQLite writers queue as it is."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEEPING])


class SentHead(models.Model):
    """That our head up to the entry `last` was sent to another site, and what came of it. Rows are only ever added.

    `document` is what was kept there, countersigned; `says` is why it was not.
    """

    class Outcome(models.TextChoices):
        KEPT = "kept"
        REFUSED = "refused"
        UNREACHABLE = "unreachable"

    to = models.CharField(max_length=200)
    at = models.DateTimeField()
    last = models.BigIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    says = models.CharField(max_length=300, blank=True)
    document = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["to"], name="sent_heads_to_somebody")]


_REFUSAL = "the trail is append-only"
_LAPSED = {
    "sqlite": f"{{at}} < datetime('now', '-{KEPT_YEARS} years')",
    "postgresql": f"{{at}} < now() - interval '{KEPT_YEARS} years'",
}
_AT = "(SELECT at FROM trail_entry WHERE sequence = OLD.entry_id)"
APPEND_ONLY = (
    AppendOnly("trail_entry", _REFUSAL, {vendor: rule.format(at="OLD.at") for vendor, rule in _LAPSED.items()}),
    AppendOnly("trail_subject", _REFUSAL, {vendor: rule.format(at=_AT) for vendor, rule in _LAPSED.items()}),
    AppendOnly("trail_seal", _REFUSAL),
    AppendOnly("trail_inspection", _REFUSAL),
    AppendOnly("trail_kepthead", _REFUSAL),
    AppendOnly("trail_senthead", _REFUSAL),
)
