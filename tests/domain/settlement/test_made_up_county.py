"""A made-up county with what no agreement among the sources has: each case as the county would say it, and its twin."""

from dataclasses import astuple, fields
from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from tests.properties.settlement import twin
from tests.properties.settlement.agreed import CONDITIONS, INDIVIDUAL, MEAN, REGISTRY, agreed, figure
from tests.properties.settlement.test_twin import law_of

from brygga.calendars import Month
from brygga.settlement import MissingColumn, MissingRate, MissingRule, settle

OUT_OF_YEAR = {"from": "2023-01-01"}


def stay(number: int, ready: str, days: int, **other) -> twin.Stay:
    """A stay with every condition met, discharged at noon that many days after its ready notice."""
    told = datetime.fromisoformat(ready)
    whole = {"municipality": "1480", "care_type": "somatic", "person": f"p{number}", "ready_assessed_at": told}
    whole |= {"admitted_at": told - timedelta(days=3), "admission_notice_at": told - timedelta(days=3)}
    whole |= {
        "discharged_at": datetime.combine(told.date() + timedelta(days=days), datetime.min.time()).replace(hour=23)
    }
    empty = {"need_assessed_at": None, "sip_required": False, "sip_called_at": None, "outpatient_available": True}
    return twin.Stay(**{"stay_id": f"s{number}", "ready_at": told, **empty, **whole, **other})


def settled(agreement, stays, first="2023-01", last="2023-12", columns=None):
    names = [field.name for field in fields(twin.Stay)]
    table = pa.table(
        {name: list(values) for name, values in zip(names, zip(*map(astuple, stays), strict=True), strict=True)}
    )
    table = table.select(columns) if columns else table
    return settle(agreement, REGISTRY, table, Month.parse(first), Month.parse(last), detail=True)


def check(agreement, stays, first="2023-01", last="2023-12") -> dict[str, int]:
    """The amount of each month of Göteborg, which the twin says too."""
    document = settled(agreement, stays, first, last).to_json()
    expected = twin.settle(stays, law_of(agreement), first, last, Month.parse(last).last)
    for line in document["lines"]:
        line.pop("name")
        line["rules"].sort(key=lambda one: one["rule"])
    assert document["lines"] == expected
    return {line["month"]: int(line["amount"]) for line in document["lines"]}


def test_each_kind_of_care_has_a_limit_of_its_own():
    somatic = {**MEAN, "id": "somatic", "limit": "3", "applies": {"care_type": "somatic"}}
    psychiatric = {**MEAN, "id": "psychiatric", "limit": "5", "applies": {"care_type": "psychiatric"}}
    stays = [stay(1, "2023-03-06T09:00", 5), stay(2, "2023-03-06T09:00", 6, care_type="psychiatric")]
    assert check(agreed(somatic, psychiatric), stays) == {"2023-03": (2 + 1) * 10500}
    (line,) = settled(agreed(somatic, psychiatric), stays).lines
    assert (line.mean_days, line.excess_days, line.in_mean) == (None, None, 2)
    assert [(part.rule, part.mean_days, part.limit) for part in line.rules] == [
        ("somatic", "5.0", "3"),
        ("psychiatric", "6.0", "5"),
    ]


def test_a_kind_of_care_is_exempt_until_a_day():
    exempt = {"id": "exempt", "basis": "none", "to": "2023-06-30", "applies": {"care_type": "psychiatric"}}
    stays = [
        stay(1, "2023-06-20T09:00", 9, care_type="psychiatric"),
        stay(2, "2023-06-28T09:00", 9, care_type="psychiatric"),
        stay(3, "2023-06-20T09:00", 9),
    ]
    # The second is exempt to the end of June, and paid for from 1 July: 1 to 6 July.
    assert check(agreed(exempt), stays) == {"2023-06": 6 * 10500, "2023-07": 6 * 10500}


def test_a_mean_of_all_discharged_where_nobody_leaves_it():
    rule = {**MEAN, "id": "all", "population": "all-discharged", "leaves_after": None, "free": 0}
    stays = [stay(1, "2023-03-01T09:00", 20), stay(2, "2023-03-02T09:00", 0, outpatient_available=False)]
    assert check(agreed(rule), stays) == {"2023-03": (20 - 2 * 3) * 10500}
    (line,) = settled(agreed(rule), stays).lines
    assert (line.in_mean, line.individual_stays, line.excluded) == (2, 0, {"outpatient_unavailable": 1})


