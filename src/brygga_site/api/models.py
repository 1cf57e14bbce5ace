"""Tables: the keys by which programs sign in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from brygga_site.organisations.models import Assignment, Organisation


class Key(models.Model):
    """A bearer token of an organisation, of which only the digest (SHA-256) is kept.

    A program acts under the assignment of the administrator who made the key, so it ends with that.
    """

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read and write")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="keys")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=Scope)
    made_at = models.DateTimeField()
    last_day = models.DateField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name
