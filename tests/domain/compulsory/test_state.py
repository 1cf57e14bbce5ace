"""What the messages of compulsory care come to: form, plan, clocks, who owes what, and what others are told."""

from datetime import date

import pytest
from tests.domain.compulsory.cast import (
    ACTS,
    CENTRE,
    FACTS,
    ISLAND,
    NURSES,
    OFFICERS,
    OTHER,
    WARD,
    applied,
    asked,
    at,
    begun,
    called,
    complete,
    confirmed,
    decided,
    opened,
)

from brygga.careplan import CAREPLAN
from brygga.compulsory import COMPULSORY
from brygga.compulsory import CompulsoryStage as Stage
from brygga.process import MessageRef

LATER = "2026-03-25T12:00"


def test_a_change_takes_back_the_confirmation_it_touches_and_every_signature():
    spell = complete()
    assert spell.state(LATER).is_plan_complete
    spell.says("2026-03-12T09:00", CENTRE, "compulsory-intervention-changed")
    state = spell.state(LATER)
    assert [one.number for one in state.plan.unconfirmed] == [4]
    assert not state.plan.signed and not state.is_plan_complete
    spell.says("2026-03-12T10:00", OFFICERS, "compulsory-intervention-confirmed")
    assert not spell.state(LATER).is_plan_complete, "nobody has signed what it says now"


def test_what_a_unit_changes_of_its_own_it_has_promised():
    spell = complete().says("2026-03-12T09:00", OFFICERS, "compulsory-intervention-changed")
    assert not spell.state(LATER).plan.unconfirmed and not spell.state(LATER).plan.signed


def test_a_plan_of_the_region_alone_is_complete_without_the_municipality():
    spell = called()
    own = {"recipients": [CENTRE], "need": "region-interventions"}
    spell.says("2026-03-09T14:00", WARD, "compulsory-intervention", **own)
    spell.says("2026-03-10T09:00", CENTRE, "compulsory-intervention-confirmed")
    spell.says("2026-03-10T10:00", WARD, "compulsory-plan-signed")
    assert spell.state(LATER).is_plan_complete


def test_an_intervention_taken_out_stands_in_nobodys_way():
    spell = asked().says("2026-03-10T09:00", OFFICERS, "compulsory-intervention-confirmed")
    spell.says("2026-03-10T10:00", WARD, "compulsory-intervention-ended", of=5)
    assert spell.state(LATER).plan.is_confirmed


def test_closed_open_readmitted_and_over():
    spell = decided()
    assert spell.state(LATER).stage is Stage.OPEN_DECIDED
    assert opened().state(LATER).stage is Stage.OPEN
    back = opened().says("2026-04-06T20:00", WARD, "compulsory-readmitted")
    state = back.state("2026-04-07T09:00")
    assert state.stage is Stage.READMITTED and state.lacks_for_open == ("ready", "open-care")
    back.says("2026-04-08T09:00", WARD, "court-application", asks_for="continued-closed", conditions=[])
    back.says("2026-04-12T09:00", WARD, "court-allows-closed", of=len(back.sent))
    state = back.state("2026-04-13T09:00")
    assert state.stage is Stage.CLOSED and state.lacks_for_open == ("ready", "decision", "open-care")


def test_the_last_day_is_the_courts_or_the_longest_of_the_act():
    assert decided().state(LATER).expires == date(2026, 7, 2), "four months from the decision to admit"
    said = applied().says("2026-03-20T12:00", WARD, "court-allows-open", until=date(2026, 5, 1))
    assert said.state(LATER).expires == date(2026, 5, 1)
    again = opened().says("2026-06-20T09:00", CENTRE, "compulsory-plan-followed-up")
    again.says("2026-06-22T09:00", WARD, "court-application", asks_for="continued-open")
    assert "apply-before-end" not in again.due("2026-07-02T12:00"), "an application waits"
    again.says("2026-07-01T09:00", WARD, "court-allows-open", of=len(again.sent))
    assert again.state("2026-07-02T12:00").expires == date(2027, 1, 1), "six months from the court's decision"
    assert begun(ground="lrv-by-court").state(LATER).expires == date(2026, 7, 2)
    assert begun(ground="lrv-detained").state(LATER).expires is None, "another end, which the acts do not date"
    assert begun().state(LATER).expires is None


@pytest.mark.parametrize(
    ("spell", "now", "due"),
    [
        (begun(), "2026-03-03T09:00", {"apply-within-four-weeks": "2026-03-30"}),
        (
            begun(ground="lpt-from-voluntary"),
            "2026-03-02T10:00",
            {"submit-decision": "2026-03-03", "apply-after-keeping": "2026-03-06"},
        ),
        (begun(until=date(2026, 8, 1)), "2026-08-01T09:00", {"apply-before-end": "2026-08-01"}),
        (opened().says("2026-04-06T20:00", WARD, "compulsory-readmitted"), "2026-04-07T09:00", None),
    ],
)
def test_each_clock_of_the_acts_runs_from_the_day_of_its_decision(spell, now, due):
    assert spell.due(now) == (due or {"apply-after-readmission": "2026-04-10"})


def test_the_four_weeks_are_not_counted_of_care_that_a_court_let_before():
    late = begun(from_day=date(2025, 9, 1)).says("2026-03-03T09:00", WARD, "compulsory-open-before")
    assert "apply-within-four-weeks" not in late.due(LATER)
    assert late.state(LATER).stage is Stage.OPEN


