"""Programs keep units, staff and assignments by the same rules as the pages, with a key of the organisation's."""

import hashlib
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from structlog.testing import capture_logs
from tests.site.approvals import approved
from tests.site.cast import Cast, signed_in
from tests.site.programs import Program
from tests.site.trail import after, entries

from brygga_site.api.actions import make_key, revoke_key
from brygga_site.api.models import Key
from brygga_site.api.v1 import v1
from brygga_site.organisations import actions
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Pending, Staff, Unit
from brygga_site.trail.actions import NotRecorded

UNIT = {"hsa_id": "SE0000000000-W9", "name": "Avdelning 9", "kind": "ward", "municipality": "1480"}


def key(cast: Cast, scope: str = "write") -> tuple[Key, str]:
    now = timezone.now()
    return make_key(cast.hugo, "Personalsystemet", scope, timezone.localdate(now) + timedelta(days=30), now)


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(key(cast)[1])


def test_a_key_is_kept_as_its_digest_alone(cast: Cast) -> None:
    made, secret = key(cast)
    assert made.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert len(secret) >= 43
    assert secret not in str(Key.objects.values_list())


@pytest.mark.parametrize("shown", ["", "nonsense", "Bearer", "Bearer ", "Bearer x", "Basic aHVnbzpw"])
def test_without_a_key_that_holds_nothing_is_answered(cast: Cast, shown: str) -> None:
    response = Client(headers={"authorization": shown}).get("/api/v1/units")
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_somebody_signed_in_to_the_pages_is_nobody_to_the_api(cast: Cast) -> None:
    assert signed_in(cast.hugo).get("/api/v1/units").status_code == 401


def test_a_key_ends_at_once_with_its_revocation_its_last_day_and_its_makers_assignment(cast: Cast) -> None:
    for end in (
        lambda made: revoke_key(cast.hugo, made, timezone.now()),
        lambda made: Key.objects.update(last_day=timezone.localdate() - timedelta(days=1)),
        lambda made: Staff.objects.filter(pk=cast.hugo.staff_id).update(is_active=False),
        lambda made: Assignment.objects.filter(pk=cast.hugo.pk).update(revoked_at=timezone.now()),
    ):
        made, secret = key(cast)
        program = Program(secret)
        program("get", "/units")
        end(made)
        program("get", "/units", status=401)
        Staff.objects.update(is_active=True)


OPERATIONS = [
    (method, re.sub(r"\{.*?\}", "1", path))
    for path, operations in v1.get_openapi_schema()["paths"].items()
    for method in operations
]


@pytest.mark.parametrize(("method", "address"), OPERATIONS)
def test_every_route_asks_for_a_key_and_to_write_for_one_that_may_write(cast: Cast, method: str, address: str) -> None:
    assert Client().generic(method, address).status_code == 401
    if method != "get":
        Program(key(cast, "read")[1])(method, address.removeprefix("/api/v1"), status=403)


def test_a_key_holds_at_most_a_year(cast: Cast) -> None:
    now = timezone.now()
    for days in (-1, 366):
        with pytest.raises(Unfit, match="at most 365 days"):
            make_key(cast.hugo, "För länge", "read", timezone.localdate(now) + timedelta(days=days), now)


def test_a_key_that_may_read_does_not_write(cast: Cast) -> None:
    program = Program(key(cast, "read")[1])
    assert program("get", "/units")["count"] == 6
    assert "may only read" in program("post", "/units", UNIT, status=403)["title"]
    assert not Unit.objects.filter(hsa_id=UNIT["hsa_id"]).exists()


def test_a_unit_sent_twice_is_opened_once(cast: Cast, program: Program) -> None:
    before = len(entries())
    first = program("post", "/units", UNIT, status=201)
    assert program("post", "/units", UNIT) == first
    program("post", "/units", {**UNIT, "name": "En annan"}, status=409)
    [entry] = after(before)
    assert (entry.staff, entry.what) == ("hugo", "unit opened: SE0000000000-W9, ward, by key Personalsystemet")


