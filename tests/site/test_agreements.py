"""The agreements' pages: open to all, complete, and linked both ways."""

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from tests.site.pages import close, page

from brygga.agreements import Notice, OnePartysNotice
from brygga_site.agreements import registry
from brygga_site.organisations.models import Organisation
from brygga_site.web.agreements import timeline
from brygga_site.web.agreements.day import AgreementCard, card
from brygga_site.web.agreements.links import all_links
from brygga_site.web.agreements.parties import counties
from brygga_site.web.cases.views.today import agreement_dates


def ids_of(text: str) -> list[str]:
    return re.findall(r'<article class="clause [^"]*" id="([^"]+)"', text)


def test_the_list_names_every_agreement_with_its_clauses_counted(client):
    text = page(client, reverse("agreements"))
    for agreement in registry().agreements.values():
        counted = card(agreement, date(2026, 7, 1))
        ways = counted.carried, counted.labels, counted.pending, counted.statements
        assert sum(ways) == len(agreement.clauses)
        assert agreement.head.title in text
        assert f"<strong>{counted.pending}</strong> wait" in text
        assert reverse("agreement", args=[agreement.id]) in text


def test_another_day_shows_how_it_stood_then(client):
    text = page(client, reverse("agreements") + "?on=2022-12-31")
    assert "Not in force" in text
    assert "1 January 2023 – 31 December 2026" in text
    assert "the day chosen, 31 December 2022" in text


@pytest.mark.parametrize("written", ["2026-02-31", "yesterday", "20260101", "9999-12-31", "0001-01-01", "2026-W01-1"])
@pytest.mark.parametrize("where", ["/agreements", "/agreements/gotland"])
def test_a_day_there_is_not_is_refused_and_today_is_shown(client, where, written):
    text = page(client, f"{where}?on={written}", status=400)
    assert f"“{written}” is" in text
    assert "What stands below is of today." in text


def test_the_drawing_and_the_text_say_the_same_days(client):
    text = page(client, reverse("agreements") + "?on=2026-01-15")
    drawing, _end, below = text.partition("</figure>")
    for day in ("30 June 2025", "30 June 2026", "8 March 2022", "24 February 2024"):
        assert f"<title>{day}" in drawing
        assert day in below


def test_notice_from_one_party_shows_the_end_and_no_renewal():
    agreement = registry().agreement("vastra-gotaland")
    given = {"notice": (Notice(party="1480", on=date(2025, 5, 2)),), "one_partys_notice": OnePartysNotice.ENDS_FOR_ALL}
    term = agreement.term.model_copy(update=given)
    stands = AgreementCard(agreement, term.on(date(2026, 1, 1)), card(agreement, date(2026, 1, 1)).counts)
    row = timeline.row(stands)
    kinds = {event.kind for event in row.events}
    assert "end" in kinds
    assert "renewal" not in kinds
    assert [bar.kind for bar in row.bars] == ["now"]


def test_a_notice_that_the_text_does_not_follow_up_is_shown_as_not_stated():
    agreement = registry().agreement("jamtland-harjedalen")
    term = agreement.term.model_copy(update={"notice": (Notice(party="2380", on=date(2026, 6, 30)),)})
    for day, tag in ((date(2026, 11, 30), "In force"), (date(2027, 1, 1), "Not stated whether it still holds")):
        shown = AgreementCard(agreement, term.on(day), card(agreement, day).counts)
        assert tag in render_to_string("agreements/_in_force.html", {"card": shown})
        said = " ".join(render_to_string("agreements/_standing.html", {"card": shown}).split())
        assert "After the notice" in said and "does to the others is not stated" in said
        assert not {"end", "renewal"} & {event.kind for event in timeline.row(shown).events}


