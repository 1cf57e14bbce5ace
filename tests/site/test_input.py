"""What is sent is text and nothing else: to the page, to the database, to the numbers."""

from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader
from tests.site.cast import Cast, signed_in
from tests.site.pages import page

from brygga_site.cases.models import Case, Message
from brygga_site.charges import document
from brygga_site.charges.selection import Selection

pytestmark = pytest.mark.django_db


def test_what_a_person_is_called_is_text_on_every_page(cast: Cast, notified: Case) -> None:
    notified.person.given_name = "<script>alert(1)</script>\"'{{ 7 + 7 }} %(x)s %n {0.__class__}"
    notified.person.save()
    for who, address in ((cast.anna, "/"), (cast.anna, "/board"), (cast.boris, f"/cases/{notified.pk}")):
        shown = signed_in(who).get(address).content.decode()
        assert "<script>alert" not in shown, address
        assert "14" not in shown.partition("script")[2][:60], address
    assert "<script>" in page(signed_in(cast.boris), f"/cases/{notified.pk}")


@pytest.mark.parametrize("sought", ["'; DROP TABLE cases_case; --", "%' OR 1=1 --", "\\", "%", "_"])
def test_what_is_sought_is_never_a_part_of_a_query(cast: Cast, notified: Case, sought: str) -> None:
    answer = signed_in(cast.anna).post("/board", {"q": sought})
    assert answer.status_code == 200
    assert "Tolvansson" not in answer.content.decode()


@pytest.mark.parametrize("value", ["99999999999999999999", "-1", "1e9", "0x10", "²", "NaN", "true", "[]"])
def test_a_number_out_of_range_is_refused_and_breaks_nothing(cast: Cast, notified: Case, value: str) -> None:
    client = signed_in(cast.anna)
    client.raise_request_exception = False
    address = f"/cases/{notified.pk}/say/acknowledgement"
    assert client.post(address, {"of": value, "key": "k", "seen": value}).status_code in (400, 404, 409)
    assert signed_in(cast.ella).get("/settlement", {"year": value}).status_code in (200, 400)
    assert signed_in(cast.ella).get(f"/settlement/1480/{value}").status_code in (400, 404)


def test_a_field_that_the_form_does_not_have_changes_nothing(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.anna)
    fields = {"text": "x", "key": "k", "seen": "2", "unit": "999", "sent_at": "1999-01-01", "sequence": "77"}
    client.post(f"/cases/{notified.pk}/say/free-message?text=other", fields)
    sent = Message.objects.get(case=notified, sequence=3)
    assert (sent.content["text"], sent.unit, sent.sent_at.year > 2000) == ("x", cast.anna.unit, True)


def test_a_name_that_is_sent_twice_has_one_meaning(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.anna)
    client.post(f"/cases/{notified.pk}/say/free-message", {"text": ["a", "b"], "key": "k", "seen": "2"})
    assert Message.objects.get(case=notified, sequence=3).content["text"] == "b"


@pytest.mark.parametrize("name", ['#panic("x")', '#read("/etc/passwd")', "]#1+1[", "$ x $ *a* _b_ `c`", "\\u{41}"])
def test_a_name_is_never_an_instruction_to_the_typesetter(name: str) -> None:
    paper = PdfReader(BytesIO(document.pdf(name, Selection(2026, None, None), [], timezone.localtime())))
    written = "".join(paper.pages[0].extract_text().split())
    assert "".join(name.split()) in written
