"""Every line of every source is a clause or left out for a reason, and no summary is copied from it.

The sources are not part of the repository; where they are not beside it, these tests are left out.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from brygga.agreements import Agreement, load_all

SHARED = Path(__file__).resolve().parents[3] / "shared"
COPIED_WORDS = 8

SOURCES = [
    (agreement, source)
    for agreement in load_all().agreements.values()
    for source in agreement.head.source
    if source.is_stored
]


@cache
def text_of(file: str) -> str:
    for folder in ("sources", "law"):
        if (path := SHARED / folder / file).exists():
            return path.read_text(encoding="utf-8")
    pytest.skip(f"../shared/sources and ../shared/law have no {file}: the sources are kept outside the repository")


def words(text: str) -> list[str]:
    return re.findall(r"[a-zåäöé0-9]+", text.lower())


@cache
def runs(file: str) -> frozenset[tuple[str, ...]]:
    """Every run of eight words in a row of a source."""
    found = words(text_of(file))
    return frozenset(zip(*(found[start:] for start in range(COPIED_WORDS)), strict=False))


def covered(agreement: Agreement, source: str) -> set[int]:
    spans = [one.lines for one in (*agreement.clauses, *agreement.left_out) if one.source == source]
    return {number for lines in spans for number in range(lines.first, lines.last + 1)}


@pytest.mark.parametrize(("agreement", "source"), SOURCES, ids=lambda one: one.id)
def test_every_line_of_a_source_is_a_clause_or_left_out_for_a_reason(agreement, source):
    lines = text_of(source.file).split("\n")
    within = covered(agreement, source.id)
    assert [n for n, line in enumerate(lines, start=1) if line.strip() and n not in within] == []


@pytest.mark.parametrize(("agreement", "source"), SOURCES, ids=lambda one: one.id)
def test_no_clause_cites_lines_beyond_the_end_of_its_source(agreement, source):
    assert max(covered(agreement, source.id)) <= len(text_of(source.file).split("\n"))


@pytest.mark.parametrize(("agreement", "source"), SOURCES, ids=lambda one: one.id)
def test_no_summary_repeats_eight_words_in_a_row_of_its_source(agreement, source):
    copied = []
    for clause in agreement.clauses:
        found = words(clause.summary) if clause.source == source.id else []
        own = zip(*(found[start:] for start in range(COPIED_WORDS)), strict=False)
        copied += [f"{clause.id}: {' '.join(run)}" for run in own if run in runs(source.file)]
    assert copied == []


@pytest.mark.parametrize("agreement", load_all().agreements.values(), ids=lambda one: one.id)
def test_every_source_is_cited(agreement):
    cited = {clause.source for clause in agreement.clauses}
    assert {source.id for source in agreement.head.source} == cited


AMENDED = re.compile(r"(?:Lag|Förordning) \((\d{4}:\d+)\)\.?\s*$")


def amended_by(clause, lines: list[str]) -> str | None:
    """The amending act that the stored text names at the end of the section in which a clause stands."""
    for number in range(clause.lines.last - 1, len(lines)):
        if number >= clause.lines.last and lines[number].startswith("#"):
            return None
        if found := AMENDED.search(lines[number]):
            return found[1]
    return None


@pytest.mark.parametrize(("agreement", "source"), SOURCES, ids=lambda one: one.id)
def test_the_amending_act_of_a_clause_is_the_one_at_the_end_of_its_section(agreement, source):
    lines = text_of(source.file).split("\n")
    named = [(one, amended_by(one, lines)) for one in agreement.clauses if one.source == source.id and one.by]
    assert [(one.id, one.by, found) for one, found in named if found and found != one.by] == []