def test_an_assignment_is_given_ended_and_revoked(cast: Cast, program: Program) -> None:
    new = {
        "staff": "anna",
        "unit": cast.ivar.unit.hsa_id,
        "title": "Läkare",
        "purpose": "care",
        "from_day": timezone.localdate().isoformat(),
    }
    waiting = program("post", "/assignments", new, status=202)
    approved(cast.ines, Pending.objects.get(pk=waiting["id"]))
    given = program("post", "/assignments", new)
    program("post", "/assignments", {**new, "title": "Annat"}, status=409)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert program("patch", f"/assignments/{given['id']}", {"to_day": tomorrow})["to_day"] == tomorrow
    assert program("post", f"/assignments/{given['id']}/revoke")["revoked_at"]
    assert program("post", f"/assignments/{given['id']}/revoke")["revoked_at"]
    listed = program("get", "/assignments?staff=anna")["items"]
    assert [one["unit"] for one in listed] == [cast.anna.unit.hsa_id]


def test_staff_are_registered_changed_and_deactivated(cast: Cast, program: Program) -> None:
    new = {"username": "nils", "name": "Nils Ny", "hsa_id": "SE0000000000-P9"}
    made = program("post", "/staff", new, status=201)
    assert program("post", "/staff", new) == made
    assert program("patch", f"/staff/{made['id']}", {"name": "Nils Nyare"})["name"] == "Nils Nyare"
    assert program("get", f"/staff/{made['id']}")["hsa_id"] == "SE0000000000-P9"
    assert program("post", f"/staff/{made['id']}/deactivate")["is_active"] is False


def test_a_key_that_is_none_is_told_to_the_security_log(cast: Cast) -> None:
    with capture_logs() as log:
        assert Client().get("/api/v1/units", headers={"authorization": "Bearer hemligt"}).status_code == 401
    assert [(one["event"], one["log_level"]) for one in log] == [("key-refused", "warning")]
    assert "hemligt" not in str(log)


def test_a_program_signs_somebody_out_everywhere(cast: Cast, program: Program) -> None:
    ivar = signed_in(cast.ivar)
    assert program("post", f"/staff/{cast.ivar.staff_id}/end-sessions") == {"ended": 1}
    assert ivar.get("/board").url.startswith("/sign-in")
    assert program("post", f"/staff/{cast.ivar.staff_id}/end-sessions") == {"ended": 0}


def test_of_staff_the_api_tells_what_it_describes_and_no_identity_number(cast: Cast, program: Program) -> None:
    Staff.objects.filter(pk=cast.anna.staff_id).update(identity_number="201801042381")
    told = program("get", f"/staff/{cast.anna.staff_id}")
    assert set(told) == {"id", "username", "name", "hsa_id", "is_active", "organisation"}
    for address in ("/staff", "/assignments"):
        assert "201801042381" not in json.dumps(program("get", address))


def test_a_field_that_the_api_does_not_have_changes_nothing(cast: Cast, program: Program) -> None:
    kept = Staff.objects.get(pk=cast.anna.staff_id)
    sent = {"name": "Anna Ny", "password": "x", "is_active": False, "organisation_id": 2}
    refused = program("patch", f"/staff/{kept.pk}", sent, status=422)
    assert [error["where"] for error in refused["errors"]] == ["password", "is_active", "organisation_id"]
    now = Staff.objects.get(pk=kept.pk)
    assert (now.name, now.password, now.is_active) == (kept.name, kept.password, True)
    assert now.organisation_id == kept.organisation_id


def test_four_eyes_hold_for_programs_too(cast: Cast, program: Program) -> None:
    new = {
        "staff": "hugo",
        "unit": cast.anna.unit.hsa_id,
        "title": "Läkare",
        "purpose": "care",
        "from_day": timezone.localdate().isoformat(),
    }
    told = program("post", "/assignments", new, status=403)
    assert "ask another administrator" in told["title"]


