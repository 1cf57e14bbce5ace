"""Months that are kept: whatever is said, and looked at when, they are what a settlement makes anew."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.properties.settlement.agreed import figure
from tests.site.cast import signed_in
from tests.site.pages import page
from tests.site.test_settlement import County, at
from tests.tries import tries

from brygga.agreements import Liability
from brygga.agreements.liability import OwnAmount
from brygga.calendars import Month
from brygga.discharge import messages as say
from brygga.process import Correction, NotAllowed
from brygga_site.agreements import registry
from brygga_site.cases.models import Message
from brygga_site.charges import months, reads
from brygga_site.charges.account import Detailed
from brygga_site.charges.keeping import span
from brygga_site.charges.models import KeptStay, SettledMonth
from brygga_site.charges.settling import settle_cases
from brygga_site.charges.stays import stay_from

YEARS, TODAY = (2022, 2023, 2024), date(2024, 3, 20)
FIRST = at("2022-10-20T08:00")


def from_scratch(scope: reads.Scope, year: int) -> list[Detailed]:
    """The year's settlement of every stay there is, out of nothing that is kept."""
    first, last = Month(year, 1), min(Month(year, 12), Month.of(TODAY))
    found = []
    for agreement, codes in reads._agreements(scope):
        rows = KeptStay.objects.filter(agreement=agreement.id, municipality__in=codes).order_by("case_id")
        found.append(settle_cases(agreement, [stay_from(row) for row in rows], first, last))
    return found


def check(scope: reads.Scope) -> None:
    for year in YEARS:
        kept, anew = reads.accounts(scope, year, TODAY), from_scratch(scope, year)
        assert [one.entries for one in kept] == [one.account.entries for one in anew]
        assert [one.agreement for one in kept] == [one.account.agreement for one in anew]
        detailed = reads.detailed(scope, Month(year, 1), min(Month(year, 12), Month.of(TODAY)))
        assert [one.stays for one in detailed] == [one.stays for one in anew]
        assert [list(one.in_order()) for one in detailed] == [list(one.in_order()) for one in anew]


MOMENTS = st.integers(0, 520 * 24).map(lambda hours: FIRST + timedelta(hours=hours))
GAPS = st.one_of(st.integers(0, 30), st.integers(60, 130)).map(lambda days: timedelta(days=days, hours=3))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("stay"), MOMENTS, GAPS, GAPS, st.booleans(), st.sampled_from(("somatic", "psychiatric"))),
        st.tuples(st.just("discharge"), st.integers(0, 9), GAPS),
        st.tuples(st.just("withdraw"), st.integers(0, 9)),
        st.tuples(st.just("unclear"), st.integers(0, 9)),
        st.tuples(st.just("abort"), st.integers(0, 9)),
        st.tuples(st.just("look"), st.sampled_from(YEARS)),
    ),
    min_size=3,
    max_size=9,
)


class Told:
    """A county where things are said; what may not be said as things stand is left unsaid."""

    def __init__(self, county: County) -> None:
        self.county, self.cases = county, []
        self.scope = reads.scope_of(county.region_office)

    def tell(self, step) -> None:
        verb, *rest = step
        if verb == "look":
            reads.accounts(self.scope, rest[0], TODAY)
        elif verb == "stay":
            began, ready, out, discharged, care = rest
            moment = (began + ready).replace(tzinfo=None)
            place = self.county.other if began.day % 3 == 0 else None
            end = (moment + out).isoformat() if discharged else None
            self.cases.append(self.county.stay(moment.isoformat(), end, place, care, told_after=2))
        elif self.cases:
            self.tell_of(verb, self.cases[rest[0] % len(self.cases)], *rest[1:])

    def tell_of(self, verb, case, *rest) -> None:
        rows = list(Message.objects.filter(case=case).order_by("sequence"))
        now = rows[-1].sent_at + timedelta(hours=1)
        if verb == "discharge":
            self.try_to(case, say.Discharged(discharged_at=now + rest[0], destination="home"), now + rest[0])
        elif verb == "abort":
            self.try_to(case, say.Aborted(reason="fel patient"), now)
        elif verb == "unclear":
            self.try_to(case, say.OutpatientInterventions(status="unclear"), now, self.county.centre)
        elif taken_back := [row for row in rows if row.kind in ("discharged", "ready-notice")]:
            self.try_to(case, Correction(of=taken_back[-1].sequence, reason="fel tid"), now)

    def try_to(self, case, body, now, who=None) -> None:
        try:
            self.county.say(case, who or self.county.ward, body, now)
        except NotAllowed:
            return


class KeptIsWhatSettlementMakesAnew(TestCase):
    """Each example in a transaction of its own."""

    @examples(max_examples=tries(12), deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.sampled_from([("14", "1480", "1439"), ("23", "2380", "2321")]), STEPS)
    def test_after_any_messages_in_any_order_every_month_is_what_a_settlement_from_scratch_makes(self, codes, steps):
        told = Told(County(*codes))
        for step in steps:
            told.tell(step)
        check(told.scope)


@pytest.fixture
def county() -> County:
    return County("14", "1480", "1439")


