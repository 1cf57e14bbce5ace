"""The words of keeping: kinds of records, what keeps them, how a run stands, and what is never destroyed."""

from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_noop as noop

from brygga.retention import KeptBecause, RecordKind
from brygga_site.keeping.destruction.actions import GONE, UNSETTLED
from brygga_site.keeping.models import Destruction, ListedRecord

_ = gettext_lazy

RECORDS = {
    RecordKind.PATIENT: _("Patient records"),
    RecordKind.SOCIAL: _("Personal files of social services"),
    RecordKind.PRIVATE_SOCIAL: _("Personal files in private hands"),
    RecordKind.OTHER: _("Other documents"),
}

REASONS = {
    KeptBecause.OPEN: _("The case is not over."),
    KeptBecause.WITHIN: _("The time for which it is kept has not run out."),
    KeptBecause.NEWER: _("There is a newer entry about the same person."),
    KeptBecause.HOLD: _("Your organisation has stopped the destruction."),
    KeptBecause.RESEARCH: _("It is kept for research, by the act's sample."),
    KeptBecause.BIRTHDAY_UNKNOWN: _("The day of birth is not known, so it may belong to the sample for research."),
    KeptBecause.CHILD: _("It is about somebody under 18. It may come from a placement or an inquiry, so look at it."),
    KeptBecause.NO_RULE: _("No act sets a time, and your organisation has not decided on one."),
    UNSETTLED: _("A month that the stay is in cannot be settled, so its sum would be lost."),
    GONE: _("It is there no longer, or another run has let it go."),
}

STAGES = {
    Destruction.Stage.PROPOSED: _("waits for approval"),
    Destruction.Stage.APPROVED: _("approved, to be carried out"),
    Destruction.Stage.WITHDRAWN: _("put away"),
    Destruction.Stage.FINISHED: _("carried out"),
}

OUTCOMES = {
    ListedRecord.Outcome.DESTROYED: pgettext_lazy("records", "Destroyed"),
    ListedRecord.Outcome.RELEASED: pgettext_lazy("records", "Let go"),
    ListedRecord.Outcome.KEPT: pgettext_lazy("records", "Kept"),
}

NEVER = (
    (
        _("The log, for ten years"),
        _("Who has read and written has to be possible to check, and to tell the person. Then it goes by rule."),
    ),
    (
        _("The seals of the log"),
        _("They hold no personal data, and without them nobody could tell that nothing else has been taken away."),
    ),
    (
        _("Sums of the settlement"),
        _("What was paid has to be possible to account for. The stays behind a sum go, the sum stays."),
    ),
    (
        _("Lists of destruction and their protocols"),
        _("They say what went, when, by which rule and who decided it, and name no person."),
    ),
    (
        _("What other organisations hold"),
        _(
            "Each destroys its own. What yours has sent to others came in to their records and stays there for their "
            "time. A case goes when nobody who took part holds anything of it."
        ),
    ),
    (
        _("Copies in backups"),
        _("A backup is never changed. What has been destroyed lies there until the backup itself is thrown away."),
    ),
)
"""What no run takes, each with why."""

REFUSED = (
    noop("say the number of the decision"),
    noop("the decision is of a day that has not come"),
    noop("say what the records are needed for"),
    noop("a list waits already; decide on it first"),
    noop("nothing has come of age"),
    noop("whoever made the list does not approve it; another at the office does"),
    noop("the list has been decided on already"),
    noop("the act orders these records destroyed at its own time; no plan changes it"),
    noop("a plan may lengthen the act's period and never shorten it"),
    noop("write a number of years from 1 to 200"),
)
"""What an office is told when something cannot be done."""


def record(kind: str) -> str:
    return str(RECORDS.get(kind, kind))


def reason(name: str) -> str:
    return str(REASONS.get(name, name))


def stage(name: str) -> str:
    return str(STAGES.get(name, name))
