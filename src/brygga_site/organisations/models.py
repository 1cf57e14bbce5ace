"""Tables: organisations, units, staff and the assignments they act under."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brygga.process import Role
from brygga_site.swedish import InSwedish
from brygga_site.words.administration import KINDS, PURPOSES


class Organisation(models.Model):
    """A care provider: a region, a municipality, or a private provider that works for them under contract.

    `code` is the county code, the municipality code, or a private provider's organisation number.
    """

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        MUNICIPALITY = "municipality", _("Municipality")
        PROVIDER = "provider", _("Private provider")

    kind = models.CharField(max_length=20, choices=Kind)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="one_organisation_per_code")]

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """A private provider works for a region or a municipality, whose administrators then open its units."""

    principal = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="contracts")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracted_by")

    class Meta:
        ordering = [InSwedish("provider__name")]
        constraints = [models.UniqueConstraint(fields=["principal", "provider"], name="one_contract_per_provider")]


class Unit(models.Model):
    """A place where staff work. Care units have a role in a person's care; an office has none.

    `principal` is the region or municipality that a private provider's unit works for under contract; None for others.
    `areas` are the places it serves, as `areas.kept` writes them; empty for the municipality where it is. Whoever
    `takes_in` is told for others of its organisation, and passes it on.
    """

    class Kind(models.TextChoices):
        WARD = "ward", KINDS["ward"]
        HEALTH_CENTRE = "health-centre", KINDS["health-centre"]
        HOME_CARE = "home-care", KINDS["home-care"]
        CASE_OFFICERS = "case-officers", KINDS["case-officers"]
        DENTAL = "dental", KINDS["dental"]
        OFFICE = "office", KINDS["office"]

    hsa_id = models.CharField(max_length=40, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    principal = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="contracted_units"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    role = models.CharField(max_length=30, blank=True, choices=[(role.value, role.value) for role in Role])
    name = models.CharField(max_length=300)
    municipality = models.CharField(max_length=4)
    areas = models.CharField(max_length=600, blank=True)
    takes_in = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [InSwedish("name"), "hsa_id"]
        constraints = [
            models.CheckConstraint(
                name="an_office_has_no_role", condition=Q(kind="office", role="") | (~Q(kind="office") & ~Q(role=""))
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def as_role(self) -> Role | None:
        """What the unit is to a person's care; None for an office."""
        return Role(self.role) if self.role else None

    @property
    def works_for_id(self) -> int:
        """The region or municipality whose work it does: its own, or the one it works for under contract."""
        return self.principal_id or self.organisation_id


class PhysiciansAt(models.Model):
    """How many are listed at a health centre from a day on, and how many physicians work there, by heads.

    The region's register of listings knows everybody; Brygga knows those whom a case is about. So all three are told.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="physicians")
    from_day = models.DateField()
    listed = models.PositiveIntegerField()
    specialists = models.PositiveSmallIntegerField()
    in_training = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-from_day"]
        constraints = [models.UniqueConstraint(fields=["unit", "from_day"], name="one_count_of_physicians_a_day")]


class StaffManager(BaseUserManager):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Staff":
        staff = self.model(username=username, **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """A person who works at one or more units, and signs in.

    `hsa_id` is what the identity provider knows the person by; `identity_number` tells when they meet their own record.
    `organisation` is the one whose administrators keep the account; others only give assignments. `lists_in_rows` is
    the person's own choice of how Today and the boards look.
    """

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    hsa_id = models.CharField(max_length=40, unique=True, null=True, blank=True)
    identity_number = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    lists_in_rows = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = StaffManager()

    class Meta:
        # Whoever opens a case is asked whether the person is a colleague.
        indexes = [models.Index(fields=["identity_number"], name="staff_identity_number_idx")]

    def __str__(self) -> str:
        return self.name


class FormerUserName(models.Model):
    """A user name, in small letters, that a member of staff has had. It stands in the log, so nobody else gets it."""

    name = models.CharField(max_length=150, primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="former_user_names")

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A staff member's commission at a unit, from a day and perhaps to one. Nobody acts without one.

    `hsa_id` is the commission's own; `revoked_at` ends it at once, whatever its days say.
    """

    class Purpose(models.TextChoices):
        CARE = "care", PURPOSES["care"]
        SOCIAL_CARE = "social-care", PURPOSES["social-care"]
        ADMINISTRATION = "administration", PURPOSES["administration"]
        LOG_REVIEW = "log-review", PURPOSES["log-review"]
        ASSIGNMENTS = "assignments", PURPOSES["assignments"]

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    title = models.CharField(max_length=100)
    purpose = models.CharField(max_length=20, choices=Purpose)
    hsa_id = models.CharField(max_length=40, unique=True, null=True, blank=True)
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    through = ""
    """The name of the key by which a program acts under the assignment; empty for a person."""

    class Meta:
        ordering = [InSwedish("unit__name"), InSwedish("title")]
        constraints = [
            models.CheckConstraint(
                name="an_assignment_ends_after_it_begins",
                condition=Q(to_day__isnull=True) | Q(to_day__gte=models.F("from_day")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"


class ImportFile(models.Model):
    """A file that waits to be applied, one for each administrator, kept between what it would do and doing it.

    It may hold staff's identity numbers, so it waits for `WAITS` and no longer.
    """

    WAITS = timedelta(days=1)

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="import_file")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()


class Pending(models.Model):
    """A change that one administrator has asked for and another has to approve; until then it gives nothing.

    `content` is what was asked for and `before` what stood then in the same fields, as the `kind` of change writes
    them; `digest` is over kind and content, so that the same does not wait twice. `what` is the change as the trail
    names it. `subject` is whose account or assignment it is about; `file` is what an import reads, and goes with the
    decision. `region` is asked instead of the organisation's own. The factors are how the two had shown who they are.
    """

    WAITS = timedelta(days=7)

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Not approved in time")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="pending")
    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="asked_to_approve")
    kind = models.CharField(max_length=30)
    content = models.JSONField()
    before = models.JSONField()
    file = models.BinaryField(null=True)
    digest = models.CharField(max_length=64)
    what = models.CharField(max_length=200)
    subject = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="pending")
    asked_under = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="asked")
    asked_at = models.DateTimeField()
    asked_factor = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_under = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="decided")
    decided_at = models.DateTimeField(null=True)
    decided_factor = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    result = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "digest"], condition=Q(state="waiting"), name="the_same_waits_once"
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def until(self) -> datetime:
        """When it is too late to approve it."""
        return self.asked_at + self.WAITS

    def waits(self, now: datetime) -> bool:
        return self.state == self.State.WAITING and now < self.until


class StandIn(models.Model):
    """A region whose administrators approve for a municipality that has no second administrator of its own."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="stand_in")
    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stands_in_for")
    since = models.DateTimeField()
