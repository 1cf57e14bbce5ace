"""Two people where two are promised: what lets somebody read, and what an account is known by, takes two."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.site.approvals import approved, given
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.programs import Program, administrators
from tests.site.trail import after, broken, entries

from brygga.access.administration import NotAdministered
from brygga_site.accounts.actions import NotInvited, ask_invitation, redeem
from brygga_site.accounts.models import Invitation
from brygga_site.api.actions import allow_key, make_key
from brygga_site.api.models import Key
from brygga_site.organisations import actions
from brygga_site.organisations.approval.people import approvers_for
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Organisation, Pending, Staff, StandIn
from brygga_site.organisations.reads import assignments_of
from brygga_site.trail.actions import NotRecorded

NUMBER, OTHER = "201801042381", "201301022388"
HEAD = "Enhetens HSA-id;Personens HSA-id;Namn;Titel;Syfte\n"
NEW = "lodjur orgel tisdag paraply"


def asked(cast: Cast, staff: Staff | None = None, **values: object) -> Pending:
    days = {"from_day": timezone.localdate(), **values}
    return actions.give_assignment(cast.hugo, staff or cast.ivar.staff, cast.anna.unit, "Läkare", "care", **days)


def changed(cast: Cast, staff: Staff, **values: object) -> Pending | None:
    fields = {name: getattr(staff, name) for name in ("username", "name", "hsa_id", "identity_number")}
    return actions.change_staff(cast.hugo, staff, **{**fields, **values})


def key_asked(cast: Cast) -> Pending:
    now = timezone.now()
    last_day = timezone.localdate(now) + timedelta(days=9)
    return allow_key(cast.hugo, cast.anna, "Cosmic", "cases:read", last_day, now)


def file_asked(cast: Cast) -> Pending | None:
    text = f"{HEAD}{cast.anna.unit.hsa_id};SE0000000000-PNY;Ny Person;Läkare;Vård\n"
    return actions.apply_file(cast.hugo, text.encode()).waiting


def longer(cast: Cast) -> Pending | None:
    actions.end_assignment(cast.hugo, cast.ivar, timezone.localdate())
    return actions.end_assignment(cast.hugo, cast.ivar, None)


WAYS: dict[str, Callable[[Cast], Pending | None]] = {
    "assignment": asked,
    "assignment-days": longer,
    "account": lambda cast: changed(cast, cast.anna.staff, hsa_id="SE0000000000-PTHIEF"),
    "one-time-code": lambda cast: ask_invitation(cast.hugo, cast.anna.staff, timezone.now())[0],
    "key": key_asked,
    "import": file_asked,
}


def anew(assignment: Assignment) -> Assignment:
    return Assignment.objects.select_related("staff", "unit__organisation").get(pk=assignment.pk)


def rows() -> tuple[object, ...]:
    """All that any of these could have changed."""
    return (
        *Assignment.objects.order_by("pk").values_list("pk", "staff", "to_day", "revoked_at"),
        *Staff.objects.order_by("pk").values_list("username", "name", "hsa_id", "identity_number", "password"),
        Key.objects.count(),
        Invitation.objects.count(),
    )


@pytest.mark.parametrize("kind", WAYS)
def test_what_waits_gives_nothing_until_a_second_administrator_approves_and_the_trail_says_who(
    cast: Cast, kind: str
) -> None:
    if kind == "assignment-days":
        actions.end_assignment(cast.hugo, cast.ivar, timezone.localdate())
    before, seen = rows(), len(entries())
    waiting = WAYS[kind](cast)
    assert waiting is not None
    assert (rows(), waiting.kind, waiting.state) == (before, kind, "waiting")
    tried = after(seen)[-1]
    assert (tried.staff, tried.what.startswith(f"approval {waiting.pk} asked, by no factor shown: ")) == ("hugo", True)
    with pytest.raises(NotAdministered, match="you asked for this yourself"):
        approved(cast.hugo, waiting)
    assert (entries()[-1].decision, rows()) == ("refused", before)
    seen = len(entries())
    carried = approved(cast.ines, waiting)
    assert rows() != before
    decided, *told = after(seen)
    assert (decided.staff, decided.decision, decided.paragraph) == ("ines", "allowed", "2008:355 4:2")
    assert decided.what.startswith(f"approval {waiting.pk} asked by hugo, approved by passkey: ")
    assert tuple(entry.what for entry in told) == carried.told
    assert told
    with pytest.raises(Unfit, match="no longer waits"):
        approved(cast.ines, waiting)


def test_an_administrator_alone_cannot_open_the_board(cast: Cast) -> None:
    """The attack: a made-up colleague, the ward's assignment, the one-time code, the board."""
    nils = actions.register_staff(cast.hugo, "nils", "Nils Ny")
    asked(cast, nils)
    _, half = ask_invitation(cast.hugo, nils, timezone.now())
    for code in (half, f"{half}-{half}"):
        with pytest.raises(NotInvited):
            redeem("nils", code, NEW, timezone.now())
    assert not assignments_of(nils).exists()


