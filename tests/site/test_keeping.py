"""What is held is destroyed when its time is over, by two, and only then; the trail tells of it and stays whole."""

import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from xml.etree.ElementTree import fromstring

import openpyxl
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.utils import timezone
from pypdf import PdfReader
from tests.site.access import consents
from tests.site.cast import Cast, forget_stay, signed_in
from tests.site.pages import page
from tests.site.test_trail_sealed import verified as whole
from tests.site.trail import broken, entries, persons

from brygga.access.basis import Basis
from brygga.calendars import Month
from brygga.discharge.messages import Admission, AdmissionNotice, Discharged, ReadyNotice
from brygga.process import FreeMessage
from brygga.retention import RecordKind, UnlawfulPlan
from brygga_site.append_only import TABLES
from brygga_site.cases import actions as cases
from brygga_site.cases.models import Case, Message
from brygga_site.cases.reads import open_for
from brygga_site.charges import reads as charges
from brygga_site.charges.models import KeptStay, SettledMonth
from brygga_site.charges.words import DESTROYED
from brygga_site.keeping import actions, reads
from brygga_site.keeping.destruction import actions as carrying_out
from brygga_site.keeping.listing import is_as_decided
from brygga_site.keeping.models import Destruction, Hold, Lift, ListedRecord, Release, RunStep
from brygga_site.organisations.models import Assignment, Staff
from brygga_site.people.models import Person, Statement
from brygga_site.people.reads import person_by_number
from brygga_site.people.refused import Refused
from brygga_site.trail.actions import NotRecorded, seal

pytestmark = pytest.mark.django_db
WORD = "Enbart-i-detta-arende"
ADULT = "195012042130"


@pytest.fixture
def later() -> datetime:
    """Eleven years ahead: what is said today has come of age, of care and of social services."""
    return timezone.now() + timedelta(days=11 * 366)


@pytest.fixture
def second(cast: Cast) -> Assignment:
    """Another at the region's office, who may approve what Filip lists."""
    return office_fellow(cast.filip)


def office_fellow(assignment: Assignment) -> Assignment:
    staff = Staff.objects.create(username="fatima", name="Fatima", organisation=assignment.unit.organisation)
    return _same(assignment, staff)


def _same(assignment: Assignment, staff: Staff) -> Assignment:
    return Assignment.objects.create(
        staff=staff, unit=assignment.unit, title="Arkivarie", purpose="administration", from_day=date(2020, 1, 1)
    )


@pytest.fixture
def adult(db: None) -> Person:
    return Person.objects.create(
        identity_number=ADULT,
        given_name="Tolv",
        family_name="Tolvansson",
        municipality="1480",
        registered_address="Vägen 1",
    )


@pytest.fixture
def over(cast: Cast, adult: Person, settings: Any) -> Case:
    """A stay that is over, of which a ward and a health centre of one region alone were told."""
    settings.BRYGGA_EXAMPLE_RATES = {timezone.localdate().year + n: 12000 for n in (-1, 0)}
    return stay(cast, adult, [cast.boris])


def stay(cast: Cast, person: Person, told: list[Assignment], days: int = 5) -> Case:
    now = timezone.now()
    ready = now - timedelta(days=days)
    forget_stay(person)
    admission = Admission(admitted_at=ready - timedelta(hours=2), care_type="somatic", needs_expected=True)
    case = cases.open_case(cast.anna, person, admission, f"open {days}", ready)
    roles = {unit.unit.hsa_id: unit.unit.role for unit in told}
    notice = AdmissionNotice(
        expected_discharge=timezone.localdate(now) + timedelta(days=3),
        needs=tuple(roles.values()),
        recipients=tuple(roles),
    )
    cases.say(cast.anna, case.pk, notice, 1, "notice", ready)
    cases.say(cast.anna, case.pk, ReadyNotice(assessed_at=ready), 2, "ready", ready)
    cases.say(cast.anna, case.pk, FreeMessage(text=WORD), 3, "free", ready)
    cases.say(cast.anna, case.pk, Discharged(discharged_at=now, destination="home"), 4, "home", now)
    return case


