"""A discharge seen as a stay: the row that the settlement counts (columns in docs/processes/settlement.md)."""

from dataclasses import dataclass
from datetime import datetime

from brygga.calendars import local
from brygga.discharge import messages as say
from brygga.discharge.messages import CareType, OutpatientStatus
from brygga.discharge.state import Discharge, Stage

DECIDING = (
    say.Admission,
    say.NeedAssessed,
    say.AdmissionNotice,
    say.NoticeSupplement,
    say.ToldOtherwise,
    say.ReadyNotice,
    say.ReadyWithdrawn,
    say.SipCall,
    say.SipNotNeeded,
    say.OutpatientInterventions,
    say.Discharged,
    say.MunicipalityCorrected,
)
"""The messages that decide what a stay costs (2017:612, chapter 5)."""


@dataclass(frozen=True)
class Stay:
    """One stay in inpatient care. Moments are Swedish local time without zone, as the settlement counts them."""

    stay_id: str
    municipality: str
    care_type: CareType
    admitted_at: datetime
    need_assessed_at: datetime | None
    admission_notice_at: datetime | None
    ready_at: datetime | None
    sip_required: bool
    sip_called_at: datetime | None
    outpatient_available: bool
    discharged_at: datetime | None


def stay_of(state: Discharge, stay_id: str, municipality: str) -> Stay | None:
    """The stay of a case, or None for a case that is none of the settlement's.

    `municipality` is the one that answered when the case was opened; a message may since have named another.

    Such is one that is not admitted or was closed, and one of which nobody has judged that needs are likely: no notice
    of it is owed (2:1), and no municipality is concerned.
    """
    concerned = state.need_assessed_at or state.notice_at
    told = municipality_told(state)
    if state.admitted_at is None or state.care_type is None or not concerned or state.stage is Stage.ABORTED:
        return None
    return Stay(
        stay_id=stay_id,
        municipality=state.municipality or municipality,
        care_type=state.care_type,
        admitted_at=_wall_clock(state.admitted_at),
        need_assessed_at=told.need_assessed_at and _wall_clock(told.need_assessed_at),
        admission_notice_at=told.notice_at and _wall_clock(told.notice_at),
        ready_at=told.ready_at and _wall_clock(told.ready_at),
        sip_required=state.sip_required,
        sip_called_at=state.sip_called_at and _wall_clock(state.sip_called_at),
        outpatient_available=state.outpatient is OutpatientStatus.AVAILABLE,
        discharged_at=state.discharged_at and _wall_clock(state.discharged_at),
    )


@dataclass(frozen=True)
class MunicipalityTold:
    """When its need was judged, and when the municipality was told of the admission and of readiness."""

    need_assessed_at: datetime | None
    notice_at: datetime | None
    ready_at: datetime | None


def municipality_told(state: Discharge) -> MunicipalityTold:
    """The municipality is told when a unit of its own has been, and of readiness when all concerned there have (5:3).

    So one that is added later, or is reached beside Brygga alone, pays nothing for the days before it knew.
    """
    needs = state.needs & {say.Need.MUNICIPAL_HEALTH_CARE, say.Need.SOCIAL_SERVICES}
    stating = [(m, notice) for m, notice in state.notices if needs & set(notice.needs)]
    if not stating:
        return MunicipalityTold(state.need_assessed_at, state.notice_at, state.ready_at)
    first, notice = stating[0]
    assessed = notice.assessed_at if isinstance(notice, say.NoticeSupplement) else state.need_assessed_at
    of_admission = [moment for need in needs if (moment := state.told_at(first, need))]
    return MunicipalityTold(
        assessed, _in_time(state, min(of_admission, default=None)), _in_time(state, _all_told(state, needs))
    )


def _all_told(state: Discharge, needs: frozenset[say.Need]) -> datetime | None:
    if not state.ready_at:
        return None
    ready = [m for m in state.holding if isinstance(m.body, say.ReadyNotice)][-1]
    moments = [state.told_at(ready, need) for need in needs]
    return None if None in moments else max(moment for moment in moments if moment)


def _in_time(state: Discharge, moment: datetime | None) -> datetime | None:
    """Nothing when it was told only after the patient had left."""
    return None if moment and state.discharged_at and moment > state.discharged_at else moment


def _wall_clock(moment: datetime) -> datetime:
    return local(moment).replace(tzinfo=None, microsecond=0)
