"""The words on the pages for what `brygga.access` names: grounds, ways on, statements, and what they hold."""

from django.utils.translation import gettext_lazy as _

GROUNDS = {
    "own-unit": _("your own unit wrote it"),
    "own-unit-social": _("your own unit wrote it"),
    "sent-to-unit": _("it was sent to your unit"),
    "sent-to-unit-social": _("it was sent to your unit"),
    "same-provider": _("your care provider wrote it, and the person is in your unit's care"),
    "same-provider-social": _("your own social services wrote it, and the person is in your unit's care"),
    "emergency-same-provider": _("emergency: your unit has said that the person is in danger"),
    "consent": _("the person has consented"),
    "consent-social": _("the person has consented"),
    "child": _("a child who cannot itself consent"),
    "child-social": _("a child who cannot itself consent"),
    "unable": _("the person cannot consent, and nothing speaks against it"),
    "unable-social": _("the person cannot consent, and nothing speaks against it"),
    "emergency": _("emergency: your unit has said that the person is in danger"),
    "who-blocked": _("emergency: who has blocked"),
    "exists": _("that there is something, not what"),
    "opens": _("your unit begins such a case"),
    "between-parties": _("your unit takes part in the case, and it is between the parties alone"),
    "not-opening": _("Your unit begins no such case."),
    "no-party": _("Your unit takes no part in the case."),
    "wrong-purpose": _("The assignment you act under is not for care or social care about a person."),
    "own-record": _("This is about you. Nobody reads about themselves at work."),
    "no-relation": _(
        "Either nothing stands at this address, or the person is not in your unit's care as far as Brygga knows."
    ),
    "no-relation-outside": _("The person is not in your unit's care as far as Brygga knows."),
    "no-relation-social-data": _("The person is not in your unit's care as far as Brygga knows."),
    "no-relation-social": _(
        "Either nothing stands at this address, or the person has no case with your unit as far as Brygga knows."
    ),
    "irrelevant": _("This kind of data cannot be assumed to matter for what your unit does."),
    "irrelevant-social": _("This kind of data cannot be assumed to matter for what your unit does."),
    "blocked-unit": _("The patient has blocked the data: other units of the care provider may not read them."),
    "blocked-provider": _("The patient has blocked the data: other care providers may not read them."),
    "blocked-provider-social": _("The person has blocked the data: others may not read them."),
    "no-consent": _("The data are another care provider's, and the patient has not consented to your reading them."),
    "no-consent-social-data": _("The data are social care's, and the patient has not consented to your reading them."),
    "no-consent-social": _("The data are another's, and the person has not consented to your reading them."),
    "no-consent-social-health": _("The data are health care's, and the person has not consented to your reading them."),
}
"""Why something may be read, as half a sentence; why it may not, as a whole one."""

WAYS = {
    "join-case": _("If the person is to be in your unit's care: ask the ward to send your unit the admission notice."),
    "admit": _("If the person is in front of you on the ward: admit the patient."),
    "ask-consent": _("Ask the person. If the answer is yes, record the consent; you can then read at once."),
    "assess-ability": _("If the person cannot consent, and not only for a time: record the assessment."),
    "emergency": _("If there is danger to life or a serious risk to health and nobody can be asked: say what it is."),
    "see-who-blocked": _(
        "If there is danger to life or a serious risk to health and the patient cannot have the block lifted: see who "
        "has blocked, and ask them."
    ),
    "request-lift": _("Ask the care provider that has blocked to lift the block."),
    "person-lifts": _("The person can at any time ask those who have blocked to lift the block."),
    "officer-lifts": _(
        "If the patient agrees, or cannot be asked and cannot do without the care: whoever your care provider has "
        "appointed lifts the block."
    ),
    "own-report": _("You can ask for your own record, and for who has read it, as every patient can."),
    "change-assignment": _("If you also work with care or social care: change assignment."),
}
"""What can be done lawfully by whoever was refused."""

WAY_LINKS = {
    "join-case": _("Find the person by number"),
    "admit": _("Admit a patient"),
    "ask-consent": _("Record consent"),
    "assess-ability": _("Record the assessment"),
    "emergency": _("Say that there is danger"),
    "see-who-blocked": _("See who has blocked"),
    "request-lift": _("Ask for the block to be lifted"),
    "officer-lifts": _("Lift the block"),
    "change-assignment": _("Choose assignment"),
}

STATED = {
    "consent": _("Consent"),
    "withdrawn": _("Withdrawn"),
    "block": _("Block"),
    "block-lifted": _("Block lifted"),
    "lift-requested": _("Lift of block asked for"),
    "lift-denied": _("The block stays"),
    "unable": _("Cannot consent"),
    "immature-child": _("Child who cannot itself consent"),
    "emergency": _("Emergency"),
    "speaks-for": _("Speaks for the person"),
    "details-corrected": _("Name, address or municipality corrected"),
    "number-replaced": _("Number replaced"),
}

