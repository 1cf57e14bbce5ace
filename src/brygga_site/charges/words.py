"""The words for how a stay was counted and why it costs nothing."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "no_admission_notice": _("No admission notice was sent"),
    "late_admission_notice": _("The admission notice was sent too late"),
    "no_ready_notice": _("No discharge-ready notice was sent"),
    "no_sip_call": _("A SIP was to be made, and no call to it was sent"),
    "late_sip_call": _("The call to SIP was sent too late"),
    "outpatient_unavailable": _("The region's outpatient interventions were not available, or unclear"),
    "opposed": _("That the patient was discharge-ready was opposed"),
}

FAULTS = {
    "ready_at": _("The discharge-ready notice is from before the admission"),
    "discharged_at": _("The discharge is from before the admission or the discharge-ready notice"),
}
"""By the column of the stays that is at fault. Nothing else can be wrong with a stay made from a case's messages."""

GROUPS = {
    "individual": _("Counted individually"),
    "mean": _("In the month's mean"),
    "free": _("No chargeable day"),
    "gate": _("In a mean that was not over the limit"),
    "none": _("Exempt by the agreement's rule"),
    "excluded": _("Costs nothing: a condition is not met"),
}

DESTROYED = (
    "vårdtillfällen bakom summan har gallrats, eftersom tiden de bevaras är över. Summan står kvar som den avräknades "
    "och ändras inte; det som gallrats räknas i den men kan inte visas."
)
"""What the papers say of a month whose stays have been destroyed: they are in Swedish alone."""