def test_an_error_says_what_where_and_what_to_do(cast: Cast, program: Program) -> None:
    told = program("post", "/units", {**UNIT, "hsa_id": "SE1"}, status=422)
    assert told["errors"][0]["where"] == "hsa_id"
    assert "write SE, ten digits" in told["errors"][0]["what"]
    told = program("post", "/units", {"name": "x", "kind": "spa"}, status=422)
    assert {one["where"] for one in told["errors"]} == {"hsa_id", "kind", "municipality"}
    program("post", "/units", "no json at all", status=400)
    program("get", "/units?limit=501", status=422)


def test_other_organisations_units_are_missing(cast: Cast, program: Program) -> None:
    program("get", f"/units/{cast.cecilia.unit.hsa_id}", status=404)
    program("get", f"/staff/{cast.cecilia.staff_id}", status=404)
    program("post", f"/assignments/{cast.cecilia.pk}/revoke", status=404)


def test_a_list_comes_in_parts_that_lead_on(cast: Cast, program: Program) -> None:
    seen, address = [], "/units?limit=3"
    while address:
        part = program("get", address)
        seen += [one["hsa_id"] for one in part["items"]]
        address = (part["next"] or "").removeprefix("/api/v1")
    assert len(seen) == len(set(seen)) == part["count"] == 6


def test_a_file_is_looked_through_and_then_applied_whole(cast: Cast, program: Program) -> None:
    file = "Unit HSA-id;Unit;Unit kind;Municipality\nSE0000000000-W9;Avdelning 9;ward;1480\n"
    assert program("post", "/import", file)["applied"] is False
    assert not Unit.objects.filter(hsa_id="SE0000000000-W9").exists()
    told = program("post", "/import?dry_run=false", f"{file}SE1;x;ward;1480\n", status=422)
    assert told["errors"][0]["line"] == 3
    assert program("post", "/import?dry_run=false", file)["applied"] is True
    assert Unit.objects.filter(hsa_id="SE0000000000-W9").exists()
    program("post", "/import", b"x" * (2 * 1024 * 1024 + 1), status=413)


def test_a_private_provider_is_contracted_and_listed(cast: Cast, program: Program) -> None:
    program("post", "/organisations", {"number": "559999-0008", "name": "Vårdbolaget"})
    program("post", "/units", {**UNIT, "kind": "health-centre", "provider": "559999-0008"}, status=201)
    assert [one["code"] for one in program("get", "/organisations")["items"]] == ["14", "5599990008"]
    assert program("get", f"/units/{UNIT['hsa_id']}")["principal"]["code"] == "14"


def test_a_key_is_made_on_the_page_shown_once_and_ended(cast: Cast) -> None:
    hugo = signed_in(cast.hugo)
    form = {"name": "Lönesystemet", "scope": "read", "last_day": timezone.localdate().isoformat()}
    shown = hugo.post("/administration/keys", form).content.decode()
    secret = shown.partition("<code>")[2].partition("</code>")[0]
    program = Program(secret)
    program("get", "/units")
    assert secret not in hugo.get("/administration/keys").content.decode()
    hugo.post(f"/administration/keys/{Key.objects.get().pk}/revoke")
    program("get", "/units", status=401)


def test_the_description_of_the_api_is_sound_and_open(db: None) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    known = set(described["components"]["schemas"])
    used = {part.partition('"')[0] for part in json.dumps(described).split("#/components/schemas/")[1:]}
    assert used <= known
    assert {path.removeprefix("/api/v1") for path in described["paths"]} >= {"/units", "/staff", "/assignments"}
    for path in described["paths"].values():
        for operation in path.values():
            assert operation["security"], operation["operationId"]
    for address in ("", "docs"):
        assert Client().get(f"/api/v1/{address}").status_code == 404


def test_an_outage_is_told_as_a_problem(cast: Cast, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*arguments: object, **values: object) -> None:
        raise NotRecorded

    monkeypatch.setattr(actions, "open_unit", down)
    assert "send it again" in program("post", "/units", UNIT, status=503)["title"]
