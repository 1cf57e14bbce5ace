"""A key by which a program acts at a unit: one allows it, another takes it; nobody opens care data to themselves."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone
from tests.site.approvals import approved
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.programs import Program, administrators, unit_key
from tests.site.trail import after, entries

from brygga.access.administration import NotAdministered
from brygga_site.api.actions import allow_key, end_own_key, make_key, take_key
from brygga_site.api.models import Key
from brygga_site.cases.models import Case
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Staff


def allowed(cast: Cast, given: Assignment, by: Assignment | None = None, days: int = 30, scope: str = "cases:read"):
    now = timezone.now()
    last_day = timezone.localdate(now) + timedelta(days=days)
    waiting = allow_key(by or cast.hugo, given, "Cosmic", scope, last_day, now)
    return Key.objects.get(pk=approved(cast.ines, waiting).result)


def test_one_allows_a_key_on_the_page_and_another_takes_it_on_theirs(cast: Cast, notified: Case) -> None:
    hugo, anna, before = signed_in(cast.hugo), signed_in(cast.anna), len(entries())
    form = {"name": "Cosmic", "scope": "cases:write", "last_day": timezone.localdate().isoformat()}
    address = f"/administration/assignments/{cast.anna.pk}/key"
    assert "Ask for the key" in page(hugo, address)
    asked = hugo.post(address, form).url
    assert not Key.objects.exists()
    assert signed_in(cast.ines).post(f"{asked}/approve").status_code == 302
    shown = page(hugo, "/administration/keys")
    assert "Waits to be taken" in shown and "brygga_" not in shown
    made = Key.objects.get()
    assert made.digest is None
    assert "Take the key" in page(anna, "/your-sign-in")
    assert "Take the key" not in page(signed_in(cast.boris), "/your-sign-in")
    told = anna.post(f"/your-sign-in/keys/{made.pk}/take").content.decode()
    program = Program(told.partition("<code>")[2].partition("</code>")[0])
    assert program("get", f"/cases/{notified.pk}")["part"] == "inpatient-care"
    assert anna.post(f"/your-sign-in/keys/{made.pk}/take").status_code == 404
    assert anna.post(f"/your-sign-in/keys/{made.pk}/end").status_code == 302
    program("get", f"/cases/{notified.pk}", status=401)
    assert [(entry.staff, entry.what.partition(",")[0]) for entry in after(before)] == [
        ("hugo", f"approval {asked.rpartition('/')[2]} asked"),
        ("ines", f"approval {asked.rpartition('/')[2]} asked by hugo"),
        ("ines", f"key {made.pk} allowed: Cosmic"),
        ("anna", f"key {made.pk} taken: Cosmic"),
        ("anna", "case"),
        ("anna", f"key {made.pk} ended: Cosmic"),
    ]


def test_nobody_allows_a_key_for_themselves_and_the_attempt_is_on_the_trail(cast: Cast) -> None:
    own = Assignment.objects.create(
        staff=cast.hugo.staff, unit=cast.anna.unit, title="Läkare", purpose="care", from_day=timezone.localdate()
    )
    before = len(entries())
    with pytest.raises(NotAdministered, match="ask another administrator"):
        allowed(cast, own)
    [entry] = after(before)
    assert (entry.decision, entry.staff) == ("refused", "hugo")
    with pytest.raises(ValueError, match="nobody makes themselves"):
        make_key(cast.hugo, "x", "cases:read", timezone.localdate(), timezone.now())
    assert not Key.objects.exists()


def test_whoever_allows_a_key_cannot_take_it_nor_can_anybody_else(cast: Cast) -> None:
    made = allowed(cast, cast.anna)
    for who in (cast.hugo, cast.boris, cast.ivar, cast.olga):
        with pytest.raises(Http404):
            take_key(who, made, timezone.now())
        assert signed_in(who).post(f"/your-sign-in/keys/{made.pk}/take").status_code == 404
        end_own_key(who, made, timezone.now())
        assert signed_in(who).post(f"/your-sign-in/keys/{made.pk}/end").status_code == 404
    made.refresh_from_db()
    assert (made.digest, made.revoked_at) == (None, None)


def test_no_program_reviews_the_log_or_gives_assignments(cast: Cast) -> None:
    other, _ = administrators(cast.cecilia)
    for given in (cast.gerda, other):
        by = cast.hugo if given is cast.gerda else other
        with pytest.raises(NotAdministered):
            allowed(cast, given, by)
    assert not Key.objects.exists()


def test_an_administrator_allows_no_key_at_another_organisations_unit(cast: Cast) -> None:
    with pytest.raises(NotAdministered, match="another organisation's"):
        allowed(cast, cast.cecilia)
    assert signed_in(cast.hugo).get(f"/administration/assignments/{cast.cecilia.pk}/key").status_code == 404
    assert signed_in(cast.anna).get(f"/administration/assignments/{cast.boris.pk}/key").status_code == 404


def test_a_key_waits_no_longer_than_it_holds_and_is_given_for_no_ended_assignment(cast: Cast) -> None:
    made = allowed(cast, cast.anna, days=1)
    with pytest.raises(Http404):
        take_key(cast.anna, made, timezone.now() + timedelta(days=2))
    with pytest.raises(Unfit):
        allowed(cast, cast.anna, days=366)
    cast.boris.revoked_at = timezone.now()
    cast.boris.save()
    with pytest.raises(Unfit, match="already ended"):
        allowed(cast, cast.boris)


def test_a_key_at_a_unit_ends_at_once_with_the_assignment_and_the_account_it_acts_under(cast: Cast) -> None:
    for end in (
        lambda: Assignment.objects.filter(pk=cast.anna.pk).update(revoked_at=timezone.now()),
        lambda: Staff.objects.filter(pk=cast.anna.staff_id).update(is_active=False),
    ):
        program = Program(unit_key(cast.anna)[1])
        program("get", "/cases")
        end()
        program("get", "/cases", status=401)
        Assignment.objects.update(revoked_at=None)
        Staff.objects.update(is_active=True)


def test_a_key_for_cases_keeps_no_units_and_a_key_for_units_opens_no_case(cast: Cast, notified: Case) -> None:
    now = timezone.now()
    of_units = Program(make_key(cast.hugo, "Personalsystemet", "write", timezone.localdate(now), now)[1])
    told = of_units("get", f"/cases/{notified.pk}", status=403)
    assert told["title"].startswith("The key is for something else: Read and write.")
    of_units("get", "/processes", status=403)
    ward = Program(unit_key(cast.anna, "cases:read")[1])
    told = ward("get", "/units", status=403)
    assert "Read the unit's cases" in told["title"]
    told = ward("post", "/cases", {}, status=403)
    assert "may only read" in told["title"]
    assert ward("get", "/cases")["items"]


def test_an_offices_program_works_with_what_the_office_works_with_and_no_more(cast: Cast, notified: Case) -> None:
    office, there = Program(unit_key(cast.ella)[1]), signed_in(cast.ella)
    office("get", f"/cases/{notified.pk}", status=403)
    assert there.get(f"/cases/{notified.pk}").status_code == 403
    listed = office.client.get("/api/v1/cases").status_code
    assert (listed, there.get("/board").status_code) in ((404, 404), (200, 200))
