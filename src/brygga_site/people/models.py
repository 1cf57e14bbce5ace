"""Tables: persons, where they are listed, children's guardians, and what a person wishes (append-only)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from brygga.access import Protection
from brygga_site.append_only import AppendOnly
from brygga_site.organisations.models import Unit
from brygga_site.swedish import InSwedish
from brygga_site.told.models import ToldOnce, numbered_and_once
from brygga_site.trail.models import destroyed_about


class Person(models.Model):
    """A person whose care is shared. `identity_number` is twelve digits, or a reserve number where there is none.

    `protection` is what the population register says: whether the identity is protected, and how. `replaced_by` is who
    it turned out to be, of somebody who was kept under another number; they have no cases of their own any more.
    """

    class Protected(models.TextChoices):
        NONE = Protection.NONE.value, _("No")
        MARKING = Protection.CONFIDENTIALITY_MARKING.value, _("Confidentiality marking")
        REGISTRATION = Protection.PROTECTED_REGISTRATION.value, _("Protected registration")

    identity_number = models.CharField(max_length=40, unique=True)
    given_name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    registered_address = models.CharField(max_length=300, blank=True)
    municipality = models.CharField(max_length=4)
    protection = models.CharField(max_length=30, choices=Protected, default=Protected.NONE)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def shown_number(self) -> str:
        """The identity number as it is written: YYYYMMDD-NNNN."""
        number = self.identity_number
        return f"{number[:8]}-{number[8:]}" if len(number) == 12 and number.isdigit() else number

    @property
    def is_protected(self) -> bool:
        return self.protection != Protection.NONE


class Listing(models.Model):
    """The health centre at which a person is listed, as the region's register said when it was last read."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="listing")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+")


class Guardian(models.Model):
    """Who has custody of a child."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardians")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = [InSwedish("name"), "pk"]


class Statement(ToldOnce):
    """A consent, a block, or what else is said about a person's wishes. Rows are only ever added (`append_only`).

    `provider` is the provider that the statement is for: that consents are given to, or that holds what is blocked.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="statements")
    provider = models.CharField(max_length=60)

    class Meta:
        ordering = ["person_id", "sequence"]
        indexes = [models.Index(fields=["kind", "provider"])]
        constraints = numbered_and_once("person", "statement")


STATEMENTS = AppendOnly(
    "people_statement",
    "statements are append-only: withdraw the consent or lift the block in a further one",
    destroyed_about("person_id"),
    told=True,
)
