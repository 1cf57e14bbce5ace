"""Search in the clauses of every agreement."""

import re

import pytest
from django.urls import reverse
from tests.site.pages import page

from brygga_site.web.agreements import search


def found(text: str) -> list[tuple[str, str]]:
    hits = search.search(text)
    return [(hit.shown.agreement.id, hit.shown.clause.id) for group in hits.values() for hit in group]


def test_a_search_needs_every_word_and_takes_the_beginning_of_one():
    both, one = found("fast vårdkontakt"), found("vårdkontakt")
    assert both
    assert set(both) < set(one)
    assert set(found("vårdkontakt")) <= set(found("vårdkont"))
    assert found("kontakt xyzzy") == []


def test_a_search_minds_no_case_but_keeps_the_swedish_letters_apart():
    assert found("ÖVERGÅNGSBESTÄMMELSER") == found("övergångsbestämmelser") != []
    assert found("overgangsbestammelser") == []
    decomposed = "o\N{COMBINING DIAERESIS}verga\N{COMBINING RING ABOVE}ng"
    assert found(decomposed) == found("övergång") != []


@pytest.mark.parametrize("written", ["2017-612.5.3", "2017:612 5:3", " 2017-612.5.3 "])
def test_a_clause_is_found_first_by_its_number(written):
    assert found(written)[0] == ("sverige", "2017-612.5.3")


def test_a_hit_in_a_heading_stands_before_one_in_the_text():
    hits = search.search("utskrivningsklar")
    for group in hits.values():
        assert [hit.rank for hit in group] == sorted(hit.rank for hit in group)


@pytest.mark.parametrize("written", ["", "   ", "§", "%", '"<script>', "(", "[a", "\\"])
def test_a_search_for_what_is_no_word_finds_nothing_and_breaks_nothing(client, written):
    text = client.get(reverse("clause-search"), {"q": written}).content.decode()
    assert "<script>" not in text.partition("<main")[2]


def test_the_search_page_marks_the_words_and_keeps_what_was_sought(client):
    text = page(client, reverse("clause-search") + "?q=fast+vårdkontakt")
    assert "<mark>vårdkontakt</mark>" in text
    assert 'value="fast vårdkontakt"' in text
    assert "No clause holds every word of “xyzzy”." in page(client, reverse("clause-search") + "?q=xyzzy")


def test_many_hits_are_cut_and_all_of_them_one_click_away(client):
    text = page(client, reverse("clause-search") + "?q=region")
    url = "?q=region&agreement=vastra-gotaland"
    assert url in text
    shown = page(client, reverse("clause-search") + url)
    number = len(search.search("region")["vastra-gotaland"])
    assert len(re.findall(r'<li class="line ', shown)) == number
