"""Patterns in the log: what is flagged, and what an ordinary day looks like. A twin counts them the slow way."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brygga.access.flags import DAY_KINDS, Flag, FlagKind, KnownBesideLog, Limits, Worker, flags, surname_of, surnames
from brygga.access.looks import Look, gather
from brygga.access.ranking import gravest

SWEDEN = ZoneInfo("Europe/Stockholm")
NOON = datetime(2026, 11, 3, 12, tzinfo=SWEDEN)
ANNA, BORIS, EVE = 101, 102, 103
STAFF = {ANNA: Worker("Anna Avdelning", 1), BORIS: Worker("Boris Berg-Svensson"), EVE: Worker("Eve von Dal")}
NAMES = {1: "Avdelning", 2: "Svensson", 3: "Tolvansson", 4: "von Strand"}
KINDS = {"ward": "ward", "centre": "health-centre"}
KNOWN = KnownBesideLog(STAFF, NAMES, KINDS, workplaces={1: {"ward"}})


def look(
    entry: int = 1, at: datetime = NOON, staff: int | None = EVE, unit: str = "ward", person: int | None = 3, **more
):
    return Look(entry, at, staff, unit, person, **more)


def found(*looks: Look) -> list[Flag]:
    return list(gravest(flags(gather(looks), KNOWN)).flags)


def kinds(*looks: Look) -> list[FlagKind]:
    return [one.kind for one in found(*looks)]


def test_what_is_opened_at_noon_for_a_patient_of_the_unit_has_no_flag():
    assert found(look()) == []


def test_a_staff_member_who_opens_their_own_record_is_flagged_for_that_and_not_for_their_own_name():
    assert kinds(look(staff=ANNA, person=1)) == [FlagKind.OWN]


def test_a_colleagues_record_is_flagged_at_the_unit_where_both_work_and_at_no_other():
    assert kinds(look(staff=BORIS, person=1)) == [FlagKind.COLLEAGUE]
    assert kinds(look(staff=BORIS, person=1, unit="centre")) == []


def test_a_shared_surname_is_flagged_with_the_name():
    [flag] = found(look(entry=4, staff=BORIS, person=2), look(entry=9, staff=BORIS, person=2))
    assert (flag.kind, flag.entry, flag.entries, dict(flag.figures)) == (FlagKind.SURNAME, 4, 2, {"name": "Svensson"})


@pytest.mark.parametrize(
    ("staff", "patient", "same"),
    [
        ("Åsa Öberg", "ÖBERG", True),
        ("Asa Lind Öberg", "Lind-Dahl", True),
        ("Eve von Dal", "von Strand", False),
        ("Svensson", "Svensson", False),
        ("Eve A Dal", "A Berg", False),
        ("Jose\u0301 Nun\u0303ez", "Nuñez", True),
        ("Eve O’Brien", "O'Brien", True),
    ],
)
def test_which_surnames_are_the_same(staff, patient, same):
    assert bool(surnames(surname_of(staff)) & surnames(patient)) is same


@pytest.mark.parametrize(("hour", "flagged"), [(5, True), (6, False), (21, False), (22, True), (0, True)])
def test_at_a_day_unit_the_night_is_unusual(hour, flagged):
    assert kinds(look(at=NOON.replace(hour=hour), unit="centre")) == [FlagKind.HOURS] * flagged


def test_the_hours_are_those_of_the_swedish_clock():
    assert kinds(look(at=datetime(2026, 7, 3, 3, 59, tzinfo=UTC), unit="centre")) == [FlagKind.HOURS]
    assert kinds(look(at=datetime(2026, 7, 3, 4, 0, tzinfo=UTC), unit="centre")) == []


@pytest.mark.parametrize(("days", "nights", "flagged"), [(9, 1, True), (8, 1, False), (9, 2, False), (17, 2, False)])
def test_on_a_ward_a_night_is_unusual_for_whoever_hardly_ever_works_at_night(days, nights, flagged):
    by_day = [look(entry=n, at=NOON - timedelta(days=n)) for n in range(1, days + 1)]
    late = [look(entry=50 + n, at=NOON.replace(hour=23) + timedelta(days=n)) for n in range(nights)]
    hours = [one for one in found(*by_day, *late) if one.kind is FlagKind.HOURS]
    assert [(one.entry, one.figures["nights"], one.figures["days"]) for one in hours] == (
        [(50, nights, days + nights)] if flagged else []
    )


def test_a_night_shift_is_one_night_however_the_date_turns():
    shift = [NOON.replace(hour=23), NOON.replace(hour=23) + timedelta(hours=4)]
    gathered = gather(look(entry=n, at=at) for n, at in enumerate(shift, 1))
    assert len(gathered.nights[EVE]) == len(gathered.days[EVE]) == 1


def test_a_day_with_many_times_as_many_persons_as_is_usual_in_the_unit_is_flagged():
    usual = [look(entry=n, at=NOON - timedelta(days=1 + n // 4), person=3 + n % 4) for n in range(1, 13)]
    [flag] = found(*usual, *(look(entry=100 + n, person=100 + n) for n in range(20)))
    assert (flag.kind, flag.entry, flag.person, dict(flag.figures)) == (
        FlagKind.MANY,
        100,
        None,
        {"persons": 20, "usual": 4},
    )
    assert found(*usual, *(look(entry=100 + n, person=100 + n) for n in range(19))) == []


def test_an_emergency_is_flagged_and_is_not_a_missing_relation_too():
    assert kinds(look(emergency=True, related=False)) == [FlagKind.EMERGENCY]


def test_a_record_opened_for_care_by_a_unit_in_no_case_of_the_person_is_flagged_and_a_reviewers_is_not():
    assert kinds(look(related=False)) == [FlagKind.UNRELATED]
    assert kinds(look(related=False, for_care=False)) == []


def test_five_refusals_are_flagged_and_four_are_not_however_many_persons_each_was_about():
    refused = [look(entry=n // 2, person=n % 2, refused=True) for n in range(2, 12)]
    [flag] = found(*refused)
    assert (flag.kind, flag.entries, flag.person) == (FlagKind.REFUSED, 5, None)
    assert found(*refused[:-2]) == []


def test_a_refusal_showed_nothing_and_is_no_look_at_the_person():
    assert found(look(staff=ANNA, person=1, refused=True)) == []


# How grave


def test_several_patterns_about_one_person_are_graver_than_more_entries_of_one():
    once = look(entry=1, staff=BORIS, person=3, related=False)
    often = [look(entry=n, staff=BORIS, person=5, related=False) for n in (2, 3)]
    namesake = look(entry=4, staff=BORIS, person=2, related=False)
    unrelated = [one.person for one in found(once, *often, namesake) if one.kind is FlagKind.UNRELATED]
    assert unrelated == [2, 5, 3]


def test_a_shared_surname_that_few_have_is_graver_than_one_that_many_have():
    names = {1: "Svensson", 2: "Svensson", 3: "Berg"}
    looks = [look(entry=n, staff=BORIS, person=n) for n in (1, 2, 3)]
    ranked = gravest(flags(gather(looks), KnownBesideLog(STAFF, names, KINDS))).flags
    assert [one.person for one in ranked] == [3, 1, 2]


def test_of_each_kind_the_gravest_are_kept_and_all_are_counted():
    looks = [look(entry=n, person=100 + n % 7, related=False) for n in range(1, 30)]
    looks += [look(entry=50, staff=ANNA, person=1)]
    kept = gravest(flags(gather(looks), KNOWN), 3)
    assert [(one.kind, one.person, one.entries) for one in kept.flags] == [
        (FlagKind.OWN, 1, 1),
        (FlagKind.UNRELATED, 101, 5),
        (FlagKind.UNRELATED, 102, 4),
        (FlagKind.UNRELATED, 103, 4),
    ]
    assert kept.counts[FlagKind.UNRELATED] == 7


# The twin

LOOKS = st.builds(
    Look,
    entry=st.integers(1, 60),
    at=st.integers(0, 14 * 24).map(lambda hours: NOON + timedelta(hours=hours)),
    staff=st.sampled_from([*STAFF, None]),
    unit=st.sampled_from(["ward", "centre"]),
    person=st.none() | st.integers(1, 6),
    refused=st.booleans(),
    emergency=st.booleans(),
    for_care=st.booleans(),
    related=st.booleans(),
)
LOGS = st.lists(LOOKS, max_size=40, unique_by=lambda one: one.entry).map(
    lambda looks: sorted(looks, key=lambda one: one.entry)
)
LOW = Limits(rare_nights_percent=40, days_known=2, many_times=2, many_at_least=3, refusals=2)


@given(LOGS)
def test_the_flags_are_those_that_a_slow_count_finds(log):
    fast = Counter(
        (one.kind, one.staff, one.unit, one.person, one.entry, one.entries) for one in flags(gather(log), KNOWN, LOW)
    )
    assert fast == Counter(_slow(log))


def _slow(log):
    opened = [one for one in log if not one.refused and one.person is not None]
    for kind in FlagKind:
        groups = {}
        for one in log if kind is FlagKind.REFUSED else opened:
            if _stands_out(kind, one, opened, log):
                alone = kind in (FlagKind.REFUSED, FlagKind.MANY, FlagKind.HOURS)
                day = {FlagKind.MANY: one.at.date(), FlagKind.HOURS: _shift(one)}.get(kind)
                groups.setdefault((one.staff, one.unit, None if alone else one.person, day), []).append(one.entry)
        for (staff, unit, person, _), entries in groups.items():
            yield kind, staff, unit, person, entries[0], len(entries)


def _stands_out(kind, one, opened, log):
    who = STAFF.get(one.staff, Worker(""))
    match kind:
        case FlagKind.OWN:
            return who.person == one.person
        case FlagKind.EMERGENCY:
            return one.emergency
        case FlagKind.UNRELATED:
            return one.for_care and not one.related and not one.emergency
        case FlagKind.COLLEAGUE:
            return one.person == 1 and one.staff != ANNA and one.unit == "ward"
        case FlagKind.SURNAME:
            return (one.staff, one.person) in {(BORIS, 2)}
        case FlagKind.REFUSED:
            return one.refused and sum(o.refused and _same(o, one) for o in log) >= LOW.refusals
        case FlagKind.HOURS:
            return _night(one) and (KINDS[one.unit] in DAY_KINDS or _rare(one.staff, opened))
        case FlagKind.MANY:
            return one.for_care and _many(one, opened)


def _same(one, other):
    return (one.staff, one.unit) == (other.staff, other.unit)


def _night(one):
    return one.at.hour in (22, 23, 0, 1, 2, 3, 4, 5)


def _shift(one):
    return (one.at - timedelta(hours=6)).date()


def _rare(staff, opened):
    own = [one for one in opened if one.staff == staff]
    days, nights = {_shift(one) for one in own}, {_shift(one) for one in own if _night(one)}
    return len(days) >= LOW.days_known and len(nights) / len(days) <= 0.4


def _many(one, opened):
    days = {}
    for other in opened:
        if other.for_care and other.unit == one.unit:
            days.setdefault((other.staff, other.at.date()), set()).add(other.person)
    usual = median(len(persons) for persons in days.values())
    count = len(days[one.staff, one.at.date()])
    return count >= LOW.many_at_least and count >= LOW.many_times * usual
