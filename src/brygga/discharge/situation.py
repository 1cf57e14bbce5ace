"""What a discharge says in the words of the decision tables, so that nobody answers what the messages already tell."""

from collections.abc import Mapping

from brygga.discharge.messages import CareType, HospitalKind, Need
from brygga.discharge.state import IN_HOSPITAL, Discharge, Stage
from brygga.rules.facts import Scalar

_NEEDS = {
    "needs_region_care": Need.OUTPATIENT_CARE,
    "needs_municipal_care": Need.MUNICIPAL_HEALTH_CARE,
    "needs_social_services": Need.SOCIAL_SERVICES,
}


def situation(state: Discharge) -> Mapping[str, Scalar]:
    """The facts of somebody who is in hospital now; nothing when the stay is over."""
    if state.stage not in IN_HOSPITAL:
        return {}
    is_ready = state.stage is Stage.READY
    facts: dict[str, Scalar] = {
        "inpatient": "discharge-ready" if is_ready else "admitted",
        "care_area": "psychiatric" if state.care_type is CareType.PSYCHIATRIC else "somatic",
        "admission_notice_given": state.notice_at is not None,
        "outpatient_notified": state.notice_at is not None,
        "ready_notice_given": is_ready,
    }
    if state.needs:
        facts |= {name: need in state.needs for name, need in _NEEDS.items()}
        called = "called" if state.sip_called_at else "not-called"
        facts["sip_call"] = called if state.sip_required else "not-required"
    if state.hospital:
        facts["inpatient_hospital"] = "regional" if state.hospital is HospitalKind.REGIONAL else "county"
    if state.outpatient:
        facts["outpatient_interventions"] = state.outpatient.value
    return facts