TO_STATE = {
    "consent": _("Record consent"),
    "withdrawn": _("Withdraw"),
    "block": _("Block data"),
    "block-lifted": _("Lift a block"),
    "lift-requested": _("Ask for a block to be lifted"),
    "lift-denied": _("Answer that the block stays"),
    "unable": _("Assess that the person cannot consent"),
    "immature-child": _("Judge that the child cannot consent"),
    "emergency": _("Emergency: say that there is danger"),
    "speaks-for": _("Record who speaks for the person"),
    "details-corrected": _("Correct name, address or municipality"),
    "number-replaced": _("Replace the number"),
}

EXPLAINED = {
    "consent": _("With consent you may read what others have written. It can be withdrawn at any time."),
    "withdrawn": _("What is withdrawn holds no longer, from this moment."),
    "block": _("A block takes effect at once. What the law orders to be told goes on being told."),
    "block-lifted": _("When the patient asks, the block is gone. Without the patient's word it is so for 12 hours."),
    "lift-requested": _("The care provider that has blocked decides. It sees your request at once."),
    "lift-denied": _("Whoever asked sees the answer and the reason at once."),
    "unable": _("Holds until it is withdrawn, for your care provider alone."),
    "immature-child": _("No age is given in the law: whether the child can consent is judged child by child."),
    "emergency": _(
        "For 12 hours your unit may read what care providers have written and nobody has blocked. Every such reading "
        "is looked at by the log reviewer."
    ),
    "speaks-for": _(
        "Whoever a court has appointed speaks in what the court has decided. Next of kin take part where it is "
        "suitable and no secrecy forbids it; they decide nothing for the person."
    ),
    "details-corrected": _(
        "As the population register says. A stay that is under way keeps the municipality that pays until it is "
        "corrected in the case."
    ),
    "number-replaced": _(
        "The right number takes the place of a reserve number or a coordination number. The cases come along; what "
        "stood before stays on the log."
    ),
}

CHOICES = {
    "person": _("The person"),
    "guardian": _("A guardian"),
    "representative": _("A representative"),
    "orally": _("Orally"),
    "in-writing": _("In writing"),
    "e-service": _("In an e-service"),
    "unit": _("Everyone outside this unit: what this unit has written"),
    "provider": _("Other care providers and social care: everything that yours has written"),
    "person-asks": _("The person asks for it"),
    "cannot-ask": _("The person cannot be asked, and cannot do without the care"),
    "identity": _("Name and number"),
    "coordination": _("Planning and coordination"),
    "health": _("Health and care"),
    "social": _("Social care"),
    "special-representative": _("Special representative, “god man” (1949:381 11:4)"),
    "administrator": _("Administrator, “förvaltare” (1949:381 11:7)"),
    "next-of-kin": _("Next of kin (2014:821 5:3)"),
    "care-of-the-person": _("Care of the person"),
    "property": _("Property"),
    "rights": _("Rights"),
}

FIELDS = {
    "To": _("To"),
    "Reason": _("Reason"),
    "For the provider": _("For the provider"),
    "Only for the unit": _("For"),
    "Data from": _("Data from (nothing chosen: from all)"),
    "Kinds of data": _("Kinds of data"),
    "From": _("From"),
    "Given by": _("Given by"),
    "How it was given": _("How it was given"),
    "Statement": _("What is withdrawn"),
    "Withdrawn by": _("Withdrawn by"),
    "How it was made known": _("How it was made known"),
    "Against": _("Against"),
    "Provider": _("Provider"),
    "Unit": _("Unit"),
    "Asked for by": _("Asked for by"),
    "How it was asked for": _("How it was asked for"),
    "Block": _("Block"),
    "Ground": _("Ground"),
    "Request": _("Request"),
    "Why the data may matter for care the patient cannot do without": _(
        "Why the data may matter for care the patient cannot do without"
    ),
    "How the person's attitude was clarified, and what it is": _(
        "How the person's attitude was clarified, and what it is"
    ),
    "There is no reason to believe that the person would have objected": _(
        "There is no reason to believe that the person would have objected"
    ),
    "What the judgement rests on": _("What the judgement rests on"),
    "What the danger is": _("What the danger is"),
    "Why the person cannot be asked": _("Why the person cannot be asked"),
    "By what mandate": _("By what mandate"),
    "Name": _("Name"),
    "Telephone": _("Telephone"),
    "In what": _("In what the court has decided (nothing for next of kin)"),
    "How the mandate was shown": _("How the mandate was shown"),
    "Given name": _("Given name"),
    "Family name": _("Family name"),
    "Municipality of registration": _("Municipality of registration"),
    "Stood here before": _("Stood here before"),
    "The address is another": _("The address is another"),
    "Personal identity number": _("Personal identity number"),
}
