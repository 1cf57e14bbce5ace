"""Programs begin, read and write cases by the same verbs as the pages, with a key that acts at a unit."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator, ValidationError
from tests.site.access import admits, blocks
from tests.site.cast import Cast, notice, ready_notice, signed_in
from tests.site.programs import Program, unit_program
from tests.site.trail import after, entries, persons

from brygga.discharge.messages import Admission
from brygga.process import Acknowledgement, FreeMessage
from brygga.processes import PROCESSES
from brygga_site.api.v1 import v1
from brygga_site.cases import actions
from brygga_site.cases.choices import sayable
from brygga_site.cases.models import Case, Message
from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person
from brygga_site.told.actions import OtherContent

NUMBER = "201801042381"
OTHER_NUMBER = "201801082387"


@pytest.fixture
def ward(cast: Cast) -> Program:
    return unit_program(cast.anna)


def admission(hours: int = 1, number: str = NUMBER, **described: str) -> dict[str, Any]:
    moment = timezone.now() - timedelta(hours=hours)
    content = {"admitted_at": moment.isoformat(), "care_type": "somatic", "needs_expected": True}
    return {"process": "discharge", "person": {"identity_number": number, **described}, "content": content}


def admission_notice(cast: Cast) -> dict[str, Any]:
    return notice(cast, timezone.now()).model_dump(mode="json")


def message(kind: str, seen: int, **content: Any) -> dict[str, Any]:
    return {"kind": kind, "content": content, "seen": seen}


# From the ward to home


def test_a_patient_goes_home_by_three_programs_alone(cast: Cast, person: Person, ward: Program) -> None:
    centre, municipality = unit_program(cast.boris), unit_program(cast.cecilia)
    begun = ward("post", "/cases", admission(), 201, key="1")
    address = begun["href"]

    def says(program: Program, kind: str, **content: Any) -> None:
        opened = program("get", address)
        assert kind in [choice["kind"] for choice in opened["say"]], opened["stage"]
        sent = message(kind, opened["seen"], **content)
        told = program("post", f"{address}/messages", sent, 201, key=f"{kind}-{opened['seen']}")
        assert (told["number"], told["content"] or content) == (opened["seen"] + 1, told["content"])

    units = ward("get", f"{address}/recipients?kind=admission-notice")
    by_role = {unit["role"]: unit["hsa_id"] for unit in units}
    assert by_role["outpatient-care"] == cast.boris.unit.hsa_id
    says(ward, "admission-notice", **admission_notice(cast) | {"recipients": list(by_role.values())})
    for program in (centre, municipality):
        opened = program("get", address)
        [told] = [choice for choice in opened["say"] if choice["kind"] == "acknowledgement"]
        assert (told["does"], told["of"][0]) == ("start-planning", 2)
        says(program, "acknowledgement", of=2)
    says(centre, "named-care-contact", name="Boris", telephone="010-000 00 00")
    says(ward, "ready-notice", assessed_at=timezone.now().isoformat())
    assert centre("get", address)["stage"] == "ready"
    opened = municipality("get", address)
    assert opened["consequence"]["of"] == opened["seen"]
    assert {"paid-alone-from", "payment-hindered"} <= {fact["name"] for fact in opened["consequence"]["facts"]}
    asked = next(one for one in opened["owed"] if one["duty"] == "say-when-home-is-ready")
    assert (asked["does"], asked["clauses"]) == (["can-receive"], [])
    says(municipality, "can-receive", from_day=timezone.localdate().isoformat())
    others = {unit["hsa_id"] for unit in ward("get", f"{address}/recipients?kind=question")}
    assert others == {one.unit.hsa_id for one in (cast.boris, cast.cecilia, cast.david)}
    says(ward, "question", recipients=[cast.cecilia.unit.hsa_id], text="Finns sängen?")
    [may] = [choice for choice in municipality("get", address)["say"] if choice["kind"] == "answer"]
    assert (may["does"], may["of"]) == ("answer-question", [municipality("get", address)["seen"]])
    says(municipality, "answer", of=may["of"][0], text="Ja.")
    assert "answer" not in [choice["kind"] for choice in municipality("get", address)["say"]]
    says(centre, "sip-call", meeting_at=timezone.now().isoformat(), place="Avdelningen")
    says(municipality, "sip-held", held_at=timezone.now().isoformat(), consent=True)
    says(centre, "outpatient-interventions", status="available")
    says(ward, "information-transferred", content="Läkemedelslista")
    says(ward, "discharged", discharged_at=timezone.now().isoformat(), destination="home")
    home = municipality("get", address)
    assert (home["stage"], home["over"]) == ("discharged", True)
    assert home["messages"][-1]["content"]["destination"] == "home"
    assert home["person"]["identity_number"] == NUMBER
    for program in (centre, municipality):
        assert [case["stage"] for case in program("get", "/cases?over=true")["items"]] == ["discharged"]


def test_a_case_tells_what_is_owed_by_whom_and_by_which_clause(cast: Cast, notified: Case) -> None:
    told = unit_program(cast.boris)("get", f"/cases/{notified.pk}")
    page = signed_in(cast.boris).get(f"/cases/{notified.pk}").context
    assert [(duty["duty"], duty["part"], duty["clauses"]) for duty in told["owed"]] == [
        (owed.duty.id, owed.part, list(owed.clauses)) for owed in page["owed"]
    ]
    due = [duty["due_at"] and datetime.fromisoformat(duty["due_at"]) for duty in told["owed"]]
    assert due == [owed.due_at and _in_milliseconds(owed.due_at) for owed in page["owed"]]
    assert any(due)
    assert (told["turn"], told["part"]) == (sorted(page["opened"].turn), "outpatient-care")
    assert {(unit["hsa_id"], unit["part"]) for unit in told["participants"]} == {
        (unit.hsa_id, part) for unit, part in page["opened"].parts.items()
    }
    assert told["person"]["address"] == page["opened"].address


def _in_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


# What may be said: the page and the program are told the same


def _told_by_page(who: Assignment, case: Case) -> list[tuple[str, str | None]]:
    page = signed_in(who).get(f"/cases/{case.pk}").context
    return [(choice.kind, choice.owed and choice.owed.id) for choice in sayable(page["opened"])]


def _told_by_program(program: Program, case: Case) -> list[tuple[str, str | None]]:
    return [(choice["kind"], choice["does"]) for choice in program("get", f"/cases/{case.pk}")["say"]]


def test_the_page_and_the_program_are_told_the_same_at_every_stage(cast: Cast, admitted: Case) -> None:
    now = timezone.now()
    said = [(cast.anna, notice(cast, now)), (cast.boris, Acknowledgement(of=2)), (cast.anna, ready_notice(now))]
    who = (cast.anna, cast.boris, cast.cecilia, cast.david)
    programs = {one.pk: unit_program(one) for one in who}
    for seen, (sender, body) in enumerate(said, start=1):
        actions.say(sender, admitted.pk, body, seen, f"said {seen}", timezone.now())
        for one in who:
            told = _told_by_page(one, admitted)
            assert told and told == _told_by_program(programs[one.pk], admitted)


def test_of_every_process_a_program_is_told_every_kind_part_and_stage_with_words_and_schema(ward: Program) -> None:
    told = {process["name"]: process for process in ward("get", "/processes")}
    assert set(told) == set(PROCESSES.names)
    for process in PROCESSES:
        one = told[process.name]
        assert one == ward("get", f"/processes/{process.name}")
        assert {kind["kind"]: kind["by"] for kind in one["kinds"]} == {
            kind: sorted(move.by) for kind, move in process.moves.items()
        }
        assert [stage["name"] for stage in one["stages"] if stage["over"]] == [
            stage.value for stage in process.stages if stage in process.over
        ]
        assert {part["name"] for part in one["parts"]} == {str(part) for part in process.parts}
        assert [kind["kind"] for kind in one["kinds"] if kind["begins"]] == [one["begun_with"]]
        for kind in one["kinds"]:
            Draft202012Validator.check_schema(kind["content"])
            assert all(phrase["sv"] and phrase["en"] for phrase in (kind["said"], kind["do"], kind["about"]))
            fields = set(process.bodies[kind["kind"]].model_fields) - {"about"}
            assert set(kind["content"]["properties"]) == fields
            assert all(field["title"] for field in kind["content"]["properties"].values())
    ward("get", "/processes/nothing", status=404)


def test_a_schema_takes_what_the_process_takes_and_has_words_in_the_language_asked_for(
    cast: Cast, ward: Program
) -> None:
    kinds = {kind["kind"]: kind["content"] for kind in ward("get", "/processes/discharge")["kinds"]}
    sent = admission_notice(cast)
    Draft202012Validator(kinds["admission-notice"]).validate(sent)
    for wrong in ({**sent, "needs": ["cake"]}, {**sent, "more": 1}, {"needs": ["social-services"]}):
        with pytest.raises(ValidationError):
            Draft202012Validator(kinds["admission-notice"]).validate(wrong)
    need = kinds["admission-notice"]["properties"]["needs"]["items"]["oneOf"]
    assert {"const": "social-services", "title": "Social services"} in need
    ward.client.headers = None
    swedish = ward.client.get("/api/v1/processes/discharge", headers={"accept-language": "sv"}).json()
    [content] = [kind["content"] for kind in swedish["kinds"] if kind["kind"] == "named-care-contact"]
    assert content["properties"]["telephone"]["title"] == "Telefon"


# Once, and with what others have said


def test_a_case_begun_twice_under_one_key_is_begun_once(cast: Cast, person: Person, ward: Program) -> None:
    sent = admission()
    first = ward("post", "/cases", sent, 201, key="a")
    assert ward("post", "/cases", sent, 200, key="a") == first
    other = Person.objects.create(identity_number=OTHER_NUMBER, given_name="A", family_name="B", municipality="1480")
    elsewhere = {**sent, "person": {"identity_number": other.identity_number}}
    assert "key of its own" in ward("post", "/cases", elsewhere, 409, key="a")["title"]
    ward("post", "/cases", admission(hours=2), 409, key="a")
    assert Case.objects.count() == 1


def test_an_admission_under_a_used_key_is_never_answered_with_somebody_elses_case(cast: Cast, person: Person) -> None:
    other = Person.objects.create(identity_number=OTHER_NUMBER, given_name="A", family_name="B", municipality="1480")
    now = timezone.now()
    body = Admission(admitted_at=now, care_type="somatic", needs_expected=True)
    case = actions.open_case(cast.anna, person, body, "open", now)
    assert actions.open_case(cast.anna, person, body, "open", now) == case
    with pytest.raises(OtherContent):
        actions.open_case(cast.anna, other, body, "open", now)
    assert Case.objects.count() == 1


def test_a_message_sent_twice_under_one_key_is_sent_once(cast: Cast, notified: Case) -> None:
    centre, address = unit_program(cast.boris), f"/cases/{notified.pk}/messages"
    sent = message("acknowledgement", 2, of=2)
    first = centre("post", address, sent, 201, key="k")
    assert centre("post", address, sent, 200, key="k") == first
    actions.say(cast.anna, notified.pk, FreeMessage(text="hej"), 3, "f", timezone.now())
    assert centre("post", address, sent, 200, key="k") == first
    assert "key of its own" in centre("post", address, message("free-message", 4, text="x"), 409, key="k")["title"]
    assert Message.objects.filter(case=notified).count() == 4


def test_whoever_has_not_read_everything_is_told_what_was_said_and_nothing_is_sent(cast: Cast, notified: Case) -> None:
    actions.say(cast.boris, notified.pk, FreeMessage(text="Ring mig"), 2, "b", timezone.now())
    home = unit_program(cast.cecilia)
    told = home("post", f"/cases/{notified.pk}/messages", message("acknowledgement", 2, of=2), 409, key="c")
    assert [(line["number"], line["kind"]) for line in told["since"]] == [(3, "free-message")]
    assert told["seen"] == 3
    assert Message.objects.filter(case=notified).count() == 3
    home("post", f"/cases/{notified.pk}/messages", message("acknowledgement", told["seen"], of=2), 201, key="c")


def test_what_may_not_be_said_is_told_in_a_sentence(cast: Cast, notified: Case) -> None:
    ward, address = unit_program(cast.anna), f"/cases/{notified.pk}/messages"
    told = ward("post", address, message("named-care-contact", 2, name="A", telephone="1"), 409, key="1")
    assert "is sent by" in told["title"]
    told = ward("post", address, message("admission-notice", 2, **admission_notice(cast)), 409, key="2")
    assert "the admission notice has been sent" in told["title"].lower()
    told = unit_program(cast.boris)("post", address, message("acknowledgement", 2, of=1), 422, key="3")
    assert (told["errors"][0]["where"], "It can be about: 2." in told["errors"][0]["what"]) == ("content.of", True)
    assert Message.objects.filter(case=notified).count() == 2


def test_a_message_goes_to_none_but_those_that_the_page_offers(cast: Cast, admitted: Case, ward: Program) -> None:
    sent = admission_notice(cast) | {"recipients": [cast.boris.unit.hsa_id, cast.ivar.unit.hsa_id]}
    address = f"/cases/{admitted.pk}"
    offered = {unit["hsa_id"] for unit in ward("get", f"{address}/recipients?kind=admission-notice")}
    assert cast.boris.unit.hsa_id in offered and not offered & {cast.olga.unit.hsa_id, cast.ivar.unit.hsa_id}
    [olga] = ward("get", f"{address}/recipients?kind=admission-notice&q={cast.olga.unit.name}")
    assert (olga["hsa_id"], olga["why"], olga["staffed"]) == (cast.olga.unit.hsa_id, None, True)
    told = ward("post", f"{address}/messages", message("admission-notice", 1, **sent), 422, key="n")
    assert told["errors"] == [
        {"where": "content.recipients", "what": f"These units cannot be told this: {cast.ivar.unit.hsa_id}."}
    ]


# Persons who are not known, and what cannot be used


def test_somebody_who_is_not_known_here_is_described_and_then_registered_with_the_case(
    cast: Cast, ward: Program
) -> None:
    told = ward("post", "/cases", admission(), 422, key="1")
    assert {error["where"] for error in told["errors"]} == {
        "person.given_name",
        "person.family_name",
        "person.municipality",
    }
    described = {"given_name": "Tolv", "family_name": "Tolvansson", "municipality": "1480"}
    ward("post", "/cases", admission(**described | {"municipality": "9999"}), 422, key="1")
    late = admission(hours=-3, **described)
    assert "future" in ward("post", "/cases", late, 409, key="1")["title"]
    assert not Person.objects.exists()
    ward("post", "/cases", admission(**described), 201, key="1")
    assert Person.objects.get().identity_number == NUMBER


def test_units_that_begin_no_such_case_find_nobody_by_it(cast: Cast, person: Person) -> None:
    for who in (cast.boris, cast.david, cast.ella):
        unit_program(who)("post", "/cases", admission(), 404, key="1")
    assert not Case.objects.exists()


FAULTY: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("person.identity_number", lambda sent: sent["person"].update(identity_number="201801042380")),
    ("person.identity_number", lambda sent: sent["person"].update(identity_number="9" * 41)),
    ("person.more", lambda sent: sent["person"].update(more=1)),
    ("more", lambda sent: sent.update(more=1)),
    ("process", lambda sent: sent.update(process="nothing")),
    ("process", lambda sent: sent.update(process="x" * 21)),
    ("person", lambda sent: sent.update(person=None)),
    ("about", lambda sent: sent.update(about={"case": str(uuid4()), "number": 1})),
    ("about.number", lambda sent: sent.update(about={"case": str(uuid4()), "number": 0})),
    ("content", lambda sent: sent.update(content=[])),
    ("content.care_type", lambda sent: sent["content"].update(care_type="cake")),
    ("content.more", lambda sent: sent["content"].update(more=1)),
    ("content.about", lambda sent: sent["content"].update(about={})),
    ("content.needs_expected", lambda sent: sent["content"].update(needs_expected="yes")),
    ("content.needs_expected", lambda sent: sent["content"].update(needs_expected=1)),
    ("content.admitted_at", lambda sent: sent["content"].update(admitted_at=1)),
    ("content.admitted_at", lambda sent: sent["content"].update(admitted_at="2026-01-01T10:00:00")),
    ("content.admitted_at", lambda sent: sent["content"].update(admitted_at="0001-01-01T00:00:00+14:00")),
    ("content.admitted_at", lambda sent: sent["content"].update(admitted_at="9999-12-31T23:59:59-14:00")),
    ("content.admitted_at", lambda sent: sent["content"].update(admitted_at="2026-02-30T10:00:00Z")),
]


@pytest.mark.parametrize(("where", "spoil"), FAULTY)
def test_what_cannot_be_used_is_named_with_its_place(
    person: Person, ward: Program, where: str, spoil: Callable[[dict[str, Any]], object]
) -> None:
    sent = admission()
    spoil(sent)
    told = ward("post", "/cases", sent, 422, key="1")
    assert where in {error["where"] for error in told["errors"]}
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ({"expected_discharge": "9999-12-31"}, "content.expected_discharge"),
        ({"expected_discharge": "0001-01-01"}, "content.expected_discharge"),
        ({"needs": []}, "content.needs"),
        ({"recipients": "SE1"}, "content.recipients"),
        ({"recipients": ["SE1"]}, "content.recipients"),
        ({"recipients": [["SE1"]]}, "content.recipients.0"),
    ],
)
def test_a_day_no_calendar_has_and_a_unit_there_is_not_are_refused(
    cast: Cast, admitted: Case, ward: Program, content: dict[str, Any], where: str
) -> None:
    sent = message("admission-notice", 1, **admission_notice(cast) | content)
    told = ward("post", f"/cases/{admitted.pk}/messages", sent, 422, key="1")
    assert [error["where"] for error in told["errors"]] == [where]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ('{"kind": "free-message", "content": {"text": "a\\u0000b"}, "seen": 2}', 400),
        ('{"kind": "free-message", "content": {"text": "\\ud800"}, "seen": 2}', 400),
        ('{"kind": "free-message", "content": {"\\u0000": "x"}, "seen": 2}', 400),
        ("[" * 100_000, 400),
        ('{"kind": "free-message", "content": {"text": "x"}, "seen": ' + "9" * 5000 + "}", 400),
        ('{"kind": "free-message", "content": {"text": "x"}, "seen": -1}', 422),
        ('{"kind": "free-message", "content": {"text": "x"}, "seen": "2"}', 422),
        ('{"kind": "free-message", "content": {"text": "x"}, "seen": true}', 422),
        ('{"kind": "free-message", "content": {"text": "x"}, "seen": NaN}', 422),
        ('{"kind": "free-message", "content": {"text": NaN}, "seen": 2}', 422),
        ('{"kind": "free-message", "content": {"text": ""}, "seen": 2}', 422),
        ('{"kind": "free-message", "content": {"text": "%s"}, "seen": 2}' % ("x" * 4001), 422),
        ('{"kind": "nothing", "content": {}, "seen": 2}', 422),
        ('{"kind": "%s", "content": {}, "seen": 2}' % ("x" * 41), 422),
        ('{"kind": "acknowledgement", "content": {"of": 1e30}, "seen": 2}', 422),
        ('{"kind": "acknowledgement", "content": {"of": "2"}, "seen": 2}', 422),
        ('{"kind": "acknowledgement", "content": {"of": %s}, "seen": 2}' % (10**30), 422),
        ('{"kind": "free-message", "content": {"text": "x"}, "seen": 2, "unit": "SE1"}', 422),
        ('"x"', 422),
        ("null", 422),
        ("", 422),
    ],
)
def test_whatever_is_sent_is_answered_and_breaks_nothing(cast: Cast, notified: Case, body: str, status: int) -> None:
    centre = unit_program(cast.boris)
    sent = centre.client.post(
        f"/api/v1/cases/{notified.pk}/messages",
        body,
        content_type="application/json",
        headers={"idempotency-key": "k"},
    )
    assert (sent.status_code, sent.headers["Content-Type"]) == (status, "application/problem+json"), sent.content
    assert Message.objects.filter(case=notified).count() == 2


@pytest.mark.parametrize("key", [None, "", "x" * 81, "å", "a b", "a\tb"])
def test_a_message_needs_a_key_that_makes_it_one(cast: Cast, notified: Case, key: str | None) -> None:
    told = unit_program(cast.anna)(
        "post", f"/cases/{notified.pk}/messages", message("free-message", 2, text="x"), 422, key=key
    )
    assert [error["where"] for error in told["errors"]] == ["Idempotency-Key"]


# Who may


def test_an_outsiders_program_is_refused_as_the_outsider_is_on_the_page(cast: Cast, notified: Case) -> None:
    outsider, page = unit_program(cast.olga), signed_in(cast.olga)
    for case_id in (notified.pk, uuid4()):
        before = len(entries())
        told = outsider("get", f"/cases/{case_id}", status=403)
        assert page.get(f"/cases/{case_id}").status_code == 403
        [by_program, by_page] = after(before)
        assert by_program.what == f"{by_page.what}, by key Journalsystemet"
        assert (by_program.ground, by_program.paragraph) == (by_page.ground, by_page.paragraph)
        assert (told["ground"], told["clause"]) == (by_page.ground, by_page.paragraph)
        assert told["ways"]
        outsider("get", f"/cases/{case_id}/recipients?kind=free-message", status=403)
        outsider("post", f"/cases/{case_id}/messages", message("free-message", 2, text="x"), 403, key="o")
        outsider("post", f"/cases/{case_id}/messages", message("nothing", 2), 403, key="o")
    assert outsider("get", "/cases") == {"items": [], "next": None}
    assert Message.objects.filter(case=notified).count() == 2


def test_a_withheld_message_is_told_by_number_ground_and_clause_alone(cast: Cast, notified: Case) -> None:
    secret = "hemlighet-i-fritext"
    actions.say(cast.cecilia, notified.pk, FreeMessage(text=secret), 2, "f", timezone.now())
    blocks(cast.cecilia, notified.person)
    told = unit_program(cast.anna)("get", f"/cases/{notified.pk}")
    withheld = told["messages"][2]
    assert set(withheld) == {"number", "withheld"}
    assert withheld["number"] == 3
    assert (withheld["withheld"]["ground"], withheld["withheld"]["clause"]) == ("blocked-provider", "2022-913.2.3.1")
    assert set(withheld["withheld"]) == {"ground", "why", "clause"}
    changed = unit_program(cast.boris)(
        "post", f"/cases/{notified.pk}/messages", message("free-message", 2, text="x"), 409, key="b"
    )
    assert [set(line) for line in changed["since"]] == [{"number", "withheld"}]
    assert secret not in str(changed) + str(told)


def test_a_unit_that_takes_no_part_reads_messages_and_is_told_of_nothing_to_do(cast: Cast, notified: Case) -> None:
    admits(cast.ivar, notified.person)
    told = unit_program(cast.ivar)("get", f"/cases/{notified.pk}")
    assert signed_in(cast.ivar).get(f"/cases/{notified.pk}").status_code == 200
    assert (told["part"], told["stage"], told["seen"], told["say"], told["owed"], told["begins"]) == (
        *(None, None, None),
        *([], [], []),
    )
    assert [line["number"] for line in told["messages"]] == [1, 2]


def test_the_trail_names_the_key_of_whatever_a_program_reads_and_writes(cast: Cast, person: Person) -> None:
    ward = unit_program(cast.anna, name="Cosmic")
    before = len(entries())
    begun = ward("post", "/cases", admission(), 201, key="1")
    ward("get", begun["href"])
    ward("get", "/cases")
    sent = message("admission-notice", 1, **admission_notice(cast))
    ward("post", f"{begun['href']}/messages", sent, 201, key="2")
    made = after(before)
    assert [(entry.action, entry.what) for entry in made] == [
        ("read", "person by number, by key Cosmic"),
        ("write", "admission, by key Cosmic"),
        ("read", "case, by key Cosmic"),
        ("list", "cases, by key Cosmic"),
        ("write", "admission-notice 2, by key Cosmic"),
    ]
    assert {(entry.staff, entry.unit) for entry in made} == {("anna", cast.anna.unit.hsa_id)}
    assert all(persons(entry) == [person.pk] for entry in made)
    assert [entry.purpose for entry in made] == ["care", "discharge", "discharge", "care", "discharge"]


def test_what_cannot_be_used_leaves_that_the_case_was_opened_for_it(cast: Cast, notified: Case) -> None:
    ward, before = unit_program(cast.anna), len(entries())
    made = len(entries())
    ward("post", f"/cases/{notified.pk}/messages", message("free-message", 2), 422, key="1")
    [entry] = after(made)
    assert (entry.action, entry.case, made) == ("read", notified.pk, before)


# Lists


def test_cases_are_listed_by_process_stage_and_change_with_those_who_are_named_on_the_trail(
    cast: Cast, notified: Case
) -> None:
    ward = unit_program(cast.anna)
    other = Person.objects.create(identity_number=OTHER_NUMBER, given_name="A", family_name="B", municipality="1480")
    second = admits(cast.anna, other)
    before = len(entries())
    told = ward("get", "/cases")["items"]
    assert [one["id"] for one in told] == [str(notified.pk), str(second.pk)]
    assert [one["stage"] for one in told] == ["notified", "admitted"]
    assert told[1]["person"]["identity_number"] == OTHER_NUMBER
    [entry] = after(before)
    assert (entry.action, sorted(persons(entry))) == ("list", sorted([notified.person_id, other.pk]))
    for asked, expected in (
        ("stage=admitted", [second]),
        ("process=discharge&stage=notified", [notified]),
        ("over=true", []),
        ("over=false&process=discharge", [notified, second]),
        (f"changed_since={second.overview.changed_at:%Y-%m-%dT%H:%M:%S.%fZ}", [second]),
    ):
        assert [one["id"] for one in ward("get", f"/cases?{asked}")["items"]] == [str(case.pk) for case in expected]
    for asked in ("stage=nowhere", "process=nothing", "after=x", "changed_since=x", "limit=0", "limit=201"):
        ward("get", f"/cases?{asked}", status=422)
    for year in ("0001", "9999"):
        ward("get", f"/cases?changed_since={year}-01-01T00:00:00Z", status=422)
        ward("get", f"/cases?after={year}-12-31T00:00:00%2B00:00~{notified.pk}", status=422)
    ward("get", "/cases?stage=%00", status=400)


def test_a_case_that_boards_no_longer_show_is_listed_without_whom_it_is_about(
    cast: Cast, notified: Case, ward: Program
) -> None:
    ward("post", f"/cases/{notified.pk}/messages", message("aborted", 2, reason="Fel patient"), 201, key="a")
    before = len(entries())
    told = ward("get", "/cases")
    [listed] = told["items"]
    assert (listed["stage"], listed["over"], listed["person"], listed["facts"]) == ("aborted", True, None, [])
    assert notified.person.family_name not in str(told)
    [entry] = after(before)
    assert persons(entry) == []


def test_a_list_comes_in_parts_that_lead_on_with_as_many_questions_however_many_cases(
    cast: Cast, ward: Program
) -> None:
    def admit(count: int) -> None:
        for number in range(count):
            person = Person.objects.create(
                identity_number=f"reserv-{Person.objects.count()}",
                given_name="A",
                family_name=str(number),
                municipality="1480",
            )
            body = Admission(admitted_at=timezone.now(), care_type="somatic", needs_expected=True)
            actions.open_case(cast.anna, person, body, person.identity_number, timezone.now())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ward("get", "/cases")
        return len(queries)

    admit(2)
    ward("get", "/cases")
    few = asked()
    admit(5)
    assert asked() == few
    seen, address = [], "/cases?limit=3"
    while address:
        part = ward("get", address)
        seen += [one["id"] for one in part["items"]]
        address = part["next"]
    assert len(seen) == len(set(seen)) == 7


def test_a_case_is_opened_with_as_many_questions_however_much_has_been_said(cast: Cast, notified: Case) -> None:
    ward = unit_program(cast.anna)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ward("get", f"/cases/{notified.pk}")
        return len(queries)

    asked()
    few = asked()
    for seen in range(2, 7):
        actions.say(cast.anna, notified.pk, FreeMessage(text=f"{seen}"), seen, f"{seen}", timezone.now())
    assert asked() == few


# Every operation, by whoever shows no key, or the wrong one

ADDRESSES = {"case_id": str(uuid4()), "name": "discharge", "number": "1", "hsa_id": "SE1"}

OPERATIONS = [
    (method, path, operation)
    for path, operations in v1.get_openapi_schema()["paths"].items()
    for method, operation in operations.items()
]


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_operation_is_refused_without_a_key_by_a_key_for_something_else_and_to_an_outsider(
    cast: Cast, notified: Case, method: str, path: str, operation: dict[str, Any]
) -> None:
    address = path.format(**ADDRESSES | {"case_id": notified.pk})
    assert Client().generic(method, address).status_code == 401
    of_cases = any("Cases" in name for needs in operation["security"] for name in needs)
    assert of_cases == any(part in path for part in ("/cases", "/processes"))
    if of_cases:
        wrong = [unit_program(cast.anna, "cases:read")] if method != "get" else []
    else:
        wrong = [unit_program(cast.anna)]
    for program in wrong:
        program(method, address, status=403)
    if of_cases and "{case_id}" in path:
        kind = "?kind=free-message" if path.endswith("recipients") else ""
        unit_program(cast.olga)(method, address + kind, message("free-message", 2, text="x"), 403, key="k")
    for status in ("400", "401", "403", "404", "409", "422", "429", "503"):
        told = operation["responses"][int(status)]["content"]
        assert list(told) == ["application/problem+json"]


def test_the_description_holds_every_message_and_checks_what_a_program_sends(db: None, cast: Cast) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    schemas = described["components"]["schemas"]
    for process in PROCESSES:
        assert {f"{process.name}.{kind}" for kind in process.bodies} <= set(schemas)
    whole = {"$ref": "#/components/schemas/NewMessage", "components": described["components"]}
    Draft202012Validator(whole).validate(message("admission-notice", 1, **admission_notice(cast)))
    with pytest.raises(ValidationError):
        Draft202012Validator(whole).validate(message("admission-notice", 1, more=1))
    with pytest.raises(ValidationError):
        Draft202012Validator(whole).validate(message("cake", 1))
