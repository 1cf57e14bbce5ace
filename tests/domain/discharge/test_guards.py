"""Who may say what, when, and the exact reason when not."""

from dataclasses import replace

import pytest
from tests.domain.discharge.cast import (
    CENTRE,
    NURSE,
    OFFICER,
    OUTSIDER,
    WARD,
    Case,
    admitted,
    at,
    discharged,
    notified,
    ready,
)

from brygga.discharge import DISCHARGE, Stage
from brygga.discharge.state import Part
from brygga.process import NotAllowed, Role

CASES = {
    Stage.NEW: Case,
    Stage.ADMITTED: lambda: admitted(needs_expected=False),
    Stage.NOTIFIED: notified,
    Stage.READY: ready,
    Stage.DISCHARGED: discharged,
    Stage.ABORTED: lambda: notified().says("2023-03-07T09:00", WARD, "aborted"),
}
LATER = "2023-03-10T14:00"

_OUTSIDE = "centre nurse officer"
ALLOWED = {
    "admission": ("ward", "new"),
    "need-assessed": ("ward", "admitted"),
    "admission-notice": ("ward", "admitted notified ready"),
    "notice-supplement": ("ward", "notified ready"),
    "notice-forwarded": (_OUTSIDE, "notified ready discharged"),
    "told-otherwise": ("ward centre", "notified ready discharged"),
    "changed-discharge-date": ("ward", "notified ready"),
    "acknowledgement": (_OUTSIDE, "notified ready discharged"),
    "named-care-contact": ("centre", "notified ready discharged"),
    "ready-notice": ("ward", "admitted notified"),
    "ready-withdrawn": ("ward", "ready"),
    "sip-call": ("centre", "notified ready discharged"),
    "sip-held": (_OUTSIDE, "notified ready discharged"),
    "sip-not-needed": (_OUTSIDE, "notified ready discharged"),
    "outpatient-interventions": ("centre", "notified ready"),
    "discharged": ("ward", "admitted notified ready"),
    "information-transferred": ("ward", "notified ready discharged"),
    "admission-reason": ("ward", "notified ready"),
    "leave": ("ward", "notified ready"),
    "can-receive": ("nurse officer", "notified ready"),
    "planning-basis": ("nurse officer", "notified ready"),
    "home-services-paused": ("nurse officer", "notified ready"),
    "home-services-resumed": ("nurse officer", "notified ready discharged"),
    "question": (f"ward {_OUTSIDE}", "notified ready discharged"),
    "answer": (f"ward {_OUTSIDE} elsewhere", "notified ready discharged"),
    "free-message": (f"ward {_OUTSIDE} elsewhere", "notified ready discharged"),
    "correction": (f"ward {_OUTSIDE} elsewhere", "admitted notified ready discharged aborted"),
    "aborted": ("ward", "admitted notified ready"),
    "wrong-recipient": ("ward", "notified ready discharged"),
    "told-back": ("ward", "notified ready discharged"),
    "care-request-prepared": ("ward", "notified ready"),
    "care-request": ("ward", "notified ready"),
    "care-request-returned": (_OUTSIDE, "notified ready discharged"),
    "medicine-list": ("ward", "notified ready discharged"),
    "discharge-through": ("ward", "notified ready discharged"),
    "follow-up-call": ("ward centre", "discharged"),
    "date-call": ("ward", "notified ready"),
    "leave-ended": ("ward", "notified ready"),
    "moved": ("ward", "admitted notified ready"),
    "taken-over": ("elsewhere", "admitted notified ready"),
    "municipality-corrected": ("ward", "admitted notified ready discharged"),
}
"""By message: who may send it, and at which stages."""
NAMES = {"ward": WARD, "centre": CENTRE, "nurse": NURSE, "officer": OFFICER, "outsider": OUTSIDER}
NAMES["elsewhere"] = Part.OTHER_WARD
ABOUT = {"told-back": "wrong-recipient", "care-request-returned": "care-request", "date-call": "changed-discharge-date"}
"""What a message is about that can be about one kind alone."""
SAID_ONCE = {("admission-notice", Stage.NOTIFIED), ("admission-notice", Stage.READY)}
"""Allowed at the stage, but in the case that stands for it said already, or of nothing that was said before."""
SAID_ONCE |= {("discharge-through", stage) for stage in (Stage.NOTIFIED, Stage.READY, Stage.DISCHARGED)}
SAID_ONCE |= {("leave-ended", Stage.NOTIFIED), ("leave-ended", Stage.READY)}
SAID_ONCE |= {("home-services-resumed", stage) for stage in (Stage.NOTIFIED, Stage.READY, Stage.DISCHARGED)}


def refusal(case: Case, when: str, role: Role, kind: str, unit: str | None = None, **given: object) -> str:
    message = case.draft(when, role, kind, unit, **given)
    state = case.state(when)
    assert not DISCHARGE.says(state, message)
    with pytest.raises(NotAllowed) as error:
        DISCHARGE.check_says(state, message)
    return str(error.value)


