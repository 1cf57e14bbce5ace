"""The patient moves between wards: one stay, which the ward that has the patient answers for."""

import pytest
from tests.domain.discharge.cast import (
    CENTRE,
    NURSE,
    SWEDISH_LAW,
    WARD,
    Case,
    admitted,
    at,
    content,
    discharged,
    notified,
    ready,
)

from brygga.discharge import DISCHARGE, stay_of
from brygga.discharge.state import Part
from brygga.process import NotAllowed, Role, Sent, UnitFacts

NOW = "2023-03-20T00:00"
FIRST, SECOND = f"the {WARD}", "another ward"


def unit(name: str, role: Role = WARD, municipality: str = "1480") -> UnitFacts:
    return UnitFacts(name, "unit", role, municipality)


def part(case: Case, name: str, role: Role = WARD) -> Part | None:
    return DISCHARGE.part_of(case.state(NOW), unit(name, role))


def moved(case: Case, when: str = "2023-03-09T09:00") -> Case:
    return case.says(when, WARD, "moved")


def taken_over(case: Case, when: str, by: str = SECOND, **given: object) -> Case:
    message = Sent(
        len(case.sent) + 1,
        at(when),
        by,
        Part.OTHER_WARD,
        DISCHARGE.parse("taken-over", content("taken-over", at(when)) | given),
    )
    DISCHARGE.check_says(case.state(when), message)
    case.sent.append(message)
    return case


def debtors(case: Case, now: str, *wards: str) -> dict[str, set[str]]:
    """Which wards owe what, open or overdue."""
    state = case.state(now)
    taking_part = {name: str(DISCHARGE.part_of(state, unit(name))) for name in wards}
    owed = DISCHARGE.duties(state, SWEDISH_LAW, taking_part)
    return {one.duty.id: set(one.units) for one in owed if one.is_open}


def test_the_new_ward_takes_over_and_the_old_one_owes_nothing_more():
    case = admitted()
    assert debtors(case, "2023-03-07T09:00", FIRST) == {"send-admission-notice": {FIRST}}
    moved(case, "2023-03-06T10:00")
    assert debtors(case, "2023-03-07T09:00", FIRST, SECOND) == {"send-admission-notice": {SECOND}}
    assert (part(case, FIRST), part(case, SECOND)) == (Part.OTHER_WARD, Part.INPATIENT_CARE)


def test_what_the_old_ward_did_is_done_for_the_new_one():
    case = moved(ready())
    assert "send-admission-notice" not in debtors(case, NOW, FIRST, SECOND)
    assert "send-ready-notice" not in debtors(case, NOW, FIRST, SECOND)


def test_the_clock_of_who_is_ready_goes_on_through_a_move():
    before = stay_of(ready().state(NOW), "1", "1480")
    assert stay_of(moved(ready()).state(NOW), "1", "1480") == before
    assert DISCHARGE.is_over(moved(ready()).state(NOW)) is False


def test_only_the_ward_that_has_the_patient_discharges():
    case = moved(ready())
    kinds = {move.body.kind for move in DISCHARGE.may_say(case.state(NOW), part(case, FIRST))}
    assert kinds == {"taken-over", "answer", "free-message", "correction"}
    new = {move.body.kind for move in DISCHARGE.may_say(case.state(NOW), part(case, SECOND))}
    assert {"discharged", "ready-withdrawn", "moved"} <= new


def test_a_patient_may_come_back():
    case = taken_over(moved(ready()), "2023-03-10T08:00", by=FIRST)
    assert (part(case, FIRST), part(case, SECOND)) == (Part.INPATIENT_CARE, Part.OTHER_WARD)


def test_a_ward_that_was_not_told_takes_over_what_nobody_has_handed_on():
    case = taken_over(notified(), "2023-03-07T08:00", by="a third ward")
    assert part(case, "a third ward") is Part.INPATIENT_CARE
    assert part(case, FIRST) is Part.OTHER_WARD
    assert "a third ward" in case.state(NOW).taking_part


