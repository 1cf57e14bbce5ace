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
    "model-gate": (
        _("Patient by patient once the mean is over"),
        _("Each patient's days are charged when the mean of a period exceeds the limit."),
    ),
    "model-none": (_("Exempt"), _("Stays that cost nothing by the agreement.")),
    "own-rules": (
        _("An agreement's own rules"),
        _("A region and a municipality may agree on another beginning of liability; their rules go before the act's."),
    ),
    "own-amount": (_("An agreement's own amount"), _("A region and a municipality may agree on what a day costs.")),
    "opposed": (_("Opposed"), _("A stay of which it was opposed that the patient was discharge-ready costs nothing.")),
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

CAPABILITIES = {
    "adoption": _("adoption of the agreement and its changes, section by section"),
    "bodies": _("bodies, their seats, meetings and matters"),
    "compulsory": _("compulsory psychiatric care and its coordinated care plan"),
    "contacts": _("named contacts"),
    "contracts": _("requirements on procured providers"),
    "dental": _("dental certificates and oral health"),
    "deviation": _("deviations: more of them"),
    "discharge": _("discharge: more of it"),
    "dispute": _("disagreements between the parties"),
    "division": _("decision tables: who is responsible for what"),
    "enrolment": _("enrolment in municipal health care"),
    "followup": _("follow-up of the agreement and its annexes"),
    "implementation": _("making the agreement known and followed"),
    "initiatives": _("joint initiatives, projects and priorities"),
    "localplan": _("local area plans"),
    "measures": _("follow-up in numbers"),
    "medaids": _("medicines, aids and products close to them"),
    "opening": _("opening hours and on-call rotas"),
    "oralstats": _("oral-health statistics"),
    "othermun": _("compensation between municipalities"),
    "palliative": _("enrolment in palliative care and its compensation"),
    "physician": _("physicians in municipal health care, and their rota"),
    "placecost": _("what placements cost and who pays"),
    "placement": _("placements outside the home"),
    "plans": _("collaboration plans"),
    "purchase": _("purchase of services between the parties"),
    "register": _("the register of agreements, guidelines, routines and annexes"),
    "relatives": _("support to relatives"),
    "rights": _("what a person may ask for"),
    "roadmap": _("action plans of the roadmap"),
    "selfcare": _("self-care and the handling of medicines"),
    "sharedcosts": _("costs that are shared, and their keys"),
    "sip": _("coordinated individual plans (SIP)"),
    "targetgroups": _("responsibility for groups that several care for"),
    "training": _("training and consultation between the principals"),
    "users": _("participation of those the care is for"),
    "year": _("the year's plans, presentations and revisions"),
}
"""What is built later, as the end of the sentence "waits for …"."""

