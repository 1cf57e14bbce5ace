"""An organisation's administrator keeps its units, staff and assignments, and sees no patient."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs
from tests.site.approvals import given
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import after, broken, entries, persons

from brygga.access.administration import NotAdministered
from brygga.discharge import DISCHARGE
from brygga.discharge.messages import AdmissionNotice
from brygga_site.accounts.actions import end_all, redeem
from brygga_site.accounts.models import Invitation
from brygga_site.cases.models import Case
from brygga_site.cases.recipients import may_be_told
from brygga_site.organisations import actions, reads
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Organisation, Pending, Staff, Unit
from brygga_site.trail.actions import NotRecorded

PROVIDER = "559999-0008"


@pytest.fixture
def hugo(cast: Cast) -> Client:
    return signed_in(cast.hugo)


def given_to(cast: Cast, staff: Staff, unit: Unit, purpose: str = "care", **values: object) -> Assignment:
    days = {"from_day": timezone.localdate(), **values}
    return given(cast.hugo, cast.ines, staff, unit, "Sjuksköterska", purpose, **days)


def approves(cast: Cast) -> None:
    """Ines approves, on the page, what was asked for last."""
    waiting = Pending.objects.latest("pk")
    assert signed_in(cast.ines).post(f"/administration/approvals/{waiting.pk}/approve").status_code == 302


def test_an_assignment_given_on_the_page_holds_once_approved_and_is_on_the_trail(cast: Cast, hugo: Client) -> None:
    before = len(entries())
    form = {
        "staff": "anna",
        "unit": cast.ivar.unit.hsa_id,
        "purpose": "care",
        "title": "Sjuksköterska",
        "from_day": timezone.localdate().isoformat(),
    }
    assert hugo.post("/administration/give", form).status_code == 302
    assert not reads.assignments_of(cast.anna.staff).filter(unit=cast.ivar.unit).exists()
    approves(cast)
    made = reads.assignments_of(cast.anna.staff).get(unit=cast.ivar.unit)
    asked, approved, entry = after(before)
    assert (asked.staff, approved.staff) == ("hugo", "ines")
    assert (entry.staff, entry.action, entry.decision, entry.purpose) == ("ines", "write", "allowed", "assignments")
    assert (entry.paragraph, persons(entry)) == ("2008:355 4:2", [])
    assert entry.what.startswith(f"assignment {made.pk} given: anna, {cast.ivar.unit.hsa_id}, care")


def test_nobody_gives_themself_an_assignment_and_the_attempt_is_on_the_trail(cast: Cast, hugo: Client) -> None:
    form = {
        "staff": "hugo",
        "unit": cast.anna.unit.hsa_id,
        "purpose": "care",
        "title": "Läkare",
        "from_day": timezone.localdate().isoformat(),
    }
    response = hugo.post("/administration/give", form, headers={"accept-language": "en"})
    assert response.status_code == 403
    assert "ask another administrator" in response.content.decode()
    assert entries()[-1].decision == "refused"
    assert Assignment.objects.filter(staff=cast.hugo.staff).count() == 1


@pytest.mark.parametrize("name", ["anna", "ella", "filip", "gerda", "olga"])
def test_the_pages_are_not_there_for_anyone_else(cast: Cast, name: str) -> None:
    client = signed_in(getattr(cast, name))
    for address in ("", "units/new", "staff", "staff/new", "providers", "import", "keys", "give"):
        assert client.get(f"/administration/{address}").status_code == 404, address
    assert (entries()[-1].decision, entries()[-1].purpose) == ("refused", "assignments")


def test_units_and_people_of_other_organisations_are_not_there(cast: Cast, hugo: Client) -> None:
    for address in (f"units/{cast.cecilia.unit_id}", f"staff/{cast.cecilia.staff_id}"):
        page(hugo, f"/administration/{address}", 404)
    page(hugo, f"/administration/assignments/{cast.cecilia.pk}/revoke", 404)
    assert "Cecilia" not in page(hugo, "/administration/staff")


def test_an_administrator_sees_no_patient(cast: Cast, hugo: Client, notified: Case) -> None:
    refused = {"/board": 404, f"/cases/{notified.pk}": 403, "/settlement": 404, "/cases/new/discharge": 404}
    for address, status in refused.items():
        assert notified.person.family_name not in page(hugo, address, status)
    assert "Units" in page(hugo, "/")
    assert "Settlement" not in page(hugo, "/")


def test_the_settlement_is_for_offices_that_administer_and_not_for_those_who_review_the_log(cast: Cast) -> None:
    page(signed_in(cast.filip), "/settlement")
    for who in (cast.gerda, cast.hugo):
        assert signed_in(who).get("/settlement").status_code == 404
        assert entries()[-1].ground == "the assignment is for something else"


def test_a_revoked_assignment_refuses_the_next_request(cast: Cast, hugo: Client, notified: Case) -> None:
    boris = signed_in(cast.boris)
    page(boris, f"/cases/{notified.pk}")
    assert "next click" in page(hugo, f"/administration/assignments/{cast.boris.pk}/revoke")
    hugo.post(f"/administration/assignments/{cast.boris.pk}/revoke")
    assert boris.get(f"/cases/{notified.pk}").url == "/assignment"


def test_the_last_day_is_the_last_on_which_an_assignment_holds(cast: Cast, hugo: Client) -> None:
    today = timezone.localdate()
    hugo.post(f"/administration/assignments/{cast.ivar.pk}/end", {"to_day": today.isoformat()})
    assert reads.assignments_of(cast.ivar.staff, today).exists()
    assert not reads.assignments_of(cast.ivar.staff, today + timedelta(days=1)).exists()


def test_a_last_day_that_has_passed_is_refused_in_the_field(cast: Cast, hugo: Client) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    address = f"/administration/assignments/{cast.ivar.pk}/end"
    response = hugo.post(address, {"to_day": yesterday.isoformat()}, headers={"accept-language": "en"})
    assert "has passed; end the assignment at once instead" in response.content.decode()
    cast.ivar.refresh_from_db()
    assert cast.ivar.to_day is None


def test_a_closed_unit_ends_its_assignments_and_is_offered_to_nobody(cast: Cast, hugo: Client, notified: Case) -> None:
    unit = cast.boris.unit
    assert unit in may_be_told(DISCHARGE, AdmissionNotice, cast.anna.unit)
    hugo.post(f"/administration/units/{unit.pk}/close")
    assert unit not in may_be_told(DISCHARGE, AdmissionNotice, cast.anna.unit)
    assert not reads.assignments_of(cast.boris.staff).exists()
    with pytest.raises(NotAdministered, match="closed"):
        given_to(cast, cast.boris.staff, unit)
    assert unit.name not in page(hugo, "/administration/")
    assert unit.name in page(hugo, "/administration/?closed=on")


def test_a_unit_is_opened_with_a_checked_identifier(cast: Cast, hugo: Client) -> None:
    form = {"hsa_id": "SE1", "kind": "ward", "name": "Avdelning 9", "municipality": "1480"}
    response = hugo.post("/administration/units/new", form, headers={"accept-language": "en"})
    assert "is no HSA-id" in response.content.decode()
    assert hugo.post("/administration/units/new", {**form, "hsa_id": "se0000000000-w9"}).status_code == 302
    opened = Unit.objects.get(hsa_id="SE0000000000-W9")
    assert (opened.role, opened.organisation) == ("inpatient-care", cast.hugo.unit.organisation)


def test_what_a_unit_serves_is_written_as_one_says_it_and_checked(cast: Cast, hugo: Client) -> None:
    unit = cast.boris.unit
    address, form = f"/administration/units/{unit.pk}/change", {"name": unit.name, "municipality": "1480"}
    wrong = hugo.post(address, {**form, "areas": "Göteborg, Atlantis"}, headers={"accept-language": "en"})
    assert "No municipality is called “Atlantis”" in wrong.content.decode()
    assert hugo.post(address, {**form, "areas": "öckerö, Göteborg Hisingen", "takes_in": "on"}).status_code == 302
    unit.refresh_from_db()
    assert (unit.areas, unit.takes_in) == ("1407, 1480 Hisingen", True)
    assert 'value="Göteborg Hisingen, Öckerö"' in page(hugo, address)
    assert "Göteborg Hisingen, Öckerö" in page(hugo, f"/administration/units/{unit.pk}")


def test_a_region_is_not_offered_the_kinds_of_a_municipality(cast: Cast, hugo: Client) -> None:
    assert 'value="case-officers"' not in page(hugo, "/administration/units/new")
    with pytest.raises(NotAdministered, match="no unit of kind case-officers"):
        actions.open_unit(cast.hugo, "SE0000000000-X", "case-officers", "Biståndet", "1480")


def test_the_units_of_a_private_provider_are_kept_by_the_principal_alone(cast: Cast, hugo: Client) -> None:
    with pytest.raises(Unfit, match="organisation number"):
        actions.contract_provider(cast.hugo, "559999-0009", "Vårdbolaget")
    provider = actions.contract_provider(cast.hugo, PROVIDER, "Vårdbolaget AB")
    assert actions.contract_provider(cast.hugo, PROVIDER, "Ett annat namn") == provider
    unit = actions.open_unit(cast.hugo, "SE5599990008-1", "health-centre", "Vårdbolaget City", "1480", provider)
    assert (unit.organisation, unit.principal) == (provider, cast.hugo.unit.organisation)
    made = given_to(cast, cast.boris.staff, unit)
    boris = signed_in(cast.boris)
    assert f"Vårdbolaget AB for {cast.hugo.unit.organisation}" in page(boris, "/assignment")
    boris.post("/assignment", {"assignment": made.pk})
    assert "Vårdbolaget City" in page(boris, "/board")
    Organisation.objects.filter(pk=provider.pk).update(name="Annat")
    other = Organisation.objects.create(kind="provider", code="5599990016", name="Utan avtal")
    with pytest.raises(Unfit, match="no contract"):
        actions.open_unit(cast.hugo, "SE5599990016-1", "health-centre", "Utan avtal", "1480", other)


def test_a_deactivated_account_is_signed_out_at_once_and_loses_its_assignments(cast: Cast, hugo: Client) -> None:
    ivar = signed_in(cast.ivar)
    page(ivar, "/board")
    hugo.post(f"/administration/staff/{cast.ivar.staff_id}/active")
    assert ivar.get("/board").url.startswith("/sign-in")
    hugo.post(f"/administration/staff/{cast.ivar.staff_id}/active")
    cast.ivar.refresh_from_db()
    assert cast.ivar.revoked_at
    assert Staff.objects.get(pk=cast.ivar.staff_id).is_active


def test_a_session_from_before_a_deactivation_does_not_come_back_with_the_account(cast: Cast, hugo: Client) -> None:
    ivar = signed_in(cast.ivar)
    page(ivar, "/your-sign-in")
    for _ in ("deactivated", "activated"):
        hugo.post(f"/administration/staff/{cast.ivar.staff_id}/active")
    assert Staff.objects.get(pk=cast.ivar.staff_id).is_active
    assert ivar.get("/your-sign-in").url.startswith("/sign-in")


def test_an_administrator_signs_somebody_out_everywhere_and_nothing_else_of_theirs_ends(
    cast: Cast, hugo: Client
) -> None:
    ward, home, other = signed_in(cast.ivar), signed_in(cast.ivar), signed_in(cast.anna)
    before = len(entries())
    with capture_logs() as logs:
        answer = hugo.post(f"/administration/staff/{cast.ivar.staff_id}/sessions/end")
    assert answer.url == f"/administration/staff/{cast.ivar.staff_id}"
    for browser in (ward, home):
        assert browser.get("/board").url.startswith("/sign-in")
    assert other.get("/board").status_code == 200
    assert signed_in(cast.ivar).get("/board").status_code == 200
    told = next(one for one in after(before) if one.what.startswith("sessions ended"))
    assert (told.staff, told.what, told.decision) == ("hugo", "sessions ended: ivar, 2", "allowed")
    assert [(one["staff"], one["by"], one["count"]) for one in logs if one["event"].endswith("by-administrator")] == [
        ("ivar", "hugo", 2)
    ]


def test_the_sign_ins_of_whoever_another_organisation_keeps_are_not_ended(cast: Cast, hugo: Client) -> None:
    cecilia = signed_in(cast.cecilia)
    assert hugo.post(f"/administration/staff/{cast.cecilia.staff_id}/sessions/end").status_code == 404
    before = len(entries())
    with pytest.raises(NotAdministered, match="another organisation"):
        end_all(cast.hugo, cast.cecilia.staff)
    assert [(one.what, one.decision) for one in after(before)] == [("sessions ended: cecilia", "refused")]
    assert cecilia.get("/board").status_code == 200
    assert signed_in(cast.anna).post(f"/administration/staff/{cast.ivar.staff_id}/sessions/end").status_code == 404


def test_the_operator_ends_the_sign_ins_of_one_or_of_everybody(cast: Cast, hugo: Client) -> None:
    anna, ivar = signed_in(cast.anna), signed_in(cast.ivar)
    out, before = StringIO(), len(entries())
    call_command("end_sessions", "anna", stdout=out)
    assert anna.get("/board").url.startswith("/sign-in")
    assert ivar.get("/board").status_code == 200
    call_command("end_sessions", "--everybody", stdout=out)
    for browser in (ivar, hugo):
        assert browser.get("/your-sign-in").url.startswith("/sign-in")
    assert out.getvalue() == "1 sessions ended: anna\n2 sessions ended: everybody\n"
    told = [one for one in after(before) if one.what.startswith("sessions ended")]
    assert [(one.what, one.staff, one.ground) for one in told] == [
        ("sessions ended: anna, 1", "", "done from the command line"),
        ("sessions ended: everybody, 2", "", "done from the command line"),
    ]
    with pytest.raises(CommandError, match="no staff member nobody"):
        call_command("end_sessions", "nobody")


def test_whoever_another_organisation_keeps_gets_assignments_and_is_not_changed(cast: Cast, hugo: Client) -> None:
    Staff.objects.filter(pk=cast.cecilia.staff_id).update(hsa_id="SE0000000000-PC")
    form = {
        "staff": "SE0000000000-PC",
        "unit": cast.boris.unit.hsa_id,
        "purpose": "care",
        "title": "Sjuksköterska",
        "from_day": timezone.localdate().isoformat(),
    }
    assert (
        "register the person first"
        in hugo.post(
            "/administration/give", {**form, "staff": "cecilia"}, headers={"accept-language": "en"}
        ).content.decode()
    )
    assert hugo.post("/administration/give", form).status_code == 302
    approves(cast)
    text = page(hugo, f"/administration/staff/{cast.cecilia.staff_id}")
    assert "Boriss enhet" in text or cast.boris.unit.name in text
    assert cast.cecilia.unit.name not in text
    assert hugo.post(f"/administration/staff/{cast.cecilia.staff_id}/active").status_code == 403
    assert Staff.objects.get(pk=cast.cecilia.staff_id).is_active


def test_of_staff_that_another_organisation_keeps_no_identity_number_is_shown(cast: Cast, hugo: Client) -> None:
    for staff in (cast.cecilia.staff, cast.anna.staff):
        Staff.objects.filter(pk=staff.pk).update(identity_number="201801042381")
    given_to(cast, cast.cecilia.staff, cast.boris.unit)
    assert "201801042381" in page(hugo, f"/administration/staff/{cast.anna.staff_id}/change")
    assert "201801042381" not in page(hugo, f"/administration/staff/{cast.cecilia.staff_id}/change", 403)
    assert (entries()[-1].decision, entries()[-1].what) == ("refused", "staff: cecilia")
    assert "201801042381" not in page(hugo, f"/administration/staff/{cast.cecilia.staff_id}")


def test_staff_are_registered_once_and_have_no_password_until_a_one_time_code_is_used(cast: Cast, hugo: Client) -> None:
    form = {"name": "Nils Ny", "username": "nils", "hsa_id": "SE0000000000-P9", "identity_number": ""}
    hugo.post("/administration/staff/new", form)
    nils = Staff.objects.get(username="nils")
    assert not nils.has_usable_password()
    again = hugo.post("/administration/staff/new", {**form, "username": "NILS"}, headers={"accept-language": "en"})
    assert "already has the user name" in again.content.decode()
    assert "Ask for a one-time code" in page(hugo, f"/administration/staff/{nils.pk}")


def test_the_same_assignment_is_not_given_twice_for_the_same_days(cast: Cast) -> None:
    given_to(cast, cast.anna.staff, cast.ivar.unit, to_day=timezone.localdate() + timedelta(days=5))
    with pytest.raises(Unfit, match="already has such an assignment"):
        given_to(cast, cast.anna.staff, cast.ivar.unit, from_day=timezone.localdate() + timedelta(days=5))
    given_to(cast, cast.anna.staff, cast.ivar.unit, from_day=timezone.localdate() + timedelta(days=6))


def test_a_ward_has_no_assignment_for_the_administration_of_assignments(cast: Cast) -> None:
    with pytest.raises(NotAdministered, match="it can be for: care"):
        given_to(cast, cast.anna.staff, cast.ivar.unit, "assignments")


def test_what_the_trail_does_not_take_is_not_done(transactional_db: None, cast: Cast) -> None:
    with broken(), pytest.raises(NotRecorded):
        given_to(cast, cast.anna.staff, cast.ivar.unit)
    assert not Assignment.objects.filter(staff=cast.anna.staff, unit=cast.ivar.unit).exists()


def test_with_one_assignment_there_is_no_switch_and_with_two_it_is_in_the_header(cast: Cast) -> None:
    anna = signed_in(cast.anna)
    assert "Switch assignment" not in page(anna, "/board")
    made = given_to(cast, cast.anna.staff, cast.ivar.unit)
    text = page(anna, "/assignment")
    assert "Switch assignment" in text
    assert "You act under this now" not in text
    anna.post("/assignment", {"assignment": made.pk})
    assert "You act under this now" in page(anna, "/assignment")


def test_hundreds_of_units_are_searched_and_come_in_pages(cast: Cast, hugo: Client) -> None:
    own = cast.hugo.unit.organisation
    Unit.objects.bulk_create(
        Unit(
            hsa_id=f"SE0000000000-B{number:03}",
            organisation=own,
            kind="ward",
            role="inpatient-care",
            name=f"Avdelning {number:03}",
            municipality="1480",
        )
        for number in range(120)
    )
    found = page(hugo, "/administration/?q=SE0000000000-B077")
    assert "Avdelning 077" in found
    assert "1 unit" in found
    assert "No unit matches" in page(hugo, "/administration/?q=avdelning&kind=dental")


def test_an_organisations_first_two_administrators_are_appointed_by_the_operator_and_no_third(cast: Cast) -> None:
    kim = ("municipality", "1490", "kim", "Kim Ek")
    call_command("first_administrator", *kim, hsa_id="SE0000000000-PKIM", stdout=(told := StringIO()))
    assert "Appoint a second one" in told.getvalue()
    kim = Assignment.objects.get(staff__username="kim")
    assert (kim.purpose, kim.unit.organisation) == ("assignments", cast.olga.unit.organisation)
    assert (entries()[-1].staff, entries()[-1].ground) == ("", "done from the command line")
    assert entries()[-1].what == "one-time code: kim"
    code = told.getvalue().split()[-1]
    assert redeem("kim", code, "lodjur orgel tisdag paraply", timezone.now()) == kim.staff
    assert signed_in(kim).get("/administration/").status_code == 200
    for kind, code, reason in [("region", "14", "appoint the next"), ("municipality", "0001", "no municipality")]:
        with pytest.raises(CommandError, match=reason):
            call_command("first_administrator", kind, code, "lo", "Lo Alm", "--no-code")


def test_a_first_administrator_who_has_an_e_identity_is_given_no_code(cast: Cast) -> None:
    kim = ("municipality", "1490", "kim", "Kim Ek")
    call_command("first_administrator", *kim, "--no-code", hsa_id="SE0000000000-PKIM", stdout=StringIO())
    assert Staff.objects.filter(username="kim").exists()
    assert not Invitation.objects.exists()
