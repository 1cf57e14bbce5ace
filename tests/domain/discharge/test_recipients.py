"""Who is told of an admission: units chosen anywhere, those beside Brygga, units added later, and passing on."""

import pytest
from tests.domain.discharge.cast import CENTRE, NURSE, OFFICER, SWEDISH_LAW, WARD, Case, admitted, at, notified

from brygga.discharge import DISCHARGE, stay_of
from brygga.process import NotAllowed, Role, UnitFacts

OF_WARD = UnitFacts("the inpatient-care", "ward", WARD, "1480", "region")
HOME_CARE, ANOTHER = "the municipal-health-care", "SE2321000131-HOME2"
OFFICERS_BESIDE = {"needs": ["outpatient-care", "social-services"], "outside": ["social-services"]}
NOW = "2023-03-20T12:00"


def unit(role: Role, principal: str = "municipality", municipality: str = "1480", hsa_id: str = "") -> UnitFacts:
    return UnitFacts(hsa_id or f"the {role}", "any", role, municipality, principal)


def reaches(case: Case, kind: str, *units: UnitFacts, sender: UnitFacts = OF_WARD, **given: object) -> str:
    """Why a message cannot go to these units; empty when it can."""
    role = sender.role
    draft = case.draft(NOW, role, kind, sender.hsa_id, recipients=[one.hsa_id for one in units], **given)
    try:
        DISCHARGE.check_reaches(case.state(NOW), draft.body, units, sender)
    except NotAllowed as refused:
        return str(refused)
    return ""


def days(case: Case) -> tuple[str, ...]:
    """When the municipality's need was judged, and when it was told of the admission and of readiness."""
    stay = stay_of(case.state(NOW), "1", "1480")
    moments = (stay.need_assessed_at, stay.admission_notice_at, stay.ready_at)
    return tuple(f"{moment:%d %H:%M}" if moment else "" for moment in moments)


def owes(case: Case, role: Role, duty: str, unit: str | None = None) -> str:
    parts = {unit or f"the {role}": str(role)}
    found = DISCHARGE.duties(case.state(NOW), SWEDISH_LAW, parts)
    return next((f"{one.standing} {one.since:%d %H:%M}" for one in found if one.duty.id == duty), "")


# Whoever is concerned, wherever they are


def test_a_notice_goes_to_a_health_centre_in_another_municipality():
    assert reaches(admitted(), "admission-notice", unit(CENTRE, municipality="1490"), unit(NURSE)) == ""


@pytest.mark.parametrize(
    ("units", "given", "why"),
    [
        ([unit(CENTRE)], {"outside": ["municipal-health-care"]}, ""),
        ([unit(CENTRE)], {}, "the notice goes to no unit of municipal-health-care; choose one, or say that they are"),
        ([], {"outside": ["municipal-health-care", "outpatient-care"]}, ""),
        ([unit(CENTRE), unit(NURSE)], {"outside": ["social-services"]}, "social-services is told beside Brygga, but"),
        ([unit(CENTRE), unit(NURSE)], {"outside": ["outpatient-care"]}, "outpatient-care is told here, by a unit that"),
        ([unit(CENTRE), unit(Role.DENTAL_CARE)], {}, "the dental-care cannot be told this; choose others"),
    ],
    ids=["nurse beside Brygga", "nobody", "all beside Brygga", "no such need", "both ways", "a dentist"],
)
def test_every_need_is_told_here_or_beside_brygga(units, given, why):
    found = reaches(admitted(), "admission-notice", *units, **given)
    assert found.startswith(why) and bool(found) is bool(why)


# A municipality without units here


def test_what_is_still_to_be_told_beside_brygga_goes_with_the_patient_to_the_new_ward():
    case = admitted().says("2023-03-06T09:00", WARD, "admission-notice", **OFFICERS_BESIDE)
    case.says("2023-03-07T09:00", WARD, "moved", recipients=["the new ward"])
    assert owes(case, WARD, "tell-otherwise", "the new ward") == "open 06 09:00"
    told = {"needs": ["social-services"], "told_at": at("2023-03-07T10:00")}
    case.says("2023-03-07T10:30", WARD, "told-otherwise", "the new ward", of=2, **told)
    assert owes(case, WARD, "tell-otherwise", "the new ward") == "done 06 09:00"


def test_nobody_tells_a_municipality_that_was_wrong():
    case = admitted().says("2023-03-06T09:00", WARD, "admission-notice", **OFFICERS_BESIDE)
    case.says("2023-03-07T09:00", WARD, "municipality-corrected")
    assert owes(case, WARD, "tell-otherwise") == ""
    assert days(case) == ("06 08:00", "", "")
    case.says("2023-03-07T10:00", WARD, "admission-notice", needs=["social-services"])
    assert days(case) == ("06 08:00", "07 10:00", "")


