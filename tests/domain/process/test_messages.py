"""What every process has in common: messages, corrections, and moves."""

from datetime import UTC, datetime
from enum import StrEnum
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from brygga.process import (
    Acknowledgement,
    Body,
    Correction,
    FreeMessage,
    Move,
    NotAllowed,
    Role,
    Sent,
    check_may_say,
    effective,
    sayable,
    staying,
)

NOON = datetime(2023, 3, 6, 12, tzinfo=UTC)


def sent(number: int, body: Body) -> Sent:
    return Sent(number, NOON, "SE2321000131-1", Role.INPATIENT_CARE, body)


def written(number: int) -> Sent:
    return sent(number, FreeMessage(text=f"number {number}"))


def withdrawn(number: int, of: int) -> Sent:
    return sent(number, Correction(of=of, reason="sent by mistake"))


def test_a_withdrawn_message_no_longer_holds_and_neither_does_its_correction():
    assert effective([written(1), written(2), withdrawn(3, of=1), written(4)]) == (written(2), written(4))


def test_without_corrections_every_message_holds():
    assert effective([written(1), written(2)]) == (written(1), written(2))
    assert effective([]) == ()


def test_a_message_sent_without_a_time_zone_is_refused():
    with pytest.raises(ValueError) as error:
        Sent(1, datetime(2023, 3, 6, 12), "SE2321000131-1", Role.INPATIENT_CARE, FreeMessage(text="x"))
    assert str(error.value) == "2023-03-06T12:00:00 has no time zone; give one, for instance +01:00"


def test_messages_are_numbered_from_one():
    with pytest.raises(ValueError) as error:
        written(0)
    assert str(error.value) == "messages are numbered from 1, not 0"


def test_a_message_cannot_be_changed():
    with pytest.raises(ValidationError):
        FreeMessage(text="before").text = "after"


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001], ids=["empty", "blank", "too long"])
def test_a_written_message_has_a_text_of_reasonable_length(text):
    with pytest.raises(ValidationError):
        FreeMessage(text=text)


def test_a_message_says_nothing_it_has_no_place_for():
    with pytest.raises(ValidationError):
        Acknowledgement(of=1, text="and more")


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


MOVES = {
    "free-message": Move(FreeMessage, frozenset({Role.INPATIENT_CARE}), {Light.RED: Light.GREEN}),
    "correction": Move(Correction, frozenset(Role), staying(Light)),
}


def test_a_move_leads_from_stage_to_stage():
    move = check_may_say(MOVES, SimpleNamespace(stage=Light.RED), Role.INPATIENT_CARE, "free-message")
    assert move.leads[Light.RED] is Light.GREEN
    assert staying(Light) == {Light.RED: Light.RED, Light.GREEN: Light.GREEN}


@pytest.mark.parametrize(
    ("stage", "role", "kind", "reason"),
    [
        (Light.RED, Role.INPATIENT_CARE, "song", "there is no message 'song'; there are correction, free-message"),
        (
            Light.RED,
            Role.DENTAL_CARE,
            "free-message",
            "free-message is sent by inpatient-care, not by dental-care",
        ),
        (
            Light.GREEN,
            Role.INPATIENT_CARE,
            "free-message",
            "free-message cannot be sent when the case is green; only when red",
        ),
    ],
    ids=["an unknown message", "the wrong role", "the wrong stage"],
)
def test_what_may_not_be_said_is_refused_with_the_reason(stage, role, kind, reason):
    with pytest.raises(NotAllowed) as error:
        check_may_say(MOVES, SimpleNamespace(stage=stage), role, kind)
    assert str(error.value) == reason


def test_what_may_be_said_is_what_role_and_stage_allow():
    assert [m.body for m in sayable(MOVES, SimpleNamespace(stage=Light.RED), Role.INPATIENT_CARE)] == [
        FreeMessage,
        Correction,
    ]
    assert [m.body for m in sayable(MOVES, SimpleNamespace(stage=Light.GREEN), Role.INPATIENT_CARE)] == [Correction]