def test_neither_of_two_administrators_can_use_a_one_time_code_alone(cast: Cast) -> None:
    waiting, first = ask_invitation(cast.hugo, cast.anna.staff, timezone.now())
    second = approved(cast.ines, waiting).shown
    for code in (first, second, f"{second}-{first}", f"{first}-{first}", f"{second}-{second}"):
        with pytest.raises(NotInvited):
            redeem("anna", code, NEW, timezone.now())
    assert second not in str(Pending.objects.values_list())
    assert "first" not in Pending.objects.get(pk=waiting.pk).content
    assert redeem("anna", f"{first}{second}", NEW, timezone.now()) == cast.anna.staff


@pytest.mark.parametrize("blank", ["", OTHER], ids=["blanked", "another"])
def test_an_identity_number_is_changed_by_two_and_stands_on_the_trail_before_and_after(cast: Cast, blank: str) -> None:
    Staff.objects.filter(pk=cast.anna.staff_id).update(identity_number=NUMBER)
    cast.anna.staff.refresh_from_db()
    waiting = changed(cast, cast.anna.staff, identity_number=blank, name="Anna Ny")
    cast.anna.staff.refresh_from_db()
    assert (cast.anna.staff.identity_number, cast.anna.staff.name) == (NUMBER, "Anna")
    assert waiting is not None
    told = f"staff changed: identity number {NUMBER} → {blank or 'none'}: anna"
    assert entries()[-1].what.endswith(told)
    assert approved(cast.ines, waiting).told == (told,)
    cast.anna.staff.refresh_from_db()
    assert (cast.anna.staff.identity_number, cast.anna.staff.name) == (blank, "Anna Ny")


def test_a_name_alone_is_changed_by_one(cast: Cast) -> None:
    assert changed(cast, cast.anna.staff, name="Anna Ny") is None
    assert Staff.objects.get(pk=cast.anna.staff_id).name == "Anna Ny"


