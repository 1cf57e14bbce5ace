"""A person is given all that an organisation holds about them: nothing left out, nothing of what is others' to give."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader
from tests.site.access import blocks, consents
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import after, entries, persons

from brygga.discharge.messages import Discharged, ReadyNotice
from brygga.process import FreeMessage
from brygga_site.cases import actions as cases
from brygga_site.cases.models import Case
from brygga_site.keeping import actions
from brygga_site.keeping.extract.reads import NotGivenOut, extract
from brygga_site.people.models import Guardian, Listing, Person

pytestmark = pytest.mark.django_db
ADDRESS = "/review/extract"
ADULT = "195012042130"
OURS, THEIRS = "Det-som-regionen-skrev", "Det-som-kommunen-skrev"


@pytest.fixture
def told(cast: Cast, notified: Case) -> Case:
    """A case in which region and municipality have written, with statements, a stay, a guardian and a hold."""
    now, person = timezone.now(), notified.person
    cases.say(cast.anna, notified.pk, FreeMessage(text=OURS), 2, "ours", now)
    cases.say(cast.cecilia, notified.pk, FreeMessage(text=THEIRS), 3, "theirs", now)
    cases.say(cast.anna, notified.pk, ReadyNotice(assessed_at=now), 4, "ready", now)
    cases.say(cast.anna, notified.pk, Discharged(discharged_at=now, destination="home"), 5, "home", now)
    consents(cast.boris, person)
    blocks(cast.cecilia, person)
    Guardian.objects.create(child=person, name="Elva Elvansson")
    Listing.objects.create(person=person, unit=cast.boris.unit)
    signed_in(cast.boris).get(f"/cases/{notified.pk}")
    actions.hold(cast.filip, person.identity_number, "Mål T 1-26", now)
    return notified


def asked(number: str, do: str = "json", **more: Any) -> dict[str, Any]:
    return {"identity_number": number, "checked": "id-document", "reference": "D 12/26", "do": do, **more}


def given(cast: Cast, number: str, **more: Any) -> dict[str, Any]:
    answer = signed_in(cast.gerda).post(ADDRESS, asked(number, **more))
    assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
    return json.loads(answer.content)


def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def test_nothing_about_the_person_in_the_organisations_rows_is_left_out(cast: Cast, told: Case) -> None:
    """The twin: every row listed by plain SQL, and each of its values looked for in what is given."""
    found = given(cast, told.person.identity_number)
    text = json.dumps(found, ensure_ascii=False)
    region, person = cast.anna.unit.organisation_id, told.person_id
    by = "JOIN organisations_unit u ON u.id = m.unit_id"
    messages = rows(
        f"SELECT c.id, m.sequence, m.kind, m.content, u.organisation_id FROM cases_message m {by} "
        "JOIN cases_case c ON c.id = m.case_id WHERE c.person_id = %s",
        person,
    )
    given_messages = {one["key"]: one for case in found["cases"] for one in case["messages"]}
    assert len(messages) == len(given_messages) == 6
    for case, sequence, kind, content, organisation in messages:
        key = f"{str(told.pk) if str(case).replace('-', '') == told.pk.hex else case}:{sequence}"
        assert given_messages[key]["kind"] == kind
        if organisation == region:
            kept = json.loads(content) if isinstance(content, str) else content
            assert kept.items() <= given_messages[key]["content"].items()
        else:
            assert "content" not in given_messages[key] and "4:6" in given_messages[key]["withheld"]
    statements = rows(
        f"SELECT m.sequence, m.content, u.organisation_id FROM people_statement m {by} WHERE m.person_id = %s", person
    )
    assert [one["key"] for one in found["statements"]] == [f"{person}:{sequence}" for sequence, *_ in statements]
    (row,) = rows(
        "SELECT given_name, family_name, registered_address, municipality FROM people_person WHERE id = %s", person
    )
    names = [name for (name,) in rows("SELECT name FROM people_guardian WHERE child_id = %s", person)]
    reasons = [reason for (reason,) in rows("SELECT reason FROM keeping_hold WHERE person_id = %s", person)]
    assert all(value in text for value in (*row[:3], "Göteborgs kommun", *names, *reasons, "Boriss enhet"))
    number = told.pk.hex if connection.vendor == "sqlite" else told.pk
    (stay,) = rows("SELECT ready_at FROM charges_keptstay WHERE case_id = %s", number)
    assert stay and any(label == "Utskrivningsklar" for case in found["cases"] for label, _ in case["settlement"])
    reads = rows(
        "SELECT count(*) FROM trail_entry e JOIN trail_subject s ON s.entry_id = e.sequence JOIN organisations_unit u "
        "ON u.hsa_id = e.unit WHERE s.person = %s AND u.organisation_id = %s",
        person,
        region,
    )
    # The extract's own entry comes after what it tells.
    assert sum(one["times"] for one in found["accesses"]) == reads[0][0] - 2
    receipts = rows(
        "SELECT count(*) FROM cases_receipt r JOIN organisations_unit u ON u.id = r.unit_id "
        "WHERE u.organisation_id = %s AND r.read_at IS NOT NULL",
        region,
    )
    assert sum(len(one["read"]) for one in given_messages.values()) == receipts[0][0] > 0


def test_what_others_wrote_is_theirs_to_give(cast: Cast, told: Case) -> None:
    text = json.dumps(given(cast, told.person.identity_number), ensure_ascii=False)
    assert OURS in text and THEIRS not in text
    assert "Göteborgs kommun" in text


def test_what_is_withheld_is_told_with_its_paragraph_and_stands_on_the_trail(cast: Cast, told: Case) -> None:
    key, before = f"{told.pk}:3", len(entries())
    found = given(cast, told.person.identity_number, withheld=[key], paragraph="2009-400.25.6")
    text = json.dumps(found, ensure_ascii=False)
    assert OURS not in text and "2009:400 25:6" in text
    (entry,) = [one for one in after(before) if one.what.startswith("extract")]
    assert entry.what == "extract, 1 withheld, identity: id-document, request D 12/26"
    assert (persons(entry), entry.purpose) == ([told.person_id], "log-review")


def test_withheld_without_a_paragraph_gives_nothing_out(cast: Cast, told: Case) -> None:
    sent = asked(told.person.identity_number, withheld=[f"{told.pk}:3"])
    answer = signed_in(cast.gerda).post(ADDRESS, sent)
    assert answer.status_code == 400 and "text/html" in answer.headers["Content-Type"]


@pytest.mark.parametrize("language, name", [("sv", "Folkbokföringskommun"), ("en", "Municipality of registration")])
def test_what_was_ticked_stays_ticked_when_the_paragraph_is_forgotten(
    cast: Cast, told: Case, language: str, name: str
) -> None:
    sent = asked(told.person.identity_number, "pdf", withheld=[f"{told.pk}:3"])
    answer = signed_in(cast.gerda).post(ADDRESS, sent, headers={"accept-language": language})
    text = " ".join(answer.content.decode().split())
    assert re.findall(r'value="(\S+)" checked', text) == [f"{told.pk}:3"]
    assert 'aria-describedby="id_paragraph_error"' in text and OURS in text
    assert f"<dt>{name}</dt>" in text


def test_the_paper_says_it_in_swedish(cast: Cast, told: Case) -> None:
    answer = signed_in(cast.gerda).post(ADDRESS, asked(told.person.identity_number, "pdf"))
    assert told.person.identity_number not in answer.headers["Content-Disposition"]
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "Det här finns om dig" in text and "Vilka som har läst" in text
    assert "regionen" in text and "kommunen" not in text.replace("Göteborgs kommun", "")


def test_who_is_not_held_is_not_named(cast: Cast, told: Case) -> None:
    other = Person.objects.create(identity_number=ADULT, given_name="Okänd", family_name="Här", municipality="1480")
    for _ in range(2):
        # Looking up is no ground for the next look.
        found = given(cast, other.identity_number)
        assert (found["identity"], found["cases"], found["statements"]) == ([], [], [])
        assert "Okänd" not in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize("name", ["anna", "david", "filip", "hugo", "olga"])
def test_nobody_but_a_log_reviewer_gives_it_out(cast: Cast, told: Case, name: str) -> None:
    answer = signed_in(getattr(cast, name)).post(ADDRESS, asked(told.person.identity_number))
    assert answer.status_code == 404


def test_nobody_gives_out_what_is_held_about_themselves(cast: Cast, told: Case) -> None:
    cast.gerda.staff.identity_number = told.person.identity_number
    cast.gerda.staff.save()
    with pytest.raises(NotGivenOut):
        extract(cast.gerda, told.person.identity_number, "id-document", {}, timezone.now())
    answer = signed_in(cast.gerda).post(ADDRESS, asked(told.person.identity_number), follow=True)
    assert OURS not in answer.content.decode()


# The office's pages


def test_an_office_lists_another_approves_and_the_page_tells_how_it_stands(cast: Cast, told: Case) -> None:
    filip, text = signed_in(cast.filip), page(signed_in(cast.filip), "/retention")
    assert "It has not been counted yet" in text and "2008:355" in text
    filip.post("/retention", {"do": "count"})
    text = page(filip, "/retention")
    assert "The time for which it is kept has not run out" in text and told.person.family_name not in text
    listed = filip.post("/retention", {"do": "list"}, follow=True, headers={"accept-language": "en"})
    assert "Nothing has come of age" in listed.content.decode()


def test_a_plan_that_the_act_leaves_no_room_for_is_told_with_the_clause(cast: Cast) -> None:
    plan = {"do": "plan", "record": "patient", "years": 5, "decision": "RS 1", "decided_on": "2026-01-01"}
    answer = signed_in(cast.filip).post("/retention", plan, headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert "never shorten" in answer.content.decode() and "2008:355" in answer.content.decode()
    answer = signed_in(cast.filip).post("/retention", {**plan, "years": 15}, follow=True)
    assert "RS 1" in answer.content.decode()


def test_a_stop_says_the_same_whoever_is_known(cast: Cast, told: Case) -> None:
    said = set()
    for number in (told.person.identity_number, ADULT):
        client = signed_in(cast.ella)
        answer = client.post("/retention", {"do": "hold", "identity_number": number, "reason": "Mål"}, follow=True)
        said.add("under numret" in answer.content.decode())
    assert said == {True}
    assert timezone.now() - timedelta(minutes=1) < entries()[-1].at
