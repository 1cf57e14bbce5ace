"""What comes in by any door: text in one form, numbers in any usual form, times that were, keys, names and order."""

import unicodedata
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.test import Client, RequestFactory
from django.utils import timezone
from tests.site.cast import PASSWORD, Cast, signed_in
from tests.site.pages import page
from tests.site.programs import Program, unit_program

from brygga_site.api.actions import make_key
from brygga_site.api.v1 import v1
from brygga_site.cases.models import Case, Message
from brygga_site.organisations.models import Assignment, Organisation, Staff, Unit
from brygga_site.people.models import Person
from brygga_site.web.dressed import MomentField
from brygga_site.web.sending import key_of, number_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

UNSEEN = ["\u202e", "\u200b", "\u2066", "\ufeff", "\x07"]
NUL, HALF = "\0", "\ud800"


def post(client: Client, case: Case, kind: str, **fields: str) -> Any:
    client.raise_request_exception = False
    sent = {"key": "k", "seen": "2"} | fields
    return client.post(f"/cases/{case.pk}/say/{kind}", sent, headers={"accept-language": "en"})


# Text


@pytest.mark.parametrize("unseen", UNSEEN)
def test_a_message_with_what_nobody_sees_is_refused_at_its_field(cast: Cast, notified: Case, unseen: str) -> None:
    answer = post(signed_in(cast.anna), notified, "free-message", text=f"Ring {unseen}oss")
    assert answer.status_code == 400
    assert f"cannot be seen (U+{ord(unseen):04X})" in answer.content.decode()
    sent = {"kind": "free-message", "content": {"text": f"Ring {unseen}oss"}, "seen": 2}
    told = unit_program(cast.anna)("post", f"/cases/{notified.pk}/messages", sent, 422, key="k")
    assert [error["where"] for error in told["errors"]] == ["content.text"]
    assert Message.objects.filter(case=notified).count() == 2


@pytest.mark.parametrize("odd", [NUL, HALF])
def test_what_is_no_text_is_refused_by_every_door(cast: Cast, notified: Case, odd: str) -> None:
    program = unit_program(cast.anna)
    sent = {"kind": "free-message", "content": {"text": f"a{odd}b"}, "seen": 2}
    program("post", f"/cases/{notified.pk}/messages", sent, 400, key="k")
    if odd == NUL:
        assert post(signed_in(cast.anna), notified, "free-message", text="a\0b").status_code == 400
        hugo = signed_in(cast.hugo)
        for address in ("/administration/?q=%00", "/administration/staff?q=a%00", "/board/disch%00arge", "/?x=%00"):
            assert hugo.get(address).status_code == 400, address
        assert program.client.get("/api/v1/cases?stage=%00").status_code == 400


def test_letters_of_two_pieces_are_kept_as_one(cast: Cast, notified: Case) -> None:
    apart = unicodedata.normalize("NFD", "Ring Åsa Öberg")
    post(signed_in(cast.anna), notified, "free-message", text=apart)
    unit_program(cast.anna)(
        "post",
        f"/cases/{notified.pk}/messages",
        {"kind": "free-message", "content": {"text": apart}, "seen": 3},
        201,
        key="2",
    )
    said = Message.objects.filter(case=notified, kind="free-message").values_list("content__text", flat=True)
    assert list(said) == ["Ring Åsa Öberg"] * 2


