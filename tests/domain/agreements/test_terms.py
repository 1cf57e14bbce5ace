"""How long agreements hold, when notice must be given, and when they are renewed or revised."""

from datetime import date

import pytest
from pydantic import ValidationError

from brygga.agreements import Notice, OnePartysNotice, Term, TermKind, TermStanding, load_all
from brygga.agreements.terms import Dates
from brygga.calendars import Period

REGISTRY = load_all()
TODAY = date(2026, 11, 22)


def term(name: str) -> Term:
    return REGISTRY.agreement(name).term


def fixed(effect: OnePartysNotice, *notice: tuple[str, date]) -> Term:
    """Västra Götaland's term with this effect of one party's notice, and these notices."""
    given = tuple(Notice(party=party, on=on) for party, on in notice)
    return term("vastra-gotaland").model_copy(update={"one_partys_notice": effect, "notice": given})


def test_vastra_gotaland_is_in_its_first_period_and_goes_on_for_three_years():
    standing = term("vastra-gotaland").on(TODAY)
    assert standing == TermStanding(
        on=TODAY,
        kind=TermKind.FIXED,
        in_force=True,
        period=Period(date(2023, 1, 1), date(2026, 12, 31)),
        last_day_for_notice=date(2025, 6, 30),
        next_period=Period(date(2027, 1, 1), date(2029, 12, 31)),
        next_last_day_for_notice=date(2028, 6, 30),
    )


def test_jamtland_harjedalen_has_been_renewed_two_years_at_a_time():
    standing = term("jamtland-harjedalen").on(TODAY)
    assert standing.in_force
    assert standing.period == Period(date(2025, 1, 1), date(2026, 12, 31))
    assert standing.last_day_for_notice == date(2026, 6, 30)
    assert standing.next_period == Period(date(2027, 1, 1), date(2028, 12, 31))
    assert standing.next_last_day_for_notice == date(2028, 6, 30)


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2017, 4, 1), Period(date(2017, 4, 1), date(2020, 12, 31))),
        (date(2020, 12, 31), Period(date(2017, 4, 1), date(2020, 12, 31))),
        (date(2021, 1, 1), Period(date(2021, 1, 1), date(2022, 12, 31))),
        (date(2031, 6, 1), Period(date(2031, 1, 1), date(2032, 12, 31))),
    ],
    ids=["first day", "last day", "first renewed day", "many periods on"],
)
def test_a_day_lies_in_the_period_that_holds_on_it(day, period):
    assert term("jamtland-harjedalen").on(day).period == period


def test_the_day_before_the_first_period_the_agreement_is_not_in_force_yet():
    standing = term("vastra-gotaland").on(date(2022, 12, 31))
    assert not standing.in_force
    assert standing.period == Period(date(2023, 1, 1), date(2026, 12, 31))
    assert standing.ends is None


def test_notice_on_the_last_day_ends_the_agreement_for_all_when_the_period_is_over():
    given = fixed(OnePartysNotice.ENDS_FOR_ALL, ("Härryda", date(2025, 6, 30)))
    during, after = given.on(TODAY), given.on(date(2027, 1, 1))
    assert (during.in_force, during.ends, during.next_period) == (True, date(2026, 12, 31), None)
    assert during.next_last_day_for_notice is None
    assert (after.in_force, after.ends, after.period) == (False, date(2026, 12, 31), during.period)


def test_where_the_text_is_silent_nobody_says_what_one_partys_notice_means_for_the_others():
    given = fixed(OnePartysNotice.NOT_STATED, ("Östersund", date(2025, 6, 30)))
    before, during, after = (given.on(day) for day in (date(2025, 6, 29), TODAY, date(2027, 1, 1)))
    assert not before.is_unsaid
    assert (during.in_force, during.ends, during.next_period, during.is_unsaid) == (True, None, None, True)
    assert (after.in_force, after.ends, after.period, after.is_unsaid) == (None, None, during.period, True)
    assert after.to_json()["after_notice"] == "not-stated"


def test_notice_a_day_too_late_does_not_stop_the_renewal():
    standing = fixed(OnePartysNotice.ENDS_FOR_ALL, ("Härryda", date(2025, 7, 1))).on(date(2027, 1, 1))
    assert standing.in_force
    assert standing.period == Period(date(2027, 1, 1), date(2029, 12, 31))


def test_a_notice_is_not_known_before_it_is_given():
    standing = fixed(OnePartysNotice.ENDS_FOR_ALL, ("Härryda", date(2025, 6, 30))).on(date(2025, 6, 29))
    assert standing.notice == ()
    assert standing.next_period is not None


def test_a_party_that_leaves_alone_leaves_the_agreement_in_force_for_the_others():
    given = fixed(OnePartysNotice.LEAVES_ALONE, ("Härryda", date(2025, 1, 1)))
    assert given.on(TODAY).ends is None
    assert [notice.party for notice in given.on(TODAY).notice] == ["Härryda"]
    assert given.on(date(2027, 1, 1)).in_force


