"""Text from outside: one form, nothing unseen, Swedish order."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brygga.texts import UnusableText, compare_swedish, kept, sought, swedish

ORDERED = [
    "Ale",
    "Alingsås",
    "Eda",
    "Éda",
    "Norr",
    "Vara",
    "Vårgårda",
    "Vänersborg",
    "Zinkgruvan",
    "Åmål",
    "Ängelholm",
    "Öckerö",
]


@pytest.mark.parametrize("text", ["Å", "Åsa Öberg", "é"])
def test_letters_of_two_pieces_become_one(text):
    assert kept(unicodedata.normalize("NFD", text)) == text


@pytest.mark.parametrize(
    "unseen",
    list("\0\x07\x1b\x85\u202e\u2066\u200b\u200e\u2060\ufeff\u00ad\ud800\ue000\ufffe\u3164\U000e0041"),
)
def test_what_nobody_would_see_is_refused_by_its_number(unseen):
    with pytest.raises(UnusableText, match=rf"U\+{ord(unseen):04X}"):
        kept(f"Åsa {unseen}Berg")


@pytest.mark.parametrize("text", ["", "a\nb\tc", "Åsa\u00a0Öberg", "Łukasz Đorđević", "محمد", "李", "½ – “x” 💊"])
def test_what_can_be_read_stays_as_it_is(text):
    assert kept(text) == text


@pytest.mark.parametrize("ended", ["a\r\nb", "a\rb"])
def test_lines_end_in_one_way(ended):
    assert kept(ended) == "a\nb"


@given(st.text())
def test_text_that_is_kept_is_kept_again_as_it_is(text):
    try:
        once = kept(text)
    except UnusableText:
        return
    assert kept(once) == once
    once.encode()


def test_a_search_goes_by_letters_not_by_how_they_are_written():
    assert sought(unicodedata.normalize("NFD", "  ÅKESSON\u200b ")) == "åkesson"


def test_swedish_order_has_the_three_letters_last():
    assert sorted(reversed(ORDERED), key=swedish) == ORDERED
    assert all(compare_swedish(a, b) < 0 for a, b in pairwise(ORDERED))
    assert compare_swedish("Åre", "Åre") == 0
