"""What can be said, and what is refused for what it says."""

from datetime import datetime

import pytest
from pydantic import ValidationError
from tests.domain.discharge.cast import at, body, content

from brygga.discharge import DISCHARGE

NOON = at("2023-03-06T12:00")


def test_every_message_stands_under_its_own_name():
    assert all(kind == message.kind for kind, message in DISCHARGE.bodies.items())


@pytest.mark.parametrize("kind", DISCHARGE.bodies)
def test_a_message_is_the_same_after_being_stored(kind):
    message = body(kind, NOON)
    assert DISCHARGE.parse(kind, message.model_dump(mode="json")) == message


@pytest.mark.parametrize("kind", DISCHARGE.bodies)
def test_a_message_without_its_content_is_refused(kind):
    with pytest.raises(ValidationError):
        DISCHARGE.parse(kind, {})


@pytest.mark.parametrize("kind", DISCHARGE.bodies)
def test_a_message_with_more_than_its_content_is_refused(kind):
    with pytest.raises(ValidationError):
        DISCHARGE.parse(kind, {**content(kind, NOON), "diagnosis": "…"})


def test_an_unknown_message_is_answered_with_those_there_are():
    with pytest.raises(LookupError) as error:
        DISCHARGE.parse("discharge-notice", {})
    known = ", ".join(DISCHARGE.moves)
    assert error.value.args[0] == f"there is no discharge message 'discharge-notice'; there are {known}"


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("admission", {"admitted_at": datetime(2023, 3, 6, 8)}),
        ("admission-notice", {"needs": []}),
        ("admission-notice", {"needs": ["dental-care"]}),
        ("notice-supplement", {"recipients": []}),
        ("notice-supplement", {"needs": ["social-services"]}),
        ("notice-forwarded", {"recipients": ["one", "another"]}),
        ("told-otherwise", {"whom": ""}),
        ("named-care-contact", {"name": " "}),
        ("correction", {"of": 0}),
        ("discharged", {"destination": "elsewhere"}),
        ("aborted", {"reason": ""}),
    ],
    ids=[
        "a time without a zone",
        "no needs",
        "an unknown need",
        "a supplement that adds nothing",
        "an added need that nobody has judged",
        "a notice passed on to two",
        "nobody who was told",
        "a blank name",
        "message number nought",
        "an unknown destination",
        "no reason",
    ],
)
def test_content_that_makes_no_sense_is_refused(kind, given):
    with pytest.raises(ValidationError):
        body(kind, NOON, **given)
