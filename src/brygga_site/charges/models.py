"""Tables: the stays that settlements count, kept in the transaction of each message of their case."""

from django.db import models

from brygga_site.cases.models import Case


class KeptStay(models.Model):
    """The stay of a discharge (`brygga.discharge.Stay`), with the case's number as its own.

    Times are moments here and on the Swedish wall clock where they are counted. `version` is the number of the message
    that last changed something of the stay, `changed_at` when it was sent.
    """

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

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "discharged_at"], name="charges_kept_discharged_idx"),
            models.Index(fields=["municipality", "admitted_at"], name="charges_kept_admitted_idx"),
        ]