def approved(lister: Assignment, approver: Assignment, now: datetime) -> Destruction:
    return actions.approve(approver, actions.propose(lister, now).pk, now)


def carried_out(lister: Assignment, approver: Assignment, now: datetime) -> Destruction:
    return carrying_out.carry_out(approved(lister, approver, now).pk, lambda: now)


def outcomes(run: Destruction) -> list[tuple[str, str, str]]:
    return list(run.items.order_by("record", "case").values_list("record", "outcome", "because"))


def verified() -> bool:
    seal(timezone.now())
    return whole()["ok"]


# What goes


def test_what_two_have_approved_goes_with_all_that_stands_about_it_and_the_sums_stay(
    cast: Cast, over: Case, second: Assignment, later: datetime
) -> None:
    office = charges.scope_of(cast.filip)
    today, year = timezone.localdate(), timezone.localdate().year
    before = charges.accounts(office, year, today)
    assert before[0].entries
    run = carried_out(cast.filip, second, later)
    assert (run.stage, outcomes(run)) == ("finished", [("patient", "destroyed", "")])
    for table in tables_about(Case) + tables_about(Person):
        assert not table.objects.exists(), table
    assert [one.entries for one in charges.accounts(office, year, today)] == [one.entries for one in before]
    assert charges.years(office, today) == [year] or year - 1 in charges.years(office, today)
    (detailed,) = charges.detailed(office, Month(year, today.month), Month(year, today.month))
    assert not detailed.stays
    shown = page(signed_in(cast.filip), f"/settlement/1480/{Month(year, today.month)}")
    assert "Stays of this month have been destroyed" in shown and not any(
        one.closed for account in before for one in account.entries
    )
    filip = signed_in(cast.filip)
    about = openpyxl.load_workbook(BytesIO(filip.get(f"/settlement/excel?year={year}").content)).worksheets[2]
    told = {title: text for title, text in about.iter_rows(values_only=True) if str(title).startswith("Gallrat")}
    assert told and all(DESTROYED in text for text in told.values())
    papers = [filip.get(f"/settlement/pdf?year={year}").content]
    assert ["har gallrats" in text_of(one) for one in papers] == [True]
    told = [one for one in entries() if one.action == "destroy"]
    assert [(one.case, one.staff, one.ground) for one in told] == [
        (over.pk, "fatima", Basis.COME_OF_AGE),
        (None, "fatima", Basis.COME_OF_AGE),
    ]
    assert [persons(one) for one in told] == [[over.person_id]] * 2
    assert not any(WORD in one.what or ADULT in one.what for one in entries())


def tables_about(table: type) -> list[type]:
    """The table, and every one in whose rows a column points to it or to a message, however new it is."""
    pointing = (one.related_model for root in (table, Message) for one in root._meta.related_objects)
    return [table, *dict.fromkeys(pointing)]


def test_every_table_that_points_to_a_case_or_a_person_is_known_to_the_destruction() -> None:
    known = {*carrying_out.OF_CASE, *carrying_out.OF_PERSON, Case, Person, Message, Statement, KeptStay}
    known |= {apps.get_model("cases", "Receipt")}
    assert {table for root in (Case, Person) for table in tables_about(root)} - known == set()


def test_the_trail_is_whole_after_a_destruction(cast: Cast, over: Case, second: Assignment, later: datetime) -> None:
    assert verified()
    said = Message.objects.count()
    carried_out(cast.filip, second, later)
    assert verified()
    # The messages, and the case itself.
    assert whole()["destroyed"] == said + 1 == 6


def test_what_was_told_of_by_one_algorithm_is_destroyed_by_rule_under_another(
    cast: Cast, over: Case, second: Assignment, later: datetime, settings: Any
) -> None:
    settings.BRYGGA_TRAIL_DIGEST = "sha3-512"
    carried_out(cast.filip, second, later)
    assert verified()
    assert whole()["destroyed"] == 6


