"""The log review: who reviews what, what a round draws and flags, and what becomes of a finding."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import after, broken, entries, persons, sql

from brygga.access.basis import Basis
from brygga.access.flags import FlagKind
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment, Organisation, Unit
from brygga_site.people.models import Person
from brygga_site.review import actions, reads
from brygga_site.review.findings import reads as findings
from brygga_site.review.log.reads import own_entries
from brygga_site.review.models import APPEND_ONLY, Finding, Flagged, Round
from brygga_site.review.permission import may_review
from brygga_site.review.rounds.actions import start_round
from brygga_site.review.steps import StepKind
from brygga_site.told.actions import Changed
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action, Entry

pytestmark = pytest.mark.django_db


def opened(who: Assignment, person: Person, **more) -> Entry:
    """One reading on the trail."""
    deed = Deed(Action.READ, "case", Basis.TAKES_PART, [person.pk], **more, purpose="discharge")
    with transaction.atomic():
        record(who, deed)
    return entries()[-1]


def today_reviewed(cast: Cast) -> Round:
    today = timezone.localdate()
    return start_round(cast.gerda, today, today, 1, timezone.now())


def flags_of(made: Round) -> list[tuple[str, str]]:
    return [(one.kind, one.staff) for one in made.flagged.all() if one.kind != FlagKind.HOURS]


@pytest.fixture
def finding(cast: Cast, notified: Case) -> Finding:
    entry = opened(cast.ivar, notified.person)
    return actions.open_finding(cast.gerda, entry.pk, "Varför?", timezone.localdate(), timezone.now())


ADDRESSES = ["/review", "/review/log", "/review/report", "/review/rounds/1", "/review/rounds/1/protocol"]
ADDRESSES += ["/review/entries/1", "/review/findings/1"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_a_log_reviewer_reviews_and_others_are_refused_on_the_trail(
    cast: Cast, notified: Case, address: str
) -> None:
    for who in (cast.anna, cast.filip, cast.hugo, cast.david):
        before = len(entries())
        assert signed_in(who).get(address).status_code == 404
        assert [(one.decision, one.ground) for one in after(before)] == [("refused", Basis.NO_REVIEWER)]


def test_the_page_and_the_write_ask_the_same_question(cast: Cast) -> None:
    today = timezone.localdate()
    for who in (cast.anna, cast.filip, cast.hugo):
        assert not may_review(who)
        with pytest.raises(Http404):
            start_round(who, today, today, 1, timezone.now())
    assert may_review(cast.gerda)
    assert Round.objects.count() == 0


def test_the_way_to_the_review_stands_in_the_reviewers_menu_alone(cast: Cast) -> None:
    assert 'href="/review"' in page(signed_in(cast.gerda), "/agreements")
    assert 'href="/review"' not in page(signed_in(cast.filip), "/agreements")
    assert signed_in(cast.gerda).get("/").url == "/review"


def test_a_round_is_drawn_from_the_organisations_own_entries_about_somebody(cast: Cast, notified: Case) -> None:
    opened(cast.david, notified.person)
    signed_in(cast.ivar).get("/board")  # about nobody
    made = today_reviewed(cast)
    theirs = {one.unit for one in Entry.objects.filter(pk__in=made.drawn.values("entry"))}
    assert theirs == {cast.anna.unit.hsa_id}
    assert made.drawing.population == made.drawn.count() == 2


def test_a_provider_under_contract_reviews_its_own_staff(cast: Cast, notified: Case) -> None:
    provider = Organisation.objects.create(kind="provider", code="5560000000", name="Vård AB")
    Unit.objects.filter(pk=cast.ivar.unit_id).update(organisation=provider, principal=cast.gerda.unit.organisation)
    opened(cast.ivar, notified.person)
    assert flags_of(today_reviewed(cast)) == []


def test_the_sample_can_be_drawn_again_although_the_log_has_grown(cast: Cast, notified: Case) -> None:
    for _ in range(30):
        opened(cast.anna, notified.person)
    made = today_reviewed(cast)
    assert made.drawn.count() == 20
    opened(cast.anna, notified.person)
    assert reads.drawn_alike(cast.gerda, made.pk)
    response = signed_in(cast.gerda).post(f"/review/rounds/{made.pk}", headers={"accept-language": "en"}, follow=True)
    assert "the same entries" in response.content.decode()


def test_a_sample_that_the_log_no_longer_gives_is_told(cast: Cast, notified: Case) -> None:
    made = today_reviewed(cast)
    Unit.objects.filter(pk=cast.anna.unit_id).update(organisation=cast.ella.unit.organisation)
    assert not reads.drawn_alike(cast.gerda, made.pk)


def test_a_ward_that_opens_a_case_it_takes_no_part_in_is_flagged_and_the_patients_own_ward_is_not(
    cast: Cast, notified: Case
) -> None:
    entry = opened(cast.ivar, notified.person)
    made = today_reviewed(cast)
    assert flags_of(made) == [(FlagKind.UNRELATED, "ivar")]
    assert made.flagged.get(kind=FlagKind.UNRELATED).entry == entry.pk


def test_a_relation_lasts_thirty_days_after_the_care_has_ended(cast: Cast, notified: Case) -> None:
    opened(cast.anna, notified.person)
    for days, expected in [(29, []), (31, [(FlagKind.UNRELATED, "anna")])]:
        notified.overview.care_until = timezone.now() - timedelta(days=days)
        notified.overview.save()
        assert [one for one in flags_of(today_reviewed(cast)) if one[1] == "anna"] == expected


def test_own_record_is_known_by_its_identity_number(cast: Cast, notified: Case) -> None:
    cast.anna.staff.identity_number = notified.person.identity_number
    cast.anna.staff.save()
    assert (FlagKind.OWN, "anna") in flags_of(today_reviewed(cast))


def test_a_colleague_is_who_works_or_has_worked_at_the_same_unit_and_nobody_else_in_the_organisation(
    cast: Cast, notified: Case
) -> None:
    cast.anna.staff.identity_number = notified.person.identity_number
    cast.anna.staff.save()
    opened(cast.boris, notified.person)
    assert (FlagKind.COLLEAGUE, "boris") not in flags_of(today_reviewed(cast))
    once = date(2021, 1, 1)
    Assignment.objects.create(
        staff=cast.anna.staff, unit=cast.boris.unit, title="Förr", purpose="care", from_day=once, to_day=once
    )
    assert (FlagKind.COLLEAGUE, "boris") in flags_of(today_reviewed(cast))


def test_the_same_surname_is_flagged(cast: Cast, notified: Case) -> None:
    cast.boris.staff.name = "Boris Tolvansson"
    cast.boris.staff.save()
    opened(cast.boris, notified.person)
    made = today_reviewed(cast)
    assert flags_of(made) == [(FlagKind.SURNAME, "boris")]
    assert "share the surname Tolvansson" in page(signed_in(cast.gerda), f"/review/rounds/{made.pk}")


@pytest.mark.parametrize("paragraph", ["2022-913.3.6.2", "2022-913.3.5.1"])
def test_emergency_access_is_flagged_by_its_paragraph(cast: Cast, notified: Case, paragraph: str) -> None:
    opened(cast.ivar, notified.person, paragraph=paragraph)
    assert flags_of(today_reviewed(cast)) == [(FlagKind.EMERGENCY, "ivar")]


def test_repeated_refusals_are_flagged(cast: Cast, notified: Case) -> None:
    for _ in range(5):
        signed_in(cast.ivar).get(f"/cases/{notified.pk}")
    assert flags_of(today_reviewed(cast)) == [(FlagKind.REFUSED, "ivar")]


def test_a_settlement_and_a_review_are_no_missing_relation(cast: Cast, notified: Case) -> None:
    entry = opened(cast.anna, notified.person)
    signed_in(cast.gerda).get(f"/review/entries/{entry.pk}")
    assert flags_of(today_reviewed(cast)) == []


def test_patterns_can_be_sought_by_kind_unit_and_staff_member(cast: Cast, notified: Case) -> None:
    opened(cast.ivar, notified.person)
    opened(cast.boris, notified.person, paragraph="2022-913.3.6.2")
    address = f"/review/rounds/{today_reviewed(cast).pk}"
    staff = f"staff={cast.ivar.staff_id}"
    for query, shown in [("kind=emergency", "Boris"), (staff, "Ivar"), ("unit=SE0000000000-BORIS", "Boris")]:
        text = page(signed_in(cast.gerda), f"{address}?{query}")
        assert f": {shown}</a>" in text
        assert f": {'Ivar' if shown == 'Boris' else 'Boris'}</a>" not in text
    assert "No pattern matches" in page(signed_in(cast.gerda), f"{address}?kind=nonsense")


# What the reviewer sees


def test_the_reviewer_sees_name_and_number_and_never_the_address(cast: Cast, notified: Case) -> None:
    entry = opened(cast.ivar, notified.person)
    made, client = today_reviewed(cast), signed_in(cast.gerda)
    for address in (f"/review/rounds/{made.pk}", f"/review/rounds/{made.pk}?tab=sample", f"/review/entries/{entry.pk}"):
        before = len(entries())
        text = page(client, address)
        assert "Tolv Tolvansson" in text
        assert "20180104-2381" in text
        assert "Provvägen" not in text
        [written] = after(before)
        assert persons(written) == [notified.person_id]
        assert (written.purpose, written.ground, written.paragraph) == ("log-review", Basis.REVIEWS, "2008-355.4.3.2")


def test_an_entry_says_everything_in_words(cast: Cast, notified: Case) -> None:
    entry = opened(cast.ivar, notified.person, paragraph="2022-913.3.6.2")
    other = opened(cast.ivar, notified.person)
    text = page(signed_in(cast.gerda), f"/review/entries/{entry.pk}")
    for said in (
        "Ivars enhet",
        "Opened the case",
        "takes part in the case",
        "In danger to life",
        "in no case",
    ):
        assert said in text
    assert f"/review/entries/{other.pk}" in text


def test_another_organisations_entry_is_missing_and_the_attempt_is_on_the_trail(cast: Cast, notified: Case) -> None:
    entry = opened(cast.david, notified.person)
    before = len(entries())
    for number in (entry.pk, 10**9):
        assert signed_in(cast.gerda).get(f"/review/entries/{number}").status_code == 404
    assert {(one.decision, one.ground) for one in after(before)} == {("refused", Basis.OTHER_ORGANISATION)}


def test_another_organisations_round_and_finding_are_missing(cast: Cast, notified: Case, finding: Finding) -> None:
    made = today_reviewed(cast)
    cast.gerda.unit.organisation = cast.ella.unit.organisation
    cast.gerda.unit.save()
    for address in (
        f"/review/rounds/{made.pk}",
        f"/review/rounds/{made.pk}/protocol",
        f"/review/findings/{finding.pk}",
    ):
        assert signed_in(cast.gerda).get(address).status_code == 404


def test_the_log_is_sought_by_person_staff_unit_and_period(cast: Cast, notified: Case) -> None:
    opened(cast.ivar, notified.person)
    today = timezone.localdate().isoformat()
    asked = {"first": today, "last": today}
    for more, count in [
        ({}, 3),
        ({"identity_number": "20180104-2381", "unit": cast.ivar.unit.hsa_id}, 1),
        ({"staff": "Iva"}, 1),
        ({"unit": cast.anna.unit.hsa_id}, 2),
        ({"identity_number": "201801082387"}, None),
        ({"first": "2020-01-01", "last": "2020-02-01"}, 0),
    ]:
        response = signed_in(cast.gerda).post("/review/log", {**asked, **more})
        shown = response.context.get("part")
        assert (shown if shown is None else shown.count) == count, more


def test_the_log_is_sought_by_a_reserve_number_too(cast: Cast, notified: Case) -> None:
    Person.objects.filter(pk=notified.person_id).update(identity_number="RES-14-0000123")
    opened(cast.ivar, notified.person)
    today = timezone.localdate().isoformat()
    asked = {"first": today, "last": today, "identity_number": " RES-14-0000123 ", "unit": cast.ivar.unit.hsa_id}
    response = signed_in(cast.gerda).post("/review/log", asked)
    assert response.status_code == 200
    assert response.context["part"].count == 1
    report = signed_in(cast.gerda).post("/review/report", asked)
    assert report.status_code == 200
    assert "RES-14-0000123" in report.content.decode()


@pytest.mark.parametrize("same_moment", [False, True])
def test_whoever_goes_through_the_log_page_by_page_meets_every_entry_once_in_both_ways(
    cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch, same_moment: bool
) -> None:
    if same_moment:
        now = timezone.now()
        monkeypatch.setattr("brygga_site.trail.actions.timezone.now", lambda: now)
    monkeypatch.setattr("brygga_site.review.reads.A_PAGE", 3)
    for _ in range(5):
        opened(cast.ivar, notified.person)
    today = timezone.localdate().isoformat()
    client, asked = signed_in(cast.gerda), {"first": today, "last": today, "staff": cast.ivar.staff.username}
    pages = [client.post("/review/log", asked).context["part"]]
    while pages[-1].has_older:
        older = {"older_than": pages[-1].entries[-1].sequence}
        pages.append(client.post("/review/log", {**asked, **older}).context["part"])
    there = [entry.sequence for page in pages for entry in page.entries]
    assert len(there) == pages[0].count > 3
    assert there == sorted(set(there), reverse=True)
    back = [pages[-1]]
    while back[-1].has_newer:
        newer = {"newer_than": back[-1].entries[0].sequence}
        back.append(client.post("/review/log", {**asked, **newer}).context["part"])
    assert sorted(entry.sequence for page in back for entry in page.entries) == sorted(there)
    assert not pages[0].has_newer
    assert all(page.has_newer for page in pages[1:])


def test_what_is_typed_wrong_is_told_at_its_field(cast: Cast) -> None:
    client = signed_in(cast.gerda)
    for address, given, told in [
        ("/review", {"first": "2026-02-02", "last": "2026-02-01", "percent": "1"}, "before the first"),
        ("/review", {"first": "2020-01-01", "last": "2026-02-01", "percent": "1"}, "a year at most"),
        ("/review", {"first": "2026-02-02", "last": "", "percent": "0"}, "Något måste rättas"),
        ("/review/log", {"first": "2026-02-02", "last": "2026-02-03", "identity_number": "1"}, "twelve digits"),
        ("/review/report", {"first": "2026-02-02", "last": "2026-02-03"}, "field is required"),
    ]:
        response = client.post(address, given, headers={"accept-language": "sv" if told[0] == "N" else "en"})
        assert response.status_code == 400
        assert told in response.content.decode() or told[0] == "N"


# Findings


def test_a_finding_is_followed_from_its_opening_to_the_report(cast: Cast, finding: Finding) -> None:
    client, address = signed_in(cast.gerda), f"/review/findings/{finding.pk}"
    soon = (timezone.localdate() + timedelta(days=3)).isoformat()
    for seen, kind in enumerate(("explanation-asked", "note", "unauthorised", "reported"), 1):
        response = client.post(address, {"seen": seen, "kind": kind, "text": f"steg {seen}", "follow_up": soon})
        assert response.status_code == 302
    assert [step.kind for step in finding.steps.all()][-1] == "reported"
    assert findings.open_findings(cast.gerda) == []
    text = page(client, address)
    assert "steg 4" in text
    assert "Open it again" in text
    assert "Judge it" not in text


def test_open_findings_stand_on_the_start_page_the_most_urgent_first_and_name_no_patient(
    cast: Cast, finding: Finding, notified: Case
) -> None:
    other = opened(cast.boris, notified.person)
    actions.open_finding(cast.gerda, other.pk, "Varför?", timezone.localdate() - timedelta(days=1), timezone.now())
    assert [one.staff for one in findings.open_findings(cast.gerda)] == ["Boris", "Ivar"]
    text = page(signed_in(cast.gerda), "/review")
    assert "overdue" in text
    assert "Tolvansson" not in text


def test_an_entry_has_one_finding_however_often_it_is_opened(cast: Cast, finding: Finding) -> None:
    again = actions.open_finding(cast.gerda, finding.entry, "Varför?", timezone.localdate(), timezone.now())
    assert again == finding
    assert finding.steps.count() == 1


def test_what_another_wrote_to_open_the_same_finding_is_not_lost_in_silence(cast: Cast, finding: Finding) -> None:
    day = (timezone.localdate() + timedelta(days=1)).isoformat()
    sent = {"text": "Något annat", "follow_up": day}
    answer = signed_in(cast.gerda).post(f"/review/entries/{finding.entry}", sent, headers={"accept-language": "en"})
    assert answer.status_code == 409
    assert "You wrote: Något annat" in answer.content.decode()
    assert [step.text for step in finding.steps.all()] == ["Varför?"]


def test_a_reviewer_who_has_not_read_the_latest_step_changes_nothing(cast: Cast, finding: Finding) -> None:
    given = {"seen": 0, "kind": "justified", "text": "Rätt"}
    response = signed_in(cast.gerda).post(f"/review/findings/{finding.pk}", given, headers={"accept-language": "en"})
    assert response.status_code == 409
    assert "meanwhile" in response.content.decode()
    assert finding.steps.count() == 1


def test_a_step_sent_twice_is_taken_once_and_both_answers_lead_to_the_finding(cast: Cast, finding: Finding) -> None:
    client, address = signed_in(cast.gerda), f"/review/findings/{finding.pk}"
    shown = client.get(address).context
    given = {"seen": len(shown["opened"].steps), "key": shown["key"], "kind": "justified", "text": "Rätt"}
    answers = [client.post(address, given) for _ in range(2)]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, address)] * 2
    assert [step.kind for step in finding.steps.all()] == ["opened", "justified"]


def test_another_text_under_a_used_key_is_no_step_and_is_not_lost(cast: Cast, finding: Finding) -> None:
    client, address = signed_in(cast.gerda), f"/review/findings/{finding.pk}"
    given = {"seen": 1, "key": "k", "kind": "note", "text": "Frågat chefen"}
    client.post(address, given)
    response = client.post(address, given | {"text": "Frågat båda"}, headers={"accept-language": "en"})
    assert response.status_code == 409
    assert "sent before with something else" in response.content.decode()
    again = given | {"text": "Frågat båda", "seen": 2, "key": response.context["key"]}
    assert client.post(address, again).status_code == 302
    assert [step.text for step in finding.steps.all()] == ["Varför?", "Frågat chefen", "Frågat båda"]


def test_whoever_is_told_of_steps_they_had_not_seen_has_read_them_on_the_trail(cast: Cast, finding: Finding) -> None:
    actions.say(cast.gerda, finding.pk, StepKind.NOTE, "x", None, 1, "a", timezone.now())
    before = len(entries())
    with pytest.raises(Changed) as changed:
        actions.say(cast.gerda, finding.pk, StepKind.JUSTIFIED, "x", None, 1, "b", timezone.now())
    assert [step.kind for step in changed.value.since] == ["note"]
    [entry] = entries()[before:]
    assert (entry.action, entry.what) == ("read", f"finding {finding.pk} note")
    assert finding.steps.count() == 2


def test_a_step_that_may_not_come_next_is_not_taken(cast: Cast, finding: Finding) -> None:
    with pytest.raises(ValueError, match="cannot be said"):
        actions.say(cast.gerda, finding.pk, StepKind.REPORTED, "x", None, 1, "k", timezone.now())
    given = {"seen": 1, "kind": "reported", "text": "x"}
    assert signed_in(cast.gerda).post(f"/review/findings/{finding.pk}", given).status_code == 400


def test_nobody_judges_what_they_have_read_themselves(cast: Cast, notified: Case) -> None:
    entry = opened(cast.gerda, notified.person)
    with pytest.raises(actions.OwnAccess):
        actions.open_finding(cast.gerda, entry.pk, "Jag", timezone.localdate(), timezone.now())
    client = signed_in(cast.gerda)
    assert "Another log reviewer judges it" in page(client, f"/review/entries/{entry.pk}")
    given = {"text": "x", "follow_up": timezone.localdate().isoformat()}
    assert client.post(f"/review/entries/{entry.pk}", given).status_code == 400
    assert Finding.objects.count() == 0


def test_without_its_entry_no_review_is_shown_or_written(cast: Cast, finding: Finding) -> None:
    client = signed_in(cast.gerda)
    client.raise_request_exception = False
    with broken():
        assert client.get(f"/review/entries/{finding.entry}").status_code == 503
        given = {"seen": 1, "kind": "justified", "text": "Rätt"}
        assert client.post(f"/review/findings/{finding.pk}", given).status_code == 503
    assert finding.steps.count() == 1


@pytest.mark.parametrize("table", [one.table for one in APPEND_ONLY])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_change_what_a_review_says(
    cast: Cast, finding: Finding, table: str, statement: str
) -> None:
    today_reviewed(cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement.format(table, "at" if table == "review_drawing" else "id"))


def test_the_database_takes_no_round_that_ends_before_it_begins(cast: Cast) -> None:
    made = today_reviewed(cast)
    made.pk, made.first = None, date(2999, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_a_months_entries_of_one_organisation_are_found_by_an_index(cast: Cast, notified: Case) -> None:
    plan = own_entries(cast.gerda.unit.organisation, date(2026, 1, 1), date(2026, 1, 31)).explain().lower()
    assert "trail_entry_unit" in plan or connection.vendor == "postgresql"  # which scans a table this small


def test_the_start_page_says_how_far_the_log_is_sealed(cast: Cast, sealed: None) -> None:
    assert "It is sealed up to entry 5" in page(signed_in(cast.gerda), "/review")


def test_a_flag_is_kept_as_it_was_found(cast: Cast, notified: Case) -> None:
    opened(cast.ivar, notified.person)
    today_reviewed(cast)
    kept = Flagged.objects.get(kind=FlagKind.UNRELATED)
    assert (kept.staff, kept.unit, kept.person) == ("ivar", cast.ivar.unit.hsa_id, notified.person_id)
    assert kept.entries == 1
