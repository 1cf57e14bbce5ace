"""A report begun from a message: what that message says already is filled in, and nothing is made up."""

import pytest
from tests.domain.deviation.cast import CENTRE, NURSE, WARD, at, content

from brygga.deviation import DEVIATION
from brygga.deviation import DeviationStage as Stage
from brygga.deviation.about import CATEGORIES, from_message
from brygga.deviation.messages import Category
from brygga.process import MessageRef, NotAllowed, Sent
from brygga.processes import PROCESSES

NOTICE = MessageRef(
    case="a case",
    sequence=2,
    kind="admission-notice",
    unit=WARD,
    sent_at=at("2026-02-27T15:00"),
    clause="2017-612.2.1.1",
)
NOW = at("2026-03-02T09:00")


def report(about: MessageRef, unit: str, **given: object) -> Sent:
    """What the unit sends when it fills in the rest of the form."""
    rest = {key: content("deviation-report", NOW)[key] for key in ("nature", "what_happened", "harm", "seriousness")}
    filled = {"category": Category.OTHER} | from_message(about) | rest | given
    return Sent(1, NOW, unit, "reporter", DEVIATION.parse("deviation-report", filled))


def test_parties_time_category_and_clause_come_out_of_the_message():
    message = report(NOTICE, NURSE)
    DEVIATION.check_says(DEVIATION.fold((), NOW), message)
    state = DEVIATION.fold([message], NOW)
    assert (state.stage, state.reporter, state.receiver) == (Stage.REPORTED, NURSE, WARD)
    assert state.report.about == NOTICE
    assert (state.report.happened_at, state.report.category, state.report.clause) == (
        NOTICE.sent_at,
        Category.DISCHARGE,
        "2017-612.2.1.1",
    )


def test_a_message_that_no_act_orders_told_fills_in_no_clause():
    assert from_message(NOTICE.model_copy(update={"clause": None}))["clause"] == ""


def test_of_a_message_that_the_table_does_not_know_the_reporter_says_what_it_concerns():
    assert "category" not in from_message(NOTICE.model_copy(update={"kind": "free-message"}))


def test_a_fault_in_a_message_of_ones_own_is_reported_to_a_unit_that_one_chooses():
    own = report(NOTICE, WARD)
    with pytest.raises(NotAllowed, match="a unit does not report a deviation to itself"):
        DEVIATION.check_says(DEVIATION.fold((), NOW), own)
    DEVIATION.check_says(DEVIATION.fold((), NOW), report(NOTICE, WARD, recipients=[CENTRE]))


def test_the_table_speaks_of_messages_that_there_are():
    assert set(CATEGORIES) <= set(PROCESSES.bodies)


def test_a_deviation_can_begin_without_any_message_and_about_nobody():
    assert DEVIATION.opening.may_stand_alone
    assert not DEVIATION.person_required
    assert "about" not in content("deviation-report", NOW)
