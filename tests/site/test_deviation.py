"""A deviation in the site: from the message where it went wrong to the end, between its parties and nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import after, entries, persons

from brygga.access import parse
from brygga.deviation import DEVIATION
from brygga.deviation import DeviationPart as Part
from brygga.deviation import DeviationStage as Stage
from brygga.process import NotAllowed
from brygga_site.cases import actions, reads
from brygga_site.cases.actions import CaseAbout
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment
from brygga_site.organisations.providers import provider_of
from brygga_site.people import actions as people
from brygga_site.people.models import Person
from brygga_site.people.relation import reader_of
from brygga_site.review.patterns.reads import relation

WHAT = "Läkemedelslistan kom inte med hem."
REPORT = {
    "nature": "deviation",
    "category": "information",
    "what_happened": WHAT,
    "harm": "risk-of-harm",
    "seriousness": "not-serious",
}


def reported(cast: Cast, to: Assignment, person: Person | None, by: Assignment | None = None, **given: object) -> Case:
    content = {"recipients": [to.unit.hsa_id], "happened_at": timezone.now() - timedelta(hours=3)} | REPORT | given
    body = DEVIATION.parse("deviation-report", content)
    return actions.open_case(by or cast.cecilia, CaseAbout(person), body, "report", timezone.now())


def say(sender: Assignment, case: Case, kind: str, **content: object) -> None:
    seen = case.messages.count()
    actions.say(sender, case.pk, DEVIATION.parse(kind, content), seen, f"{kind}-{seen}", timezone.now())


def post(sender: Assignment, address: str, status: int = 302, **form: object) -> str:
    response = signed_in(sender).post(address, form)
    assert response.status_code == status, response.content.decode()
    return response.headers.get("Location", "")


def test_it_goes_from_the_message_where_it_went_wrong_to_the_end_through_the_pages(cast: Cast, notified: Case) -> None:
    assert "Report a deviation" in page(signed_in(cast.cecilia), f"/cases/{notified.pk}")
    address = f"/cases/{notified.pk}/2/new/deviation"
    form = page(signed_in(cast.cecilia), address)
    assert "Admission and discharge" in form and "2017-612.2.1.1" in form and cast.anna.unit.name in form
    here = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    told = {"recipients": [cast.anna.unit.hsa_id], "happened_at": here, "clause": "2017-612.2.1.1", "key": "report"}
    case = post(cast.cecilia, address, **REPORT | told)
    assert "Receive the deviation" in page(signed_in(cast.anna), "/")
    shown = page(signed_in(cast.anna), case)
    for text in (WHAT, "It is your turn.", "Receiver", "Transfer of information", "Risk of harm", "Not serious"):
        assert text in shown
    post(cast.anna, f"{case}/say/deviation-received", seen=1, key="1")
    post(cast.anna, f"{case}/say/deviation-analysed", course="…", cause="Ingen rutin.", seen=2, key="2")
    due = timezone.localdate() + timedelta(days=30)
    post(cast.anna, f"{case}/say/measure-planned", what="En rutin", who="Chefen", due=due, seen=3, key="3")
    assert "Answer the reporter" in page(signed_in(cast.anna), "/")
    post(cast.anna, f"{case}/say/deviation-answered", answer="Ni har rätt.", seen=4, key="4")
    assert "Ni har rätt." in page(signed_in(cast.cecilia), case)
    post(cast.anna, f"{case}/say/measure-done", of=4, done_on=timezone.localdate(), seen=5, key="5")
    post(cast.anna, f"{case}/say/deviation-followed-up", effect="worked", text="Bättre.", seen=6, key="6")
    assert "Why no direct contact was made" not in page(signed_in(cast.cecilia), f"{case}/say/deviation-closed")
    post(cast.cecilia, f"{case}/say/deviation-closed", seen=7, key="7")
    stored = Case.objects.get(process="deviation")
    assert (stored.overview.stage, stored.person) == (Stage.CLOSED, notified.person)
    about = stored.messages.get(sequence=1).content["about"]
    assert (about["case"], about["sequence"], about["kind"]) == (str(notified.pk), 2, "admission-notice")
    assert WHAT in page(signed_in(cast.cecilia), "/board/deviation") or "Closed" in page(signed_in(cast.cecilia), case)


def test_a_unit_told_of_a_deviation_reads_nothing_else_about_the_person(cast: Cast, notified: Case) -> None:
    case = reported(cast, cast.ivar, notified.person)
    page(signed_in(cast.ivar), f"/cases/{case.pk}")
    page(signed_in(cast.ivar), f"/cases/{notified.pk}", status=403)
    assert not reader_of(cast.ivar, notified.person, timezone.now()).related
    assert notified.person.family_name not in page(signed_in(cast.ivar), f"/cases/{case.pk}")
    for kind, content in (
        ("deviation-received", {}),
        ("deviation-analysed", {"course": "…", "cause": "…", "joint": False}),
        ("no-measures", {"reason": "…"}),
        ("deviation-answered", {"answer": "…"}),
        ("deviation-closed", {}),
    ):
        say(cast.ivar, case, kind, **content)
        page(signed_in(cast.ivar), f"/cases/{notified.pk}", status=403)


def test_the_logs_review_does_not_take_it_for_a_care_relation(cast: Cast, person: Person) -> None:
    reported(cast, cast.ivar, person)
    assert not relation(cast.ivar.unit, person.pk, timezone.now())


def test_it_is_no_part_of_the_persons_records_whatever_the_person_consents_to(cast: Cast, notified: Case) -> None:
    case = reported(cast, cast.anna, notified.person)
    today = timezone.localdate()
    consent = parse(
        "consent",
        {
            "provider": provider_of(cast.boris.unit),
            "kinds": ["health", "social", "coordination"],
            "from_day": today,
            "by": "person",
            "how": "orally",
        },
    )
    people.state_wish(cast.boris, notified.person.pk, consent, 0, "consent", timezone.now())
    for outsider in (cast.boris, cast.david, cast.olga, cast.ella, cast.filip, cast.gerda):
        page(signed_in(outsider), f"/cases/{case.pk}", status=403)
    assert WHAT not in page(signed_in(cast.boris), f"/people/{notified.person_id}")


def test_an_office_reports_receives_and_answers(cast: Cast) -> None:
    case = reported(cast, cast.filip, None, by=cast.ella)
    assert (case.person, case.municipality) == (None, "1480")
    assert "Receive the deviation" in page(signed_in(cast.filip), "/")
    say(cast.filip, case, "deviation-received")
    assert case.participants.get(unit=cast.filip.unit).part == Part.RECEIVER


def test_whoever_reviews_the_log_or_gives_assignments_reports_nothing(cast: Cast) -> None:
    for who in (cast.gerda, cast.hugo):
        page(signed_in(who), "/cases/new/deviation", status=404)
        with pytest.raises(NotAllowed, match="a deviation is reported by whoever works with care"):
            reported(cast, cast.anna, None, by=who)


def test_nobody_reports_a_deviation_to_themselves(cast: Cast, notified: Case) -> None:
    form = page(signed_in(cast.anna), f"/cases/{notified.pk}/2/new/deviation")
    assert cast.anna.unit.hsa_id not in form
    with pytest.raises(NotAllowed, match="a unit does not report a deviation to itself"):
        reported(cast, cast.anna, None, by=cast.anna)


def test_the_right_unit_has_it_when_it_is_sent_on_and_the_wrong_one_has_nothing_more_to_do(cast: Cast) -> None:
    case = reported(cast, cast.anna, None)
    say(cast.anna, case, "deviation-forwarded", recipients=[cast.ivar.unit.hsa_id], reason="Deras patient.")
    parts = {one.unit: one.part for one in case.participants.all()}
    assert parts == {cast.cecilia.unit: "reporter", cast.anna.unit: "informed", cast.ivar.unit: "receiver"}
    assert "Receive the deviation" in page(signed_in(cast.ivar), "/")
    assert "Receive the deviation" not in page(signed_in(cast.anna), "/")
    say(cast.ivar, case, "deviation-received")


def test_it_stands_on_the_trail_with_deviation_as_its_purpose(cast: Cast, person: Person) -> None:
    case, before = reported(cast, cast.anna, person), len(entries())
    page(signed_in(cast.anna), f"/cases/{case.pk}")
    say(cast.anna, case, "deviation-received")
    made = after(before)
    assert [(one.action, one.purpose, persons(one)) for one in made] == [
        ("read", "deviation", [person.pk]),
        ("write", "deviation", [person.pk]),
    ]


def test_every_form_can_be_opened_by_whoever_may_say_it(cast: Cast, person: Person) -> None:
    case = reported(cast, cast.anna, person, seriousness="serious")
    steps = [
        (cast.anna, "deviation-received", {}),
        (cast.anna, "deviation-drawn-in", {"recipients": [cast.boris.unit.hsa_id], "reason": "…"}),
        (cast.boris, "deviation-account", {"account": "…"}),
        (cast.anna, "deviation-analysed", {"course": "…", "cause": "…", "joint": True}),
        (cast.anna, "measure-planned", {"what": "…", "who": "…", "due": timezone.localdate()}),
        (cast.anna, "deviation-answered", {"answer": "…"}),
    ]
    opened: set[str] = set()
    for who, kind, content in steps:
        for reader in (cast.anna, cast.boris, cast.cecilia):
            part = case.participants.filter(unit=reader.unit).values_list("part", flat=True).first()
            if not part:
                continue
            state = reads.open_for(reader, case.pk, timezone.now()).state
            for move in DEVIATION.may_say(state, part):
                page(signed_in(reader), f"/cases/{case.pk}/say/{move.body.kind}")
                opened.add(move.body.kind)
        say(who, case, kind, **content)
    assert {"deviation-drawn-in", "deviation-forwarded", "measure-planned", "direct-contact"} <= opened
    say(cast.anna, case, "measure-left", of=6, reason="…")
    assert "Why no direct contact was made" in page(signed_in(cast.anna), f"/cases/{case.pk}/say/deviation-closed")
