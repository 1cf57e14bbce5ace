"""The words of the log review: patterns, steps, and what an entry of the trail says in plain language."""

from django.utils.translation import gettext_lazy as _

from brygga.access.basis import Basis
from brygga.access.flags import FlagKind
from brygga_site.review.steps import StepKind
from brygga_site.trail.models import Action, Outcome

KINDS = {
    FlagKind.OWN: _("Own record"),
    FlagKind.EMERGENCY: _("Emergency access"),
    FlagKind.UNRELATED: _("No care relation"),
    FlagKind.COLLEAGUE: _("Colleague"),
    FlagKind.SURNAME: _("Same surname"),
    FlagKind.MANY: _("Many records"),
    FlagKind.HOURS: _("Unusual hours"),
    FlagKind.REFUSED: _("Refused attempts"),
}

REASONS = {
    FlagKind.OWN: _("The staff member opened what stands about themself."),
    FlagKind.EMERGENCY: _("Data was reached by the rules for emergencies, past a missing consent or a block."),
    FlagKind.UNRELATED: _("The unit had the person in its care neither then nor in the 30 days before."),
    FlagKind.COLLEAGUE: _("The person works, or has worked, at the same unit."),
    FlagKind.SURNAME: _("The staff member and the person share the surname %(name)s."),
    FlagKind.MANY: _("%(persons)s persons were opened in one day; %(usual)s is usual in the unit."),
    FlagKind.HOURS: _("Opened between 22 and 6, when the unit has nobody at work."),
    FlagKind.REFUSED: _("So many attempts were refused that it is hardly chance."),
}

RARE_NIGHT = _("Opened between 22 and 6. Of the %(days)s days the staff member opened records, %(nights)s were nights.")
"""The reason for unusual hours at a unit that works around the clock."""

STEPS = {
    StepKind.OPENED: _("Opened"),
    StepKind.ASKED: _("Explanation asked for"),
    StepKind.NOTE: _("Note"),
    StepKind.JUSTIFIED: _("Justified"),
    StepKind.UNAUTHORISED: _("Unauthorised"),
    StepKind.REPORTED: _("Reported"),
    StepKind.REOPENED: _("Opened again"),
}

SAY = {
    StepKind.ASKED: _("Ask for an explanation"),
    StepKind.NOTE: _("Write a note, or move the day of follow-up"),
    StepKind.JUSTIFIED: _("Judge it justified"),
    StepKind.UNAUTHORISED: _("Judge it unauthorised"),
    StepKind.REPORTED: _("Say to whom it has been reported"),
    StepKind.REOPENED: _("Open it again"),
}

DECISIONS = {Outcome.ALLOWED: _("Allowed"), Outcome.REFUSED: _("Refused, and nothing was shown")}

WHAT = {
    (Action.READ, "case"): _("Opened the case"),
    (Action.LIST, "board"): _("Saw the person on the unit's board"),
    (Action.LIST, "paper"): _("Took out the unit's list, with the person on it, for paper"),
    (Action.LIST, "what"): _("Saw the person in the list of what the unit is to do or read"),
    (Action.READ, "person"): _("Searched by the identity number"),
    (Action.WRITE, "registration"): _("Wrote the person into the register"),
    (Action.LIST, "stays"): _("Saw the stay in the grounds of a settlement"),
    (Action.LIST, "settlement"): _("Saw the stay in the grounds of a settlement"),
    (Action.LIST, "log"): _("Reviewed the log"),
    (Action.LIST, "review"): _("Reviewed the log"),
    (Action.READ, "entry"): _("Reviewed the log"),
    (Action.READ, "finding"): _("Reviewed the log"),
    (Action.WRITE, "finding"): _("Reviewed the log"),
    (Action.READ, "access"): _("Made a report of who has read about the person"),
    (Action.READ, "extract"): _("Gave out what is held about the person"),
    (Action.WRITE, "hold"): _("Stopped or allowed that what is held about the person is destroyed"),
}
"""By action and the first word of what was done."""

ACTIONS = {
    Action.READ: _("Read"),
    Action.LIST: _("Saw the person in a list"),
    Action.WRITE: _("Wrote"),
    Action.PURGE: _("Removed"),
    Action.DESTROY: _("Destroyed by rule"),
    Action.ADOPT: _("Sealed as it stood"),
}

GROUNDS = {
    Basis.TAKES_PART: _("The unit takes part in the case."),
    Basis.TAKES_NO_PART: _("The unit takes no part in the case, so it was refused."),
    Basis.OPENS: _("The unit began a case about the person, or was about to."),
    Basis.BY_NUMBER: _("Somebody in care gave the person's whole identity number."),
    Basis.NOT_SEEKING: _("Only health care finds persons by their number, so it was refused."),
    Basis.IN_CARE: _("The unit has to do with the person's care."),
    Basis.RECORDS_WISH: _("The unit wrote down what the person wishes, or what was judged about it."),
    Basis.OFFICE_SETTLES: _("The office works out what the municipality is to pay for days in hospital."),
    Basis.NO_OFFICE: _("Only an office may do this, so it was refused."),
    Basis.OTHER_MUNICIPALITY: _("The municipality is another office's, so it was refused."),
    Basis.REVIEWS: _("The log is checked regularly, so that nobody reads without a reason."),
    Basis.REPORTS: _("Somebody asked on the person's behalf who had read."),
    Basis.NO_REVIEWER: _("Only a log reviewer may do this, so it was refused."),
    Basis.OTHER_ORGANISATION: _("The entry is another organisation's, so it was refused."),
    Basis.OTHER_PURPOSE: _("The assignment is for something else, so it was refused."),
    Basis.ADMINISTERS: _("The organisation's administrator keeps its units, staff and assignments."),
    Basis.ADMINISTERS_NOT: _("Only the organisation's own administrator may do this, so it was refused."),
    Basis.OWN_KEY: _("The program's key acts for whoever took or ended it."),
    Basis.LAPSED: _("Older than ten years."),
    Basis.OPERATOR: _("Done by those who run the system."),
    Basis.COME_OF_AGE: _("Its time of keeping was over, and two at the office had approved that it goes."),
    Basis.DECIDES_KEEPING: _("The office decides how long its organisation keeps what it holds."),
    Basis.GIVES_OUT: _("The person asked for what is held about them."),
}

PARAGRAPHS = {
    "2008:355 4:1": _("Staff who take part in the care may read what they need for it."),
    "2008:355 4:3": _("A care provider must check that nobody reads without a right to."),
    "2008:355 4:5": _("A block was lifted, as the person agreed or the care could not wait."),
    "2008:355 8:5": _("A patient who asks is told who has read about them."),
    "2022:913 2:3": _("What a person has blocked is not shown to other providers."),
    "2008:355 4:4": _("What a patient has blocked is not shown to other units of the care provider."),
    "2022:913 4:3": _("Staff in social care may read what they need for their work."),
    "2022:913 3:1": _("A care provider that treats the patient now may read what others share, with consent."),
    "2022:913 3:2": _("Social care for the person may read what others share, with consent."),
    "2022:913 3:3": _("The patient cannot consent, and the care needs the data."),
    "2022:913 3:4": _("The person cannot consent, and the social care needs the data."),
    "2022:913 3:5": _("In danger to life or health, a care provider may ask that a block be lifted."),
    "2022:913 3:6": _("In danger to life or health, data may be used although the patient cannot consent."),
    "2022:913 4:4": _("A provider of social care must check that nobody reads without a right to."),
    "2022:913 4:5": _("A person with social care who asks is told who has read about them."),
}
"""What a paragraph says, in one plain sentence of our own."""
