"""Every requirement of OWASP ASVS 5.0.0 that Brygga is held to has a verdict, and every verdict what shows it."""

import ast
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from tests.spec.asvs import DATA, VERDICTS, Requirement, requirements

ROOT = Path(__file__).resolve().parents[2]
STANDARD = ROOT.parent / "shared" / "data" / "asvs-5.0.0.json"
COPIED_WORDS = 8
EVERY = requirements()

# How many requirements each chapter has at levels 1 and 2, and 8 and 16 at level 3.
COUNTS = {
    1: (8, 19), 2: (4, 7), 3: (8, 11), 4: (2, 8), 5: (4, 5), 6: (13, 22), 7: (6, 12), 8: (4, 3, 6), 9: (4, 3),
    10: (5, 24), 11: (3, 11), 12: (3, 6), 13: (1, 12), 14: (2, 7), 15: (3, 10), 16: (0, 16, 1), 17: (0, 7),
}  # fmt: skip


@cache
def named_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def headings_in(file: str) -> frozenset[str]:
    lines = re.findall(r"(?m)^#+ (.+)$", (ROOT / file).read_text(encoding="utf-8"))
    return frozenset(re.sub(r"[^\w -]", "", line.lower()).strip().replace(" ", "-") for line in lines)


def test_every_requirement_has_one_verdict() -> None:
    assert [name for name, times in Counter(one.id for one in EVERY).items() if times > 1] == []
    found = Counter((one.chapter, one.level) for one in EVERY)
    wanted = {(chapter, level): n for chapter, ns in COUNTS.items() for level, n in enumerate(ns, start=1) if n}
    assert found == wanted


def test_the_verdicts_are_on_the_standards_own_requirements() -> None:
    if not STANDARD.exists():
        pytest.skip("../shared/data has no asvs-5.0.0.json: the standard's text is kept outside the repository")
    rows = json.loads(STANDARD.read_text(encoding="utf-8"))["requirements"]
    held_to = {row["req_id"]: int(row["L"]) for row in rows if row["L"] != "3" or row["chapter_id"] in ("V8", "V16")}
    assert {one.id: one.level for one in EVERY} == held_to


def test_no_summary_repeats_eight_words_in_a_row_of_the_standard() -> None:
    if not STANDARD.exists():
        pytest.skip("../shared/data has no asvs-5.0.0.json: the standard's text is kept outside the repository")
    rows = json.loads(STANDARD.read_text(encoding="utf-8"))["requirements"]
    theirs = {run for row in rows for run in runs(row["req_description"])}
    assert [one.id for one in EVERY if runs(f"{one.about}. {one.says}") & theirs] == []


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return set(zip(*(words[start:] for start in range(COPIED_WORDS)), strict=False))


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_a_verdict_is_shown_by_tests_or_explained(one: Requirement) -> None:
    assert one.verdict in VERDICTS
    if one.verdict == "met":
        assert one.tests or one.documents or one.pending, "met needs a test, or the section of a document"
    else:
        assert one.says, f"{one.verdict} needs a reason"
    for test in one.tests:
        file, _, name = test.partition("::")
        assert (ROOT / file).exists(), f"there is no {file}"
        assert name in named_in(file), f"{file} has no {name}"
    for document in one.documents:
        file, _, heading = document.partition("#")
        assert heading in headings_in(file), f"{file} has no section {heading}: {sorted(headings_in(file))}"


def test_no_verdict_waits_for_another_part() -> None:
    waiting = [f"{one.id}: {one.pending}" for one in EVERY if one.pending]
    assert waiting == [], f"{DATA.name}: name the tests and take `pending` away"


def test_what_broke_once_is_tried_again_by_tests_that_are_there() -> None:
    """Every row of docs/security/attacks.md names some, and the contested verdicts that it lists stand as met."""
    text = (ROOT / "docs" / "security" / "attacks.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if re.match(r"\| (H|M|low|R)", line)]
    assert len(rows) == 17
    for row in rows:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", row)
        assert named, row
        assert [name for file, name in named if name not in named_in(f"tests/{file}")] == []
    contested = set(re.findall(r"V\d+\.\d+\.\d+", text))
    assert len(contested) == 18
    assert [one.id for one in EVERY if one.id in contested and one.verdict != "met"] == []
