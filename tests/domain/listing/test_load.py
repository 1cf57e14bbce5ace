"""How many are listed for each physician, against the guide values of Gotland's framework (3.2.3 to 3.2.5)."""

from datetime import date
from fractions import Fraction

import pytest

from brygga.agreements import load_all
from brygga.listing import MissingGuide, listed_load

REGISTRY = load_all()
ISLAND, WEST = REGISTRY.agreement("gotland"), REGISTRY.agreement("vastra-gotaland")
DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("listed", "specialists", "in_training", "room", "ratio", "within"),
    [
        (5500, 5, 0, 5500, Fraction(1), True),
        (5501, 5, 0, 5500, Fraction(5501, 5500), False),
        (6050, 5, 1, 6050, Fraction(1), True),
        (0, 1, 0, 1100, Fraction(0), True),
        (550, 0, 1, 550, Fraction(1), True),
        (0, 0, 0, 0, None, True),
        (1, 0, 0, 0, None, False),
    ],
)
def test_a_specialist_has_room_for_1100_and_a_physician_in_training_for_550(
    listed, specialists, in_training, room, ratio, within
):
    load = listed_load(ISLAND, listed, specialists, in_training, DAY)
    assert (load.room, load.ratio, load.is_within, load.planned_until) == (room, ratio, within, 2027)


def test_an_agreement_without_guide_values_gives_no_load():
    with pytest.raises(MissingGuide, match="listed-per-specialist-physician"):
        listed_load(WEST, 5500, 5, 0, DAY)


def test_nobody_is_counted_below_zero():
    with pytest.raises(ValueError, match="counted from 0"):
        listed_load(ISLAND, 10, -1, 0, DAY)