def test_the_table_speaks_of_every_message():
    assert set(ALLOWED) == set(DISCHARGE.bodies)


@pytest.mark.parametrize("kind", ALLOWED)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("stage", CASES, ids=str)
def test_a_role_may_say_at_a_stage_what_the_table_allows(stage, name, kind):
    by, stages = (words.split() for words in ALLOWED[kind])
    allowed = name in by and stage.value in stages and (kind, stage) not in SAID_ONCE
    assert (kind in {move.body.kind for move in DISCHARGE.may_say(CASES[stage]().state(LATER), NAMES[name])}) is allowed
    if not allowed:
        assert not DISCHARGE.says(CASES[stage]().state(LATER), CASES[stage]().draft(LATER, NAMES[name], kind))


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        (stage, kind)
        for kind, (_, stages) in ALLOWED.items()
        for stage in Stage
        if stage.value in stages.split() and (kind, stage) not in SAID_ONCE
    ],
)
def test_what_is_said_at_a_stage_leads_where_it_should(stage, kind):
    by = ALLOWED[kind][0].split()
    case = CASES[stage]()
    given = {"of": 1, "unit": "another unit"} if kind == "acknowledgement" else {}
    if kind in ABOUT:
        about = {"recipients": [f"the {CENTRE}"]} if kind == "care-request-returned" else {}
        # What is about a message that only goes before the patient has left was sent then.
        message = case.draft("2023-03-07T09:00", WARD, ABOUT[kind], **about)
        later = (replace(m, sequence=m.sequence + 1) for m in case.sent[2:])
        case.sent = [*case.sent[:2], replace(message, sequence=3), *later]
        given = {"of": 3}
    if kind == "correction" and stage is Stage.ABORTED:
        assert case.says(LATER, WARD, kind, of=3).state(LATER).stage is Stage.NOTIFIED
        return
    if kind == "correction":
        case.says(LATER, WARD, "need-assessed" if stage is Stage.ADMITTED else "free-message")
        given = {"of": len(case.sent)}
    if kind == "answer":
        case.says(LATER, NURSE, "question", recipients=[f"the {WARD}"])
        given = {"of": len(case.sent)}
    case.says(LATER, NAMES[by[0]], kind, **given)
    leads = {
        "admission": Stage.ADMITTED,
        "ready-notice": Stage.READY,
        "ready-withdrawn": Stage.NOTIFIED,
        "discharged": Stage.DISCHARGED,
        "aborted": Stage.ABORTED,
    }
    if kind == "admission-notice":
        leads["admission-notice"] = Stage.NOTIFIED
    if kind == "municipality-corrected" and stage is not Stage.DISCHARGED:
        leads[kind] = Stage.ADMITTED
    assert case.state(LATER).stage is leads.get(kind, stage)