def test_the_axis_reaches_from_2017_to_2030():
    assert timeline.x(date(2017, 1, 1)) == "0.00%"
    assert timeline.x(date(2031, 1, 1)) == "100.00%"
    assert timeline.x(date(1990, 1, 1)) == "0.00%"
    for agreement in registry().agreements.values():
        for bar in timeline.row(card(agreement, date(2026, 7, 1))).bars:
            assert bar.first <= bar.last + timedelta(days=1)
            assert float(bar.x[:-1]) + float(bar.width[:-1]) <= 100.01


def test_every_municipality_stands_once_and_those_without_an_agreement_under_the_acts(client):
    found = counties(registry())
    tiles = [tile for county in found for tile in county.tiles]
    assert len(found) == 21
    assert sorted(tile.municipality.code for tile in tiles) == sorted(registry().places.municipalities)
    under = {tile.municipality.short: [one.id for one in tile.agreements] for tile in tiles}
    assert under["Göteborg"] == ["vastra-gotaland"]
    assert "gavleborg-lansledning" in under["Gävle"]
    assert under["Malmö"] == ["sverige"]
    text = page(client, reverse("agreements"))
    with_own = [county for county in found if any(one.fallback for tile in county.tiles for one in tile.agreements)]
    assert 1 < len(with_own) < 21
    assert len(re.findall(r'<details class="county"[^>]* open>', text)) == len(with_own)
    assert len(re.findall(r'<details class="county"', text)) == 21


@pytest.mark.parametrize("agreement", registry().agreements.values(), ids=lambda one: one.id)
def test_every_clause_is_read_in_its_part(client, agreement):
    read = []
    for part in agreement.head.part:
        read += ids_of(page(client, f"{reverse('agreement', args=[agreement.id])}?part={quote(part.id)}"))
    assert sorted(read) == sorted(clause.id for clause in agreement.clauses)


def test_an_agreement_opens_with_its_own_facts_and_its_first_part(client):
    text = page(client, reverse("agreement", args=["vastra-gotaland"]))
    first = [clause.id for clause in registry().agreement("vastra-gotaland").clauses if clause.part == "A"]
    assert ids_of(text) == first
    for said in ("Åmål, Öckerö", "Politiskt samrådsorgan (SRO)", "2021-00198", "not stored", "12 months"):
        assert said in text


def test_an_annex_shows_which_boards_it_concerns(client):
    text = page(client, reverse("agreement", args=["gotland"]) + "?part=Bilaga-4")
    assert "Concerns" in text and "Socialnämnden" in text


def test_the_years_without_a_daily_rate_are_shown_as_missing(client):
    text = close(page(client, reverse("agreement", args=["sverige"])))
    assert re.search(r"Missing</span>\s*1 January 2021 – 31 December 2021", text)


def test_the_filters_keep_what_fits_and_count_it(client):
    address = reverse("agreement", args=["gotland"])
    text = page(client, f"{address}?part=2&level=binding&binds=body:hsf&standing=pending")
    wanted = [
        clause.id
        for clause in registry().agreement("gotland").clauses
        if clause.part == "2" and clause.level == "binding" and "body:hsf" in clause.binds and clause.is_pending
    ]
    assert wanted
    assert ids_of(text) == wanted
    assert f"{len(wanted)} of the part's 94 clauses fit." in text


def test_a_filter_that_nothing_fits_says_so(client):
    text = page(client, reverse("agreement", args=["gavleborg-samverkansplan"]) + "?level=binding&standing=statement")
    assert "No clause of this part fits." in text


@pytest.mark.parametrize("query", ["part=nowhere", "level=sometimes", "binds=body:nobody", "standing=done"])
def test_a_part_or_filter_there_is_not_is_not_found(client, query):
    page(client, f"{reverse('agreement', args=['gotland'])}?{query}", status=404)


def test_a_clause_of_the_acts_is_reached_from_the_agreement_that_falls_back_to_them(client):
    response = client.get(reverse("clause", args=["vastra-gotaland", "2017-612.5.3"]))
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("clause", args=["sverige", "2017-612.5.3"])