def test_less_is_given_by_one_and_at_once(cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert actions.end_assignment(cast.hugo, cast.ivar, tomorrow) is None
    assert actions.end_assignment(cast.hugo, cast.ivar, timezone.localdate()) is None
    assert actions.end_assignment(cast.hugo, cast.ivar, tomorrow) is not None
    assert Assignment.objects.get(pk=cast.ivar.pk).to_day == timezone.localdate()


def test_one_human_with_two_accounts_is_not_two(cast: Cast) -> None:
    for numbers, reason in (
        ((NUMBER, NUMBER), "one person by the identity number"),
        ((NUMBER, ""), "cannot tell that you and Hugo are two people"),
    ):
        for one, number in zip((cast.hugo, cast.ines), numbers, strict=True):
            hsa_id = "SE0000000000-PINES" if one is cast.ines and number == "" else None
            Staff.objects.filter(pk=one.staff_id).update(identity_number=number, hsa_id=hsa_id)
        hugo, ines = anew(cast.hugo), anew(cast.ines)
        waiting = asked(cast)
        with pytest.raises(NotAdministered, match=reason):
            approved(ines, waiting)
        assert not approvers_for(hugo, timezone.now()).all
    assert not assignments_of(cast.ivar.staff).filter(unit=cast.anna.unit).exists()


def test_nobody_approves_what_is_about_themself_by_account_or_by_number(cast: Cast) -> None:
    for staff in (cast.ines.staff, cast.ivar.staff):
        Staff.objects.filter(pk=staff.pk).update(identity_number=NUMBER)
    waiting, ines = asked(cast), anew(cast.ines)
    with pytest.raises(NotAdministered, match="about yourself"):
        approved(ines, waiting)
    with pytest.raises(NotAdministered, match="about yourself"):
        approved(ines, changed(cast, ines.staff, hsa_id="SE0000000000-PX"))


@pytest.mark.parametrize("who", ["anna", "gerda", "cecilia"])
def test_what_waits_is_there_for_the_organisations_administrators_alone(cast: Cast, who: str) -> None:
    waiting, client = asked(cast), signed_in(getattr(cast, who))
    assert client.get("/administration/approvals").status_code == 404
    for verb in ("approve", "decline", "withdraw"):
        assert client.post(f"/administration/approvals/{waiting.pk}/{verb}", {"reason": "x"}).status_code == 404
    elsewhere = signed_in(administrators(cast.cecilia)[0])
    assert elsewhere.get(f"/administration/approvals/{waiting.pk}").status_code == 404
    with pytest.raises(NotAdministered):
        approved(administrators(cast.cecilia)[0], waiting)
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_it_is_declined_with_a_reason_that_whoever_asked_is_shown(cast: Cast) -> None:
    waiting, ines = asked(cast), signed_in(cast.ines)
    address = f"/administration/approvals/{waiting.pk}"
    assert 'role="alert"' in page_of(ines.post(f"{address}/decline", {"reason": " "}, headers=ENGLISH))
    assert ines.post(f"{address}/decline", {"reason": "Slutade i fredags"}).status_code == 302
    assert "Slutade i fredags" in page(signed_in(cast.hugo), "/administration/approvals")
    with pytest.raises(Unfit):
        approved(cast.ines, waiting)


ENGLISH = {"accept-language": "en"}


def page_of(response: object) -> str:
    return response.content.decode()


def test_what_nobody_approves_in_a_week_falls_and_may_be_asked_for_anew(cast: Cast) -> None:
    waiting = asked(cast)
    assert asked(cast) == waiting
    Pending.objects.update(asked_at=timezone.now() - Pending.WAITS)
    with pytest.raises(Unfit, match="no longer waits"):
        approved(cast.ines, waiting)
    again = asked(cast)
    waiting.refresh_from_db()
    assert (again.pk != waiting.pk, waiting.state) == (True, "expired")
    assert approved(cast.ines, again).result


def test_what_has_changed_meanwhile_is_not_done(cast: Cast) -> None:
    waiting = changed(cast, cast.anna.staff, identity_number=NUMBER)
    Staff.objects.filter(pk=cast.anna.staff_id).update(name="Anna Annars")
    with pytest.raises(Unfit, match="something has changed"):
        approved(cast.ines, waiting)
    file = file_asked(cast)
    Staff.objects.create(username="pny", name="Ny Person", hsa_id="SE0000000000-PNY")
    with pytest.raises(Unfit, match="no longer do what was asked for"):
        approved(cast.ines, file)
    giving = asked(cast)
    Assignment.objects.filter(pk=cast.hugo.pk).update(revoked_at=timezone.now())
    with pytest.raises(Unfit, match="no longer an administrator"):
        approved(cast.ines, giving)
    assert set(Pending.objects.values_list("state", flat=True)) == {"waiting"}


def test_what_the_trail_does_not_take_is_neither_asked_nor_approved(transactional_db: None, cast: Cast) -> None:
    with broken(), pytest.raises(NotRecorded):
        asked(cast)
    assert not Pending.objects.exists()
    waiting = asked(cast)
    with broken(), pytest.raises(NotRecorded):
        approved(cast.ines, waiting)
    waiting.refresh_from_db()
    assert (waiting.state, assignments_of(cast.ivar.staff).count()) == ("waiting", 1)


def test_it_is_asked_seen_and_approved_on_the_pages_and_its_subject_is_shown_it(cast: Cast) -> None:
    hugo, ines = signed_in(cast.hugo), signed_in(cast.ines)
    form = {
        "staff": "ivar",
        "unit": cast.anna.unit.hsa_id,
        "purpose": "care",
        "title": "Läkare",
        "from_day": timezone.localdate().isoformat(),
    }
    address = hugo.post("/administration/give", form).url
    told = page(hugo, address)
    assert "You asked for this yourself" in told
    assert "Can approve: Ines" in told
    assert ">Approve<" not in told
    for where in ("/", "/administration/approvals", f"/administration/staff/{cast.ivar.staff_id}"):
        assert "Assignment: Ivar" in page(hugo, where)
    for where in ("/assignment", "/your-sign-in"):
        assert "Assignment: Ivar" in page(signed_in(cast.ivar), where)
    assert "Waits for your approval" not in page(hugo, "/administration/approvals")
    assert "Care and treatment" in page(ines, address)
    assert hugo.post(f"{address}/approve").status_code == 403
    assert ines.post(f"{address}/approve").status_code == 302
    assert assignments_of(cast.ivar.staff).filter(unit=cast.anna.unit).exists()
    assert "Waits for approval" not in page(signed_in(cast.ivar), "/your-sign-in")


def test_whoever_can_approve_is_told_how_many_wait_on_every_page_and_whoever_asked_is_not(cast: Cast) -> None:
    hugo, ines = signed_in(cast.hugo), signed_in(cast.ines)
    pages = ("/", "/administration/staff", "/agreements", "/responsible")
    assert not any("for you</span>" in page(ines, where) for where in pages)
    actions.give_assignment(cast.hugo, cast.ivar.staff, cast.anna.unit, "Läkare", "care", timezone.localdate())
    assert all("1 waits for you</span>" in page(ines, where) for where in pages)
    assert not any("for you</span>" in page(hugo, where) for where in pages)
    actions.give_assignment(cast.hugo, cast.ivar.staff, cast.boris.unit, "Läkare", "care", timezone.localdate())
    assert "2 wait for you</span>" in page(ines, "/agreements")
    assert not any("for you</span>" in page(signed_in(cast.gerda), where) for where in pages[2:])


def test_a_file_is_approved_whole_and_shown_step_by_step(cast: Cast) -> None:
    waiting = file_asked(cast)
    text = page(signed_in(cast.ines), f"/administration/approvals/{waiting.pk}")
    assert "Staff registered" in text
    assert "Ny Person" in text
    assert not Staff.objects.filter(name="Ny Person").exists()
    approved(cast.ines, waiting)
    assert assignments_of(Staff.objects.get(name="Ny Person")).exists()
    waiting.refresh_from_db()
    assert waiting.file is None


def test_a_program_is_told_that_it_waits_and_later_what_came_of_it(cast: Cast) -> None:
    now = timezone.now()
    program = Program(make_key(cast.hugo, "Personal", "write", timezone.localdate(now) + timedelta(days=9), now)[1])
    new = {
        "staff": "ivar",
        "unit": cast.anna.unit.hsa_id,
        "title": "Läkare",
        "purpose": "care",
        "from_day": timezone.localdate().isoformat(),
    }
    waiting = program("post", "/assignments", new, status=202)
    assert program("post", "/assignments", new, status=202) == waiting
    program("post", "/assignments", {**new, "title": "Annat"}, status=409)
    assert (waiting["state"], waiting["result"]) == ("waiting", None)
    assert "content" not in waiting and "before" not in waiting
    row = Pending.objects.get(pk=waiting["id"])
    assert row.asked_factor == "key Personal"
    result = approved(cast.ines, row).result
    assert program("get", waiting["address"])["result"] == result
    assert program("post", "/assignments", new)["id"] == result
    changed = program("patch", f"/staff/{cast.anna.staff_id}", {"identity_number": NUMBER}, status=202)
    actions.decline(cast.ines, changed["id"], "Fel person", "", timezone.now())
    told = program("get", changed["address"])
    assert (told["state"], told["reason"]) == ("declined", "Fel person")
    assert program("get", "/pending")["count"] == 0
    file = f"{HEAD}{cast.anna.unit.hsa_id};SE0000000000-PNY;Ny Person;Läkare;Vård\n"
    sent = program("post", "/import?dry_run=false", file, status=202)
    assert (sent["applied"], sent["waiting"]["state"]) == (False, "waiting")
    for verb in ("approve", "decline"):
        assert program.client.post(f"{waiting['address']}/{verb}").status_code == 404


@pytest.fixture
def kim(cast: Cast) -> Assignment:
    """The only administrator of Olga's municipality."""
    call_command(
        "first_administrator", "municipality", "1490", "kim", "Kim Ek", hsa_id="SE0000000000-PKIM", no_code=True
    )
    return anew(Assignment.objects.get(staff__username="kim"))


def test_where_nobody_can_approve_the_page_says_so_and_the_region_steps_in_when_both_agree(
    cast: Cast, kim: Assignment
) -> None:
    client = signed_in(kim)
    waiting = actions.give_assignment(
        kim, cast.david.staff, cast.olga.unit, "Handläggare", "social-care", timezone.localdate()
    )
    told = page(client, "/administration/approvals")
    assert "Nobody can approve this" in told
    assert "Ask the region" in told
    with pytest.raises(NotAdministered, match="another organisation's"):
        approved(cast.ines, waiting)
    agreeing = Pending.objects.get(pk=int(client.post("/administration/approvals/region").url.rpartition("/")[2]))
    with pytest.raises(NotAdministered):
        approved(kim, agreeing)
    assert signed_in(cast.ines).post(f"/administration/approvals/{agreeing.pk}/approve").status_code == 302
    assert "Can approve: Hugo, Ines (Västra Götalandsregionen)" in page(
        client, f"/administration/approvals/{waiting.pk}"
    )
    approved(cast.ines, waiting)
    assert assignments_of(cast.david.staff).filter(unit=cast.olga.unit).exists()

    call_command("first_administrator", "municipality", "1490", "lo", "Lo Alm", hsa_id="SE0000000000-PLO", no_code=True)
    later = actions.give_assignment(
        kim, cast.ella.staff, cast.olga.unit, "Handläggare", "social-care", timezone.localdate()
    )
    with pytest.raises(NotAdministered, match="another organisation's"):
        approved(cast.ines, later)
    client.post("/administration/approvals/region/1490/end")
    assert not StandIn.objects.exists()


def test_a_region_stands_in_for_nobody_by_itself(cast: Cast, kim: Assignment) -> None:
    for who in (cast.hugo, cast.cecilia):
        with pytest.raises((Unfit, NotAdministered)):
            actions.ask_stand_in(who)
    outsider = Organisation.objects.create(kind="municipality", code="0114", name="Utan region")
    Assignment.objects.filter(pk=kim.pk).update(unit=kim.unit)
    kim.unit.organisation = outsider
    with pytest.raises(Unfit, match="no region here"):
        actions.ask_stand_in(kim)


def test_whoever_runs_the_site_approves_on_the_server_and_the_trail_says_so(cast: Cast, kim: Assignment) -> None:
    waiting = actions.give_assignment(
        kim, cast.david.staff, cast.olga.unit, "Handläggare", "social-care", timezone.localdate()
    )
    call_command("approve", stdout=(listed := StringIO()))
    assert f"{waiting.pk}  Borås kommun: assignment of david" in listed.getvalue()
    call_command("approve", str(waiting.pk), stdout=StringIO())
    assert (entries()[-1].staff, entries()[-1].ground) == ("", "done from the command line")
    assert assignments_of(cast.david.staff).filter(unit=cast.olga.unit).exists()
    with pytest.raises(CommandError, match="nothing waits under the number"):
        call_command("approve", str(waiting.pk))
    code, half = ask_invitation(kim, actions.register_staff(kim, "nils", "Nils Ny"), timezone.now())
    call_command("approve", str(code.pk), stdout=(told := StringIO()))
    assert redeem("nils", half + told.getvalue().split()[-1], NEW, timezone.now())
    other = actions.give_assignment(
        kim, cast.ella.staff, cast.olga.unit, "Handläggare", "social-care", timezone.localdate()
    )
    call_command("approve", str(other.pk), decline="Fel person", stdout=StringIO())
    other.refresh_from_db()
    assert (other.state, other.decided_under) == ("declined", None)


def test_the_first_two_administrators_are_two_people_with_numbers(cast: Cast, kim: Assignment) -> None:
    def appoint(username: str, **numbers: str) -> None:
        call_command("first_administrator", "municipality", "1490", username, "Lo Alm", no_code=True, **numbers)

    with pytest.raises(CommandError, match="known by an identity number or an HSA-id"):
        appoint("lo")
    with pytest.raises(CommandError, match="already has the HSA-id"):
        appoint("lo", hsa_id="SE0000000000-PKIM")
    call_command("identify", "kim", identity_number=NUMBER, stdout=StringIO())
    with pytest.raises(CommandError, match="one person is not two"):
        appoint("lo", identity_number=NUMBER)
    assert entries()[-1].what == f"staff changed: identity number none → {NUMBER}: kim"
    appoint("lo", identity_number=OTHER)
    lo = anew(Assignment.objects.get(staff__username="lo"))
    kim.staff.refresh_from_db()
    assert given(kim, lo, cast.david.staff, cast.olga.unit, "Handläggare", "social-care", from_day=timezone.localdate())
    with pytest.raises(CommandError, match="two administrators, who appoint the next"):
        appoint("bo", identity_number="199001012385")
