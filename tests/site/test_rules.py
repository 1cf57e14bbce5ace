"""Who is responsible, the tables and their comparison: every answer with its clause, gaps shown as gaps."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.pages import close, page
from tests.site.rules_tables import tables  # noqa: F401 (a fixture)

from brygga.agreements import Registry
from brygga.identities import age_on
from brygga_site.agreements import registry
from brygga_site.cases.models import Case
from brygga_site.web.rules.address import NOT_FACTS, UNKNOWN, agreement_for, choosable, written
from brygga_site.words.rules import sentences

VG = "/responsible?agreement=vastra-gotaland&table=care"
usually = pytest.mark.usefixtures("tables")


def _asked(text: str) -> str:
    """The question that the page asks."""
    found = re.search(
        r'<legend class="ds-label">(.*?)</legend>|<label class="ds-label" for="answer">(.*?)</label>', text
    )
    return next(filter(None, found.groups())) if found else ""


def _answer(text: str) -> str:
    return re.search(r'<p class="said">(.*?)</p>', text)[1]


@usually
def test_one_begins_with_a_municipality_and_comes_to_its_agreement(client):
    assert "Choose a municipality or an agreement" in page(client, "/responsible")
    for place in ("agreement=1480", "municipality=1480"):
        moved = client.get(f"/responsible?{place}&table=care&age=40")
        assert moved.status_code == 302
        assert moved["Location"] == ("/responsible?agreement=vastra-gotaland&municipality=1480&table=care&age=40")
    assert "Göteborgs kommun" in page(client, moved["Location"])


@usually
def test_only_what_can_still_change_the_answer_is_asked_and_one_thing_at_a_time(client):
    text = page(client, VG)
    assert _asked(text) == "Where does the person live or stay?"
    assert len(re.findall("<fieldset", text)) == 1
    text = page(client, f"{VG}&legal_status=asylum-seeker&ask=individual_agreement")
    assert _asked(text) == "Have the principals agreed in the individual case?"
    text = page(client, f"{VG}&legal_status=asylum-seeker&individual_agreement=unknown")
    assert _answer(text) == "The region is responsible."
    assert "Open: performing unit." in text
    assert "It can still become:" in text
    text = page(client, f"{VG}&legal_status=asylum-seeker&individual_agreement=true")
    assert _asked(text) == ""
    assert _answer(text) == "The region is responsible. The municipality's health care carries it out."


@usually
def test_the_answer_stands_with_its_clause_note_row_and_what_would_change_it(client):
    text = page(client, f"{VG}&legal_status=resident&dwelling=special-housing-elderly")
    assert _answer(text) == "The municipality is responsible. The municipality's health care carries it out."
    assert reverse("clause", args=["vastra-gotaland", "B.7"]) in text
    assert registry().agreement("vastra-gotaland").clause("B.7").summary in text
    assert "The municipality books the visits." in text
    assert "It is the agreement's own rule." in text
    assert "/agreements/vastra-gotaland/tables/care#row-housing" in text
    assert "2 rows passed over, and why" in text
    assert "legal status: resident in Sweden (the row is for:" in text
    changed = "/responsible?agreement=vastra-gotaland&table=care&legal_status=resident&dwelling=sis#now"
    assert changed in text


@usually
def test_a_gap_in_the_agreement_is_shown_as_a_gap_with_what_holds_meanwhile(client):
    text = page(client, f"{VG}&legal_status=resident&dwelling=sis")
    assert "The agreement does not answer this. Meanwhile:" in text
    assert "Gap in the source" in text
    assert "The agreement does not mention SiS." in text
    assert _answer(text) == "The principals are to agree on who is responsible and who carries it out."


@usually
def test_what_the_agreement_leaves_to_the_acts_says_so(client):
    text = page(client, f"{VG}&legal_status=resident&dwelling=hvb&urgency=acute")
    assert "Västra Götaland says nothing of this; the answer follows from the acts." in text
    text = page(client, f"{VG}&legal_status=resident&dwelling=hvb&urgency=planned")
    assert "Neither the agreement nor the acts answer this. Meanwhile:" in text
    text = page(client, "/responsible?agreement=gotland&table=care&urgency=acute")
    assert "Gotland does not regulate this question; the answer follows from the acts." in text
    text = page(client, "/responsible?agreement=sverige&table=care&urgency=planned")
    assert "The acts do not answer this. Meanwhile:" in text


@usually
def test_a_situation_without_any_answer_is_said_to_have_none(client):
    text = page(client, "/responsible?agreement=vastra-gotaland&table=pays&age=40&dwelling=hvb")
    assert _answer(text) == "No row answers this."


@usually
def test_what_nobody_knows_is_passed_by_and_can_be_answered_later(client):
    text = page(client, f"{VG}&legal_status=unknown")
    assert _asked(text) != "By what right is the person in Sweden?"
    assert "You did not know:" in text
    text = page(client, f"{VG}&legal_status=asylum-seeker&individual_agreement=unknown")
    assert _asked(text) == ""
    assert "Nothing more can be asked. To come further, find out:" in text
    assert "ask=individual_agreement" in text


@usually
def test_each_thing_said_can_be_changed_or_taken_back(client):
    text = page(client, f"{VG}&age=82&dwelling=ordinary&legal_status=resident&home_help=true")
    assert f"{VG}&dwelling=ordinary&legal_status=resident&home_help=true#now" in text
    assert f"{VG}&ask=age&age=82&dwelling=ordinary&legal_status=resident&home_help=true#now" in text
    assert "1 thing said that makes no difference here" in text
    asking = page(client, f"{VG}&age=82&ask=age")
    assert _asked(asking) == "How old is the person?"
    assert 'value="82"' in asking


@usually
def test_what_is_ordinary_is_presumed_openly_and_can_be_changed(client):
    text = page(client, VG)
    assert "presumed, since nothing else was said" in text
    assert re.search(r"Presumed; it decides who is responsible</h3>.*Legal status: resident in Sweden", text, re.DOTALL)
    assert f"{VG}&ask=legal_status#now".replace("&", "&amp;") in text or f"{VG}&ask=legal_status#now" in text
    told = page(client, f"{VG}&legal_status=asylum-seeker")
    assert "Legal status: resident" not in told
    unknown = page(client, f"{VG}&legal_status=unknown")
    assert "Legal status: resident" not in unknown
    assert _asked(unknown)


@usually
def test_words_are_understood_where_somebody_writes_them(client):
    text = page(client, f"{VG}&boende=Ordin%C3%A4rt+boende&home_help=ja")
    assert "Ordinary dwelling" in text or "Dwelling: ordinary dwelling" in text
    assert "Has home help" in text


@usually
def test_the_rules_of_another_day_can_be_asked(client):
    text = page(client, f"{VG}&on=2025-03-01")
    assert 'name="on" value="2025-03-01"' in text
    assert "on=2025-03-01" in re.search(r'id="link" readonly value="([^"]+)"', text)[1]


@usually
def test_facts_that_contradict_each_other_are_pointed_out(client):
    text = page(client, f"{VG}&registered=party&legal_status=asylum-seeker")
    assert "The facts contradict each other." in text
    assert "Whoever is in the population register counts as resident." in text


@usually
@pytest.mark.parametrize(
    ("query", "told", "near"),
    [
        ("agee=82", "There is no fact “agee”.", "age"),
        ("dwelling=ordinery", "dwelling: there is no answer “ordinery”.", "ordinary"),
        ("home_help=perhaps", "home help: there is no answer “perhaps”.", ""),
        ("on=tomorrow", "“tomorrow” is no day. Write it as 2026-11-30.", ""),
        ("age=200", "age: “200” cannot be used. Give whole years from 0 to 120.", ""),
        ("age=eighty", "Give whole years from 0 to 120.", ""),
        ("age=7&age=8", "“age” stands more than once with different values.", ""),
        ("ask=agee", "There is no fact “agee”.", "age"),
    ],
)
def test_a_fact_that_is_not_there_is_refused_with_what_is_allowed_and_the_nearest_spelling(client, query, told, near):
    text = page(client, f"{VG}&{query}&legal_status=resident", status=400)
    assert told in text
    assert (f"<code>{near}</code>?" in text) if near else True
    assert f"{VG}&legal_status=resident" in text
    if "dwelling" in query:
        assert "<code>ordinary</code> ordinary dwelling" in text


@usually
@pytest.mark.parametrize(
    ("query", "told", "near"),
    [
        ("agreement=vastragotaland&table=care", "There is no agreement and no municipality", "vastra-gotaland"),
        ("agreement=Götebrg&table=care", "There is no agreement and no municipality", "1480 (Göteborg)"),
        ("municipality=9999&table=care", "There is no municipality with the code", ""),
        ("agreement=gotland&municipality=1480&table=care", "Göteborg is not a party to Gotland.", ""),
        ("agreement=gotland&table=cares", "There is no question “cares”.", "care"),
    ],
)
def test_an_agreement_or_question_there_is_not_is_refused(client, query, told, near):
    text = page(client, f"/responsible?{query}", status=400)
    assert told in text
    assert near in text


@usually
def test_a_table_is_read_row_by_row_and_its_proof_in_words(client):
    text = page(client, "/agreements/vastra-gotaland/tables/care")
    rows = re.findall(r'<li id="row-([^"]+)"', text)
    assert rows == ["agreed", "asylum", "housing", "handed", "sis"]
    assert "Proved: every situation has an answer or is a declared gap" in text
    assert "Dwelling: special housing for the elderly" in text
    assert "Age at least 80 years" in text
    assert "The agreement leaves this to the acts, whose table answers." in text
    assert "2 gaps that the sources themselves leave are declared" in text
    assert re.search(r"In \d+.\d % of the situations the acts answer", text)


@usually
def test_what_is_wrong_with_a_table_is_shown_in_words(client):
    text = page(client, "/agreements/vastra-gotaland/tables/pays")
    assert "The proof found something wrong" in text
    assert "Two rows answer the same situation differently:" in text
    assert "have no answer:" in text or "has no answer:" in text
    assert '<a href="#row-never">' in text


@usually
def test_a_question_that_an_agreement_does_not_regulate_leads_to_the_acts(client):
    text = page(client, "/agreements/gotland/tables/care")
    assert "Gotland does not regulate this question." in text
    assert "/agreements/sverige/tables/care" in text
    assert "Nor is there a table of the acts." in page(client, "/agreements/gotland/tables/sip")
    for address in ("/agreements/gotland/tables/cares", "/agreements/nowhere/tables/care"):
        page(client, address, status=404)


@usually
def test_two_agreements_are_compared_in_few_boxes_with_both_answers(client):
    text = page(client, "/compare?a=vastra-gotaland&b=jamtland-harjedalen&table=care")
    assert "of the situations are decided differently" in text
    assert "/agreements/vastra-gotaland/tables/care#row-asylum" in text
    assert "/agreements/jamtland-harjedalen/tables/care#row-asylum" in text
    assert reverse("clause", args=["jamtland-harjedalen", "8.inledning.3"]) in text
    assert "From the acts, since the agreement does not say." in text
    boxes = [int(one.replace("\xa0", "")) for one in re.findall(r"([\d\xa0]+) situations?<small>", close(text))]
    assert len(boxes) > 1
    assert boxes == sorted(boxes, reverse=True)


def test_a_group_with_exceptions_shows_what_in_it_is_decided_so_without_any(client):
    text = page(client, "/compare?a=vastra-gotaland&b=jamtland-harjedalen&table=care")
    assert re.search(r"<summary>\d+ groups in it are decided so without exception</summary>", close(text))
    assert re.search(r'The same answer also by<a href="/agreements/[a-z-]+/tables/care#row-', close(text))


@usually
def test_agreements_that_decide_alike_or_not_at_all_say_so(client):
    assert "They decide every situation alike." in page(client, "/compare?a=gotland&b=sverige&table=care")
    assert "has no table for this question" in page(client, "/compare?a=gotland&b=sverige&table=sip")
    assert "Choose two agreements and a question." in page(client, "/compare?a=gotland")


@usually
@pytest.mark.parametrize(
    ("query", "told", "near"),
    [
        ("a=gotlnd&b=sverige&table=care", "There is no agreement “gotlnd”.", "<code>gotland</code>?"),
        ("a=gotland&b=sverige&table=carre", "There is no question “carre”.", "<code>care</code>?"),
    ],
)
def test_a_comparison_of_what_is_not_there_is_refused(client, query, told, near):
    text = page(client, f"/compare?{query}", status=400)
    assert told in text
    assert near in text


@usually
def test_a_clause_leads_to_the_row_that_cites_it_and_the_agreement_to_its_tables(client):
    row = "/agreements/vastra-gotaland/tables/care#row-asylum"
    assert row in page(client, reverse("carrier", args=["table", "care/asylum"]))
    assert "/carriers/table/care/asylum" in page(client, reverse("clause", args=["vastra-gotaland", "B.7.1"]))
    page(client, reverse("carrier", args=["table", "care/nothing"]), status=404)
    text = page(client, "/agreements/vastra-gotaland")
    assert "/agreements/vastra-gotaland/tables/care" in text
    assert "5 rows" in text


def test_a_case_leads_to_the_question_with_what_it_knows_and_nothing_of_who_it_is(cast: Cast, notified: Case):
    text = unescape(signed_in(cast.anna).get(f"/cases/{notified.pk}").content.decode())
    links = re.findall(r'href="(/responsible\?[^"]+)"', text)
    (link,) = links
    asked = parse_qs(urlsplit(link).query)
    wanted = {"agreement": "vastra-gotaland", "municipality": "1480", "inpatient": "admitted", "care_area": "somatic"}
    assert wanted.items() <= {key: value for key, (value,) in asked.items()}.items()
    assert asked["registered"] == ["party"]
    assert asked["age"] == [str(age_on(notified.person.identity_number, timezone.localdate()))]
    assert notified.person.identity_number not in link
    text = page(signed_in(cast.anna), link)
    assert len(re.findall(r"<small>(?:from the case|från ärendet)</small>", text)) >= 3
    assert "needs_social_services=true" in link


def test_every_table_there_is_can_be_asked_read_and_said_in_both_languages(client):
    vocabulary = registry().every_word
    assert {UNKNOWN, *NOT_FACTS} & {*vocabulary.facts} == {"municipality"}
    assert not [fact.key for fact in vocabulary.facts.values() if UNKNOWN in map(written, fact.bits)]
    for agreement in choosable(registry()):
        for name, table in agreement.tables.items():
            page(client, f"/responsible?agreement={agreement.id}&table={name}")
            text = page(client, f"/agreements/{agreement.id}/tables/{name}")
            assert re.findall(r'<li id="row-([^"]+)"', text) == [row.id for row in table.rulings]
            for line in table.lines:
                assert all(one.endswith(".") for one in sentences(table.vocabulary, line.then))


def test_a_municipality_is_answered_for_by_what_divides_responsibility_there(tables: Registry):  # noqa: F811
    assert agreement_for("1480", "care", tables).id == "vastra-gotaland"
    assert agreement_for("1280", "care", tables).id == "sverige"


def test_an_answer_of_an_agreement_that_nobody_is_known_to_have_adopted_says_so_and_of_the_acts_does_not(
    client,
) -> None:
    said, everybody = "inget fullmäktiges beslut är känt", "age=70&legal_status=resident&registered=party"
    own = page(client, f"{VG}&{everybody}&need_kind=health-care&profession=physician&inpatient=admitted")
    assert "It is the agreement's own rule." in own
    assert own.count(said) == 1
    acts = page(client, f"{VG}&{everybody}&need_kind=dental&dental_group=no")
    assert "the answer follows from the acts" in acts
    assert said not in acts


def test_what_no_act_says_is_not_said_to_follow_from_the_acts(client) -> None:
    text = page(client, "/responsible?agreement=gotland&table=pays&cost_item=dose-dispensing")
    assert "and no act does. This is how it is arranged." in text
    assert "SOU 2018:53" in text
    assert "the answer follows from the acts" not in text