ACCESS = {
    "own-unit": (_("What the unit wrote itself"), _("A unit reads what it has documented itself.")),
    "own-unit-social": (
        _("What the unit wrote itself, in social care"),
        _("A unit of social care reads what it has documented itself."),
    ),
    "sent-to-unit": (_("What was sent to the unit"), _("A unit reads what it was told in a message.")),
    "sent-to-unit-social": (
        _("What was sent to the unit, in social care"),
        _("A unit of social care reads what it was told in a message."),
    ),
    "same-provider": (
        _("The same care provider"),
        _("A unit that takes part in the care reads what the care provider's other units have documented."),
    ),
    "same-provider-social": (
        _("The same social-care provider"),
        _("A unit that helps the person reads what the other units of the same social-care provider have documented."),
    ),
    "emergency-same-provider": (
        _("Danger to life, within the care provider"),
        _("A unit that says what the danger is reads what the care provider's other units have not blocked."),
    ),
    "consent": (_("Consent"), _("The patient consents: other providers' data are opened to the care provider.")),
    "consent-social": (
        _("Consent in social care"),
        _("The person consents: other providers' data are opened to the social-care provider."),
    ),
    "child": (_("A child who cannot consent"), _("No consent is needed for a child who cannot consent.")),
    "child-social": (
        _("A child who cannot consent, in social care"),
        _("No consent is needed to read other social care's data about a child who cannot consent."),
    ),
    "unable": (
        _("Patient who cannot consent"),
        _("The patient lacks, not only for a time, the ability to consent, and would not have objected."),
    ),
    "unable-social": (
        _("Care recipient who cannot consent"),
        _("The person lacks, not only for a time, the ability to consent: other social care's data are opened."),
    ),
    "emergency": (
        _("Danger to life"),
        _("Life is in danger: what care providers have not blocked is opened for a shift."),
    ),
    "who-blocked": (
        _("Who has blocked"),
        _("In danger to life a care provider is told which care providers have blocked data."),
    ),
    "exists": (
        _("That there are data"),
        _("One may know that there are data, blocked or not, but not whose nor what."),
    ),
    "opens": (_("Beginning a case"), _("Who begins a case of each kind, by the clause that its process names.")),
    "not-opening": (
        _("Refused: begins no such case"),
        _("A unit that begins no such case, or works for something else."),
    ),
    "between-parties": (
        _("Between the parties"),
        _("Those who take part in a case between the parties read it, for the purpose that it is for."),
    ),
    "no-party": (
        _("Refused: no party to the case"),
        _("What is between the parties is read by nobody else, whatever the person consents to."),
    ),
    "wrong-purpose": (
        _("Refused: another purpose"),
        _("Only an assignment in care or social care opens anything about a person."),
    ),
    "own-record": (_("Refused: one's own record"), _("Nobody reads about themselves at work.")),
    "no-relation": (
        _("Refused: takes no part in the care"),
        _("A unit that takes no part in the patient's care reads nothing of the care provider's other units."),
    ),
    "no-relation-outside": (
        _("Refused: no current patient relation"),
        _("Without a current patient relation another care provider's data stay closed."),
    ),
    "no-relation-social-data": (
        _("Refused: no current patient relation, social care's data"),
        _("Without a current patient relation social care's data stay closed to care, in an emergency too."),
    ),
    "no-relation-social": (
        _("Refused: neither helps nor assesses"),
        _("A social-care provider that neither helps the person nor assesses the need reads nothing of others."),
    ),
    "irrelevant": (
        _("Refused: of no use to the unit"),
        _("What cannot be assumed to matter for what the unit does stays closed."),
    ),
    "irrelevant-social": (
        _("Refused: of no use to the intervention"),
        _("What cannot be assumed to matter for the intervention stays closed."),
    ),
    "blocked-unit": (
        _("Refused: blocked between units"),
        _("The patient has blocked the data against the care provider's other units."),
    ),
    "blocked-provider": (
        _("Refused: blocked against other providers"),
        _("The patient has blocked the data against other providers."),
    ),
    "blocked-provider-social": (
        _("Refused: blocked, and not told by whom"),
        _("The data are blocked, and it is not told who has blocked them."),
    ),
    "no-consent": (
        _("Refused: no consent"),
        _("Without the patient's consent another care provider's data stay closed."),
    ),
    "no-consent-social-data": (
        _("Refused: no consent, social care's data"),
        _("Without the patient's consent social care's data stay closed to care, in an emergency too."),
    ),
    "no-consent-social": (
        _("Refused: no consent, between social-care providers"),
        _("Without the person's consent other social care's data stay closed."),
    ),
    "no-consent-social-health": (
        _("Refused: no consent, care's data"),
        _("To social care nothing but consent opens what care has documented."),
    ),
    "guardian": (
        _("Guardians and representatives"),
        _("A guardian blocks nothing for a child and speaks for no adult."),
    ),
    "exhaustive": (
        _("There is no other way"),
        _("What another provider holds is opened only as the act says, not even by consent in any other case."),
    ),
    "lift": (
        _("To lift a block"),
        _("Who lifts a block, on what ground and for how long; requests and their answers."),
    ),
    "protected-identity": (
        _("Protected identity"),
        _("Where a protected person's address, name and number may stand."),
    ),
    "provider": (
        _("Each unit's provider"),
        _("Each unit belongs to one care provider or social-care provider, which answers for its data."),
    ),
    "assignments": (
        _("Assignments"),
        _("One reads under an assignment: unit, role, purpose and days, given and ended by the organisation."),
    ),
    "one-principal": (
        _("Region and municipality in one"),
        _("An organisation that is both opens units of either, and is one and the same principal."),
    ),
    "sign-in": (_("Sign-in"), _("Nobody reads anything before it is known who it is.")),
    "trail": (
        _("The trail"),
        _("Every reading and writing leaves an entry in the same transaction; nobody changes or removes one."),
    ),
    "log-review": (
        _("Log review"),
        _("The provider's reviewer looks through the entries, at random and by pattern, and notes what is found."),
    ),
    "access-report": (
        _("The person's own report"),
        _("The person is told who has read about them, at what unit, when and why."),
    ),
    "destruction": (
        _("Destruction by rule"),
        _("What the acts let go is destroyed by rule when its time is over, by two persons."),
    ),
    "extract": (
        _("What is held about the person"),
        _("The person is given what the organisation holds about them, and told what is withheld and why."),
    ),
}
"""The grounds, and what else carries out who may read and write what."""

STATEMENTS = {
    "consent": (_("Consent"), _("The person lets a provider use what others have made available.")),
    "withdrawn": (_("Withdrawal"), _("A consent, or an assessment that stands in for one, holds no longer.")),
    "block": (_("Block"), _("The person objects: the data are blocked at once.")),
    "block-lifted": (_("Block lifted"), _("A block is lifted: the person asks, or cannot and the care cannot wait.")),
    "lift-requested": (
        _("Request to lift a block"),
        _("A care provider whose patient is in danger asks the one that blocked to lift the block."),
    ),
    "lift-denied": (
        _("Request denied"),
        _("The provider that blocked has judged a request and does not lift the block."),
    ),
    "speaks-for": (
        _("Speaks for the person"),
        _("Somebody speaks for an adult: by what mandate, in what, and how that was shown."),
    ),
    "details-corrected": (
        _("Details corrected"),
        _("A person's name, address or municipality of registration stood wrong, or is another now."),
    ),
    "number-replaced": (
        _("Number replaced"),
        _("A person's number is known now, and takes the place of a reserve number or a coordination number."),
    ),
    "unable": (
        _("Cannot consent"),
        _("The person lacks, not only for a time, the ability to consent; the attitude is clarified."),
    ),
    "immature-child": (
        _("Child who cannot consent (assessment)"),
        _("A child is judged to be too immature to consent."),
    ),
    "emergency": (
        _("Danger to life (statement)"),
        _("A unit says what the danger is and why the person cannot be asked."),
    ),
}
"""What is said about a person's wishes."""
