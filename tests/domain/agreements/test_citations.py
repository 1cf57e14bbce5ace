"""Clauses are cited in one way: by the section of the document that they stand in."""

import pytest

from brygga.agreements import load_all

REGISTRY = load_all()


@pytest.mark.parametrize(
    ("agreement", "clause", "cited"),
    [
        ("sverige", "2017-612.5.6.1", "2017:612 5:6"),
        ("vastra-gotaland", "C.utskrivning.5.2.4", "Del C, In- och utskrivning, 5.2"),
        ("vastra-gotaland", "B.14.2", "Del B, B.14"),
        ("vastra-gotaland", "2017-612.5.6.1", "2017:612 5:6"),
        ("jamtland-harjedalen", "7.2.7", "Avsnitt 7.2"),
        ("gotland", "Bilaga-3.4.1", "Bilaga 3"),
        ("gotland", "no-such", "no-such"),
    ],
)
def test_a_clause_is_cited_by_its_section(agreement: str, clause: str, cited: str) -> None:
    assert REGISTRY.agreement(agreement).cite(clause) == cited


def test_an_act_without_chapters_is_cited_by_its_paragraph_alone() -> None:
    acts = {clause.cited for clause in REGISTRY.agreement("sverige").clauses if clause.source == "1985-125"}
    assert {"1985:125 5 a §", "1985:125 18 §"} < acts


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        ("1985-125-2026", "1985:125 3:2 a"),
        ("2017-612-övergång", "2017:612 3:2 a"),
        ("hslf-fs-2018-67", "HSLF-FS 2018:67 3:2 a"),
    ],
)
def test_every_wording_of_an_act_is_cited_as_the_act(source: str, cited: str) -> None:
    clause = REGISTRY.agreement("sverige").clause("2017-612.5.6.1")
    assert clause.model_copy(update={"source": source, "place": "3 kap. 2 a §, 1"}).cited == cited


def test_no_citation_goes_down_to_a_sentence_or_a_line() -> None:
    cited = {clause.cited for one in REGISTRY.agreements.values() for clause in one.clauses}
    assert [text for text in cited if "mening" in text or "stycke" in text or "punkt" in text] == []
    assert max(map(len, cited)) < 80