def test_a_name_that_reads_backwards_registers_nobody(cast: Cast) -> None:
    fields = {
        "identity_number": "20180108-2387",
        "given_name": "Elsa\u202e",
        "family_name": "Ek",
        "municipality": "1480",
    }
    fields |= {"admitted_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "care_type": "somatic"}
    answer = signed_in(cast.anna).post("/cases/new/discharge", fields, headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert "U+202E" in answer.content.decode()
    assert not Person.objects.exists()


# Numbers


FORMS = ["201801042381", "20180104-2381", "180104-2381", "1801042381", "180104 2381", " 20180104 2381 "]


@pytest.mark.parametrize("written", FORMS)
def test_a_person_is_found_by_the_number_in_any_usual_form(cast: Cast, notified: Case, written: str) -> None:
    assert "Tolvansson" in signed_in(cast.anna).post("/board", {"q": written}).content.decode()
    found = signed_in(cast.anna).post("/people", {"identity_number": written})
    assert "Tolvansson" in found.content.decode()
    person = notified.person
    day = timezone.localdate().isoformat()
    asked = {"identity_number": written, "first": day, "last": day}
    assert signed_in(cast.gerda).post("/review/log", asked).context["known"]
    assert person.identity_number == FORMS[0]


@pytest.mark.parametrize("written", ["tolvansson", "TOLV", unicodedata.normalize("NFD", "åkesson"), "ÅKESSON"])
def test_the_boards_search_knows_every_letter_however_it_is_written(cast: Cast, notified: Case, written: str) -> None:
    Person.objects.filter(pk=notified.person_id).update(family_name="Tolvansson Åkesson")
    assert "Tolvansson" in signed_in(cast.anna).post("/board", {"q": written}).content.decode()


def test_a_region_s_reserve_number_begins_a_case(cast: Cast) -> None:
    program = unit_program(cast.anna)
    who = {"identity_number": "19610913-k123", "given_name": "Okänd", "family_name": "Man", "municipality": "1480"}
    content = {"admitted_at": timezone.now().isoformat(), "care_type": "somatic", "needs_expected": False}
    program("post", "/cases", {"process": "discharge", "person": who, "content": content}, 201, key="1")
    assert Person.objects.get().identity_number == "19610913K123"
    found = signed_in(cast.anna).post("/people", {"identity_number": "19610913K123"})
    assert found.context["person"]


# Times


TWICE = "2026-10-25T02:30"


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_both_half_past_twos_of_the_night_in_october_can_be_told(which: str, hour: int) -> None:
    moment = MomentField().clean([TWICE, which])
    assert moment.astimezone(tz=None).timestamp() == datetime.fromisoformat(f"2026-10-25T0{hour}:30+00:00").timestamp()


def test_the_hour_that_comes_twice_is_asked_for_and_offered(cast: Cast, notified: Case) -> None:
    answer = post(signed_in(cast.anna), notified, "need-assessed", assessed_at=TWICE)
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "this time came twice. Say which it was." in shown
    assert 'name="assessed_at_which"' in shown
    ordinary = post(signed_in(cast.anna), notified, "need-assessed", assessed_at="2026-10-25T03x")
    assert 'name="assessed_at_which"' not in ordinary.content.decode()


def test_a_form_opened_in_the_second_hour_takes_its_own_value() -> None:
    second = datetime.fromisoformat("2026-10-25T02:30+01:00")
    field = MomentField(initial=timezone.localtime(second))
    shown = field.widget.decompress(field.initial)
    assert field.clean([field.widget.widgets[0].format_value(shown[0]), shown[1]]) == second
    assert field.clean([TWICE, "0"]) < second


@pytest.mark.parametrize("written", ["2026-03-29T02:30", "0202-01-01T10:00", "9999-01-01T10:00", "30000-01-01T10:00"])
def test_a_time_that_never_was_is_refused_in_words(cast: Cast, notified: Case, written: str) -> None:
    answer = post(signed_in(cast.anna), notified, "need-assessed", assessed_at=written)
    assert answer.status_code == 400


@pytest.mark.parametrize("written", ["2017-06-01T10:00", "1950-01-01T10:00", "0202-01-01T10:00", "0000-01-01T10:00"])
def test_an_admission_before_the_act_is_an_answer_not_a_fault(cast: Cast, person: Person, written: str) -> None:
    client = signed_in(cast.anna)
    client.raise_request_exception = False
    number = person.identity_number
    fields = {"identity_number": number, "confirmed": number, "admitted_at": written, "care_type": "somatic"}
    answer = client.post("/cases/new/discharge", fields | {"needs_expected": "on", "key": "k"})
    content = {"admitted_at": f"{written}:00+01:00", "care_type": "somatic", "needs_expected": True}
    sent = {"process": "discharge", "person": {"identity_number": person.identity_number}, "content": content}
    program = unit_program(cast.anna).client
    program.raise_request_exception = False
    told = program.post("/api/v1/cases", sent, content_type="application/json", headers={"idempotency-key": "j"})
    assert answer.status_code == 400
    assert told.status_code in (409, 422)


# Keys


@pytest.mark.parametrize("key", ["k" * 81, "nyckel å", "a b", "\0"])
def test_a_key_that_no_form_has_is_refused(cast: Cast, notified: Case, key: str) -> None:
    assert post(signed_in(cast.anna), notified, "free-message", text="x", key=key).status_code == 400
    with pytest.raises(BadRequest):
        key_of(RequestFactory().post("/", {"key": key}))
    program = unit_program(cast.anna).client
    headers = {"idempotency-key": key.encode("ascii", "replace").decode() * (2 if len(key) < 81 else 1)}
    sent = {"kind": "free-message", "content": {"text": "x"}, "seen": 2}
    if len(key) > 80 or " " in key:
        address = f"/api/v1/cases/{notified.pk}/messages"
        assert program.post(address, sent, content_type="application/json", headers=headers).status_code == 422


@pytest.mark.parametrize("seen", ["9" * 5000, "²", "-1", "x", ""])
def test_a_number_that_no_form_has_counts_as_nothing_seen(seen: str) -> None:
    assert number_of(RequestFactory().post("/", {"seen": seen}), "seen") == 0


def test_one_key_with_other_content_is_refused_and_with_other_spacing_is_the_same(cast: Cast, notified: Case) -> None:
    client, program = signed_in(cast.anna), unit_program(cast.anna)
    address = f"/cases/{notified.pk}/messages"
    assert post(client, notified, "free-message", text="Ring oss").status_code == 302
    same = {"kind": "free-message", "content": {"text": "  Ring oss\n"}, "seen": 2}
    assert program("post", address, same, 200, key="k")["number"] == 3
    assert post(client, notified, "free-message", text=" Ring oss ").status_code == 302
    two_lines = {"kind": "free-message", "content": {"text": "a\nb"}, "seen": 3}
    program("post", address, two_lines, 201, key="l")
    assert post(client, notified, "free-message", text="a\r\nb", key="l", seen="3").status_code == 302
    program("post", address, {**same, "content": {"text": "Ring inte"}}, 409, key="k")
    answer = post(client, notified, "free-message", text="Ring inte")
    assert answer.status_code == 409
    assert "Ring inte" in answer.content.decode()
    assert Message.objects.filter(case=notified).count() == 4


def test_a_second_patient_under_a_used_key_is_refused_and_not_answered_as_the_first(cast: Cast) -> None:
    program = unit_program(cast.anna)
    content = {"admitted_at": timezone.now().isoformat(), "care_type": "somatic", "needs_expected": False}

    def admit(number: str, status: int) -> None:
        who = {"identity_number": number, "given_name": "A", "family_name": "B", "municipality": "1480"}
        program("post", "/cases", {"process": "discharge", "person": who, "content": content}, status, key="1")

    admit("201801082387", 201)
    admit("180108-2387", 200)
    admit("201801122381", 409)
    assert Case.objects.count() == Person.objects.count() == 1


# Names on both engines


@pytest.mark.parametrize("written", ["åsa öberg", "ÅSA ÖBERG", unicodedata.normalize("NFD", "Åsa"), "öberg"])
def test_staff_are_found_whatever_the_case_of_their_letters(cast: Cast, written: str) -> None:
    Staff.objects.create(username="öjvind", name="Åsa Öberg", organisation=cast.hugo.unit.organisation)
    assert "Åsa Öberg" in page(signed_in(cast.hugo), f"/administration/staff?q={written}")


@pytest.mark.parametrize("written", ["öjvind", "ÖJVIND", unicodedata.normalize("NFD", "Öjvind")])
def test_one_signs_in_by_a_name_with_swedish_letters_in_any_case(cast: Cast, written: str) -> None:
    staff = Staff.objects.get(pk=cast.anna.staff_id)
    staff.username = "Öjvind"
    staff.set_password(PASSWORD)
    staff.save()
    client = Client()
    client.post("/sign-in", {"username": written, "password": PASSWORD})
    assert client.session.get("_auth_user_id") or client.session.get("account_login")


def test_a_user_name_is_taken_whatever_the_case_of_its_letters(cast: Cast) -> None:
    Staff.objects.create(username="öjvind", name="Öjvind", organisation=cast.hugo.unit.organisation)
    fields = {"name": "En annan", "username": "ÖJVIND"}
    answer = signed_in(cast.hugo).post("/administration/staff/new", fields)
    assert answer.status_code == 200 or answer.status_code == 400
    assert Staff.objects.filter(name="En annan").count() == 0


NAMES = ["Vara", "Vårgårda", "Vänersborg", "Zinkgruvan", "Ängelholm", "Öckerö"]


def wards(cast: Cast, names: list[str]) -> None:
    for number, name in enumerate(names):
        Unit.objects.create(
            hsa_id=f"SE0000000000-Q{number}",
            organisation=cast.hugo.unit.organisation,
            kind="ward",
            role="inpatient-care",
            name=f"Avdelning {name}",
            municipality="1480",
        )


def test_units_stand_in_swedish_order_on_both_engines(cast: Cast) -> None:
    wards(cast, NAMES[::-1])
    shown = page(signed_in(cast.hugo), "/administration/?q=avdelning")
    assert sorted(NAMES, key=shown.index) == NAMES
    assert [u.name for u in Unit.objects.filter(name__startswith="Avdelning")] == [f"Avdelning {n}" for n in NAMES]


def test_nobody_is_passed_over_when_the_list_changes_between_two_parts(cast: Cast) -> None:
    wards(cast, [f"{number:03}" for number in range(120)])
    hugo, seen, address = signed_in(cast.hugo), [], "/administration/?q=avdelning"
    while address:
        part = hugo.get(address).context["part"]
        seen += [unit.name for unit in part.rows]
        Unit.objects.filter(pk=part.rows[0].pk).update(closed_at=timezone.now())
        last = part.rows[-1].pk
        Unit.objects.filter(pk=last).update(closed_at=timezone.now())
        address = f"/administration/?q=avdelning&after={last}" if part.has_next else ""
    assert seen == [f"Avdelning {number:03}" for number in range(120)]
    back = hugo.get(f"/administration/?q=avdelning&closed=on&before={last}").context["part"]
    assert [unit.name for unit in back.rows] == [f"Avdelning {number:03}" for number in range(69, 119)]


def test_of_a_unit_that_is_not_ones_own_nobody_learns_where_it_stands(cast: Cast) -> None:
    wards(cast, NAMES)
    elsewhere = Organisation.objects.exclude(pk=cast.hugo.unit.organisation_id).first()
    foreign = Unit.objects.create(
        hsa_id="SE0000000000-X1", organisation=elsewhere, kind="office", name="Avdelning W", municipality="1480"
    )
    part = signed_in(cast.hugo).get(f"/administration/?q=avdelning&after={foreign.pk}").context["part"]
    assert [unit.name for unit in part.rows] == [f"Avdelning {name}" for name in NAMES]


def test_assignments_stand_by_the_swedish_order_of_the_unit(cast: Cast) -> None:
    wards(cast, NAMES[::-1])
    today = timezone.localdate()
    for unit in Unit.objects.filter(name__startswith="Avdelning"):
        Assignment.objects.create(staff=cast.ivar.staff, unit=unit, title="x", purpose="care", from_day=today)
    own = Assignment.objects.filter(staff=cast.ivar.staff, title="x")
    assert [one.unit.name for one in own] == [f"Avdelning {name}" for name in NAMES]


# The API


@pytest.mark.parametrize("address", ["/cases?stgae=ready", "/processes?limit=1", "/cases?after=&offset=2"])
def test_a_misspelt_parameter_is_named_and_not_ignored(cast: Cast, notified: Case, address: str) -> None:
    told = unit_program(cast.anna)("get", address, status=422)
    assert [error["where"] for error in told["errors"]] == [address.split("?")[1].split("&")[-1].split("=")[0]]


def test_a_misspelt_field_is_named_and_nothing_is_sent(cast: Cast, notified: Case) -> None:
    program = unit_program(cast.anna)
    sent = {"kind": "free-message", "content": {"text": "x", "txt": "y"}, "seen": 2}
    told = program("post", f"/cases/{notified.pk}/messages", sent, 422, key="k")
    assert [error["where"] for error in told["errors"]] == ["content.txt"]
    told = program("post", f"/cases/{notified.pk}/messages", {**sent, "sean": 2}, 422, key="k")
    assert [error["where"] for error in told["errors"]] == ["sean"]
    assert Message.objects.filter(case=notified).count() == 2


@pytest.mark.parametrize("body", ['{"kind": "a", "kind": "b"}', "[" * 100_000 + "]" * 100_000])
def test_json_that_says_one_thing_twice_or_without_end_is_refused(cast: Cast, notified: Case, body: str) -> None:
    program = unit_program(cast.anna).client
    program.raise_request_exception = False
    address = f"/api/v1/cases/{notified.pk}/messages"
    headers = {"idempotency-key": "k"}
    assert program.post(address, body, content_type="application/json", headers=headers).status_code == 400


ASKED = [path for path, does in v1.get_openapi_schema()["paths"].items() if "get" in does and "{" not in path]


def _program(cast: Cast, scope: str) -> Program:
    now = timezone.now()
    return Program(make_key(cast.hugo, "Personalsystemet", scope, timezone.localdate(now) + timedelta(days=9), now)[1])


@pytest.mark.parametrize("address", ASKED)
def test_no_list_ignores_a_parameter_that_it_does_not_know(cast: Cast, address: str) -> None:
    if address.endswith(("/cases", "/processes")):
        program = unit_program(cast.anna)
    else:
        program = _program(cast, "heads" if address.endswith("/heads") else "write")
    told = program("get", f"{address}?limti=1", status=422)
    assert [error["where"] for error in told["errors"]] == ["limti"]


def test_a_list_goes_on_after_the_row_where_it_ended(cast: Cast) -> None:
    personnel = _program(cast, "write")
    wards(cast, [f"{number:03}" for number in range(10)])
    seen, address = [], "/units?limit=4"
    while address:
        part = personnel("get", address)
        seen += [unit["hsa_id"] for unit in part["items"]]
        # Whose key it is goes on: it would end with its maker's unit.
        ended = Unit.objects.filter(hsa_id__in=[seen[0], seen[-1]]).exclude(pk=cast.hugo.unit_id)
        ended.update(closed_at=timezone.now())
        address = part["next"]
    assert set(seen) >= {f"SE0000000000-Q{number}" for number in range(10)}
    assert len(seen) == len(set(seen))