def test_a_mean_that_is_a_gate_has_each_stays_own_days_charged():
    gate = {"id": "gate", "basis": "gate", "limit": "2.5", "free": 3}
    over = [stay(1, "2023-03-06T09:00", 6), stay(2, "2023-03-06T09:00", 0)]
    assert check(agreed(gate), over) == {"2023-03": 3 * 10500}
    assert check(agreed(gate), [*over, stay(3, "2023-03-07T09:00", 1)]) == {"2023-03": 0}
    models = {one.stay_id: (one.model, one.charged_days) for one in settled(agreed(gate), over).stays or ()}
    assert models == {"s1": ("gate", 3), "s2": ("gate", 0)}


@pytest.mark.parametrize(("sent", "days"), [("11:59:59", 3), ("12:00:00", 2), ("12:00:01", 2)])
def test_a_notice_must_be_sent_before_noon(sent, days):
    rule = {**INDIVIDUAL, "late": {"at": "12:00", "exactly": "late", "shifts": 1}}
    assert check(agreed(rule), [stay(1, f"2023-03-06T{sent}", 6)]) == {"2023-03": days * 10500}


def test_a_quarter_decides_the_months_ahead_until_a_better_one():
    rule = {**MEAN, "id": "quarters", "basis": "gate", "over": "quarter", "carries": "until-better", **OUT_OF_YEAR}
    stays = [stay(n, f"2023-{n:02d}-06T09:00", days) for n, days in enumerate((6, 1, 5, 5, 0, 0, 7, 0, 7, 2), start=1)]
    paid = check(agreed(rule), stays)
    # Of the first quarter the mean is 4 and decides the second; of that it is under 2, which frees the third; and of
    # the third over 4, for the last.
    assert {month for month, amount in paid.items() if amount} == {"2023-04"}
    assert check(agreed(rule), [*stays, stay(11, "2023-11-06T09:00", 5)])["2023-11"] == 2 * 10500
    alone = settled(agreed(rule), stays, "2023-04", "2023-04").lines
    assert [(str(line.month), line.amount) for line in alone] == [("2023-04", 2 * 10500)]


def test_weekdays_alone_are_counted_and_a_friday_afternoon_is_a_monday():
    rule = {"id": "weekdays", "basis": "individual", "days": "weekdays", "free": 1, "late": INDIVIDUAL["late"]}
    friday, after_noon = "2023-03-03T11:00", "2023-03-03T13:00"
    assert check(agreed(rule), [stay(1, friday, 5)]) == {"2023-03": 2 * 10500}
    assert check(agreed(rule), [stay(1, after_noon, 5)]) == {"2023-03": 1 * 10500}
    # Easter: from Maundy Thursday, 6 April, to Easter Monday offices are closed.
    assert check(agreed(rule), [stay(1, "2023-04-05T09:00", 7)]) == {"2023-04": 1 * 10500}


def test_an_own_amount_holds_from_the_middle_of_a_year_and_of_a_month():
    own = [{"from": "2023-01-01", "to": "2023-07-14", "kronor": 10500}, {"from": "2023-07-15", "kronor": 6000}]
    agreement = agreed({**INDIVIDUAL, "amount": own}, rates={})
    assert check(agreement, [stay(1, "2023-07-10T09:00", 20)]) == {"2023-07": 2 * 10500 + 15 * 6000}
    assert settled(agreement, [stay(1, "2023-07-10T09:00", 20)]).rates == {"2023": 10500, "2023-07-15": 6000}
    assert check(agreed({**MEAN, "amount": own}), [stay(1, "2023-08-10T09:00", 20)]) == {"2023-08": 17 * 6000}


def test_a_daily_rate_of_the_agreements_own_counts_from_its_day_and_not_from_new_year():
    own = figure("daily-rate", (10500, None, None))
    halved = figure("daily-rate", (6000, datetime(2023, 7, 1).date(), None))
    stays = [stay(1, "2023-08-10T09:00", 20)]
    assert settled(agreed(INDIVIDUAL, own=(own,)), stays).total == 178_500
    assert settled(agreed(INDIVIDUAL, own=(halved,)), stays).total == 102_000


