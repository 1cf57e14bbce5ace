"""What carries clauses out: a page for each, linked both ways, in words."""

import re
from html import unescape

import pytest
from django.urls import reverse
from tests.site.pages import close, page

from brygga import access
from brygga.agreements import CarrierKind
from brygga.agreements.clauses import CAPABILITIES
from brygga.check import links
from brygga.discharge import DISCHARGE
from brygga.processes import PROCESSES
from brygga.settlement import RULES
from brygga_site.agreements import registry
from brygga_site.web.agreements.kinds import KINDS, KindOfCarrier
from brygga_site.web.agreements.links import all_links
from brygga_site.web.agreements.reader import choices
from brygga_site.words import agreements as words_agreements
from brygga_site.words import carriers as words_carriers


def test_every_carrier_has_a_page_with_every_clause_it_carries_out(client):
    wanted: dict[str, set[str]] = {}
    for link in links(registry()):
        if link.carrier.kind != "statement":
            address = reverse("carrier", args=[link.carrier.kind.value, link.carrier.ref])
            wanted.setdefault(address, set()).add(reverse("clause", args=[link.agreement, link.clause.id]))
    for address, clauses in wanted.items():
        text = close(client.get(address).content.decode())
        shown = set(re.findall(r'<li class="line [^"]*"><a class="ds-link" href="([^"]+)"', text))
        assert shown == {unescape(clause) for clause in clauses}, address


def test_what_an_agreement_holds_has_a_page_even_when_no_clause_names_it(client):
    for agreement in registry().agreements.values():
        head = agreement.head
        named = [("body", one.id) for one in head.body] + [("document", one.id) for one in head.document]
        named += [("adoption", one.id) for one in head.adoption] + [("duty", one.id) for one in agreement.own_duties]
        named += [("area", one.id) for one in head.area] + [("access", ref) for ref in access.CARRIED]
        named += [("message", kind) for kind in access.BODIES]
        named += [("parameter", one.key) for one in agreement.parameters] + [
            ("message", kind) for kind in DISCHARGE.bodies
        ]
        for kind, ref in named:
            page(client, reverse("carrier", args=[kind, ref]))


@pytest.mark.parametrize(
    ("kind", "ref"),
    [
        ("message", "telegram"),
        ("table", "x"),
        ("statement", "x"),
        ("miracle", "x"),
        ("body", "nobody"),
        ("access", "x"),
    ],
)
def test_a_carrier_there_is_not_is_not_found(client, kind, ref):
    page(client, reverse("carrier", args=[kind, ref]), status=404)


def test_a_duty_tells_who_owes_it_by_when(client):
    text = page(client, reverse("carrier", args=["duty", "send-admission-notice"]))
    assert "24 hours after: needs after discharge are judged likely" in text
    assert reverse("carrier", args=["message", "admission-notice"]) in text


def test_a_clause_of_the_acts_tells_which_duty_cites_it_and_what_rests_on_it(client):
    text = page(client, reverse("clause", args=["sverige", "2017-612.4.3"]))
    assert reverse("carrier", args=["duty", "call-to-sip"]) in text
    assert reverse("clause", args=["vastra-gotaland", "C.utskrivning.5.1"]) in page(
        client, reverse("clause", args=["sverige", "2017-612.5.3"])
    )


def test_a_ground_tells_what_it_opens_and_which_paragraphs_say_so(client):
    text = page(client, reverse("carrier", args=["access", "guardian"]))
    assert "A guardian blocks nothing for a child" in text
    assert reverse("clause", args=["sverige", "2008-355.4.4.3"]) in text


def test_a_statement_is_no_message_of_a_case(client):
    text = page(client, reverse("carrier", args=["message", "lift-requested"]))
    assert "asks the one that blocked to lift the block" in text
    assert "from the board" not in text


def test_every_kind_of_carrier_says_what_it_is_and_leads_to_pages_there_are():
    assert set(KINDS) == set(CarrierKind)
    bare = {kind for kind, of_kind in KINDS.items() if not of_kind.sentence and of_kind.named is KindOfCarrier.named}
    assert bare == {CarrierKind.MEASURE, CarrierKind.STATEMENT}
    assert KINDS[CarrierKind.MESSAGE].sentence_of("admission-notice")
    assert all(place.url for of_kind in KINDS.values() for place in of_kind.met_at)


def test_an_area_tells_its_municipalities(client):
    assert "Hudiksvall, Nordanstig" in page(client, reverse("carrier", args=["area", "hudiksvall-nordanstig"]))


def test_everything_that_data_can_name_has_a_word():
    assert set(RULES) <= set(words_carriers.SETTLEMENT)
    assert set(access.CARRIED) == set(words_carriers.ACCESS)
    assert set(access.BODIES) == set(words_carriers.STATEMENTS)
    for agreement in registry().agreements.values():
        assert {who for who, label in choices(agreement)["binds"] if label == who} == set()
        for clause in agreement.clauses:
            assert clause.kind.value in words_agreements.CLAUSE_KINDS
            assert clause.level.value in words_agreements.LEVELS
        for duty in agreement.own_duties:
            assert {duty.arises, duty.deadline.after} <= set(PROCESSES[duty.process].words.events)
    assert set(words_carriers.CAPABILITIES) >= CAPABILITIES


@pytest.mark.parametrize(
    ("text", "leads_to"),
    [
        ("2017:612 5:3", "2017-612.5.3"),
        ("LPT 7 a", "1991-1128.7a.1"),
        ("PL 2014:821 6 kap.", "2014-821.6.1"),
        ("Patientlagen 6:3", "2014-821.6.3"),
        ("OSL 25:1", "2009-400.25.1.1"),
        ("TvL 8a", "1985-125.8a"),
        ("Lag 2013:1", None),
        ("PSL 2", None),
        ("HSL", None),
    ],
)
def test_what_a_clause_rests_on_leads_to_the_act_however_it_is_named(text, leads_to):
    found = all_links().basis(text)
    assert (found.clause.id if found else None) == leads_to
