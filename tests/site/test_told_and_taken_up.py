"""Whoever is told something has it as new until somebody there has read it, and owes an answer until it is given."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from tests.site.access import admits, blocks, lifts
from tests.site.cast import Cast, forget_stay, notice, ready_notice, signed_in
from tests.site.pages import close, page
from tests.site.programs import unit_program
from tests.site.test_deviation import reported
from tests.site.test_deviation import say as deviates
from tests.site.test_told import as_it_was
from tests.site.trail import after, entries, persons

from brygga.discharge import messages as say
from brygga.process import Acknowledgement, Body, Correction, FreeMessage
from brygga_site.cases import actions, bulk
from brygga_site.cases.lists.versions import version_of_lists
from brygga_site.cases.models import Case, Owing, Receipt
from brygga_site.organisations.models import Assignment, Staff, Unit
from brygga_site.people.models import Person
from brygga_site.trail.models import Entry

SECRET = "Dottern har nyckeln."
PLACE = "Rum 4, plan 2"


def tells(who: Assignment, case: Case, body: Body) -> None:
    seen = case.messages.count()
    actions.say(who, case.pk, body, seen, f"told {seen}", timezone.now())


def at_another_unit(of: Assignment, name: str) -> Assignment:
    """Somebody at a further unit of the same kind."""
    unit = Unit.objects.create(
        hsa_id=f"SE0000000000-{name.upper()}",
        organisation=of.unit.organisation,
        kind=of.unit.kind,
        role=of.unit.role,
        name=f"{name}s enhet",
        municipality="1480",
    )
    return colleague(of, name, unit)


def colleague(of: Assignment, name: str, unit: Unit | None = None) -> Assignment:
    staff = Staff.objects.create(username=name.lower(), name=name, organisation=of.unit.organisation)
    return Assignment.objects.create(
        staff=staff, unit=unit or of.unit, title="Tester", purpose=of.purpose, from_day=date(2020, 1, 1)
    )


def unread(who: Assignment, case: Case) -> list[int]:
    """The numbers of the messages that the unit has been told and not read."""
    rows = Receipt.objects.filter(unit=who.unit, message__case=case, read_at__isnull=True)
    return sorted(rows.values_list("message__sequence", flat=True))


def today(who: Assignment) -> str:
    return close(page(signed_in(who), "/"))


def new_part(text: str) -> str:
    """What stands as new on Today."""
    _, _, rest = text.partition('id="group-new"')
    return rest.partition("</section>")[0]


def opens(who: Assignment, case: Case, **headers: str) -> str:
    return signed_in(who).get(f"/cases/{case.pk}", headers={"accept-language": "en", **headers}).content.decode()


def ticks(who: Assignment, text: str, status: int = 302, client: Client | None = None, **form: object) -> str:
    response = (client or signed_in(who)).post(
        "/acknowledge", form | {"key": "0" * 32}, headers={"accept-language": "en"}
    )
    assert response.status_code == status, response.content.decode()
    return close(response.content.decode())


def takes_up(text: str) -> list[str]:
    """What the buttons of Today send."""
    return [part.partition('"')[0] for part in text.split('name="one" value="')[1:]]


# Told


def test_of_two_units_of_one_kind_the_one_that_has_not_acknowledged_still_owes_and_still_has_it_as_new(
    cast: Cast, admitted: Case
) -> None:
    other = at_another_unit(cast.cecilia, "Disa")
    told = notice(cast, timezone.now())
    told = told.model_copy(update={"recipients": (*told.recipients, other.unit.hsa_id)})
    actions.say(cast.anna, admitted.pk, told, 1, "notice", timezone.now())
    tells(cast.cecilia, admitted, Acknowledgement(of=2))
    assert not Owing.objects.filter(unit=cast.cecilia.unit, duty="start-planning").exists()
    assert Owing.objects.filter(unit=other.unit, duty="start-planning").exists()
    assert (unread(cast.cecilia, admitted), unread(other, admitted)) == ([], [2])
    assert "Acknowledge and begin to plan" in today(other)
    case = close(opens(other, admitted))
    assert "It is your turn." in case
    assert f"Municipal health care, {other.unit.name}" in case
    assert f"<strong>{other.unit.name}</strong>(Municipal health care)" in close(opens(cast.cecilia, admitted))
    owed = unit_program(cast.anna)("get", f"/cases/{admitted.pk}")["owed"]
    by = {one["units"][0]["name"]: one["standing"] for one in owed if one["duty"] == "start-planning"}
    assert (by[cast.cecilia.unit.name], by[other.unit.name]) == ("done", "open")


def _changed(cast: Cast, case: Case) -> None:
    tells(cast.anna, case, say.ChangedDischargeDate(expected_discharge=date(2030, 5, 17)))


def _ready(cast: Cast, case: Case) -> None:
    tells(cast.anna, case, ready_notice(timezone.now()))


def _called(cast: Cast, case: Case) -> None:
    tells(cast.boris, case, say.SipCall(meeting_at=timezone.now() + timedelta(days=1), place=PLACE))


def _asked(cast: Cast, case: Case) -> None:
    tells(cast.anna, case, FreeMessage(text=SECRET))


def _discharged(cast: Cast, case: Case) -> None:
    tells(cast.anna, case, ready_notice(timezone.now()))
    tells(cast.anna, case, say.Discharged(discharged_at=timezone.now(), destination="home"))


LATER = [
    (_changed, "Expected discharge changed", "17 May 2030"),
    (_ready, "Discharge-ready", "Ward"),
    (_called, "Called to SIP", PLACE),
    (_asked, "Message", SECRET),
    (_discharged, "Discharged", "Own home"),
]


@pytest.mark.parametrize(("tell", "said", "what"), LATER, ids=[one[0].__name__.strip("_") for one in LATER])
def test_what_comes_after_the_acknowledgement_stands_on_today_with_what_it_says_until_it_is_read(
    cast: Cast, notified: Case, tell: Callable[[Cast, Case], None], said: str, what: str
) -> None:
    tells(cast.cecilia, notified, Acknowledgement(of=2))
    assert new_part(today(cast.cecilia)) == ""
    tell(cast, notified)
    new = new_part(today(cast.cecilia))
    for text in (said, what, "Tolv Tolvansson", f"/cases/{notified.pk}"):
        assert text in new
    opens(cast.cecilia, notified)
    assert new_part(today(cast.cecilia)) == ""
    # The social services have not opened it.
    assert what in new_part(today(cast.david))


def test_a_call_says_when_and_where_first(cast: Cast, notified: Case) -> None:
    _called(cast, notified)
    new = new_part(today(cast.cecilia))
    assert new.index("<dl>") < new.index("<dt>Meeting") < new.index("<dt>Place") < new.index(PLACE)


def test_whoever_sends_is_told_nothing_and_an_acknowledgement_is_new_to_nobody(cast: Cast, notified: Case) -> None:
    tells(cast.cecilia, notified, Acknowledgement(of=2))
    assert unread(cast.anna, notified) == []
    tells(cast.cecilia, notified, FreeMessage(text=SECRET))
    assert (unread(cast.cecilia, notified), unread(cast.anna, notified)) == ([], [4])


def test_the_board_marks_the_card_and_the_tab_counts(cast: Cast, notified: Case) -> None:
    tells(cast.anna, notified, FreeMessage(text=SECRET))
    tells(cast.david, notified, FreeMessage(text="hej"))
    client = signed_in(cast.cecilia)
    assert ">3 new<" in close(page(client, "/board"))
    # Two messages, the notice to acknowledge, which is not counted twice, and services to pause.
    assert "<title>(4) Today – Brygga</title>" in close(page(client, "/"))
    part = client.get("/", headers={"hx-request": "true", "accept-language": "en"}).content.decode()
    assert "<title>(4) Today – Brygga</title>" in close(part)
    opens(cast.cecilia, notified)
    assert "new<" not in close(page(client, "/board"))
    assert "<title>(2) Today – Brygga</title>" in close(page(client, "/"))


def test_one_entry_says_everybody_who_stood_on_today(cast: Cast, notified: Case) -> None:
    other = Person.objects.create(identity_number="201801072370", given_name="T", family_name="T", municipality="1480")
    case = admits(cast.anna, other)
    actions.say(cast.anna, case.pk, notice(cast, timezone.now()), 1, "notice", timezone.now())
    tells(cast.cecilia, case, Acknowledgement(of=2))
    tells(cast.anna, case, FreeMessage(text=SECRET))
    before = len(entries())
    today(cast.cecilia)
    [entry] = after(before)
    assert sorted(persons(entry)) == sorted([notified.person_id, other.pk])


def test_an_empty_unit_is_told_that_nothing_waits(cast: Cast, notified: Case) -> None:
    assert "Nothing is waiting for" in today(cast.olga)


# Read


def test_who_opens_the_case_has_read_it_for_the_unit_and_what_awaits_an_answer_stays(
    cast: Cast, notified: Case
) -> None:
    other, before = colleague(cast.cecilia, "Dora"), version_of_lists(cast.cecilia)
    opens(other, notified)
    row = Receipt.objects.get(unit=cast.cecilia.unit, message__sequence=2)
    assert row.read_by == other
    assert version_of_lists(cast.cecilia) == before + 1
    assert "Acknowledge and begin to plan" in today(cast.cecilia)
    first = row.read_at
    opens(cast.cecilia, notified)
    row.refresh_from_db()
    assert (row.read_by, row.read_at) == (other, first)
    assert version_of_lists(cast.cecilia) == before + 1


NOBODY = [{"hx-request": "true"}, {"if-none-match": '"x"'}, {"sec-purpose": "prefetch"}]


@pytest.mark.parametrize("headers", NOBODY, ids=["poll", "revalidation", "prefetch"])
def test_what_nobody_at_the_keyboard_asks_for_is_not_read(cast: Cast, notified: Case, headers: dict[str, str]) -> None:
    assert "<h3>" in opens(cast.cecilia, notified, **headers)
    assert unread(cast.cecilia, notified) == [2]


def test_what_comes_while_the_page_stands_open_is_new_until_it_is_loaded(cast: Cast, notified: Case) -> None:
    opens(cast.cecilia, notified)
    tells(cast.anna, notified, FreeMessage(text=SECRET))
    for _ in range(2):
        poll = close(opens(cast.cecilia, notified, **{"hx-request": "true"}))
        assert "Mark as read" in poll and poll.count(">New<") == 1
    loaded = close(opens(cast.cecilia, notified))
    assert ">New<" in loaded and "Mark as read" not in loaded
    assert ">New<" not in opens(cast.cecilia, notified)


def test_a_program_reads_nothing_and_neither_does_a_form(cast: Cast, notified: Case) -> None:
    assert unit_program(cast.cecilia)("get", f"/cases/{notified.pk}")["messages"]
    page(signed_in(cast.cecilia), f"/cases/{notified.pk}/say/free-message")
    assert unread(cast.cecilia, notified) == [2]


def test_what_is_read_is_read_in_the_transaction_of_its_entry(
    cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(actions, "record", fails)
    with pytest.raises(ArithmeticError):
        opens(cast.cecilia, notified)
    assert unread(cast.cecilia, notified) == [2]


# Who may see it


def test_what_is_withheld_is_neither_new_nor_read_until_it_is_open(cast: Cast, notified: Case) -> None:
    tells(cast.cecilia, notified, FreeMessage(text=SECRET))
    block = blocks(cast.cecilia, notified.person)
    assert new_part(today(cast.anna)) == ""
    assert "new<" not in close(page(signed_in(cast.anna), "/board"))
    assert SECRET not in opens(cast.anna, notified)
    assert unread(cast.anna, notified) == [3]
    lifts(cast.cecilia, notified.person, block.sequence)
    assert SECRET in new_part(today(cast.anna))
    opens(cast.anna, notified)
    assert unread(cast.anna, notified) == []


def test_a_case_about_oneself_is_never_shown(cast: Cast, notified: Case) -> None:
    tells(cast.anna, notified, FreeMessage(text=SECRET))
    cast.cecilia.staff.identity_number = notified.person.identity_number
    cast.cecilia.staff.save()
    text = today(cast.cecilia)
    assert "Tolvansson" not in text and SECRET not in text
    assert page(signed_in(cast.cecilia), f"/cases/{notified.pk}", status=403)
    assert unread(cast.cecilia, notified) == [2, 3]


def test_what_is_between_the_parties_names_nobody_and_is_read_by_them_alone(cast: Cast, person: Person) -> None:
    case = reported(cast, cast.anna, person)
    new = new_part(today(cast.anna))
    assert "Läkemedelslistan kom inte med hem." in new
    assert "Tolvansson" not in new
    deviates(cast.anna, case, "deviation-received")
    assert unread(cast.cecilia, case) == [2]
    assert Receipt.objects.exclude(unit__in=[cast.anna.unit, cast.cecilia.unit]).count() == 0


# Taken back


def test_what_is_withdrawn_is_new_to_nobody_and_who_has_read_it_has(cast: Cast, notified: Case) -> None:
    tells(cast.anna, notified, FreeMessage(text=SECRET))
    opens(cast.cecilia, notified)
    tells(cast.anna, notified, Correction(of=3, reason="fel patient"))
    assert (unread(cast.david, notified), unread(cast.cecilia, notified)) == ([2, 4], [4])
    assert Receipt.objects.filter(message__sequence=3, read_at__isnull=False).count() == 1
    new = new_part(today(cast.david))
    assert "fel patient" in new and SECRET not in new


def test_a_unit_that_takes_part_no_longer_has_nothing_new(cast: Cast, notified: Case) -> None:
    tells(cast.boris, notified, Acknowledgement(of=2))
    tells(cast.anna, notified, Correction(of=2, reason="fel patient"))
    assert not Receipt.objects.filter(unit=cast.david.unit).exists()
    # The health centre has spoken, and takes part all the same.
    assert unread(cast.boris, notified) == [4]


# Taken up


def test_today_shows_what_is_acknowledged_and_one_click_does_it(cast: Cast, notified: Case) -> None:
    text = today(cast.cecilia)
    assert new_part(text) == ""
    assert "Admission notice" in text and "Expected discharge" in text and ">Acknowledge</button>" in text
    [sent] = takes_up(text)
    before = len(entries())
    ticks(cast.cecilia, text, one=sent)
    [entry] = after(before)
    assert (entry.what, persons(entry)) == ("acknowledgement 3", [notified.person_id])
    assert unread(cast.cecilia, notified) == []
    ticks(cast.cecilia, text, one=sent)
    assert notified.messages.count() == 3
    # What is left is asked by no clause.
    left = today(cast.cecilia)
    assert "has 1 thing to do" in left and "Awaits an answer" in left and "Pause the services at home" in left


def several(cast: Cast) -> list[Case]:
    found = []
    for number in ("201801072370", "201801082361", "201801092386"):
        person = Person.objects.create(
            identity_number=number, given_name="T", family_name=f"T{number[-4:]}", municipality="1480"
        )
        body = say.Admission(admitted_at=timezone.now() - timedelta(hours=1), care_type="somatic", needs_expected=True)
        case = actions.open_case(cast.anna, person, body, number, timezone.now())
        tells(cast.anna, case, notice(cast, timezone.now()))
        found.append(case)
    return found


def test_several_are_acknowledged_at_once_and_what_cannot_be_is_told_for_its_case(cast: Cast) -> None:
    cases = several(cast)
    text = today(cast.cecilia)
    sent = takes_up(text)
    assert len(sent) == 3 and text.count('name="ticked"') == 3 and "Acknowledge those ticked" in text
    tells(cast.anna, cases[1], FreeMessage(text=SECRET))
    answer = ticks(cast.cecilia, text, 409, ticked=sent)
    assert [case.messages.filter(kind="acknowledgement").count() for case in cases] == [1, 0, 1]
    alert = answer.partition('role="alert"')[2].partition("</div>")[0]
    assert "T T2361" in alert and "Something more has been said" in alert and "T2370" not in alert
    assert "2 messages acknowledged." in answer
    assert 'hx-get="/"' in answer
    assert Entry.objects.filter(what__startswith="acknowledgement").count() == 2
    again = takes_up(answer)
    ticks(cast.cecilia, answer, ticked=again)
    assert cases[1].messages.filter(kind="acknowledgement").count() == 1


def test_a_case_that_is_not_the_units_is_refused_among_the_others(cast: Cast, notified: Case) -> None:
    [elsewhere, *_] = several(cast)
    elsewhere.participants.filter(unit=cast.cecilia.unit).delete()
    [sent] = [one for one in takes_up(today(cast.cecilia)) if str(notified.pk) in one]
    answer = ticks(cast.cecilia, "", 409, ticked=[f"{elsewhere.pk}:2:2", sent])
    assert "The case is not open to you." in answer and "2370" not in answer.partition('id="live"')[0]
    assert notified.messages.filter(kind="acknowledgement").count() == 1
    assert Entry.objects.filter(decision="refused", case=elsewhere.pk).count() == 1


BAD = ["", "x", "1:2:3", "{case}:0:2", "{case}:2", "{case}:2:99999999999", "{case}:-1:2", "{case}:2:2:2"]


@pytest.mark.parametrize("sent", BAD)
def test_what_no_page_sends_is_refused_in_words(cast: Cast, notified: Case, sent: str) -> None:
    answer = ticks(cast.cecilia, "", 400, ticked=[sent.format(case=notified.pk)])
    assert "No page of Brygga sends this" in answer
    assert notified.messages.count() == 2


def test_nothing_ticked_is_told_and_a_page_is_not_asked_for(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.cecilia)
    ticks(cast.cecilia, "", client=client)
    assert "Tick what you want to acknowledge first." in page(client, "/")
    assert client.get("/acknowledge").status_code == 405


def test_the_case_shows_what_is_acknowledged_and_one_click_does_it(cast: Cast, notified: Case) -> None:
    tells(cast.anna, notified, FreeMessage(text=SECRET))
    text = close(opens(cast.cecilia, notified))
    owed = text.partition("to-take-up")[2].partition("</form>")[0]
    assert "Acknowledge: Admission notice" in owed and "Expected discharge" in owed and 'name="of" value="2"' in owed
    # What asks for no acknowledgement may be acknowledged all the same.
    assert text.count(">Acknowledge</button>") == 2
    form = {"of": 2, "seen": 3, "key": "k"}
    assert signed_in(cast.cecilia).post(f"/cases/{notified.pk}/say/acknowledgement", form).status_code == 302
    assert "to-take-up" not in opens(cast.cecilia, notified)


def test_the_form_of_an_acknowledgement_shows_what_may_be_acknowledged(cast: Cast, notified: Case) -> None:
    tells(cast.anna, notified, FreeMessage(text=SECRET))
    form = close(page(signed_in(cast.cecilia), f"/cases/{notified.pk}/say/acknowledgement"))
    assert SECRET in form and ">Acknowledge</button>" in form and ">Send:" not in form


# Who has had it


def test_who_sends_sees_who_has_read_taken_up_and_not_yet(cast: Cast, notified: Case) -> None:
    opens(cast.boris, notified)
    tells(cast.cecilia, notified, Acknowledgement(of=2))
    for reader in (cast.anna, cast.boris):
        told = close(opens(reader, notified)).partition('<li id="m2"')[2].partition("</li><li id=")[0]
        reached = told.partition('<ul class="reached">')[2].partition("</ul>")[0]
        assert "<strong>Acknowledged by</strong>Cecilias enhet<small>Cecilia, " in reached
        assert "<strong>Read by</strong>Boriss enhet<small>Boris, " in reached
        assert "<strong>Not yet read by</strong>Davids enhet" in reached


def test_an_open_page_learns_that_another_unit_has_read(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.anna)
    address = f"/cases/{notified.pk}"
    etag = client.get(address).headers["ETag"]

    def asks() -> int:
        return client.get(address, HTTP_HX_REQUEST="true", HTTP_IF_NONE_MATCH=etag).status_code

    assert asks() == 304
    opens(cast.boris, notified)
    assert asks() == 200


def test_nobody_learns_of_it_who_takes_no_part(cast: Cast, notified: Case) -> None:
    opens(cast.boris, notified)
    for who in (cast.olga, cast.ivar):
        assert 'class="reached"' not in signed_in(who).get(f"/cases/{notified.pk}").content.decode()


# What there was before


def test_what_is_owed_is_made_anew_by_todays_rules_and_only_where_it_differs(cast: Cast, notified: Case) -> None:
    before = set(Owing.objects.values_list("unit", "duty", "since", "due_at", "until"))
    Owing.objects.filter(unit=cast.cecilia.unit).delete()
    Owing.objects.filter(unit=cast.boris.unit).update(duty="hold-sip")
    seen = version_of_lists(cast.cecilia)
    assert bulk.lists_made_anew() == 1
    assert set(Owing.objects.values_list("unit", "duty", "since", "due_at", "until")) == before
    assert version_of_lists(cast.cecilia) == seen + 1
    rows, written = set(Owing.objects.values_list("pk", flat=True)), len(entries())
    assert bulk.lists_made_anew() == 0
    assert (set(Owing.objects.values_list("pk", flat=True)), len(entries())) == (rows, written)


def test_to_migrate_has_what_is_owed_made_anew(cast: Cast, notified: Case) -> None:
    Owing.objects.filter(unit=cast.cecilia.unit).delete()
    executor = MigrationExecutor(connection)
    plan = [(executor.loader.graph.nodes["cases", "0008_receipts"], False)]
    # As Django's own `migrate` ends.
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default", plan=[(step, True) for step, _ in plan])
    assert not Owing.objects.filter(unit=cast.cecilia.unit).exists()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default", plan=plan)
    assert Owing.objects.filter(unit=cast.cecilia.unit, duty="start-planning").exists()


@pytest.mark.django_db(transaction=True)
def test_of_what_was_told_before_there_were_receipts_the_last_days_is_new(
    transactional_db: None, cast: Cast, notified: Case
) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    body = say.Admission(admitted_at=long_ago, care_type="somatic", needs_expected=True)
    forget_stay(notified.person)
    case = actions.open_case(cast.anna, notified.person, body, "long ago", long_ago)
    actions.say(cast.anna, case.pk, notice(cast, timezone.now()), 1, "notice", long_ago)
    tells(cast.cecilia, case, Acknowledgement(of=2))
    tells(cast.anna, case, FreeMessage(text=SECRET))
    tells(cast.anna, case, FreeMessage(text="fel"))
    tells(cast.anna, case, Correction(of=5, reason="fel patient"))
    with as_it_was("cases", "0007_lists_by_key"):
        pass
    assert unread(cast.david, case) == unread(cast.cecilia, case) == [4, 6]
    assert unread(cast.anna, case) == []
    # What the ward had written before they were told of it is not new to them.
    assert unread(cast.david, notified) == [2]
