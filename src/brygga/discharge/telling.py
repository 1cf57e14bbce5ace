"""Which messages 2017:612 orders to be told to the units concerned, and which are written in the sender's own words.

What an act orders to be told is the receivers' to have: no block stands in its way. A free message nobody orders.
"""

from brygga.discharge import messages as say
from brygga.process import Acknowledgement, Body, Correction, FreeMessage

ORDERED: dict[type[Body], str | None] = {
    say.Admission: "2017-612.2.1.1",
    say.NeedAssessed: "2017-612.2.1.1",
    say.AdmissionNotice: "2017-612.2.1.1",
    say.NoticeSupplement: "2017-612.2.1.1",
    say.NoticeForwarded: "2017-612.2.1.1",
    # Whoever is concerned is told, and whoever is not ceases to be.
    say.WrongRecipient: "2017-612.2.1.1",
    say.ToldOtherwise: "2017-612.2.1.1",
    say.ChangedDischargeDate: "2017-612.2.4",
    # The notice no longer holds: nobody is to be discharged on the day it said.
    say.Aborted: "2017-612.2.4",
    say.NamedCareContact: "2017-612.2.5.1",
    Acknowledgement: "2017-612.2.6",
    say.ReadyNotice: "2017-612.3.1.1",
    say.ReadyWithdrawn: "2017-612.3.1.1",
    say.InformationTransferred: "2017-612.3.2.1",
    say.MedicineList: "2017-612.3.2.1",
    say.Discharged: "2017-612.3.2.1",
    # Where the patient is in inpatient care is what the admission notice told; who pays is told for what it must know.
    say.Moved: "2017-612.2.1.1",
    say.TakenOver: "2017-612.2.1.1",
    say.MunicipalityCorrected: "2017-612.5.2.1",
    say.SipHeld: "2017-612.4.1.1",
    say.SipNotNeeded: "2017-612.4.1.1",
    say.SipCall: "2017-612.4.3.1",
    say.OutpatientInterventions: "2017-612.5.5",
    say.AdmissionReason: None,
    say.Leave: None,
    say.LeaveEnded: None,
    say.ToldBack: None,
    say.CareRequestPrepared: None,
    say.CareRequest: None,
    say.CareRequestReturned: None,
    say.DateCall: None,
    say.DischargeThrough: None,
    say.FollowUpCall: None,
    say.CanReceive: None,
    say.PlanningBasis: None,
    say.HomeServicesPaused: None,
    say.HomeServicesResumed: None,
    say.QuestionAsked: None,
    say.QuestionAnswered: None,
    FreeMessage: None,
}
"""The clause for each message; a correction is told where the message that it withdraws was."""

IN_OWN_WORDS = frozenset(
    body.kind
    for body in (
        *(say.AdmissionReason, say.PlanningBasis, say.QuestionAsked, say.QuestionAnswered),
        *(say.CareRequest, say.CareRequestReturned, say.MunicipalityCorrected),
        *(say.InformationTransferred, say.ReadyWithdrawn, say.Aborted, FreeMessage, Correction),
    )
)
"""The kinds that say something of the person in the sender's own words; all others coordinate and no more."""
