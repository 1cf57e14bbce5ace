"""Tables: the keys by which programs sign in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from brygga_site.organisations.models import Assignment, Organisation


class Key(models.Model):
    """A bearer token of an organisation, of which only the digest (SHA-256) is kept.

    A program acts under the key's assignment, and ends with it. For units and assignments that is the administrator's
    who made the key. For the cases of a unit it is one at the unit: the administrator allows the key, and whoever has
    the assignment takes it. `digest` is null until then.
    """

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read and write")
        CASES_READ = "cases:read", _("Read the unit's cases")
        CASES_WRITE = "cases:write", _("Read the unit's cases and write in them")
        HEADS = "heads", _("Have the heads of another Brygga's log kept here")

    OF_CASES = frozenset({Scope.CASES_READ, Scope.CASES_WRITE})

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="keys")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True, null=True)
    scope = models.CharField(max_length=20, choices=Scope)
    made_at = models.DateTimeField()
    last_day = models.DateField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def of_cases(self) -> bool:
        """Whether it is for the cases of a unit."""
        return self.scope in self.OF_CASES
