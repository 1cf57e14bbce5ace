"""The random sample of a review: drawn by a seed anybody can use, from the whole log and without putting back."""

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brygga_site.review.sample import draw, size
from brygga_site.review.steps import CLOSED, NEXT, StepKind, check_next, stage

NUMBERS = st.lists(st.integers(1, 10**12), unique=True, max_size=60)


@given(NUMBERS, st.integers(0, 70), st.text("0123456789abcdef", min_size=1, max_size=32))
def test_the_draw_is_that_of_whoever_sorts_the_whole_log_by_the_digest(numbers, count, seed):
    slow = sorted(numbers, key=lambda number: sha256(f"{seed}:{number}".encode()).hexdigest())
    assert draw(reversed(numbers), count, seed) == slow[:count]


def test_the_first_draw_of_all_stays_the_same_in_every_version():
    assert draw(range(1, 1001), 5, "brygga") == [471, 831, 927, 160, 23]


def test_every_entry_has_the_same_chance():
    drawn = Counter(entry for seed in range(2000) for entry in draw(range(10), 3, str(seed)))
    # 600 each are expected; five standard deviations are about 100.
    assert all(500 < drawn[entry] < 700 for entry in range(10))


@pytest.mark.parametrize(
    ("population", "percent", "drawn"),
    [(0, 1, 0), (7, 1, 7), (20, 1, 20), (2000, 1, 20), (2001, 1, 21), (10_000, 1, 100), (50, 100, 50)],
)
def test_a_sample_is_a_percentage_and_never_fewer_than_twenty(population, percent, drawn):
    assert size(population, percent) == drawn


def test_every_step_has_something_that_may_follow_and_what_is_closed_can_be_opened_again():
    assert set(NEXT) == set(StepKind) - {StepKind.NOTE}
    assert all(StepKind.REOPENED in NEXT[kind] for kind in CLOSED)


def test_what_is_justified_is_not_reported():
    with pytest.raises(ValueError, match="reported cannot be said of a finding that is justified"):
        check_next(["opened", "justified"], StepKind.REPORTED)


def test_a_note_leaves_a_finding_where_it_stands():
    assert stage(["opened", "explanation-asked", "note"]) is StepKind.ASKED
