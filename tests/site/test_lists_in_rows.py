"""Today and the board in rows: a choice that the account keeps, an order that a link asks for."""

import re

from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import entries, persons

from brygga.discharge.messages import Admission
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.people.models import Person


def _admits(cast: Cast, family_name: str, number: str) -> None:
    named = {"given_name": "Kim", "family_name": family_name, "municipality": "1480"}
    person, now = Person.objects.create(identity_number=number, **named), timezone.now()
    admission = Admission(admitted_at=now, care_type="somatic", needs_expected=True)
    actions.open_case(cast.anna, person, admission, number, now)


def test_a_board_in_rows_stays_so_for_whoever_chose_it_and_for_nobody_else(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.anna)
    answer = client.post("/lists", {"as": "rows", "back": "/board/discharge?by=name"})
    assert (answer.status_code, answer["Location"]) == (302, "/board/discharge?by=name")
    for again in (client, signed_in(cast.anna)):
        assert '<table class="rows">' in page(again, "/board")
    assert '<table class="rows">' not in page(signed_in(cast.cecilia), "/board")
    client.post("/lists", {"as": "cards"})
    assert '<table class="rows">' not in page(client, "/board")


def test_nobody_is_led_away_from_the_site_by_choosing(cast: Cast) -> None:
    assert signed_in(cast.anna).post("/lists", {"as": "rows", "back": "https://example.com/"})["Location"] == "/"


def test_rows_are_ordered_by_name_as_swedish_has_it_and_by_what_is_due(cast: Cast) -> None:
    client = signed_in(cast.anna)
    client.post("/lists", {"as": "rows"})
    for name, number in (("Öberg", "189001019802"), ("Zetterlund", "189001029819"), ("Åberg", "189001039800")):
        _admits(cast, name, number)
    names = re.findall(r"Kim (\w+)\s*</a>", page(client, "/board?by=name"))
    assert names == ["Zetterlund", "Åberg", "Öberg"]
    assert 'aria-sort="ascending"' in page(client, "/board?by=due")
    assert re.findall(r"Kim (\w+)\s*</a>", page(client, "/?by=name")) == names
    assert page(client, "/board?by=nothing-like-this")


def test_a_search_without_hits_says_so_once_and_in_a_search_rows_are_ordered_too(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.anna)
    client.post("/lists", {"as": "rows"})
    sought = {"headers": {"accept-language": "en"}}
    text = client.post("/board/discharge?by=name", {"q": "nobody"}, **sought).content.decode()
    assert (text.count("Nothing on the board holds"), "None</li>" in text) == (1, False)
    found = client.post("/board/discharge", {"q": "tolv"}, **sought).content.decode()
    assert 'form="seek" formaction="/board/discharge?by=due"' in found


def test_a_list_for_paper_holds_what_is_under_way_names_nobody_protected_in_print_and_is_on_the_trail(
    cast: Cast, notified: Case
) -> None:
    notified.person.protection = Person.Protected.choices[1][0]
    notified.person.save()
    before = len(entries())
    text = page(signed_in(cast.cecilia), "/board/discharge/paper")
    assert '<span class="in-print">Protected identity</span>' in text
    assert "Taken out by Cecilia" in text and "Cecilias enhet" in text
    taken = entries()[before:]
    assert [(one.what, persons(one)) for one in taken] == [("paper list", [notified.person_id])]
    assert signed_in(cast.ella).get("/board/discharge/paper").status_code == 404