@pytest.mark.parametrize(
    "path",
    ["/agreements/skane", "/agreements/gotland/clauses/A.1", "/agreements/skane/clauses/1", "/agreements/search/x"],
)
def test_what_there_is_not_is_not_found(client, path):
    page(client, path, status=404)


def test_every_clause_has_a_page_with_what_carries_it_out(client):
    for (agreement, clause_id), place in all_links().places.items():
        text = page(client, reverse("clause", args=[agreement, clause_id]))
        assert place.clause.summary in text
        for carrier in place.clause.carried_by:
            shown = (
                carrier.ref
                if carrier.kind == "statement"
                else reverse("carrier", args=[carrier.kind.value, carrier.ref])
            )
            assert shown in text, (agreement, clause_id)


def test_no_page_holds_a_style_or_script_of_its_own(client):
    for url in ("/agreements", "/agreements/vastra-gotaland", "/agreements/sverige/clauses/2017-612.5.3"):
        text = page(client, url)
        assert not re.search(r"<style|\sstyle=|\son\w+=", text)
        assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_a_period_that_goes_on_by_itself_is_said_to_be_prolonged_and_not_to_end() -> None:
    region = Organisation(kind="region", code="14")
    with override("en"):
        said = {(one.agreement.id, one.what) for one in agreement_dates(region, date(2026, 11, 30))}
    assert ("vastra-gotaland", "The period is prolonged unless notice has been given") in said
    assert ("vastra-gotaland", "The period ends") not in said


def test_a_clause_tells_from_when_to_when_it_holds_and_leads_to_the_wording_beside_it(client):
    before = page(client, reverse("clause", args=["sverige", "1985-125.4.2"]))
    after = page(client, reverse("clause", args=["sverige", "1985-125.4.2-2026"]))
    assert "until 31 December 2025" in before
    assert "Another wording holds today." in before
    assert reverse("clause", args=["sverige", "1985-125.4.2-2026"]) in before
    assert re.search(r"from 1 January 2026 \(SFS 20\d\d:\d+\), last known 15 January 2026", after)
    assert "Whether it has changed since the day it was last known is not known here." in after
    assert reverse("clause", args=["sverige", "1985-125.4.2"]) in after


def test_a_clause_of_a_text_that_is_not_stored_says_where_and_when_it_was_read(client):
    text = page(client, reverse("clause", args=["sverige", "2002-160.22.1"]))
    assert 'href="https://lagen.nu/2002:160"' in text
    assert "The text is not stored here. It was read at its address on 1 December 2026." in text
    assert "The text is not stored here" in page(client, reverse("agreement", args=["sverige"]))
    assert "The text is not stored here" not in page(client, reverse("clause", args=["sverige", "2017-612.5.3"]))


def test_a_changed_section_names_the_act_that_changed_it(client):
    text = page(client, reverse("clause", args=["sverige", "2002-160.21a"]))
    assert "from 2 June 2020 (SFS 2018:1237)" in text


def test_a_sentence_that_is_gone_leads_to_the_section_that_took_its_place(client):
    text = page(client, reverse("clause", args=["sverige", "1985-125.3.6"]))
    assert reverse("clause", args=["sverige", "1985-125.3.1-2026-01-15"]) in text
    assert "From 15 January 2026" in text


def test_what_is_read_out_of_a_text_beyond_its_words_is_marked_as_a_reading(client):
    clause = registry().agreement("sverige").clause("1991-1128.7a.6")
    text = page(client, reverse("clause", args=["sverige", clause.id]))
    assert re.search(rf'Reading</span>\s*<span lang="sv">{re.escape(clause.reading)}', text)


def test_an_agreements_clause_tells_no_days_of_its_own(client):
    text = page(client, reverse("clause", args=["jamtland-harjedalen", "7.2.7"]))
    assert "Wording" not in text
    assert "last known" not in text