def test_the_municipality_takes_part_confirms_and_signs():
    assert called().owed("2026-03-04T09:00")["take-part-in-court-plan"] == {OFFICERS}
    assert asked().owed("2026-03-09T15:00")["confirm-court-plan"] == {OFFICERS, CENTRE}
    assert confirmed().owed("2026-03-10T11:00")["sign-court-plan"] == {WARD, OFFICERS}
    assert complete().owed("2026-03-11T11:00")["apply-when-plan-complete"] == {WARD}
    assert "take-part-in-court-plan" not in called(ISLAND).owed("2026-03-04T09:00")


def test_a_change_after_signing_asks_for_signatures_anew():
    spell = complete().says("2026-03-12T09:00", OFFICERS, "compulsory-intervention-changed")
    assert spell.owed("2026-03-12T10:00")["sign-court-plan"] == {WARD, OFFICERS}


def test_an_individual_plan_is_offered_when_open_care_ends_and_both_are_needed():
    both = opened().says("2026-06-01T09:00", WARD, "compulsory-care-ended")
    assert both.owed("2026-06-02T09:00") == {"offer-sip-after-care": {WARD}}
    both.says("2026-06-02T09:00", WARD, "compulsory-sip")
    assert both.owed("2026-06-03T09:00") == {}
    alone = opened().says("2026-06-01T09:00", WARD, "compulsory-care-ended", needs=["region-interventions"])
    assert alone.owed("2026-06-02T09:00") == {}
    from_closed = complete().says("2026-06-01T09:00", WARD, "compulsory-care-ended")
    assert from_closed.state("2026-06-02T09:00").sip is None
    by_acts = opened(ACTS).says("2026-06-01T09:00", WARD, "compulsory-care-ended")
    assert "offer-sip-after-care" not in by_acts.owed("2026-06-02T09:00")


def test_the_individual_plan_begins_from_the_message_that_the_care_is_over():
    assert "compulsory-care-ended" in CAREPLAN.opening.from_kinds
    ref = MessageRef(case="x", sequence=16, kind="compulsory-care-ended", unit=WARD, sent_at=at(LATER))
    assert CAREPLAN.opening.from_message(ref)["about"] == ref


def test_it_begins_from_a_message_of_a_discharge():
    ref = MessageRef(case="x", sequence=2, kind="admission-notice", unit=WARD, sent_at=at(LATER))
    assert COMPULSORY.opening.from_message(ref) == {"about": ref, "from_day": date(2026, 3, 25)}
    assert "admission-notice" in COMPULSORY.opening.from_kinds


def test_a_leave_tells_its_units_and_the_tables_where_the_person_is():
    spell = begun().says("2026-03-13T09:00", WARD, "compulsory-leave")
    assert COMPULSORY.situation(spell.state("2026-03-13T10:00"))["inpatient"] == "admitted"
    assert COMPULSORY.situation(spell.state("2026-03-14T10:00"))["inpatient"] == "on-leave"
    assert spell.owed("2026-03-13T10:00")["take-up-leave"] == {OFFICERS}
    assert spell.owed("2026-03-15T12:00")["record-leave-over"] == {WARD}


def test_what_the_tables_are_told_of_the_form():
    def form(spell) -> object:
        return COMPULSORY.situation(spell.state(LATER)).get("compulsory_care")

    forensic = {"ground": "lrv-by-court"}
    assert [form(begun()), form(opened())] == ["lpt", "opt"]
    assert [form(begun(**forensic)), form(opened(**forensic))] == ["lrv", "orv"]
    assert form(begun().says("2026-03-10T09:00", WARD, "compulsory-care-ended")) is None


def test_where_the_person_is_enrolled_decides_who_psychiatry_is():
    spell = begun()
    state = spell.state(LATER)
    assert COMPULSORY.part_of(state, FACTS[OTHER]) == "another-ward"
    spell.says(LATER, OTHER, "compulsory-responsibility-taken")
    state = spell.state("2026-03-25T13:00")
    assert [str(COMPULSORY.part_of(state, FACTS[unit])) for unit in (WARD, OTHER, CENTRE, NURSES)] == [
        *("another-ward", "psychiatry"),
        *("region-outpatient", "municipal-care-unit"),
    ]


def test_a_signature_of_psychiatry_stands_when_the_person_is_enrolled_elsewhere():
    spell = complete().says("2026-03-12T09:00", OTHER, "compulsory-responsibility-taken")
    assert spell.state(LATER).is_plan_complete


def test_the_card_shows_what_matters_now():
    def card(spell) -> list[str]:
        return [fact.name for fact in COMPULSORY.card(spell.state(LATER))]

    assert card(begun()) == ["from"]
    assert card(opened()) == ["open-since"]
    assert card(asked()) == ["unconfirmed"]
    assert card(applied()) == ["applied"]
    assert card(begun().says("2026-03-13T09:00", WARD, "compulsory-leave")) == ["leave"]
    assert card(begun().says("2026-03-13T09:00", WARD, "compulsory-care-ended")) == ["over"]
    head = {fact.name for fact in COMPULSORY.facts(decided().state(LATER))}
    assert {"intervention", "signed", "complete", "conditions", "open-decided", "open-care-lacking"} <= head


def test_no_block_takes_back_the_plan_and_the_courts_word_but_the_grounds_of_neither():
    told = {body.kind: clause for body, clause in COMPULSORY.told.items()}
    assert told["compulsory-intervention"] and told["court-allows-open"]
    assert told["court-application"] is None and told["compulsory-needs"] is None
