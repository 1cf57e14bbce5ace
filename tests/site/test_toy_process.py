"""A process that only the tests know goes from open to close through everything, with no change in `src`."""

from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.pages import close, page
from tests.site.programs import unit_program
from tests.site.trail import after, entries, persons
from tests.toy import INQUIRY, InquiryAsked, with_duty
from tests.toy.reading import READING, ReadingBegun, ReadingDone

from brygga.discharge.messages import NamedCareContact
from brygga.process import NotAllowed
from brygga.processes import PROCESSES
from brygga_site.agreements import registry
from brygga_site.cases import actions
from brygga_site.cases.actions import CaseAbout
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person
from brygga_site.people.relation import reader_of
from brygga_site.review.patterns.reads import relation

QUESTION, ANSWER = "Finns recept på salvan?", "Ja, det skickas i dag."


@pytest.fixture(autouse=True)
def _processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The toys are on the list, and the acts know of their one duty, as long as a test lasts."""
    known = registry().agreements
    acts = with_duty(registry().baseline)
    agreements = {name: replace(one, fallback=acts) if one.fallback else acts for name, one in known.items()}
    monkeypatch.setitem(registry().__dict__, "agreements", agreements)
    for process in (INQUIRY, READING):
        PROCESSES.add(process)
    yield
    for process in (INQUIRY, READING):
        PROCESSES.remove(process.name)


@pytest.fixture
def asked(cast: Cast, person: Person) -> Case:
    body = InquiryAsked(recipients=(cast.boris.unit.hsa_id,), haste="today", question=QUESTION)
    return actions.open_case(cast.cecilia, person, body, "asked", timezone.now())


def post(who: Assignment, address: str, status: int = 302, **form: object) -> str:
    response = signed_in(who).post(address, form)
    assert response.status_code == status, response.content.decode()
    return response.headers.get("Location", "")


def test_it_goes_from_open_to_close_through_the_pages(cast: Cast, person: Person) -> None:
    board = page(signed_in(cast.cecilia), "/board/inquiry")
    assert "Inquiries" in board and "Ask a question" in board
    number = {"identity_number": "201801042381"}
    asked = signed_in(cast.cecilia).post("/cases/new/inquiry", number, headers={"accept-language": "en"})
    form = asked.content.decode()
    assert "How urgent it is" in form and "Before tonight" in form and cast.boris.unit.name in form
    address = post(
        cast.cecilia,
        "/cases/new/inquiry",
        identity_number="201801042381",
        confirmed="201801042381",
        recipients=[cast.boris.unit.hsa_id],
        haste="today",
        question=QUESTION,
    )
    assert "Answer the inquiry" in page(signed_in(cast.boris), "/")
    case = page(signed_in(cast.boris), address)
    for text in (
        "Inquiry",
        "It is your turn.",
        "The one who answers",
        "Answer the question",
        QUESTION,
        "Before tonight",
    ):
        assert text in case
    assert "The answer" in page(signed_in(cast.boris), f"{address}/say/inquiry-answered")
    post(cast.boris, f"{address}/say/inquiry-answered", answer=ANSWER, seen=1, key="answer")
    assert "Answer the inquiry" not in page(signed_in(cast.boris), "/")
    assert ANSWER in page(signed_in(cast.cecilia), address)
    post(cast.cecilia, f"{address}/say/inquiry-closed", seen=2, key="close")
    assert "Shut" in page(signed_in(cast.cecilia), address)
    assert person.family_name not in page(signed_in(cast.cecilia), "/board/inquiry")


def test_what_is_asked_is_new_until_it_is_read_or_taken_up_there(cast: Cast, asked: Case) -> None:
    answerer = signed_in(cast.boris)
    today = page(answerer, "/")
    assert 'id="group-new"' in today and QUESTION in today and "<title>(2) Today" in close(today)
    assert "1 new" in page(answerer, "/board/inquiry")
    case = page(answerer, f"/cases/{asked.pk}")
    assert case.count("/say/acknowledgement") == 1
    assert 'id="group-new"' not in page(answerer, "/")
    post(cast.boris, f"/cases/{asked.pk}/say/acknowledgement", of=1, seen=1, key="taken-up")
    shown = page(signed_in(cast.cecilia), f"/cases/{asked.pk}")
    assert "Acknowledged by" in shown and cast.boris.staff.name in shown


def test_it_goes_from_open_to_close_through_the_api(cast: Cast, person: Person) -> None:
    home, centre = unit_program(cast.cecilia), unit_program(cast.boris)
    [told] = [process for process in home("get", "/processes") if process["name"] == "inquiry"]
    assert (told["begun_with"], told["begun_alone"], told["may_begin"]) == ("inquiry-asked", True, True)
    assert told["title"]["en"] == "Inquiry"
    [unit] = home("get", "/processes/inquiry/recipients")
    assert unit["hsa_id"] == cast.boris.unit.hsa_id
    content = {"recipients": [unit["hsa_id"]], "haste": "today", "question": QUESTION}
    new = {"process": "inquiry", "person": {"identity_number": person.identity_number}, "content": content}
    address = home("post", "/cases", new, 201, key="ask")["href"]
    [duty] = centre("get", address)["owed"]
    assert (duty["duty"], duty["does"], duty["standing"]) == ("answer-inquiry", ["inquiry-answered"], "open")
    said = {"kind": "inquiry-answered", "content": {"answer": ANSWER}, "seen": 1}
    centre("post", f"{address}/messages", said, 201, key="answer")
    told = centre("post", f"{address}/messages", said | {"seen": 2}, 409, key="again")
    assert "cannot be sent when the case is Answered" in told["title"]
    assert home("get", address)["messages"][1]["content"] == {"answer": ANSWER}
    home("post", f"{address}/messages", {"kind": "inquiry-closed", "seen": 2}, 201, key="close")
    assert home("get", "/cases?process=inquiry&over=true")["items"][0]["stage"] == "closed"
    unit_program(cast.anna)("post", "/cases", new, 404, key="ask")


def test_a_program_begins_a_case_from_a_message_of_another(
    cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = replace(
        INQUIRY.opening,
        may_stand_alone=False,
        from_message=lambda message: {"recipients": (message.unit,), "question": f"{message.kind}, {message.clause}"},
    )
    PROCESSES.remove("inquiry")
    PROCESSES.add(replace(INQUIRY, opening=opening))
    contact = NamedCareContact(name="Boris", telephone="1")
    actions.say(cast.boris, notified.pk, contact, 2, "contact", timezone.now())
    home = unit_program(cast.cecilia)
    told = home("get", f"/cases/{notified.pk}")
    assert "inquiry" in told["begins"]
    new = {"process": "inquiry", "about": {"case": told["id"], "number": 3}, "content": {"haste": "today"}}
    begun = home("post", "/cases", new, 201, key="ask")
    assert home("post", "/cases", new, 200, key="ask") == begun
    opened = unit_program(cast.boris)("get", begun["href"])
    assert opened["messages"][0]["content"] == {
        "recipients": [cast.boris.unit.hsa_id],
        "haste": "today",
        "question": "named-care-contact, 2017-612.2.5.1",
    }
    assert opened["person"]["identity_number"] == notified.person.identity_number
    unit_program(cast.olga)("post", "/cases", new, 404, key="ask")
    home("post", "/cases", new | {"about": {"case": told["id"], "number": 9}}, 404, key="none")
    home("post", "/cases", new | {"about": None}, 422, key="none")
    home("post", "/cases", new | {"person": {"identity_number": "201801042381"}}, 422, key="none")
    # The ward's own unit is none that such a question goes to.
    told = home("post", "/cases", new | {"about": {"case": told["id"], "number": 2}}, 422, key="none")
    assert told["errors"][0]["where"] == "content.recipients"


def test_what_may_not_be_said_is_refused_in_its_own_words(cast: Cast, asked: Case) -> None:
    actions.say(
        cast.boris, asked.pk, INQUIRY.parse("inquiry-answered", {"answer": ANSWER}), 1, "answer", timezone.now()
    )
    answered = signed_in(cast.boris).post(
        f"/cases/{asked.pk}/say/inquiry-answered", {"answer": "Nej", "seen": 2, "key": "again"}
    )
    assert answered.status_code == 409
    assert "Fråga besvarad kan inte skickas när ärendet är Besvarad; bara när det är Frågad" in unescape(
        answered.content.decode()
    )
    page(signed_in(cast.anna), "/cases/new/inquiry", status=404)


def test_nobody_else_learns_of_it(cast: Cast, asked: Case) -> None:
    for who in (cast.anna, cast.david, cast.olga, cast.ella):
        page(signed_in(who), f"/cases/{asked.pk}", status=403)
        assert QUESTION not in page(signed_in(who), "/")


def test_everything_stands_on_the_trail_with_the_process_as_its_purpose(cast: Cast, asked: Case) -> None:
    before = len(entries())
    page(signed_in(cast.boris), f"/cases/{asked.pk}")
    post(cast.boris, f"/cases/{asked.pk}/say/inquiry-answered", answer=ANSWER, seen=1, key="answer")
    made = after(before)
    assert [(one.action, one.what, one.purpose) for one in made] == [
        ("read", "case", "inquiry"),
        ("write", "inquiry-answered 2", "inquiry"),
    ]
    assert all(persons(one) == [asked.person_id] for one in made)


def test_the_logs_review_knows_it_as_care_and_in_words(cast: Cast, asked: Case) -> None:
    assert relation(cast.boris.unit, asked.person_id, timezone.now())
    assert reader_of(cast.boris, asked.person, timezone.now()).related
    assert not reader_of(cast.anna, asked.person, timezone.now()).related
    page(signed_in(cast.boris), f"/cases/{asked.pk}/say/inquiry-answered")
    post(cast.boris, f"/cases/{asked.pk}/say/inquiry-answered", answer=ANSWER, seen=1, key="answer")
    entry = page(signed_in(cast.gerda), f"/review/entries/{entries()[-1].pk}")
    assert "Wrote: Question answered" in entry and asked.person.family_name in entry


def test_a_case_about_an_agreement_holds_nothing_about_a_person(cast: Cast) -> None:
    before, about = len(entries()), CaseAbout(subject="agreement:gotland", agreement="gotland")
    case = actions.open_case(cast.ella, about, ReadingBegun(why="ny i nämnden"), "read", timezone.now())
    assert (case.person, case.agreement) == (None, "gotland")
    shown = page(signed_in(cast.ella), f"/cases/{case.pk}")
    assert "Gotland" in shown and "Begin to read" not in shown and "Done reading" in shown
    assert "Gotland" in page(signed_in(cast.ella), "/board/reading")
    told = unit_program(cast.ella)("get", f"/cases/{case.pk}")
    assert (told["subject"], told["person"], told["say"][0]["kind"]) == ("agreement:gotland", None, "reading-done")
    [listed] = unit_program(cast.ella)("get", "/cases")["items"]
    assert (listed["subject"], listed["person"]) == ("agreement:gotland", None)
    post(cast.ella, f"/cases/{case.pk}/say/reading-done", seen=1, key="done")
    assert page(signed_in(cast.filip), f"/cases/{case.pk}", status=403)
    assert all(persons(one) == [] for one in after(before))


@pytest.mark.parametrize("subject", ["", "agreement", "body:svom"])
def test_a_case_is_about_what_its_process_speaks_of(cast: Cast, subject: str) -> None:
    with pytest.raises(ValueError, match="a case of reading is about a agreement"):
        actions.open_case(cast.ella, CaseAbout(subject=subject), ReadingBegun(why="…"), "read", timezone.now())


def test_a_ward_reads_no_agreement(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="an office reads"):
        actions.open_case(cast.anna, CaseAbout(subject="agreement:gotland"), ReadingBegun(why="…"), "r", timezone.now())


def test_what_is_done_cannot_be_done_again(cast: Cast) -> None:
    about = CaseAbout(subject="agreement:gotland")
    case = actions.open_case(cast.ella, about, ReadingBegun(why="…"), "read", timezone.now())
    actions.say(cast.ella, case.pk, ReadingDone(), 1, "done", timezone.now())
    with pytest.raises(NotAllowed, match="reading-done cannot be sent when the case is read"):
        actions.say(cast.ella, case.pk, ReadingDone(), 2, "more", timezone.now())
