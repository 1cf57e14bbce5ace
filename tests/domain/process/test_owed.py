"""How a duty stands, for each kind of deadline."""

from datetime import UTC, datetime

import pytest
from tests.domain.agreements.folders import write

from brygga.agreements import Agreement, Deadline, Duty, load_all
from brygga.calendars.deadlines import SWEDEN
from brygga.process import DutyStanding, FreeMessage, OwedDuty, Role, Sent, owed

EVERYONE = {f"the {role}": str(role) for role in Role}


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN, fold=fold)


@pytest.fixture(scope="module")
def act(tmp_path_factory) -> Agreement:
    hours = '\n[[parameter]]\nkey = "hours"\nunit = "hours"\nlabel = "Frist"\nclauses = ["1.1"]\n'
    hours += '[[parameter.value]]\nvalue = 24\nsource = { title = "Lagen" }\n'
    folder = write(tmp_path_factory.mktemp("agreements"), {})
    with (folder / "act" / "parameters.toml").open("a") as file:
        file.write(hours)
    return load_all(folder).agreement("act")


def duty(**given: object) -> Duty:
    content = {
        "id": "answer",
        "process": "discharge",
        "label": "Svara",
        "label_en": "Answer",
        "owed_by": ["outpatient-care", "social-services"],
        "one_for_all": True,
        "arises": "asked",
        "done_by": ["free-message"],
        "deadline": {"hours": "hours", "after": "asked"},
        "clauses": ["1.1"],
    }
    return Duty.model_validate({**content, **given})


def stands(
    act: Agreement, now: str, *said: Sent, events: dict[str, datetime] | None = None, **given: object
) -> OwedDuty:
    agreement = Agreement(act.head, act.clauses, parameters=act.parameters, own_duties=(duty(**given),))
    known = {"asked": at("2023-03-06T08:00"), **(events or {})}
    (one,) = owed(agreement, agreement.own_duties, known, said, EVERYONE, at(now))
    return one


def answer(when: str, role: Role = Role.OUTPATIENT_CARE, fold: int = 0) -> Sent:
    return Sent(2, at(when, fold), f"the {role}", role, FreeMessage(text="yes"))


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        ("2023-03-06T07:59", DutyStanding.UPCOMING),
        ("2023-03-06T08:00", DutyStanding.OPEN),
        ("2023-03-07T08:00:00", DutyStanding.OPEN),
        ("2023-03-07T08:00:01", DutyStanding.OVERDUE),
    ],
)
def test_an_unanswered_duty_is_upcoming_then_open_then_overdue(act, now, standing):
    assert stands(act, now).standing is standing


@pytest.mark.parametrize(
    ("answered", "standing"),
    [("2023-03-07T08:00:00", DutyStanding.DONE), ("2023-03-07T08:00:01", DutyStanding.LATE)],
    ids=["exactly 24 hours", "a second more"],
)
def test_a_duty_is_done_in_time_or_late(act, answered, standing):
    one = stands(act, "2023-03-09T08:00", answer(answered))
    assert (one.standing, one.done_by, one.done_at) == (standing, 2, at(answered))


def test_what_was_said_before_the_duty_arose_does_not_do_it(act):
    assert stands(act, "2023-03-06T09:00", answer("2023-03-06T07:00")).standing is DutyStanding.OPEN


def test_a_duty_that_was_never_done_lapses_with_its_event(act):
    events = {"closed": at("2023-03-06T12:00")}
    assert stands(act, "2023-03-06T11:59", events=events, until="closed").standing is DutyStanding.OPEN
    lapsed = stands(act, "2023-03-06T12:00", events=events, until="closed")
    assert (lapsed.standing, lapsed.until) == (DutyStanding.LAPSED, at("2023-03-06T12:00"))


def test_a_duty_that_was_done_does_not_lapse(act):
    events = {"closed": at("2023-03-06T12:00")}
    one = stands(act, "2023-03-07T12:00", answer("2023-03-06T11:00"), events=events, until="closed")
    assert one.standing is DutyStanding.DONE


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        ({"hours": "hours"}, "2023-03-07T08:00:00+01:00"),
        ({"days": "days"}, "2023-03-09T23:59:59+01:00"),
        ({"same_day": True}, "2023-03-06T23:59:59+01:00"),
    ],
    ids=["in hours", "in days", "the same day"],
)
def test_a_deadline_is_counted_from_its_event(act, deadline, due):
    assert stands(act, "2023-03-06T09:00", deadline={**deadline, "after": "asked"}).due_at.isoformat() == due


def test_what_is_to_be_done_promptly_has_no_time_and_is_never_overdue(act):
    one = stands(act, "2024-03-06T09:00", deadline={"promptly": True, "after": "asked"})
    assert (one.due_at, one.standing) == (None, DutyStanding.OPEN)
    late = stands(act, "2024-03-06T09:00", answer("2024-03-01T09:00"), deadline={"promptly": True, "after": "asked"})
    assert late.standing is DutyStanding.DONE


def test_within_a_day_means_until_its_last_second_is_over(act):
    said = Sent(2, at("2023-03-06T23:59:59.900000"), "the centre", Role.OUTPATIENT_CARE, FreeMessage(text="yes"))
    one = stands(act, "2023-03-07T09:00", said, deadline={"same_day": True, "after": "asked"})
    assert one.standing is DutyStanding.DONE


