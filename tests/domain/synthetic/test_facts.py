"""The made-up people's facts: one need each, credible, free of contradictions, and whatever the vocabulary holds."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brygga.agreements import load_all
from brygga.discharge import Stage
from brygga.discharge.situation import situation
from brygga.rules import Fact, Text, Value
from brygga.rules.facts import Impossible, Vocabulary
from brygga.synthetic import MadePerson
from brygga.synthetic.discharge.stays import is_discharge, state_of
from brygga.synthetic.facts import FactColumns, schema
from brygga.synthetic.given import of_person
from brygga.synthetic.needs import Needs
from brygga.synthetic.people import IdentityKind
from brygga.synthetic.shares import parse, shares

VOCABULARY = load_all().every_word
NAME = Text("namn", "name")


def choice(key: str, *values: str) -> Fact:
    return Fact(key, "choice", NAME, tuple(Value(one, NAME) for one in values), NAME, NAME)


def yes_no(key: str) -> Fact:
    return Fact(key, "yes-no", NAME, (Value(False, NAME), Value(True, NAME)), NAME, NAME)


def made_up(*facts: Fact, impossible: tuple[dict[str, int], ...] = ()) -> Vocabulary:
    return Vocabulary({one.key: one for one in facts}, impossible=tuple(Impossible(one, NAME) for one in impossible))


@pytest.fixture(scope="module")
def rows(county):
    """Every person's facts, with the person and the states of the person's cases under `_`."""
    names, found, making = schema(VOCABULARY).names, [], FactColumns(county, VOCABULARY)
    for block in county.blocks():
        states = [(case.person, state_of(case, county.as_of)) for case in block.cases if is_discharge(case)]
        said = [(person, situation(state)) for person, state in states]
        for person, row in zip(block.people, zip(*making.columns(block.people, said), strict=True), strict=True):
            own = [state for other, state in states if other is person]
            found.append(dict(zip(names, row, strict=True)) | {"_": (person, own)})
    return found


def share(rows, fact, value=True):
    return sum(row[fact] == value for row in rows) / len(rows)


def test_everybody_has_a_value_of_every_fact_and_none_contradicts_another(rows):
    assert len({row["identity_number"] for row in rows}) == len(rows) == 60_000
    for row in rows[::7]:
        known = VOCABULARY.known({key: row[key] for key in VOCABULARY.facts})
        assert known.keys() == VOCABULARY.facts.keys()
        assert not VOCABULARY.contradictions(known)


def test_age_is_counted_in_whole_years_from_the_birth_date():
    def at(born: date, on: date) -> dict[str, object]:
        return of_person(MadePerson(0, "", IdentityKind.RESERVE, "", "", born, "", "", ""), on)

    assert at(date(2005, 6, 15), date(2023, 6, 14))["age"] == 17
    assert at(date(2005, 6, 15), date(2023, 6, 15))["age"] == 18
    assert at(date(2004, 2, 29), date(2023, 2, 28)) == {"age": 18, "turns_20_this_year": False}
    assert at(date(2003, 12, 31), date(2023, 1, 1)) == {"age": 19, "turns_20_this_year": True}


def test_the_age_of_a_row_is_that_of_the_person(rows):
    for row in rows[::50]:
        person, _ = row["_"]
        assert row["age"] == of_person(person, date(2023, 12, 31))["age"]
        assert row["municipality"] == person.municipality


def test_children_do_not_live_in_special_housing_for_the_elderly_nor_have_home_help(rows):
    young = [row for row in rows if row["age"] < 18]
    assert not share(young, "dwelling", "special-housing-elderly")
    assert not share(young, "home_help")
    assert share(young, "dwelling", "family-home") > 0


def test_almost_all_are_registered_in_a_party_municipality_and_some_seek_asylum(rows):
    assert 0.96 < share(rows, "registered", "party") < 0.99
    assert 0.002 < share(rows, "legal_status", "asylum-seeker") < 0.01
    housed = [row for row in rows if row["dwelling"] == "asylum-housing"]
    assert housed
    assert {row["legal_status"] for row in housed} == {"asylum-seeker"}


@pytest.mark.parametrize("fact", ["support_eating", "support_dressing", "support_moving", "support_hygiene"])
def test_support_is_needed_more_often_the_older_one_is(rows, fact):
    limits = (18, 65, 80, 90, 121)
    groups = [[row for row in rows if low <= row["age"] < high] for low, high in pairwise(limits)]
    shares_by_age = [share(group, fact) for group in groups]
    assert shares_by_age == sorted(shares_by_age)
    assert shares_by_age[-1] > 10 * shares_by_age[0]


def test_few_are_inpatients_and_whoever_is_so_by_the_messages_is_so_here(rows):
    assert 0.001 < 1 - share(rows, "inpatient", "none") < 0.01
    wanted = {Stage.ADMITTED: "admitted", Stage.NOTIFIED: "admitted", Stage.READY: "discharge-ready"}
    seen = Counter()
    for row in rows:
        for state in row["_"][1]:
            if state.stage in wanted:
                assert row["inpatient"] == wanted[state.stage]
                assert row["care_area"] == state.care_type
                assert row["admission_notice_given"] == (state.notice_at is not None)
                seen[row["inpatient"]] += 1
    assert seen.keys() == {"admitted", "discharge-ready"}
    assert seen["discharge-ready"] == sum(row["inpatient"] == "discharge-ready" for row in rows)


def test_only_the_placed_are_acutely_placed_and_only_homes_for_it_place_anybody(rows):
    placed = [row for row in rows if row["placed_by"] != "nobody"]
    assert {row["dwelling"] for row in placed} == {"hvb", "family-home", "other-24-hour-home", "sis"}
    assert not share([row for row in rows if row["placed_by"] == "nobody"], "placement_acute")


def test_the_table_of_shares_names_only_facts_and_values_of_the_vocabulary_and_turns_on_earlier_facts():
    before = ["age", "turns_20_this_year"]
    for key, lines in shares().items():
        fact = VOCABULARY.facts[key]
        for line in lines:
            assert line.facts <= {*before}, key
            assert line.weights.keys() <= fact.bits.keys(), key
            for part in line.when:
                words = {"yes", "no", False, True} | VOCABULARY.facts[part.fact].bits.keys()
                assert part.values <= words or VOCABULARY.facts[part.fact].is_number, (key, part)
        assert not lines[-1].when, f"{key}: the last line is not `otherwise`"
        before.append(key)


def test_a_fact_that_the_table_does_not_name_has_even_weights_and_leaves_the_others_as_they_were():
    settled = [{"age": at % 100, "turns_20_this_year": False} for at in range(6000)]
    facts = {**VOCABULARY.facts, "shoe": choice("shoe", "left", "right", "both"), "hat": yes_no("hat")}
    more = Needs(replace(VOCABULARY, facts=facts), 7).columns(0, settled)
    before = Needs(VOCABULARY, 7).columns(0, settled)
    assert {key: more[key] for key in before} == before
    assert list(more)[-2:] == ["shoe", "hat"]
    assert all(1850 < count < 2150 for count in Counter(more["shoe"]).values())
    assert all(2850 < count < 3150 for count in Counter(more["hat"]).values())


def test_a_new_value_of_a_fact_in_the_table_occurs_now_and_then():
    table = parse('[home]\n"age 0-17" = { flat = 3, house = 1 }\notherwise = { house = 1 }')
    found = Needs(made_up(choice("home", "flat", "house", "boat")), 1, table).columns(0, [{}] * 5000)
    assert 20 < Counter(found["home"])["boat"] < 90


def test_the_first_line_that_fits_counts():
    text = """
    [home]
    "age 0-17" = { flat = 1 }
    "age 18-64; alone yes" = { boat = 1 }
    "age 65-; alone not yes" = { flat = 1 }
    otherwise = { house = 1 }
    """
    age = Fact("age", "age", NAME, tuple(Value(year, NAME) for year in range(121)), NAME, NAME)
    vocabulary = made_up(age, choice("home", "flat", "house", "boat"), yes_no("alone"))
    people = [{"age": age, "alone": alone} for age in (5, 18, 90) for alone in (False, True)]
    found = Needs(vocabulary, 1, {"alone": (), **parse(text)}).columns(0, people)
    assert found["alone"] == [False, True] * 3
    assert found["home"] == ["flat", "flat", "house", "boat", "flat", "house"]


FACTS = (choice("a", "1", "2", "3"), yes_no("b"), choice("c", "1", "2"), yes_no("d"))
MASKS = st.fixed_dictionaries(
    {}, optional={one.key: st.integers(1, one.full - 1 if one.full > 1 else 1) for one in FACTS}
).filter(len)


@settings(deadline=None)
@given(st.lists(MASKS, max_size=5), st.integers(0, 99))
def test_what_any_vocabulary_declares_impossible_is_never_drawn(impossible, seed):
    vocabulary = made_up(*FACTS, impossible=tuple(impossible))
    try:
        columns = Needs(vocabulary, seed).columns(0, [{}] * 40)
    except ValueError as error:
        assert "contradictions" in str(error)
        assert not any(not vocabulary.contradictions(one) for one in situations())
        return
    for row in zip(*columns.values(), strict=True):
        assert not vocabulary.contradictions(vocabulary.known(dict(zip(columns, row, strict=True))))


def situations():
    found = [{}]
    for fact in FACTS:
        found = [one | {fact.key: bit} for one in found for bit in fact.bits.values()]
    return found
