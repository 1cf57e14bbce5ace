"""A plan goes through the pages, and its person takes it home as a document that everybody can read."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import after, entries, persons

from brygga.careplan import messages as say
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.people.models import Person

ADDRESS = "Hemliga gatan 1"


@pytest.fixture
def drafted(cast: Cast, person: Person) -> Case:
    """Boris at the health centre and Cecilia in home care have drawn a plan up; she is asked to do something."""
    Person.objects.filter(pk=person.pk).update(registered_address=ADDRESS)
    now = timezone.now()
    need = say.PlanNeed(
        plan="coordinated-plan",
        raised_by="staff-see-need",
        needs=("region-care", "municipal-care"),
        coordination=True,
        is_child=False,
        lss=False,
        why="Insatserna krockar.",
    )
    case = actions.open_case(cast.boris, person, need, "need", now)
    nurses = cast.cecilia.unit.hsa_id
    said = (
        say.PlanOffered(offered_to="the-person"),
        say.OfferAccepted(by="the-person", collaboration=True, next_of_kin=False),
        say.PlanCall(recipients=(nurses,), first_time=now + timedelta(days=1), place="Vårdcentralen"),
        say.PersonPrepared(matters="Att bo kvar hemma.", alternatives=True),
        say.MeetingHeld(held_at=now, with_person=True, with_kin=False, present="Alla kallade."),
        say.CoordinationTaken(contact="Distriktssköterskan", telephone="031-390 06 01"),
        say.GoalSet(goal="Jag vill handla själv."),
        say.InterventionPlanned(
            of=8,
            recipients=(nurses,),
            what="Gångträning",
            who="Fysioterapeuten",
            from_day=timezone.localdate(),
            where="at-home",
        ),
    )
    for number, body in enumerate(said, start=1):
        actions.say(cast.boris, case.pk, body, number, f"said {number}", timezone.now())
    return case


@pytest.fixture
def agreed(cast: Cast, drafted: Case) -> Case:
    actions.say(cast.cecilia, drafted.pk, say.InterventionConfirmed(of=9), 9, "yes", timezone.now())
    follow_up = timezone.localdate() + timedelta(days=90)
    body = say.PlanAgreed(agreed_by="the-person", given="on-paper", follow_up=follow_up)
    actions.say(cast.boris, drafted.pk, body, 10, "agreed", timezone.now())
    return drafted


def document(who, case: Case, query: str = "") -> PdfReader:
    response = signed_in(who).get(f"/cases/{case.pk}/paper{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return PdfReader(BytesIO(response.content))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(one.extract_text() for one in pdf.pages).split())


def test_the_page_says_what_does_not_count_yet_and_offers_the_unit_to_confirm_it(cast: Cast, drafted: Case) -> None:
    shown = page(signed_in(cast.cecilia), f"/cases/{drafted.pk}")
    assert "Intervention, not confirmed: does not count" in shown
    assert cast.cecilia.unit.name in shown
    form = page(signed_in(cast.cecilia), f"/cases/{drafted.pk}/say/plan-intervention-confirmed")
    assert "Gångträning" in form
    assert "plan-intervention-confirmed" not in page(signed_in(cast.boris), f"/cases/{drafted.pk}")
    assert "Confirm the intervention that your unit is to do" in page(signed_in(cast.cecilia), "/")
    assert "take home" not in shown
    signed = signed_in(cast.boris).get(f"/cases/{drafted.pk}/paper")
    assert signed.status_code == 404


def test_a_plan_that_changed_after_it_was_read_is_not_agreed(cast: Cast, drafted: Case) -> None:
    actions.say(cast.cecilia, drafted.pk, say.InterventionConfirmed(of=9), 9, "yes", timezone.now())
    form = {"agreed_by": "the-person", "given": "on-paper", "follow_up": timezone.localdate() + timedelta(days=90)}
    address = f"/cases/{drafted.pk}/say/plan-agreed"
    answer = signed_in(cast.boris).post(address, form | {"seen": 9, "key": "agree"})
    assert answer.status_code == 409
    assert signed_in(cast.boris).post(address, form | {"seen": 10, "key": "again"}).status_code == 302


def test_the_document_is_tagged_titled_and_in_its_language(cast: Cast, agreed: Case) -> None:
    for query, language, title in (("", "sv", "Min samordnade plan"), ("?english", "en", "My coordinated plan")):
        pdf = document(cast.boris, agreed, query)
        root = pdf.trailer["/Root"]
        assert root["/Lang"].startswith(language)
        assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
        assert "/StructTreeRoot" in root
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert pdf.metadata.title == title
        assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
        assert title in text_of(pdf)


def test_it_says_what_the_plan_says_and_large_print_says_the_same_on_more_pages(cast: Cast, agreed: Case) -> None:
    ordinary, large = document(cast.boris, agreed), document(cast.cecilia, agreed, "?large")
    for pdf in (ordinary, large):
        text = text_of(pdf)
        for piece in (
            "Jag vill handla själv.",
            "Gångträning",
            "Fysioterapeuten",
            cast.cecilia.unit.name,
            "031-390 06 01",
        ):
            assert piece in text
    assert len(large.pages) > len(ordinary.pages)


def test_neither_address_nor_number_stands_in_it_whoever_takes_it_out(cast: Cast, agreed: Case) -> None:
    for protection in Person.Protected:
        Person.objects.filter(pk=agreed.person_id).update(protection=protection)
        text = text_of(document(cast.boris, agreed))
        assert ADDRESS not in text
        assert agreed.person.identity_number not in text


def test_that_it_is_taken_out_stands_on_the_trail_and_who_takes_no_part_is_refused(cast: Cast, agreed: Case) -> None:
    before = len(entries())
    document(cast.cecilia, agreed)
    taken = [one for one in after(before) if one.what == "case paper"]
    assert [(one.action, one.decision, persons(one)) for one in taken] == [("read", "allowed", [agreed.person_id])]
    before = len(entries())
    assert signed_in(cast.olga).get(f"/cases/{agreed.pk}/paper").status_code == 403
    assert [one.decision for one in after(before)] == ["refused"]