def test_notice_within_a_renewed_period_ends_that_period():
    given = fixed(OnePartysNotice.ENDS_FOR_ALL, ("Härryda", date(2028, 6, 30)))
    assert given.on(date(2029, 1, 1)).ends == date(2029, 12, 31)
    assert not given.on(date(2030, 1, 1)).in_force


def rolling(effect: OnePartysNotice = OnePartysNotice.ENDS_FOR_ALL, *days: date) -> Term:
    notice = tuple(Notice(party="Gävle", on=day) for day in days)
    return Term(
        kind=TermKind.ROLLING,
        in_force_from=date(2020, 1, 1),
        notice_months=6,
        one_partys_notice=effect,
        notice=notice,
    )


def test_a_rolling_agreement_has_no_period():
    standing = rolling().on(TODAY)
    assert standing.in_force
    assert (standing.period, standing.last_day_for_notice, standing.next_period, standing.ends) == (None,) * 4


def test_a_rolling_agreement_ends_when_the_time_for_notice_has_run_out():
    given = rolling(OnePartysNotice.ENDS_FOR_ALL, date(2025, 3, 10), date(2025, 1, 31))
    assert given.on(date(2025, 2, 1)).ends == date(2025, 7, 31)
    assert given.on(date(2025, 7, 31)).in_force
    assert not given.on(date(2025, 8, 1)).in_force


def test_a_rolling_agreement_that_one_party_leaves_goes_on():
    standing = rolling(OnePartysNotice.LEAVES_ALONE, date(2025, 1, 31)).on(date(2026, 1, 1))
    assert standing.in_force
    assert standing.ends is None


def test_a_rolling_agreement_that_is_silent_on_one_partys_notice_is_not_said_to_end():
    given = rolling(OnePartysNotice.NOT_STATED, date(2025, 1, 31))
    assert [given.on(day).in_force for day in (date(2025, 7, 31), date(2025, 8, 1))] == [True, None]
    assert given.on(date(2025, 8, 1)).ends is None


def test_a_rolling_agreement_is_not_in_force_before_its_first_day():
    assert not rolling().on(date(2019, 12, 31)).in_force
    assert rolling().on(date(2020, 1, 1)).in_force


def test_gavleborgs_yearly_revision_is_overdue_a_year_after_the_last():
    agreed = term("gavleborg-lansledning")
    assert agreed.on(TODAY).next_revision == date(2024, 2, 24)
    assert agreed.on(TODAY).revision_overdue
    assert not agreed.on(date(2024, 2, 24)).revision_overdue


def test_a_yearly_routine_holds_for_its_year_until_it_is_revised():
    year = Dates.model_validate({"from": date(2026, 1, 1), "to": date(2026, 12, 31)})
    agreed = Term(kind=TermKind.YEARLY, first_period=year)
    standing = agreed.on(TODAY)
    assert standing.in_force
    assert standing.period == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert standing.next_period == Period(date(2027, 1, 1), date(2027, 12, 31))
    assert standing.next_revision == date(2026, 12, 31)
    assert not standing.revision_overdue
    assert not agreed.on(date(2027, 1, 1)).in_force
    assert agreed.on(date(2027, 1, 1)).revision_overdue


@pytest.mark.parametrize("day", [date(2025, 12, 31), TODAY, date(2027, 1, 1)], ids=str)
def test_the_routine_for_plans_does_not_end_with_the_handbook_that_the_plans_follow(day):
    standing = term("gavleborg-samverkansplan").on(day)
    assert standing.in_force
    assert not standing.revision_overdue


def test_gotlands_framework_holds_until_it_is_changed():
    assert term("gotland").on(TODAY) == TermStanding(on=TODAY, kind=TermKind.UNTIL_CHANGED, in_force=True)


def test_the_act_on_discharge_holds_from_2018():
    assert not term("sverige").on(date(2017, 12, 31)).in_force
    assert term("sverige").on(date(2018, 1, 1)).in_force


def test_what_there_is_nothing_of_is_null_in_json():
    assert term("gotland").on(TODAY).to_json() == {
        "kind": "until-changed",
        "in_force": True,
        "period": None,
        "last_day_for_notice": None,
        "notice": [],
        "next_period": None,
        "next_last_day_for_notice": None,
        "next_revision": None,
        "revision_overdue": False,
        "ends": None,
        "after_notice": None,
    }


def test_dates_are_iso_in_json():
    standing = fixed(OnePartysNotice.ENDS_FOR_ALL, ("Härryda", date(2025, 6, 30))).on(TODAY).to_json()
    assert standing["period"] == {"from": "2023-01-01", "to": "2026-12-31"}
    assert standing["notice"] == [{"party": "Härryda", "on": "2025-06-30"}]
    assert standing["ends"] == "2026-12-31"


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [(TermKind.FIXED, "first_period"), (TermKind.ROLLING, "notice_months"), (TermKind.YEARLY, "first_period")],
)
def test_a_term_that_lacks_what_its_kind_needs_is_refused(kind, lacking):
    with pytest.raises(ValidationError, match=f"{lacking}: a {kind} term needs it"):
        Term(kind=kind)