def test_liability_that_is_not_yet_active_costs_nothing_until_it_is():
    none, later = {"id": "not-yet", "basis": "none", "to": "2023-08-31"}, {**INDIVIDUAL, "from": "2023-09-01"}
    stays = [stay(1, "2023-08-20T09:00", 20), stay(2, "2023-08-01T09:00", 20)]
    # Of the first the days from 1 September on.
    assert check(agreed(none, later), stays) == {"2023-08": 0, "2023-09": 8 * 10500}


def test_persons_are_counted_once_however_often_they_are_discharged():
    rule = {**MEAN, "counts": "persons"}
    stays = [stay(1, "2023-03-06T09:00", 4), stay(2, "2023-03-20T09:00", 4, person="p1")]
    assert check(agreed(rule), stays) == {"2023-03": 5 * 10500}
    assert check(agreed(MEAN), stays) == {"2023-03": 2 * 10500}


def test_days_are_counted_from_the_assessment_where_the_rule_says_so():
    assessed = stay(1, "2023-03-07T09:00", 7, ready_assessed_at=datetime(2023, 3, 6, 23))
    assert check(agreed(MEAN), [assessed]) == {"2023-03": 4 * 10500}
    assert check(agreed({**MEAN, "counted_from": "assessment"}), [assessed]) == {"2023-03": 5 * 10500}


def test_that_readiness_was_opposed_is_a_reason_in_the_place_that_the_rule_gives_it():
    rule = {**INDIVIDUAL, "conditions": ("not-opposed", *CONDITIONS)}
    opposed = stay(1, "2023-03-06T09:00", 6, not_opposed=False, outpatient_available=False)
    assert check(agreed(rule), [opposed]) == {"2023-03": 0}
    assert settled(agreed(rule), [opposed]).lines[0].excluded == {"opposed": 1}
    assert settled(agreed(INDIVIDUAL), [opposed]).lines[0].excluded == {"outpatient_unavailable": 1}


def test_a_rule_that_needs_a_column_that_is_absent_names_both():
    with pytest.raises(MissingColumn, match="the rule 'mean' of made-up needs the column 'person'"):
        settled(agreed({**MEAN, "counts": "persons"}), [stay(1, "2023-03-06T09:00", 6)], columns=REQUIRED)


REQUIRED = [field.name for field in fields(twin.Stay)][:11]


def test_a_rule_that_is_missing_ends_the_search_when_a_stay_needs_it():
    agreement = agreed({**MEAN, "from": "2023-03-01"}, missing=[{"to": "2023-02-28", "look_in": "det äldre avtalet"}])
    january = stay(1, "2023-01-06T09:00", 5)
    with pytest.raises(
        MissingRule, match=r"made-up has no rule of payment liability for 2023-01-01.*det äldre avtalet"
    ):
        settled(agreement, [january])
    over_the_border = stay(2, "2023-02-27T09:00", 5)
    assert settled(agreement, [over_the_border]).total == 2 * 10500
    with pytest.raises(MissingRule):
        settled(agreement, [january], "2023-01", "2023-02")


def test_a_month_whose_amount_nobody_has_set_stops_the_settlement():
    own = [{"from": "2023-07-01", "kronor": 6000}]
    with pytest.raises(MissingRate):
        settled(agreed({**MEAN, "amount": own}), [stay(1, "2023-08-06T09:00", 5)])


def test_of_psychiatric_care_in_2018_the_act_gives_thirty_days(registry):
    of_2018 = [
        stay(1, "2018-03-01T13:00", 32, care_type="psychiatric"),
        stay(2, "2018-03-01T13:00", 5),
        stay(3, "2018-12-20T09:00", 20, care_type="psychiatric"),
    ]
    names = REQUIRED
    rows = [dict(zip([field.name for field in fields(twin.Stay)], astuple(one), strict=True)) for one in of_2018]
    table = pa.table({name: [row[name] for row in rows] for name in names})
    law, rates = registry.agreement("sverige"), {2018: 7000, 2019: 7800}
    lines = settle(law, registry, table, Month(2018, 3), Month(2019, 1), rates).lines
    paid = {str(line.month): line.amount for line in lines}
    # From 31 March: that day and the next; of the somatic stay 5 March; of the last every day from 1 January 2019.
    assert paid == {"2018-03": (1 + 1) * 7000, "2018-04": 7000, "2019-01": 8 * 7800}