def test_what_is_decided_is_told_of_and_goes_only_with_what_it_is_about(
    cast: Cast, over: Case, second: Assignment, later: datetime
) -> None:
    actions.decide_plan(cast.filip, RecordKind.PATIENT, 10, "RS 1", date(2026, 1, 1), later)
    stop = actions.hold(cast.filip, ADULT, "Mål T 1-37", later)
    assert stop
    actions.lift(second, stop.pk, later)
    actions.lift(second, stop.pk, later)
    assert verified()
    carried_out(cast.filip, second, later)
    assert verified()
    assert not (Hold.objects.exists() or Lift.objects.exists())
    assert [(one.stage, one.assignment) for one in RunStep.objects.order_by("pk")] == [
        ("proposed", cast.filip),
        ("approved", second),
        ("finished", second),
    ]


def test_a_decision_that_somebody_changes_in_the_database_is_found(
    cast: Cast, over: Case, second: Assignment, later: datetime
) -> None:
    run = approved(cast.filip, second, later)
    assert verified()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RunStep.objects.filter(run=run).update(assignment=cast.ella)
    TABLES["keeping_runstep"].remove(connection)
    RunStep.objects.filter(run=run, stage="approved").update(assignment=cast.ella)
    assert not whole()["ok"]


def text_of(paper: bytes) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(paper)).pages).split())


CHANGED_RUNS: dict[str, Callable[[Destruction], object]] = {
    "outcome": lambda run: run.items.update(outcome="kept", because="hold"),
    "count": lambda run: run.items.update(messages=7),
    "rule": lambda run: run.items.update(rule="another"),
    "one less": lambda run: run.items.all().delete(),
    "who": lambda run: Destruction.objects.update(proposed_at=run.proposed_at - timedelta(days=1)),
    "stage": lambda run: Destruction.objects.update(stage="approved"),
    "when": lambda run: Destruction.objects.update(finished_at=None),
}


@pytest.mark.parametrize("what", CHANGED_RUNS)
def test_a_run_that_somebody_changes_afterwards_is_said_to_be_changed(
    cast: Cast, over: Case, second: Assignment, later: datetime, what: str
) -> None:
    run = carried_out(cast.filip, second, later)
    address, says = f"/retention/{run.pk}", "What stands here is not what was decided"
    client = signed_in(cast.filip)
    assert is_as_decided(run) and says not in page(client, address)
    CHANGED_RUNS[what](run)
    assert not is_as_decided(Destruction.objects.get(pk=run.pk))
    assert says in page(client, address)
    paper = client.get(f"{address}/pdf").content
    assert "inte de som beslutades" in text_of(paper)


@pytest.mark.parametrize("stage", ["proposed", "approved", "withdrawn"])
def test_a_run_on_its_way_stands_as_its_steps_say(
    cast: Cast, over: Case, second: Assignment, later: datetime, stage: str
) -> None:
    run = actions.propose(cast.filip, later)
    if stage != "proposed":
        verb = {"approved": actions.approve, "withdrawn": actions.withdraw}[stage]
        run = verb(second, run.pk, later)
    assert (run.stage, is_as_decided(run)) == (stage, True)


@pytest.mark.parametrize("touched", ["added", "removed", "approver"])
def test_what_is_not_the_list_that_was_approved_is_not_destroyed(
    cast: Cast, over: Case, second: Assignment, later: datetime, touched: str
) -> None:
    """By whoever may write to the database: only what a second person has seen on the list goes."""
    run = approved(cast.filip, second, later)
    if touched == "approver":
        Destruction.objects.update(decided_by=cast.ella)
    elif touched == "removed":
        run.items.all().delete()
    else:
        ListedRecord.objects.create(
            run=run, case=uuid4(), process="discharge", record="patient", rule="x", last_entry=date(2020, 1, 1)
        )
    with pytest.raises(carrying_out.NotApproved, match="is not the one that a second person has approved"):
        carrying_out.carry_out(run.pk, lambda: later)
    assert Case.objects.exists()


