"""The plan as its person takes it home: what was agreed, nothing that nobody has promised, and in plain words."""

import re
from pathlib import Path

import pytest
from tests.domain.careplan.cast import ASKED, CENTRE, NURSES, agreed, asked, confirmed, needed

from brygga.careplan import CAREPLAN
from brygga.process import CasePaper, UnitName

LATER = "2026-03-20T12:00"


def says(paper: CasePaper) -> list[object]:
    return [value for section in paper.sections for line in section.lines for value in line.values]


def lix(text: str) -> float:
    """Words to a sentence and hundredths of long words: 40 and below is what ordinary fiction has."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = len(re.findall(r"[.!?:]", text))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


@pytest.mark.parametrize(
    "plan", [needed(), asked(), confirmed(), agreed().says(LATER, CENTRE, "plan-consent-withdrawn")]
)
def test_there_is_a_paper_only_while_a_plan_holds(plan):
    assert CAREPLAN.paper(plan.state(LATER)) is None


def test_it_says_the_goal_who_does_what_whom_to_call_and_when_it_is_followed_up():
    plan = confirmed().says("2026-03-11T08:30", CENTRE, "plan-safety").says("2026-03-11T09:00", CENTRE, "plan-agreed")
    paper = CAREPLAN.paper(plan.state(LATER))
    assert [section.own for section in paper.sections if section.own] == ["to do my own shopping"]
    told = says(paper)
    for value in ("walking", UnitName(NURSES), "the district nurse", "the night patrol", plan.state(LATER).follow_up):
        assert value in told


def test_a_change_that_is_not_agreed_stands_on_no_paper():
    plan = agreed().says("2026-03-12T09:00", CENTRE, "plan-intervention-changed")
    plan.says("2026-03-12T09:05", CENTRE, "plan-intervention", what="something that nobody has promised")
    told = says(CAREPLAN.paper(plan.state(LATER)))
    assert "walking" in told
    assert "walking every day" not in told
    assert "something that nobody has promised" not in told
    assert [one.number for one in plan.state(LATER).holds_now.interventions] == [ASKED]


def test_everything_on_it_has_words_in_both_languages_and_no_word_is_left_over():
    source = Path(CAREPLAN.paper.__code__.co_filename).read_text(encoding="utf-8")
    named = set(re.findall(r'"([a-zA-Z-]+)"', source))
    assert named == set(CAREPLAN.words.paper)


def test_what_is_always_the_same_on_it_is_plain_swedish():
    sentences = [phrase.sv for phrase in CAREPLAN.words.paper.values()]
    text = " ".join(one if one.endswith((".", "?")) else f"{one}." for one in sentences)
    assert lix(text) <= 40
    assert lix(" ".join(one for one in sentences if one.endswith("."))) <= 40
