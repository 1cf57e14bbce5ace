"""Messages are only ever added, in one sequence, once each; nobody overwrites anybody."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.site.cast import Cast, notice, signed_in

from brygga.discharge import DISCHARGE
from brygga.discharge.messages import Admission, NamedCareContact, ReadyNotice
from brygga.process import Acknowledgement, FreeMessage, NotAllowed
from brygga_site.cases import actions, reads
from brygga_site.cases.lists import reads as lists
from brygga_site.cases.models import Case, Message, Owing
from brygga_site.cases.seen import sent
from brygga_site.people.models import Person
from brygga_site.people.refused import Refused


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_message SET kind = 'free-message'",
        "DELETE FROM cases_message",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_a_message(admitted: Case, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Message.objects.count() == 1


def test_a_message_sent_twice_with_the_same_key_is_sent_once(cast: Cast, admitted: Case) -> None:
    body = notice(cast, timezone.now())
    first = actions.say(cast.anna, admitted.pk, body, 1, "k", timezone.now())
    again = actions.say(cast.anna, admitted.pk, body, 1, "k", timezone.now())
    assert first == again
    assert Message.objects.filter(case=admitted).count() == 2


def test_an_admission_sent_twice_with_the_same_key_opens_one_case(cast: Cast, admitted: Case) -> None:
    body = sent(DISCHARGE, reads.messages_of(admitted))[0].body
    again = actions.open_case(cast.anna, admitted.person, body, "open", timezone.now())
    assert again == admitted
    assert Case.objects.count() == 1


def test_a_sender_who_has_not_read_everything_is_told_what_changed_and_nothing_is_written(
    cast: Cast, notified: Case
) -> None:
    now = timezone.now()
    actions.say(cast.boris, notified.pk, Acknowledgement(of=2), 2, "b", now)
    with pytest.raises(actions.Changed) as told:
        actions.say(cast.cecilia, notified.pk, Acknowledgement(of=2), 2, "c", now)
    assert [line.row.kind for line in told.value.since] == ["acknowledgement"]
    assert Message.objects.filter(case=notified).count() == 3


def test_a_unit_that_takes_no_part_cannot_tell_the_case_from_one_that_does_not_exist(
    cast: Cast, notified: Case
) -> None:
    with pytest.raises(Refused) as not_mine:
        reads.open_for(cast.olga, notified.pk, timezone.now())
    with pytest.raises(Refused) as missing:
        reads.open_for(cast.olga, uuid4(), timezone.now())
    assert not_mine.value.decision == missing.value.decision
    assert not_mine.value.person is missing.value.person is None
    with pytest.raises(Refused):
        actions.say(cast.olga, notified.pk, FreeMessage(text="hej"), 2, "o", timezone.now())


def test_nobody_outside_the_ward_sees_a_case_before_the_admission_notice(cast: Cast, admitted: Case) -> None:
    assert list(reads.cases_of(cast.anna)) == [admitted]
    assert not reads.cases_of(cast.boris).exists()


def test_a_notice_must_reach_a_unit_for_every_need(cast: Cast, admitted: Case) -> None:
    to_boris = notice(cast, timezone.now()).model_copy(update={"recipients": (cast.boris.unit.hsa_id,)})
    with pytest.raises(NotAllowed, match="municipal-health-care, social-services"):
        actions.say(cast.anna, admitted.pk, to_boris, 1, "k", timezone.now())


def test_what_is_owed_follows_each_message(cast: Cast, notified: Case) -> None:
    now = timezone.now()
    owed = {row.duty for row in lists.waiting_for(cast.boris, now).owed}
    assert owed == {"start-planning", "appoint-named-care-contact"}
    contact = NamedCareContact(name="Boris", telephone="010-000 00 00")
    actions.say(cast.boris, notified.pk, contact, 2, "b", now)
    assert {row.duty for row in lists.waiting_for(cast.boris, now).owed} == {"start-planning"}


def test_a_duty_that_arises_by_the_clock_stands_in_the_list_from_its_day(cast: Cast, notified: Case) -> None:
    now = timezone.now()
    assert "send-ready-notice" not in {row.duty for row in lists.waiting_for(cast.anna, now).owed}
    assert "send-ready-notice" in {row.duty for row in lists.waiting_for(cast.anna, now + timedelta(days=3)).owed}
    later = {row.duty for row in lists.waiting_for(cast.anna, now + timedelta(days=5)).owed}
    assert "announce-changed-date" in later
    assert "send-ready-notice" not in later


def test_a_ward_cannot_say_what_another_unit_is_to_say(cast: Cast, notified: Case) -> None:
    with pytest.raises(NotAllowed, match="named-care-contact is sent by outpatient-care"):
        actions.say(cast.anna, notified.pk, NamedCareContact(name="A", telephone="1"), 2, "k", timezone.now())
    assert Message.objects.filter(case=notified).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_senders_at_once_one_wins_and_the_other_is_told(
    transactional_db: None, cast: Cast, notified: Case
) -> None:
    outcomes: list[str] = []
    together = Barrier(2)

    def send(assignment: object, key: str) -> None:
        together.wait()
        try:
            actions.say(assignment, notified.pk, Acknowledgement(of=2), 2, key, timezone.now())
            outcomes.append("sent")
        except actions.Changed as changed:
            outcomes.append(f"told of {len(changed.since)}")
        finally:
            connection.close()

    threads = [Thread(target=send, args=(who, who.staff.username)) for who in (cast.boris, cast.cecilia)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["sent", "told of 1"]
    assert list(Message.objects.filter(case=notified).values_list("sequence", flat=True)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_many_senders_at_once_leave_one_unbroken_sequence_and_a_projection_that_agrees(
    transactional_db: None, cast: Cast, notified: Case
) -> None:
    def send(assignment: object, number: int) -> None:
        try:
            seen = 2
            while True:
                try:
                    body = FreeMessage(text=f"hej {number}")
                    actions.say(assignment, notified.pk, body, seen, f"{assignment.pk}-{number}", timezone.now())
                    return
                except actions.Changed as changed:
                    seen += len(changed.since)
        finally:
            connection.close()

    senders = [(who, number) for who in (cast.anna, cast.boris, cast.cecilia, cast.david) for number in range(5)]
    threads = [Thread(target=send, args=sender) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Message.objects.filter(case=notified).values_list("sequence", flat=True)) == list(range(1, 23))
    notified.refresh_from_db()
    assert notified.overview.version == 22
    assert Owing.objects.filter(case=notified, duty="start-planning").count() == 3


def test_the_pages_of_a_case_open_for_those_who_take_part_and_for_no_others(cast: Cast, notified: Case) -> None:
    address = f"/cases/{notified.pk}"
    assert signed_in(cast.boris).get(address).status_code == 200
    assert signed_in(cast.olga).get(address).status_code == 403


def test_a_page_that_already_shows_everything_gets_an_empty_answer(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.boris)
    etag = client.get(f"/cases/{notified.pk}").headers["ETag"]
    asked = {"HTTP_HX_REQUEST": "true", "HTTP_IF_NONE_MATCH": etag}
    assert client.get(f"/cases/{notified.pk}", **asked).status_code == 304
    ready = ReadyNotice(assessed_at=timezone.now())
    actions.say(cast.anna, notified.pk, ready, 2, "r", timezone.now())
    assert client.get(f"/cases/{notified.pk}", **asked).status_code == 200


def test_a_patient_who_lies_ready_is_never_said_to_be_waited_for_by_nobody(cast: Cast, person: Person) -> None:
    now = timezone.now()
    admission = Admission(admitted_at=now - timedelta(hours=1), care_type="somatic", needs_expected=False)
    case = actions.open_case(cast.anna, person, admission, "open", now)
    actions.say(cast.anna, case.pk, ReadyNotice(assessed_at=now), 1, "ready", now)
    text = signed_in(cast.anna).get(f"/cases/{case.pk}", headers={"accept-language": "en"}).content.decode()
    assert "still here. The ward discharges as soon as home and care are ready." in text
    assert "Nobody owes anything" not in text
