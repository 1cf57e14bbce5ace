"""Whether a SIP is offered at a discharge is what the agreement's table says, in the process as in the table."""

import pytest
from tests.domain.discharge.cast import CENTRE, REGISTRY, at, notified

from brygga.discharge import DISCHARGE, Discharge
from brygga.process import NotAllowed, Sent

NOW = "2023-03-08T12:00"
ONE_SIDE = [["outpatient-care"], ["social-services"]]
BOTH_SIDES = [["outpatient-care", "social-services"], ["municipal-health-care"]]


def under(agreement: str, needs: list[str]) -> Discharge:
    return DISCHARGE.under(notified(needs=needs).state(NOW), REGISTRY.agreement(agreement))


@pytest.mark.parametrize("needs", ONE_SIDE, ids=str)
def test_on_gotland_a_sip_is_offered_to_whoever_needs_one_side_alone(needs):
    assert (under("gotland", needs).sip_required, under("gotland", needs).sip_offered) == (False, True)


@pytest.mark.parametrize("agreement", [one for one in REGISTRY.agreements if one != "gotland"])
@pytest.mark.parametrize("needs", ONE_SIDE, ids=str)
def test_elsewhere_nobody_is_owed_the_offer_that_no_text_makes(agreement, needs):
    assert not under(agreement, needs).sip_offered


@pytest.mark.parametrize("agreement", REGISTRY.agreements)
@pytest.mark.parametrize("needs", BOTH_SIDES, ids=str)
def test_where_both_sides_are_needed_the_acts_own_duty_is_the_only_one(agreement, needs):
    assert (under(agreement, needs).sip_required, under(agreement, needs).sip_offered) == (True, False)


def test_on_gotland_needs_from_one_principal_are_no_reason_for_making_none():
    state = under("gotland", ["outpatient-care"])
    body = DISCHARGE.parse("sip-not-needed", {"reason": "needs-from-one-principal"})
    with pytest.raises(NotAllowed, match="everyone discharged"):
        DISCHARGE.check_says(state, Sent(state.version + 1, at(NOW), "the outpatient-care", CENTRE, body))
    declined = DISCHARGE.parse("sip-not-needed", {"reason": "patient-declines"})
    DISCHARGE.check_says(state, Sent(state.version + 1, at(NOW), "the outpatient-care", CENTRE, declined))


def test_before_any_agreement_is_named_nothing_is_offered():
    assert not notified(needs=["outpatient-care"]).state(NOW).sip_offered
