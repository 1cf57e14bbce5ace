"""The stays of made-up discharges."""

from datetime import datetime

from brygga.discharge import DISCHARGE, Discharge, Stay, stay_of
from brygga.discharge import messages as say
from brygga.process import Acknowledgement, FreeMessage
from brygga.synthetic.cases import MadeCase

# Half of all messages leave no trace in a stay; the fold is twice as quick without them.
_NOT_COUNTED = {
    Acknowledgement,
    FreeMessage,
    say.QuestionAnswered,
    say.CanReceive,
    say.CareRequest,
    say.CareRequestPrepared,
    say.CareRequestReturned,
    say.DateCall,
    say.DischargeThrough,
    say.FollowUpCall,
    say.LeaveEnded,
    say.MedicineList,
    say.ToldBack,
    say.ChangedDischargeDate,
    say.HomeServicesPaused,
    say.HomeServicesResumed,
    say.InformationTransferred,
    say.Leave,
    say.NamedCareContact,
    say.QuestionAsked,
    say.SipHeld,
}


def is_discharge(case: MadeCase) -> bool:
    """Whether a made-up case can be a stay at all."""
    return case.process == DISCHARGE.name


def state_of(case: MadeCase, now: datetime) -> Discharge:
    """The state of a discharge without what leaves no trace in a stay."""
    return DISCHARGE.fold((message for message in case.messages if type(message.body) not in _NOT_COUNTED), now)


def stay_in(case: MadeCase, state: Discharge) -> Stay | None:
    """The row that the settlement counts; None for a case closed by mistake."""
    return stay_of(state, case.case_id, case.municipality)
