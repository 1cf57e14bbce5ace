"""Who administers which units and assignments, and what an assignment can be for."""

import pytest

from brygga.access import administration as rules
from brygga.access.administration import AdministeredOrganisation, AdministeredUnit, Administrator, NotAdministered

REGION, TOWN, PROVIDER, ISLAND = (
    AdministeredOrganisation(1, "region"),
    AdministeredOrganisation(2, "municipality"),
    AdministeredOrganisation(3, "provider"),
    AdministeredOrganisation(4, "region", True),
)
HUGO = Administrator(staff=17, organisation=REGION, unit=100, kind="office", purpose="assignments")
WARD = AdministeredUnit(5, "ward", REGION)
CONTRACTED = AdministeredUnit(6, "health-centre", PROVIDER, principal=1)


def unit(
    kind: str, runs: AdministeredOrganisation = REGION, principal: int | None = None, closed: bool = False
) -> AdministeredUnit:
    return AdministeredUnit(7, kind, runs, principal, closed)


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [("office", "administration"), ("office", "log-review"), ("ward", "care"), ("ward", "assignments")],
)
def test_whoever_has_another_purpose_administers_nothing(kind: str, purpose: str) -> None:
    with pytest.raises(NotAdministered, match="own administrator"):
        rules.check_administers(Administrator(17, REGION, 100, kind, purpose))


def test_units_of_the_own_organisation_and_those_under_contract_are_administered() -> None:
    assert rules.administers_unit(HUGO, WARD)
    assert rules.administers_unit(HUGO, CONTRACTED)
    assert not rules.administers_unit(HUGO, unit("home-care", TOWN))
    assert not rules.administers_unit(HUGO, unit("health-centre", PROVIDER, principal=2))


@pytest.mark.parametrize("kind", [*rules.ROLES, "office"])
def test_every_kind_of_unit_gives_only_assignments_for_what_it_does(kind: str) -> None:
    everything = {purpose for purposes in rules.PURPOSES.values() for purpose in purposes}
    both = Administrator(17, ISLAND, 100, "office", "assignments")
    for purpose in everything:
        if purpose in rules.PURPOSES[kind]:
            rules.check_may_give(both, 18, unit(kind, ISLAND), purpose)
        else:
            with pytest.raises(NotAdministered, match="it can be for"):
                rules.check_may_give(both, 18, unit(kind, ISLAND), purpose)


def test_nobody_gives_changes_or_ends_an_assignment_of_their_own() -> None:
    with pytest.raises(NotAdministered, match="their own"):
        rules.check_may_give(HUGO, 17, WARD, "care")
    assert not rules.may_change(HUGO, 17, WARD)
    assert rules.may_change(HUGO, 18, WARD)


def test_a_closed_unit_gets_no_new_assignments() -> None:
    with pytest.raises(NotAdministered, match="closed"):
        rules.check_may_give(HUGO, 18, unit("ward", closed=True), "care")


def test_an_administrator_does_not_close_the_unit_they_act_at() -> None:
    assert not rules.may_close(HUGO, AdministeredUnit(100, "office", REGION))
    assert rules.may_close(HUGO, WARD)
    assert not rules.may_close(HUGO, unit("ward", closed=True))


def test_a_region_opens_no_social_services_and_a_municipality_no_ward() -> None:
    ella = Administrator(19, TOWN, 101, "office", "assignments")
    rules.check_may_open(HUGO, unit("ward"))
    rules.check_may_open(ella, unit("case-officers", TOWN))
    for who, kind in ((HUGO, "case-officers"), (ella, "ward")):
        with pytest.raises(NotAdministered, match="no unit of kind"):
            rules.check_may_open(who, unit(kind, who.organisation))


def test_gotland_is_region_and_municipality_in_one() -> None:
    assert {"ward", "home-care", "case-officers", "office"} <= set(rules.kinds_of(ISLAND, ISLAND))


def test_what_is_the_exercise_of_public_authority_is_not_contracted() -> None:
    assert rules.kinds_of(TOWN, PROVIDER) == ("home-care",)
    assert rules.kinds_of(REGION, PROVIDER) == ("ward", "health-centre", "dental")


def test_an_account_is_changed_by_the_organisation_that_keeps_it_and_never_by_its_owner() -> None:
    assert rules.keeps(HUGO, 18, 1)
    assert not rules.keeps(HUGO, 18, 2)
    assert not rules.keeps(HUGO, 18, None)
    assert not rules.keeps(HUGO, 17, 1)
