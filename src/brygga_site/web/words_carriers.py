"""The words on the pages for what carries clauses out: what each thing is, in a sentence."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "message": _("Message"),
    "duty": _("Duty with a deadline"),
    "settlement": _("Settlement rule"),
    "parameter": _("Dated figure"),
    "term": _("Term of the agreement"),
    "parties": _("The parties"),
    "body": _("Body"),
    "adoption": _("Decision"),
    "document": _("Document"),
    "area": _("Collaboration area"),
    "access": _("Access"),
    "table": _("Decision table"),
    "measure": _("Measure"),
    "statement": _("Needs nothing"),
    "pending": _("Waits for"),
}

MESSAGES = {
    "admission": _("The ward's own entry that the patient is admitted; it starts the clock of the admission notice."),
    "need-assessed": _("The physician judges only later that needs after discharge are likely."),
    "admission-notice": _(
        "The ward tells those concerned that the patient is admitted, and when discharge is expected."
    ),
    "changed-discharge-date": _("The expected day of discharge has changed."),
    "acknowledgement": _("A unit has read a message and takes it up."),
    "named-care-contact": _("The named care contact in outpatient care is appointed."),
    "ready-notice": _("The physician has judged the patient discharge-ready. Days are counted from when it is sent."),
    "ready-withdrawn": _("The patient has got worse and is no longer discharge-ready."),
    "sip-call": _("The named care contact calls to a coordinated individual planning."),
    "sip-held": _("The coordinated individual planning is held and the plan drawn up."),
    "sip-not-needed": _("No coordinated individual planning is to be made, and why."),
    "outpatient-interventions": _(
        "Whether the region's outpatient interventions are available, not available or unclear."
    ),
    "information-transferred": _("What is needed for the care after discharge has been handed over."),
    "discharged": _("The patient has left inpatient care."),
    "correction": _("A message was sent by mistake and no longer holds; what is right is said in a further message."),
    "aborted": _("The case is closed before discharge."),
    "free-message": _("Something to the others that no other message says."),
}

SETTLEMENT = {
    "payer": (_("Who pays"), _("Which municipality pays for a stay, and to whom.")),
    "model-individual": (
        _("Patient by patient"),
        _("Each patient's days are charged from a set day after the notice."),
    ),
    "model-mean": (
        _("The month's mean"),
        _("A municipality pays for the days by which the mean of the month's stays exceeds the limit."),
    ),
    "long-stay": (
        _("Long stays"),
        _("A stay longer than a set number of days is taken out of the mean and charged alone."),
    ),
    "daily-rate": (_("Rate per day"), _("What a day costs: the sum that is fixed for each year.")),
    "no_admission_notice": (_("No admission notice"), _("A stay without an admission notice costs nothing.")),
    "late_admission_notice": (
        _("Late admission notice"),
        _("A stay with an admission notice sent too late costs nothing."),
    ),
    "no_ready_notice": (_("No discharge-ready notice"), _("A stay without a discharge-ready notice costs nothing.")),
    "no_sip_call": (_("No call to SIP"), _("A stay without the call to SIP that it needs costs nothing.")),
    "late_sip_call": (_("Late call to SIP"), _("A stay with a call to SIP sent too late costs nothing.")),
    "outpatient_unavailable": (
        _("Outpatient care not available"),
        _("A stay costs nothing when the region's outpatient interventions are not available or unclear."),
    ),
}
"""Per rule of the settlement its name and what it does."""

TERMS = {
    "period": (_("Period"), _("From when to when the agreement holds.")),
    "renewal": (_("Renewal"), _("How the agreement goes on when its period is over.")),
    "notice": (_("Notice"), _("How and until when a party can give notice.")),
    "amendment": (_("Amendment"), _("How the agreement is changed while it holds.")),
    "revision": (_("Revision"), _("How often and when the agreement is looked through.")),
    "in-force": (_("In force"), _("From when the agreement or act is in force.")),
}

ROOMS = {
    "rules": _("decision tables: who is responsible for what"),
    "discharge": _("discharge: more of it"),
    "careplan": _("coordinated care plans (SIP)"),
    "enrolment": _("enrolment in home health care"),
    "placement": _("placements and what they cost"),
    "dental": _("dental certificates and oral health"),
    "deviation": _("deviations"),
    "disagreement": _("disagreements between the parties"),
    "settlement": _("settlement: more of it"),
    "measures": _("follow-up in numbers"),
    "register": _("the register of meetings, decisions, plans and documents"),
    "people": _("persons and their lasting contacts"),
    "charges": _("other costs that are shared"),
}
"""What is built later, as the end of the sentence "waits for …"."""

EVENTS = {
    "admitted": _("the patient is admitted"),
    "need-assessed": _("needs after discharge are judged likely"),
    "admission-notice": _("the admission notice is sent"),
    "expected-discharge": _("the expected day of discharge"),
    "expected-discharge-today": _("the expected day of discharge begins"),
    "expected-discharge-passed": _("the expected day of discharge has passed"),
    "ready-notice": _("the discharge-ready notice is sent"),
    "sip-required": _("a SIP is required"),
    "sip-call": _("the call to SIP is sent"),
    "sip-meeting": _("the SIP meeting"),
    "may-go-home": _("all that is needed for going home is in place"),
    "discharged": _("the patient is discharged"),
    "left-for-care": _("the patient leaves inpatient care alive"),
}
"""What duties arise with and are counted from."""
