"""The words on the pages for what the library names: stages, roles, kinds and choices."""

from django.utils.translation import gettext_lazy as _

from brygga_site.words import access as words_access

STAGES = {
    "new": _("New"),
    "admitted": _("Admitted"),
    "notified": _("Being planned"),
    "ready": _("Discharge-ready"),
    "discharged": _("Discharged"),
    "aborted": _("Closed"),
}

ROLES = {
    "inpatient-care": _("Ward"),
    "outpatient-care": _("Health centre"),
    "municipal-health-care": _("Municipal health care"),
    "social-services": _("Social services"),
    "dental-care": _("Dental care"),
    "": _("Collaboration office"),
}

CHOICES = {
    "somatic": _("Somatic"),
    "psychiatric": _("Psychiatric"),
    "outpatient-care": _("The region's outpatient care"),
    "municipal-health-care": _("Municipal health care"),
    "social-services": _("Social services"),
    "available": _("Available"),
    "unavailable": _("Not available"),
    "unclear": _("Unclear"),
    "patient-declines": _("The patient declines"),
    "needs-from-one-principal": _("Needs from one principal only"),
    "plan-in-force": _("There is a plan in force"),
    "coordinated-psychiatric-plan": _("A coordinated psychiatric care plan is made instead"),
    "home": _("Own home"),
    "special-housing": _("Special housing"),
    "short-term-place": _("Short-term place"),
    "other-hospital": _("Another hospital"),
    "deceased": _("Deceased"),
    True: _("Yes"),
    False: _("No"),
    **words_access.CHOICES,
}

SAID = {
    "admission": _("Patient admitted"),
    "need-assessed": _("Needs after discharge judged likely"),
    "admission-notice": _("Admission notice"),
    "changed-discharge-date": _("Expected discharge changed"),
    "acknowledgement": _("Acknowledged"),
    "named-care-contact": _("Named care contact appointed"),
    "ready-notice": _("Discharge-ready"),
    "ready-withdrawn": _("No longer discharge-ready"),
    "sip-call": _("Called to SIP"),
    "sip-held": _("SIP held"),
    "sip-not-needed": _("SIP not needed"),
    "outpatient-interventions": _("Outpatient interventions"),
    "information-transferred": _("Information transferred"),
    "discharged": _("Discharged"),
    "correction": _("Message withdrawn"),
    "aborted": _("Case closed"),
    "free-message": _("Message"),
}
"""What a message says once it has been sent."""

DO = {
    "admission": _("Admit"),
    "need-assessed": _("Needs after discharge are likely"),
    "admission-notice": _("Send admission notice"),
    "changed-discharge-date": _("Change expected discharge"),
    "acknowledgement": _("Acknowledge"),
    "named-care-contact": _("Appoint named care contact"),
    "ready-notice": _("Send discharge-ready notice"),
    "ready-withdrawn": _("Withdraw discharge-ready: the patient is worse"),
    "sip-call": _("Call to SIP"),
    "sip-held": _("SIP is held"),
    "sip-not-needed": _("SIP is not needed"),
    "outpatient-interventions": _("State outpatient interventions"),
    "information-transferred": _("Information is transferred"),
    "discharged": _("Discharge"),
    "correction": _("Withdraw a message sent by mistake"),
    "aborted": _("Close the case"),
    "free-message": _("Write a message"),
}
"""What the button says."""

FIELDS = {
    "Admitted": _("Admitted"),
    "Kind of care": _("Kind of care"),
    "Needs after discharge are likely, in the physician's judgement": _(
        "Needs after discharge are likely, in the physician's judgement"
    ),
    "Judged": _("Judged"),
    "Expected discharge": _("Expected discharge"),
    "Needs after discharge": _("Needs after discharge"),
    "To": _("To"),
    "Name": _("Name"),
    "Telephone": _("Telephone"),
    "Reason": _("Reason"),
    "Meeting": _("Meeting"),
    "Place": _("Place"),
    "Held": _("Held"),
    "The patient consents to the plan": _("The patient consents to the plan"),
    "Outpatient interventions": _("Outpatient interventions"),
    "What was transferred": _("What was transferred"),
    "Discharged": _("Discharged"),
    "Message": _("Message"),
    "Text": _("Text"),
    **words_access.FIELDS,
}
"""The titles of the messages' fields."""