def test_what_is_told_beside_brygga_is_owed_until_it_is_noted_message_by_message():
    case = admitted().says("2023-03-06T09:00", WARD, "admission-notice", **OFFICERS_BESIDE)
    assert owes(case, WARD, "tell-otherwise") == "open 06 09:00"
    assert owes(case, CENTRE, "tell-otherwise") == ""
    told = {"needs": ["social-services"], "told_at": at("2023-03-06T09:30")}
    case.says("2023-03-06T10:00", WARD, "told-otherwise", of=2, **told)
    assert owes(case, WARD, "tell-otherwise") == "done 06 09:00"
    case.says("2023-03-08T10:00", WARD, "ready-notice")
    assert owes(case, WARD, "tell-otherwise") == "open 08 10:00"
    assert DISCHARGE.initial(case.state(NOW), DISCHARGE.bodies["told-otherwise"]) == {
        "of": 4,
        "needs": ["social-services"],
    }
    case.says("2023-03-08T11:00", CENTRE, "sip-call")
    assert owes(case, CENTRE, "tell-otherwise") == "open 08 11:00"


def test_the_municipality_beside_brygga_pays_from_when_it_was_told_and_not_before():
    case = admitted().says("2023-03-06T09:00", WARD, "admission-notice", **OFFICERS_BESIDE)
    case.says("2023-03-08T10:00", WARD, "ready-notice")
    assert days(case) == ("06 08:00", "", "")
    told = {"needs": ["social-services"], "of": 2, "told_at": at("2023-03-06T15:00")}
    case.says("2023-03-08T10:10", WARD, "told-otherwise", **told)
    assert days(case) == ("06 08:00", "06 15:00", "")
    case.says("2023-03-08T14:00", WARD, "told-otherwise", **told | {"of": 3, "told_at": at("2023-03-08T13:00")})
    assert days(case) == ("06 08:00", "06 15:00", "08 13:00")


def test_what_was_told_before_it_was_written_down_here_counts_from_when_it_was():
    case = admitted().says("2023-03-06T09:00", WARD, "admission-notice", **OFFICERS_BESIDE)
    case.says(
        "2023-03-06T10:00", WARD, "told-otherwise", of=2, needs=["social-services"], told_at=at("2023-03-06T08:30")
    )
    assert days(case)[1] == "06 09:00"


def test_what_was_noted_only_after_the_patient_had_left_starts_no_days():
    case = admitted().says("2023-03-06T09:00", WARD, "admission-notice", **OFFICERS_BESIDE)
    case.says("2023-03-08T10:00", WARD, "ready-notice").says("2023-03-13T10:00", WARD, "discharged")
    case.says("2023-03-14T10:00", WARD, "told-otherwise", of=3, needs=["social-services"])
    assert days(case)[2] == ""


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"of": 1}, "message 1 is none that others are to be told of"),
        ({"needs": ["social-services"]}, "social-services is no need that has been stated"),
        (
            {"told_at": at("2023-03-05T10:00")},
            "the telling, 2023-03-05 10:00, is before the admission",
        ),
        ({"told_at": at("2023-03-22T10:00")}, "the telling, 2023-03-22 10:00, is in the future"),
    ],
)
def test_a_telling_that_cannot_be_is_refused(given, why):
    with pytest.raises(NotAllowed, match=why):
        notified().says(NOW, WARD, "told-otherwise", **given)


# Added later


def test_an_added_unit_is_told_from_then_on_and_owes_for_itself():
    case = notified().says("2023-03-07T10:00", WARD, "notice-supplement", recipients=[ANOTHER])
    assert owes(case, NURSE, "start-planning", ANOTHER) == "open 07 10:00"
    assert owes(case, NURSE, "start-planning", HOME_CARE) == "open 06 09:00"
    assert ANOTHER in case.state(NOW).taking_part


def test_an_added_need_leads_to_the_units_that_answer_for_it():
    case, added = notified(), {"needs": ["social-services"], "assessed_at": at("2023-03-20T10:00")}
    assert reaches(case, "notice-supplement", unit(NURSE), **added).startswith("the notice goes to no unit of social")
    assert reaches(case, "notice-supplement", unit(OFFICER), **added) == ""
    assert reaches(case, "notice-supplement", **added, outside=["social-services"]) == ""
    assert reaches(case, "notice-supplement", unit(NURSE, hsa_id=ANOTHER)) == ""


