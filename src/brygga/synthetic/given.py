"""What is already settled of a person's facts: by the birth date, and by the messages of a stay that is under way."""

from collections.abc import Mapping
from datetime import date

from brygga.discharge import CareType, Discharge, Need, Stage
from brygga.rules.facts import Scalar
from brygga.synthetic.people import Person

_IN_HOSPITAL = (Stage.ADMITTED, Stage.NOTIFIED, Stage.READY)
_NEEDS = {
    "needs_region_care": Need.OUTPATIENT_CARE,
    "needs_municipal_care": Need.MUNICIPAL_HEALTH_CARE,
    "needs_social_services": Need.SOCIAL_SERVICES,
}


def of_person(person: Person, on: date) -> dict[str, Scalar]:
    """Age in whole years, and whether this calendar year is that of the 20th birthday."""
    born = person.born
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return {"age": age, "turns_20_this_year": on.year - born.year == 20}


def of_stay(state: Discharge) -> Mapping[str, Scalar]:
    """What the messages of a case say of somebody who is in hospital now; nothing when the stay is over."""
    if state.stage not in _IN_HOSPITAL:
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
        facts |= {fact: need in state.needs for fact, need in _NEEDS.items()}
        called = "called" if state.sip_called_at else "not-called"
        facts["sip_call"] = called if state.sip_required else "not-required"
    if state.outpatient:
        facts["outpatient_interventions"] = state.outpatient.value
    return facts