def test_what_a_word_was_in_is_nowhere_in_sqlites_file(
    transactional_db: None, cast: Cast, over: Case, second: Assignment, later: datetime
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps what is deleted until VACUUM, as docs/keeping.md says")
    assert WORD.encode() in _lying() and ADULT.encode() in _lying()
    carried_out(cast.filip, second, later)
    assert WORD.encode() not in _lying()
    assert ADULT.encode() not in _lying()


def _lying() -> bytes:
    """The database as it lies on the disk with its log, with the pages too that nothing points to."""
    file = Path(connection.settings_dict["NAME"])
    return b"".join(one.read_bytes() for one in (file, file.with_name(f"{file.name}-wal")) if one.exists())


# Who decides


def test_whoever_lists_does_not_approve_under_any_assignment(cast: Cast, over: Case, later: datetime) -> None:
    run = actions.propose(cast.filip, later)
    for again in (cast.filip, _same(cast.filip, cast.filip.staff)):
        with pytest.raises(actions.NotDecided, match="whoever made the list"):
            actions.approve(again, run.pk, later)
    with pytest.raises(carrying_out.NotApproved, match="is proposed"):
        carrying_out.carry_out(run.pk, lambda: later)
    assert Case.objects.exists()
    assert entries()[-1].decision == "refused"


@pytest.mark.parametrize("name", ["anna", "david", "gerda", "hugo", "ella"])
def test_nobody_else_lists_or_approves_what_is_a_regions(cast: Cast, over: Case, later: datetime, name: str) -> None:
    run = actions.propose(cast.filip, later)
    with pytest.raises(Http404):
        actions.approve(getattr(cast, name), run.pk, later)
    assert Destruction.objects.get().stage == "proposed"


def test_a_list_is_made_once_and_may_be_put_away(cast: Cast, over: Case, second: Assignment, later: datetime) -> None:
    run = actions.propose(cast.filip, later)
    with pytest.raises(actions.NotDecided, match="waits already"):
        actions.propose(second, later)
    actions.withdraw(cast.filip, run.pk, later)
    with pytest.raises(actions.NotDecided, match="decided on already"):
        actions.approve(second, run.pk, later)
    assert carried_out(cast.filip, second, later).stage == "finished"
    with pytest.raises(actions.NotDecided, match="nothing has come of age"):
        actions.propose(cast.filip, later)


def test_before_its_time_nothing_is_listed(cast: Cast, over: Case) -> None:
    with pytest.raises(actions.NotDecided, match="nothing has come of age"):
        actions.propose(cast.filip, timezone.now() + timedelta(days=3600))
    assert not Destruction.objects.exists()


# What keeps it


def test_what_others_hold_still_stays_until_they_let_it_go_too(
    cast: Cast, adult: Person, second: Assignment, later: datetime, settings: Any
) -> None:
    settings.BRYGGA_EXAMPLE_RATES = {timezone.localdate().year + n: 12000 for n in (-1, 0)}
    case = stay(cast, adult, [cast.boris, cast.cecilia])
    run = carried_out(cast.filip, second, later)
    assert outcomes(run) == [("patient", "released", "")]
    assert Case.objects.get() == case
    assert Release.objects.get().organisation.name == "Västra Götalandsregionen"
    for who in (cast.anna, cast.boris, cast.ivar):
        with pytest.raises(Refused):
            open_for(who, case.pk, later)
    # Nor is the person found by number where nothing of theirs is held.
    assert (person_by_number(cast.anna, ADULT), person_by_number(cast.cecilia, ADULT)) == (None, adult)
    assert verified()
    assert open_for(cast.cecilia, case.pk, later).case == case
    town = _same(cast.ella, Staff.objects.create(username="edit", name="Edit"))
    assert outcomes(carried_out(cast.ella, town, later)) == [("patient", "destroyed", "")]
    assert not Case.objects.exists()


def test_in_a_municipality_of_the_research_sample_social_records_stay_for_ever(
    cast: Cast, adult: Person, second: Assignment, later: datetime
) -> None:
    stay(cast, adult, [cast.boris, cast.cecilia, cast.david])
    count = actions.count(cast.ella, later)
    assert (count.due, count.held) == ({"patient": 1}, {"patient": 1, "social": 1})
    assert count.kept == {"social": {"research": 1}}


def test_what_comes_between_the_list_and_its_turn_keeps_it(
    cast: Cast, over: Case, second: Assignment, later: datetime
) -> None:
    run = approved(cast.filip, second, later)
    consents(cast.boris, over.person)
    hold = actions.hold(cast.filip, ADULT, "Rättegång, mål T 1-37", later)
    assert hold and outcomes(carrying_out.carry_out(run.pk, lambda: later)) == [("patient", "kept", "hold")]
    assert Message.objects.filter(case=over).count() == 5
    actions.lift(second, hold.pk, later)
    assert outcomes(carried_out(cast.filip, second, later)) == [("patient", "destroyed", "")]
    assert not (Hold.objects.exists() or Statement.objects.exists() or Person.objects.exists())


def test_a_month_that_cannot_be_settled_keeps_its_stays(
    cast: Cast, over: Case, second: Assignment, later: datetime, settings: Any
) -> None:
    settings.BRYGGA_EXAMPLE_RATES = {}
    SettledMonth.objects.all().delete()
    assert outcomes(carried_out(cast.filip, second, later)) == [("patient", "kept", "unsettled")]
    assert KeptStay.objects.filter(case=over).exists()


def test_a_person_with_a_younger_record_is_not_forgotten(
    cast: Cast, over: Case, second: Assignment, later: datetime
) -> None:
    case = cases.open_case(
        cast.anna,
        over.person,
        Admission(admitted_at=later - timedelta(days=400), care_type="somatic", needs_expected=False),
        "again",
        later - timedelta(days=400),
    )
    with pytest.raises(actions.NotDecided, match="nothing"):
        actions.propose(cast.filip, later)
    standings = {one.case.pk: one for one in reads.standings(cast.filip.unit.organisation, timezone.localdate(later))}
    assert [one.because for one in standings[over.pk].ends.kept] == ["newer"]
    assert [one.because for one in standings[case.pk].ends.kept] == ["open", "within"]


# The triggers, and what stops half way


@pytest.mark.parametrize("table", ["cases_message", "people_statement"])
def test_without_an_entry_of_its_destruction_the_database_lets_nothing_go(cast: Cast, over: Case, table: str) -> None:
    consents(cast.boris, over.person)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_an_entry_of_another_cases_destruction_lets_nothing_of_this_go(
    cast: Cast, over: Case, second: Assignment, later: datetime
) -> None:
    other = Person.objects.create(identity_number="197102049280", given_name="A", family_name="B", municipality="1480")
    kept = stay(cast, other, [cast.boris], days=4)
    actions.hold(cast.filip, other.identity_number, "behövs", later)
    carried_out(cast.filip, second, later)
    assert set(Case.objects.all()) == {kept}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Message.objects.filter(case=kept)._raw_delete(using="default")


def test_what_was_stopped_half_way_goes_on_where_it_stopped(
    cast: Cast, over: Case, second: Assignment, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Person.objects.create(identity_number="197102049280", given_name="A", family_name="B", municipality="1480")
    stay(cast, other, [cast.boris], days=4)
    run = approved(cast.filip, second, later)
    monkeypatch.setattr(carrying_out, "AT_ONCE", 1)

    def power_is_gone(count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carrying_out.carry_out(run.pk, lambda: later, power_is_gone)
    assert sorted(one[1] for one in outcomes(run)) == ["", "destroyed"]
    assert Case.objects.count() == 1
    call_command("destroy_records", run.pk, "--dry-run", stdout=None)
    assert Case.objects.count() == 1
    carrying_out.carry_out(run.pk, lambda: later)
    assert not Case.objects.exists()
    assert carrying_out.carry_out(run.pk, lambda: later).stage == "finished"


@pytest.mark.parametrize(
    ("name", "years", "is_gone"),
    [
        ("olga", 6, True),  # social services: five years
        ("olga", 4, False),
        ("david", 6, False),  # in a municipality of the research sample
        ("boris", 6, False),  # care: ten years
        ("boris", 11, True),
    ],
)
def test_statements_about_somebody_without_cases_go_as_the_record_they_are_a_part_of(
    cast: Cast, over: Case, second: Assignment, later: datetime, name: str, years: int, is_gone: bool
) -> None:
    alone = Person.objects.create(identity_number="194011032382", given_name="Ida", municipality="1490")
    who = getattr(cast, name)
    Statement.objects.create(
        person=alone,
        sequence=1,
        kind="consent",
        content={},
        sent_at=later - timedelta(days=366 * years),
        unit=who.unit,
        assignment=who,
        idempotency_key="s",
    )
    carried_out(cast.filip, second, later)
    assert Person.objects.filter(pk=alone.pk).exists() is not is_gone
    assert Statement.objects.filter(person=alone.pk).exists() is not is_gone


def test_when_its_entry_cannot_be_written_nothing_goes(
    cast: Cast, over: Case, second: Assignment, later: datetime
) -> None:
    run = approved(cast.filip, second, later)
    with pytest.raises(NotRecorded), transaction.atomic(), broken():
        carrying_out.carry_out(run.pk, lambda: later)
    assert Message.objects.filter(case=over).count() == 5


# Plans and counts


def test_an_organisations_plan_lengthens_and_stands_with_its_decision(
    cast: Cast, over: Case, second: Assignment, later: datetime
) -> None:
    actions.decide_plan(cast.filip, RecordKind.PATIENT, 20, "RS 2026-17", timezone.localdate(), later)
    with pytest.raises(actions.NotDecided, match="nothing"):
        actions.propose(cast.filip, later)
    assert actions.propose(cast.filip, later + timedelta(days=3660)).items.get().rule == "RS 2026-17"
    with pytest.raises(UnlawfulPlan):
        actions.decide_plan(cast.filip, RecordKind.PATIENT, 9, "RS 2026-18", timezone.localdate(), later)
    with pytest.raises(actions.NotDecided, match="number"):
        actions.decide_plan(cast.filip, RecordKind.PATIENT, 20, "  ", timezone.localdate(), later)


def test_the_timer_counts_for_each_office_and_destroys_nothing(cast: Cast, over: Case, capsys: Any) -> None:
    call_command("count_retention")
    told = capsys.readouterr().out
    assert "Västra Götalandsregionen: 0 of 1 may go" in told and "1 patient kept: within" in told
    assert Case.objects.exists() and not Destruction.objects.exists()


def test_an_unknown_run_is_told_of(db: None) -> None:
    with pytest.raises(CommandError, match="there is no run 7"):
        call_command("destroy_records", 7)


# The archive


def test_an_archive_package_holds_every_message_and_its_manifest_every_digest(
    cast: Cast, over: Case, second: Assignment, later: datetime, tmp_path: Path
) -> None:
    run, out = approved(cast.filip, second, later), tmp_path / "package.zip"
    call_command("archive_records", run.pk, "--out", str(out), stdout=None)
    assert out.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(out) as package:
        manifest = fromstring(package.read("manifest.xml"))  # noqa: S314 (made here)
        for file in manifest.iter("file"):
            assert sha256(package.read(file.get("name"))).hexdigest() == file.get("sha256")
        assert {file.get("name") for file in manifest.iter("file")} == set(package.namelist()) - {"manifest.xml"}
        kept = json.loads(package.read(f"content/{over.pk}.json"))
        assert WORD in package.read(f"content/{over.pk}.xml").decode()
    rows = Message.objects.filter(case=over).order_by("sequence")
    assert [(one["kind"], one["content"]) for one in kept["messages"]] == list(rows.values_list("kind", "content"))
    assert (entries()[-1].what, persons(entries()[-1])) == (f"archived for destruction {run.pk}", [over.person_id])
    with pytest.raises(CommandError, match="is there already"):
        call_command("archive_records", run.pk, "--out", str(out))


def test_a_package_that_cannot_be_finished_leaves_nothing(
    cast: Cast, over: Case, second: Assignment, later: datetime, tmp_path: Path
) -> None:
    run, out = approved(cast.filip, second, later), tmp_path / "package.zip"
    with pytest.raises(NotRecorded), transaction.atomic(), broken():
        call_command("archive_records", run.pk, "--out", str(out))
    assert list(tmp_path.iterdir()) == []