def test_a_move_sent_by_mistake_gives_the_patient_back():
    case = moved(ready())
    case.sent.append(
        Sent(5, at("2023-03-09T10:00"), FIRST, Part.OTHER_WARD, DISCHARGE.parse("correction", {"of": 4, "reason": "x"}))
    )
    assert part(case, FIRST) is Part.INPATIENT_CARE


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"moved_at": at("2023-03-06T07:59")}, "before the patient came to the ward, 2023-03-06 08:00"),
        ({"moved_at": at("2023-03-09T10:00")}, "is in the future"),
    ],
)
def test_nobody_moves_before_coming_or_tomorrow(given, reason):
    case = notified()
    with pytest.raises(NotAllowed, match=reason):
        DISCHARGE.check_says(case.state(NOW), case.draft("2023-03-09T09:00", WARD, "moved", **given))


def test_nobody_moves_to_where_they_are():
    move = DISCHARGE.parse("moved", {"moved_at": at("2023-03-09T09:00"), "recipients": [FIRST]})
    with pytest.raises(NotAllowed, match="the patient is on that ward already"):
        DISCHARGE.check_reaches(ready().state(NOW), move, (unit(FIRST),), unit(FIRST))
    home_care = move.model_copy(update={"recipients": ("home care",)})
    with pytest.raises(NotAllowed, match="home care cannot be told this"):
        DISCHARGE.check_reaches(ready().state(NOW), home_care, (unit("home care", NURSE),), unit(FIRST))


# Another municipality


TOLD = "home care in Göteborg"


def corrected(case: Case, when: str = "2023-03-08T12:00") -> Case:
    return case.says(when, WARD, "municipality-corrected")


def test_the_right_municipality_pays_and_is_to_be_told_anew():
    case = corrected(ready())
    stay = stay_of(case.state(NOW), "1", "1480")
    assert (stay.municipality, stay.admission_notice_at, stay.ready_at) == ("1490", None, None)
    assert case.state(NOW).stage == "admitted"
    assert case.standing("2023-03-08T13:00", "send-admission-notice") == "overdue"
    case.says("2023-03-08T14:00", WARD, "admission-notice").says("2023-03-08T15:00", WARD, "ready-notice")
    stay = stay_of(case.state(NOW), "1", "1480")
    assert (stay.admission_notice_at.hour, stay.ready_at.hour) == (14, 15)
    assert case.standing(NOW, "send-admission-notice") == "late"


def test_who_was_told_for_the_wrong_municipality_owes_nothing_more():
    case = corrected(notified(recipients=[TOLD, "the centre"]))
    assert part(case, TOLD, NURSE) is Part.FORMER_RECIPIENT
    assert part(case, "the centre", CENTRE) is Part.OUTPATIENT_CARE
    state = case.state(NOW)
    assert DISCHARGE.own_events(state, TOLD) == {}
    again = case.says("2023-03-08T14:00", WARD, "admission-notice", recipients=[TOLD])
    assert part(again, TOLD, NURSE) is Part.MUNICIPAL_HEALTH_CARE


def test_a_correction_taken_back_leads_back_to_the_municipality_before():
    case = corrected(discharged(), "2023-03-10T13:00")
    assert DISCHARGE.answering(case.state(NOW)) == "1490"
    case.says("2023-03-10T14:00", WARD, "correction", of=5)
    assert DISCHARGE.answering(case.state(NOW)) == "1480"
    assert stay_of(case.state(NOW), "1", "1480").ready_at
    assert DISCHARGE.answering(ready().state(NOW)) is None


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"municipality": "1480"}, "that municipality answers already"),
        ({"municipality": "1490", "was": "1487"}, "another municipality answers than the one named"),
    ],
)
def test_a_correction_names_what_it_corrects(given, reason):
    case = corrected(ready()).says("2023-03-08T13:00", WARD, "municipality-corrected", municipality="1480", was="1490")
    with pytest.raises(NotAllowed, match=reason):
        DISCHARGE.check_says(case.state(NOW), case.draft(NOW, WARD, "municipality-corrected", **given))


def test_a_municipality_is_one_that_there_is():
    with pytest.raises(ValueError, match="no municipality has this code"):
        ready().draft(NOW, WARD, "municipality-corrected", municipality="9999")