@pytest.mark.parametrize(
    ("case", "when", "role", "kind", "given", "reason"),
    [
        (
            notified,
            LATER,
            OFFICER,
            "ready-notice",
            {},
            "ready-notice is sent by inpatient-care, not by social-services",
        ),
        (
            discharged,
            LATER,
            WARD,
            "ready-notice",
            {},
            "ready-notice cannot be sent when the case is discharged; only when admitted, notified",
        ),
        (
            Case,
            "2023-03-06T08:00",
            WARD,
            "admission",
            {"admitted_at": at("2023-03-06T08:01")},
            "the admission, 2023-03-06 08:01, is in the future",
        ),
        (
            lambda: admitted(needs_expected=False),
            LATER,
            WARD,
            "need-assessed",
            {"assessed_at": at("2023-03-06T07:59")},
            "the judgement, 2023-03-06 07:59, is before the admission, 2023-03-06 08:00",
        ),
        (
            lambda: admitted(needs_expected=False),
            LATER,
            WARD,
            "need-assessed",
            {"assessed_at": at("2023-03-10T14:01")},
            "the judgement, 2023-03-10 14:01, is in the future",
        ),
        (admitted, LATER, WARD, "need-assessed", {}, "that needs are likely has already been judged"),
        (
            lambda: admitted("2023-03-11T08:00"),
            "2023-03-11T09:00",
            WARD,
            "admission-notice",
            {},
            "the expected discharge, 2023-03-10, is before the admission",
        ),
        (
            ready,
            LATER,
            WARD,
            "admission-notice",
            {},
            "the admission notice has been sent; supplement it, or send a changed date",
        ),
        (
            notified,
            LATER,
            WARD,
            "changed-discharge-date",
            {"expected_discharge": at("2023-03-05T00:00").date()},
            "the expected discharge, 2023-03-05, is before the admission",
        ),
        (
            notified,
            LATER,
            WARD,
            "ready-notice",
            {"assessed_at": at("2023-03-10T15:00")},
            "the judgement, 2023-03-10 15:00, is in the future",
        ),
        (
            notified,
            LATER,
            CENTRE,
            "sip-held",
            {"held_at": at("2023-03-11T10:00")},
            "the SIP, 2023-03-11 10:00, is in the future",
        ),
        (
            notified,
            LATER,
            CENTRE,
            "sip-held",
            {"held_at": at("2023-03-01T10:00")},
            "the SIP, 2023-03-01 10:00, is before the admission, 2023-03-06 08:00",
        ),
        (
            lambda: notified().says("2023-03-09T10:00", CENTRE, "sip-held"),
            LATER,
            CENTRE,
            "sip-held",
            {},
            "the SIP has already been held",
        ),
        (
            lambda: notified().says("2023-03-09T10:00", OFFICER, "sip-not-needed"),
            LATER,
            CENTRE,
            "sip-not-needed",
            {},
            "it has already been said that no SIP is needed",
        ),
        (
            ready,
            LATER,
            WARD,
            "discharged",
            {"discharged_at": at("2023-03-08T09:59")},
            "the discharge is before the discharge-ready notice, sent 2023-03-08 10:00",
        ),
        (
            notified,
            LATER,
            WARD,
            "discharged",
            {"discharged_at": at("2023-03-06T07:00")},
            "the discharge, 2023-03-06 07:00, is before the admission, 2023-03-06 08:00",
        ),
        (
            notified,
            LATER,
            WARD,
            "discharged",
            {"discharged_at": at("2023-03-10T14:01")},
            "the discharge, 2023-03-10 14:01, is in the future",
        ),
        (notified, LATER, NURSE, "acknowledgement", {"of": 9}, "there is no message 9 to acknowledge"),
        (
            notified,
            LATER,
            NURSE,
            "acknowledgement",
            {"unit": "the inpatient-care"},
            "a unit does not acknowledge its own message",
        ),
        (
            lambda: notified().says("2023-03-06T10:00", NURSE, "acknowledgement"),
            LATER,
            NURSE,
            "acknowledgement",
            {},
            "message 2 has already been acknowledged",
        ),
        (notified, LATER, WARD, "correction", {"of": 9}, "there is no message 9 that still holds"),
        (
            lambda: ready().says("2023-03-08T11:00", WARD, "correction", of=3),
            LATER,
            WARD,
            "correction",
            {"of": 3},
            "there is no message 3 that still holds",
        ),
        (
            lambda: ready().says("2023-03-08T11:00", WARD, "correction", of=3),
            LATER,
            WARD,
            "correction",
            {"of": 4},
            "there is no message 4 that still holds",
        ),
        (notified, LATER, OFFICER, "correction", {"of": 2}, "a message is withdrawn by the unit that sent it"),
        (
            admitted,
            LATER,
            WARD,
            "correction",
            {"of": 1},
            "what begins a case cannot be withdrawn; close the case instead",
        ),
    ],
    ids=[
        "a ready notice from social services",
        "a ready notice after discharge",
        "an admission in the future",
        "a judgement before the admission",
        "a judgement in the future",
        "a second judgement",
        "a discharge expected before the admission",
        "a second admission notice",
        "a changed date before the admission",
        "a ready judgement in the future",
        "a SIP held in the future",
        "a SIP held before the admission",
        "a second SIP",
        "no SIP needed, said twice",
        "a discharge before the ready notice",
        "a discharge before the admission",
        "a discharge in the future",
        "an acknowledgement of nothing",
        "an acknowledgement of one's own message",
        "an acknowledgement twice",
        "a correction of nothing",
        "a correction of what is withdrawn",
        "a correction of a correction",
        "a correction of another's message",
        "a correction of the admission",
    ],
)
def test_what_may_not_be_said_is_refused_with_the_reason(case, when, role, kind, given, reason):
    assert refusal(case(), when, role, kind, **given) == reason


def test_exactly_at_the_ready_notice_and_exactly_now_are_allowed():
    assert ready().says("2023-03-08T10:00", WARD, "discharged").state(LATER).stage is Stage.DISCHARGED


def test_a_discharge_told_to_the_minute_may_be_in_the_minute_of_the_ready_notice():
    case = ready("2023-03-08T10:00:40").says(
        "2023-03-08T10:00:50", WARD, "discharged", discharged_at=at("2023-03-08T10:00")
    )
    assert case.state(LATER).discharged_at == case.state(LATER).ready_at == at("2023-03-08T10:00:40")


def test_each_role_acknowledges_for_itself():
    case = notified().says("2023-03-06T10:00", NURSE, "acknowledgement")
    assert DISCHARGE.says(case.state(LATER), case.draft(LATER, OFFICER, "acknowledgement"))


def test_what_can_be_said_once_only_is_no_longer_offered():
    case = ready().says("2023-03-09T09:00", OFFICER, "sip-not-needed")
    assert "sip-not-needed" not in {move.body.kind for move in DISCHARGE.may_say(case.state(LATER), CENTRE)}


def test_an_outsider_may_say_nothing():
    for case in CASES.values():
        assert DISCHARGE.may_say(case().state(LATER), OUTSIDER) == ()