def test_a_need_of_municipal_health_care_that_is_added_tells_outpatient_care_too():
    case = admitted().says("2023-03-06T09:00", WARD, "admission-notice", needs=["social-services"])
    added = {"needs": ["municipal-health-care"], "assessed_at": at("2023-03-20T10:00")}
    assert reaches(case, "notice-supplement", unit(NURSE), **added).startswith("the notice goes to no unit of outpat")
    assert reaches(case, "notice-supplement", unit(NURSE), unit(CENTRE), **added) == ""


def test_a_municipality_that_is_added_after_readiness_pays_from_when_it_was_told():
    case = admitted().says("2023-03-06T09:00", WARD, "admission-notice", needs=["outpatient-care"])
    case.says("2023-03-08T10:00", WARD, "ready-notice")
    assert days(case) == ("06 08:00", "06 09:00", "08 10:00")
    case.says("2023-03-10T09:00", CENTRE, "sip-not-needed", reason="needs-from-one-principal")
    added = {"needs": ["social-services"], "assessed_at": at("2023-03-10T11:00"), "recipients": ["the officers"]}
    case.says("2023-03-10T12:00", WARD, "notice-supplement", **added)
    assert days(case) == ("10 11:00", "10 12:00", "10 12:00")
    assert case.state(NOW).sip_required


def test_a_municipality_that_comes_to_brygga_is_told_here_from_then_on():
    case = admitted().says("2023-03-06T09:00", WARD, "admission-notice", **OFFICERS_BESIDE)
    case.says(
        "2023-03-06T12:00", WARD, "notice-supplement", needs=["social-services"], assessed_at=at("2023-03-06T08:00")
    )
    assert case.state(NOW).outside == frozenset()
    case.says("2023-03-08T10:00", WARD, "ready-notice")
    assert days(case) == ("06 08:00", "06 12:00", "08 10:00")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"needs": ["outpatient-care"]}, "outpatient-care has been stated already"),
        ({"needs": ["social-services"], "assessed_at": at("2023-03-05T10:00")}, "is before the admission"),
    ],
)
def test_a_supplement_adds_what_there_was_not(given, why):
    with pytest.raises(NotAllowed, match=why):
        notified().says(NOW, WARD, "notice-supplement", **{"assessed_at": at("2023-03-07T10:00")} | given)


def test_there_is_nothing_to_supplement_before_a_notice_holds():
    case = notified().says("2023-03-06T10:00", WARD, "correction", of=2)
    with pytest.raises(NotAllowed):
        case.says("2023-03-06T11:00", WARD, "notice-supplement")


# Passed on


def passed_on() -> Case:
    case = notified(recipients=[HOME_CARE, "the outpatient-care"])
    return case.says("2023-03-07T10:00", NURSE, "notice-forwarded", recipients=[ANOTHER])


def test_what_a_unit_passes_on_is_another_s_to_do_and_its_own_no_more():
    state = passed_on().state(NOW)
    assert ANOTHER in state.taking_part and HOME_CARE not in state.taking_part
    assert owes(passed_on(), NURSE, "start-planning", ANOTHER) == "open 07 10:00"


def test_a_unit_to_which_it_comes_back_takes_part_again():
    case = passed_on().says("2023-03-08T10:00", NURSE, "notice-forwarded", ANOTHER, recipients=[HOME_CARE])
    assert HOME_CARE in case.state(NOW).taking_part and ANOTHER not in case.state(NOW).taking_part


def test_what_a_health_centre_said_of_its_interventions_goes_with_it():
    case = notified().says("2023-03-07T09:00", CENTRE, "outpatient-interventions", status="unavailable")
    case.says("2023-03-07T10:00", CENTRE, "notice-forwarded", recipients=["another centre"])
    assert case.state(NOW).outpatient is None


def test_a_notice_is_passed_on_to_one_s_own_kind_within_the_organisation_alone():
    nurse = unit(NURSE)
    assert reaches(notified(), "notice-forwarded", unit(NURSE, hsa_id=ANOTHER), sender=nurse) == ""
    for stranger in (unit(NURSE, "another", hsa_id=ANOTHER), unit(OFFICER), unit(NURSE, "", hsa_id=ANOTHER)):
        assert "cannot be told this" in reaches(notified(), "notice-forwarded", stranger, sender=nurse)
    with pytest.raises(NotAllowed, match="does not pass the notice on to itself"):
        notified().says(NOW, NURSE, "notice-forwarded", recipients=[HOME_CARE])