@pytest.mark.django_db
def test_a_message_has_only_the_months_of_its_stay_settled_anew(county: County, monkeypatch) -> None:
    county.stay("2023-02-10T10:00", "2023-02-15T10:00")
    open_stay = county.stay("2023-05-30T10:00", None)
    county.stay("2023-09-10T10:00", "2023-09-15T10:00", county.other)
    scope = reads.scope_of(county.region_office)
    reads.accounts(scope, 2023, TODAY)
    settled = []
    monkeypatch.setattr(
        months, "settle_cases", lambda *given: settled.append((given[2], given[3])) or settle_cases(*given)
    )
    reads.accounts(scope, 2023, TODAY)
    assert settled == []
    body = say.Discharged(discharged_at=at("2023-06-04T10:00"), destination="home")
    county.say(open_stay, county.ward, body, at("2023-06-04T10:00"))
    reads.accounts(scope, 2023, TODAY)
    # Admitted in May and under way until now: every month from May on, of that municipality alone.
    assert settled == [(Month(2023, 5), Month(2023, 12))]
    settled.clear()
    months.changed([KeptStay.objects.get(case=open_stay)])
    reads.accounts(scope, 2023, TODAY)
    assert settled == [(Month(2023, 5), Month(2023, 6))]


@pytest.mark.django_db
def test_a_figure_of_a_past_month_that_a_later_message_changed_carries_a_mark_that_opens_what_changed_it(
    county: County,
) -> None:
    county.stay("2023-10-02T10:00", "2023-10-12T10:00")
    case = county.stay("2023-10-02T10:00", "2023-10-12T10:00")
    office = signed_in(county.region_office)
    month = "/settlement/1480/2023-10"
    assert "Changed after the month had ended" not in page(office, month)
    ready = next(one.sequence for one in case.messages.all() if one.kind == "ready-notice")
    county.say(case, county.ward, Correction(of=ready, reason="Fel patient."), at("2023-11-29T09:00"))
    text = page(office, month)
    assert "Changed after the month had ended" in text and f'href="{month}/{case.pk}"' in text
    assert "29 nov 2023" in text
    assert f'href="{month}#changed"' in page(office, "/settlement?year=2023&municipality=1480")
    assert "#changed" not in page(office, "/settlement?year=2022&municipality=1480")
    county.stay("2023-10-02T10:00", "2023-10-12T10:00", "1490")
    by_municipality = page(office, "/settlement?year=2023").partition("The municipalities over the year")[2]
    assert "changed later" in by_municipality.partition("</table>")[0]
    assert page(office, f"{month}/{case.pk}")


@pytest.mark.django_db
@pytest.mark.parametrize("changed", ["rate", "rule", "amount", "figure", "clauses", "code"])
def test_what_rests_on_other_figures_or_code_is_never_shown(county: County, monkeypatch, settings, changed) -> None:
    county.stay("2026-02-10T10:00", "2026-02-19T10:00")
    scope, today = reads.scope_of(county.region_office), date(2026, 3, 20)
    reads.accounts(scope, 2026, today)
    SettledMonth.objects.update(entry=None, stays=[])
    [kept] = reads.accounts(scope, 2026, today)
    assert kept.entries == ()
    [kept] = reads.detailed(scope, Month(2026, 2), Month(2026, 2))
    assert kept.stays == ()
    if changed == "rate":
        settings.BRYGGA_EXAMPLE_RATES = {2026: 13000}
    elif changed == "clauses":
        monkeypatch.setattr(months, "RULES", months.RULES[1:])
    elif changed == "code":
        monkeypatch.setattr(months, "_code", lambda: "another")
    else:
        agreement = registry().agreement("vastra-gotaland")
        [rule] = agreement.liability.rule
        own = OwnAmount.model_validate({"from": date(2026, 1, 1), "kronor": 6000})
        update = {"rule": {"leaves_after": 9}, "amount": {"amount": (own,)}}.get(changed, {})
        other = Liability(rule=(rule.model_copy(update=update),))
        figures = [one for one in agreement.parameters if one.key != "sip-call-days"]
        if changed == "figure":
            figures.append(figure("sip-call-days", (5, None, None)))
        monkeypatch.setitem(
            registry().agreements, agreement.id, replace(agreement, liability=other, parameters=tuple(figures))
        )
    [anew] = reads.detailed(scope, Month(2026, 2), Month(2026, 2))
    assert anew.stays
    [anew] = reads.accounts(scope, 2026, today)
    assert anew.entries


@pytest.mark.django_db(transaction=True)
def test_a_message_that_comes_while_a_month_is_settled_is_not_lost(
    transactional_db: None, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.stay("2023-02-10T10:00", "2023-02-11T10:00")
    scope = reads.scope_of(county.region_office)

    def meanwhile(*given):
        monkeypatch.setattr(months, "settle_cases", settle_cases)
        other = Thread(target=tells)
        other.start()
        other.join()
        return settle_cases(*given)

    def tells():
        try:
            county.stay("2023-02-10T10:00", "2023-02-25T10:00")
        finally:
            connections.close_all()

    monkeypatch.setattr(months, "settle_cases", meanwhile)
    [before] = reads.accounts(scope, 2023, TODAY)
    assert before.stays == 1
    [after] = reads.accounts(scope, 2023, TODAY)
    assert after.stays == 2


@pytest.mark.django_db
def test_a_settlement_year_asks_no_more_when_there_are_more_stays(county: County) -> None:
    scope = reads.scope_of(county.region_office)
    counts = []
    for day in (10, 11, 12):
        county.stay(f"2023-02-{day}T10:00", "2023-02-25T10:00")
        reads.accounts(scope, 2023, TODAY)
        with CaptureQueriesContext(connection) as asked:
            reads.accounts(scope, 2023, TODAY)
        counts.append(len(asked))
    assert len(set(counts)) == 1


@pytest.mark.parametrize(
    ("out", "kind"),
    [(None, "long"), ("2023-04-03T10:00", "short"), ("2023-04-03T10:01", "long"), ("2022-12-31T10:00", "long")],
)
def test_a_stay_is_short_when_it_began_no_more_than_92_days_before_it_ended(out, kind) -> None:
    assert span(at("2023-01-01T10:00"), out and at(out)) == kind