@pytest.mark.parametrize(
    ("asked", "answered", "fold", "standing"),
    [
        ("2023-10-28T02:30", "2023-10-29T02:15", 1, DutyStanding.DONE),
        ("2023-10-28T02:30", "2023-10-29T02:45", 0, DutyStanding.LATE),
        ("2023-03-25T02:30", "2023-03-26T03:10", 0, DutyStanding.LATE),
        ("2023-10-28T08:00", "2023-10-29T08:00", 0, DutyStanding.DONE),
    ],
    ids=[
        "the repeated hour, second time",
        "the repeated hour, first time",
        "the hour that is not there",
        "the next morning",
    ],
)
@pytest.mark.parametrize("clock", ["read in Sweden", "stored in UTC"])
def test_24_hours_are_counted_on_the_wall_clock_however_the_moment_is_stored(
    act, asked, answered, fold, standing, clock
):
    message = answer(answered, fold=fold)
    if clock == "stored in UTC":
        instant = message.sent_at.astimezone(UTC)
        message = Sent(2, instant, message.unit, message.part, message.body)
    assert stands(act, "2023-12-01T08:00", message, events={"asked": at(asked)}).standing is standing


def test_the_first_role_that_takes_part_owes_a_shared_duty(act):
    agreement = Agreement(act.head, act.clauses, parameters=act.parameters, own_duties=(duty(),))
    events = {"asked": at("2023-03-06T08:00")}

    def debtors(*taking_part: Role) -> list[Role]:
        units = {f"the {role}": str(role) for role in taking_part}
        found = owed(agreement, agreement.duties("discharge"), events, (), units, at("2023-03-06T09:00"))
        return [one.part for one in found]

    assert debtors(Role.OUTPATIENT_CARE, Role.SOCIAL_SERVICES) == [Role.OUTPATIENT_CARE]
    assert debtors(Role.SOCIAL_SERVICES) == [Role.SOCIAL_SERVICES]
    assert debtors(Role.INPATIENT_CARE) == []


def test_a_duty_is_done_by_each_unit_for_itself(act):
    agreement = Agreement(act.head, act.clauses, parameters=act.parameters, own_duties=(duty(one_for_all=False),))
    events = {"asked": at("2023-03-06T08:00")}
    said = (answer("2023-03-06T08:30", Role.SOCIAL_SERVICES),)
    found = owed(agreement, agreement.duties("discharge"), events, said, EVERYONE, at("2023-03-06T09:00"))
    assert {one.part: one.standing for one in found} == {
        Role.OUTPATIENT_CARE: DutyStanding.OPEN,
        Role.SOCIAL_SERVICES: DutyStanding.DONE,
    }


def test_of_two_units_that_are_alike_the_one_that_has_not_answered_still_owes(act):
    agreement = Agreement(act.head, act.clauses, parameters=act.parameters, own_duties=(duty(one_for_all=False),))
    two = {"the centre in town": "outpatient-care", "the centre by the sea": "outpatient-care"}
    events = {"asked": at("2023-03-06T08:00")}
    said = Sent(2, at("2023-03-06T08:30"), "the centre by the sea", "outpatient-care", FreeMessage(text="yes"))
    found = owed(agreement, agreement.duties("discharge"), events, (said,), two, at("2023-03-06T09:00"))
    assert {one.units: one.standing for one in found} == {
        ("the centre in town",): DutyStanding.OPEN,
        ("the centre by the sea",): DutyStanding.DONE,
    }


def test_what_one_does_for_all_is_owed_by_every_unit_of_its_part_until_one_has(act):
    agreement = Agreement(act.head, act.clauses, parameters=act.parameters, own_duties=(duty(),))
    two = {"the centre in town": "outpatient-care", "the centre by the sea": "outpatient-care"}
    events = {"asked": at("2023-03-06T08:00")}
    (one,) = owed(agreement, agreement.duties("discharge"), events, (), two, at("2023-03-06T09:00"))
    assert (one.units, one.standing) == (tuple(two), DutyStanding.OPEN)
    said = Sent(2, at("2023-03-06T08:30"), "the centre by the sea", "outpatient-care", FreeMessage(text="yes"))
    (one,) = owed(agreement, agreement.duties("discharge"), events, (said,), two, at("2023-03-06T09:00"))
    assert one.standing is DutyStanding.DONE


def test_a_duty_whose_event_is_not_known_is_left_out(act):
    agreement = Agreement(act.head, act.clauses, parameters=act.parameters, own_duties=(duty(),))
    assert owed(agreement, agreement.duties("discharge"), {}, (), EVERYONE, at("2023-03-06T09:00")) == ()
    assert (
        owed(
            agreement,
            agreement.duties("placement"),
            {"asked": at("2023-03-06T08:00")},
            (),
            EVERYONE,
            at("2023-03-06T09:00"),
        )
        == ()
    )


def test_what_is_due_first_is_most_urgent_and_what_has_no_figure_counts_from_when_it_arose(act):
    by_hours = stands(act, "2023-03-06T09:00")
    promptly = stands(act, "2023-03-06T09:00", deadline={"promptly": True, "after": "asked"})
    assert sorted([by_hours, promptly], key=lambda one: one.urgency) == [promptly, by_hours]


def test_a_deadline_has_exactly_one_measure():
    with pytest.raises(ValueError, match="a deadline has exactly one of hours, days, same_day, promptly"):
        Deadline(after="asked", hours="hours", promptly=True)
