"""The settlement's pages, Excel and PDF: who sees what, and that every sum is the same wherever it is shown."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from io import BytesIO
from itertools import count, pairwise
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.cache import cache
from pypdf import PdfReader
from tests.properties.settlement.agreed import INDIVIDUAL, MEAN, agreed

from brygga.access.basis import Basis
from brygga.agreements import LiabilityBasis
from brygga.calendars import Month
from brygga.discharge import messages as say
from brygga.process import FreeMessage
from brygga.settlement import RulePart, SettlementLine
from brygga_site.agreements import registry
from brygga_site.cases import actions
from brygga_site.cases.models import Overview
from brygga_site.charges import months, reads
from brygga_site.charges.entries import SettlementEntry
from brygga_site.charges.models import KeptStay
from brygga_site.organisations.models import Assignment, Organisation, Staff, Unit
from brygga_site.people.models import Person
from brygga_site.trail.models import Entry
from brygga_site.web.settlement.filters import kronor

pytestmark = pytest.mark.django_db
SWEDEN = ZoneInfo("Europe/Stockholm")
FREE_TEXT = "hemligheter om patienten"


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


class County:
    """A region and two municipalities with a ward, a health centre and their offices."""

    def __init__(self, region: str, own: str, other: str) -> None:
        self.numbers = count(1)
        self.own, self.other = own, other
        names = {region: "Regionen", own: "Kommunen", other: "Grannkommunen"}
        self.organisations = {
            code: Organisation.objects.create(kind="region" if code == region else "municipality", code=code, name=name)
            for code, name in names.items()
        }
        self.ward = self.works("ward", region, "ward", "inpatient-care")
        self.centre = self.works("centre", region, "health-centre", "outpatient-care")
        self.region_office = self.works("region-office", region, "office", "")
        self.own_office = self.works("own-office", own, "office", "")
        self.other_office = self.works("other-office", other, "office", "")

    def works(self, name: str, code: str, kind: str, role: str) -> Assignment:
        """Somebody at a new unit."""
        hsa_id = f"SE2321000131-{code}{name}"
        unit = Unit.objects.create(
            hsa_id=hsa_id, organisation=self.organisations[code], kind=kind, role=role, name=name, municipality=self.own
        )
        staff = Staff.objects.create_user(hsa_id, name=name)
        purpose = {"": "administration", "social-services": "social-care"}.get(role, "care")
        return Assignment.objects.create(
            staff=staff, unit=unit, title="Controller", purpose=purpose, from_day=date(2018, 1, 1)
        )

    def stay(self, ready, discharged, municipality=None, care="somatic", told_after=1, available=True):
        """A case told in messages, with the ready notice and the discharge at these times; None leaves one unsaid."""
        number = next(self.numbers)
        person = Person.objects.create(
            identity_number=f"{number:012d}",
            given_name="Hemlig",
            family_name="Patientsson",
            municipality=municipality or self.own,
        )
        admitted = at(ready or discharged) - timedelta(days=4)
        admission = say.Admission(admitted_at=admitted, care_type=care, needs_expected=True)
        case = actions.open_case(self.ward, person, admission, f"open-{number}", admitted)
        notice = say.AdmissionNotice(
            expected_discharge=admitted.date() + timedelta(days=9),
            needs=["outpatient-care"],
            recipients=[self.centre.unit.hsa_id],
        )
        self.say(case, self.ward, notice, admitted + timedelta(hours=told_after))
        self.say(case, self.ward, FreeMessage(text=FREE_TEXT), admitted + timedelta(hours=told_after))
        if ready:
            self.say(case, self.ward, say.ReadyNotice(assessed_at=at(ready)), at(ready))
            status = "available" if available else "unclear"
            self.say(case, self.centre, say.OutpatientInterventions(status=status), at(ready))
        if discharged:
            body = say.Discharged(discharged_at=at(discharged), destination="home")
            self.say(case, self.ward, body, at(discharged))
        return case

    def say(self, case, assignment, body, now):
        seen = Overview.objects.get(case=case).version
        return actions.say(assignment, case.pk, body, seen, f"{body.kind}-{seen}", now)


@pytest.fixture
def county():
    return County("14", "1480", "1439")


@pytest.fixture
def statutory():
    return County("23", "2380", "2321")


@pytest.fixture
def march(county):
    """The contract's example: stays of 0, 7, 5 and 3 days, then one of 8."""
    for days in (0, 7, 5, 3):
        county.stay("2023-03-10T10:00", f"2023-03-{10 + days}T11:00")
    county.stay("2023-03-10T10:00", "2023-03-18T11:00", care="psychiatric")
    return county


@pytest.fixture
def browse(client):
    """Opens a page in English as somebody at a unit."""

    def opens(assignment, address):
        client.force_login(assignment.staff)
        client.cookies["django_language"] = "en"
        return client.get(address)

    return opens


def text(response) -> str:
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_a_month_costs_the_days_over_the_mean_and_the_long_stays_on_their_own(browse, march):
    page = text(browse(march.region_office, "/settlement?year=2023"))
    assert "84 000 kr" in page
    assert "over 3.0" in page
    assert "3.8" in page


def test_every_number_of_the_sum_stands_on_the_months_page(browse, march):
    page = text(browse(march.own_office, "/settlement/1480/2023-03"))
    for part in ("3 × 10 500 kr", "31 500 kr", "5 × 10 500 kr", "52 500 kr", "84 000 kr", "HSLF-FS 2022:60"):
        assert part in page
    assert "/agreements/vastra-gotaland/clauses/C.utskrivning.5.2.4" in page


def test_a_long_stay_cites_the_clauses_of_long_stays(march):
    scope = reads.scope_of(march.region_office)
    [one] = reads.detailed(scope, Month(2023, 3), Month(2023, 3))
    [long] = one.in_group("individual")
    assert long.clauses == ("C.utskrivning.5.2.4", "C.utskrivning.5.2.4.1", "C.utskrivning.5.2.4.2")
    assert (one.account.entries[0].somatic, one.account.entries[0].psychiatric) == (0, 1)


def test_a_region_sees_every_municipality_and_a_municipality_itself_alone(browse, march):
    march.stay("2023-03-10T10:00", "2023-03-19T11:00", march.other)
    assert "/settlement/1439/2023-03" in text(browse(march.region_office, "/settlement?year=2023"))
    own = text(browse(march.own_office, "/settlement?year=2023"))
    assert "/settlement/1439/2023-03" not in own
    assert "84 000 kr" in own
    assert browse(march.own_office, "/settlement/1439/2023-03").status_code == 404
    assert browse(march.own_office, "/settlement/excel?year=2023&municipality=1439").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/settlement",
        "/settlement?year=nonsense",
        "/settlement/1480/2023-03",
        "/settlement/excel",
        "/settlement/pdf",
        "/settlement/chart",
    ],
)
def test_a_ward_gets_the_answer_for_what_is_missing(browse, county, address):
    assert browse(county.ward, address).status_code == 404


@pytest.mark.parametrize("address", ["/settlement/9999/2023-03", "/settlement?municipality=0180&year=2023"])
def test_an_unknown_or_foreign_municipality_is_missing(browse, county, address):
    assert browse(county.region_office, address).status_code == 404


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/settlement?year=23", "“23” is no year"),
        ("/settlement?year=1999", "Choose a year from 2018"),
        ("/settlement?year=2023&month=13", "“13” is no month"),
        ("/settlement?year=2023&sort=name", "“name”"),
        ("/settlement/1480/2023-13", "“2023-13” is no month"),
        ("/settlement/1480/2099-01", "“2099” is no year"),
        ("/settlement/1480/9999-01", "“9999-01” is no month"),
        ("/settlement/pdf?year=x", "“x” is no year"),
    ],
)
def test_an_address_that_cannot_be_read_is_answered_with_what_is_wrong(browse, county, address, told):
    response = browse(county.region_office, address)
    assert response.status_code == 400
    assert told in text(response)


MARCH = "/settlement/1480/2023-03"


def test_offices_see_times_and_kinds_but_no_names_no_free_text_and_no_way_into_the_case(browse, county):
    case = county.stay("2023-03-10T10:00", "2023-03-18T11:00")
    rows, stay = (text(browse(county.region_office, address)) for address in (MARCH, f"{MARCH}/{case.pk}"))
    assert "2023-03-10 –" in rows
    assert f'href="{MARCH}/{case.pk}"' in rows
    assert "2023-03-10 10:00" in stay
    assert "Discharge-ready" in stay
    for hidden in ("Patientsson", "Hemlig", FREE_TEXT, "/cases/"):
        assert hidden not in rows + stay


def test_a_stay_that_costs_nothing_says_why_and_by_which_clause(browse, county):
    case = county.stay("2023-03-10T10:00", "2023-03-19T11:00", told_after=25)
    page, stay = (text(browse(county.region_office, address)) for address in (MARCH, f"{MARCH}/{case.pk}"))
    assert "zero invoice" in page
    for shown in (page, stay):
        assert "The admission notice was sent too late" in shown
    assert "/agreements/vastra-gotaland/clauses/2017-612.2.3.1" in stay


def test_a_stay_opened_in_its_month_is_what_its_own_page_says_without_the_page_around_it(client, browse, march):
    case = KeptStay.objects.get(care_type="psychiatric").case_id
    page = text(browse(march.own_office, f"{MARCH}/{case}"))
    assert "52 500 kr" in page
    part = text(client.get(f"{MARCH}/{case}", headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert part.strip() in page
    # Sentences of one section are cited once, by it.
    assert part.count("/agreements/vastra-gotaland/clauses/C.utskrivning.5.2.4") == 1


def test_a_stay_of_another_month_or_municipality_is_missing_and_the_latter_is_on_the_trail(browse, march):
    own = KeptStay.objects.filter(municipality=march.own).first()
    other = march.stay("2023-03-10T10:00", "2023-03-19T11:00", march.other)
    assert browse(march.own_office, f"/settlement/1480/2023-04/{own.case_id}").status_code == 404
    assert browse(march.own_office, f"{MARCH}/00000000-0000-4000-8000-000000000000").status_code == 404
    before = Entry.objects.count()
    assert browse(march.own_office, f"{MARCH}/{other.pk}").status_code == 404
    [entry] = Entry.objects.order_by("sequence")[before:]
    assert (entry.decision, entry.ground) == ("refused", Basis.OTHER_MUNICIPALITY)
    assert [one.person for one in entry.subjects.all()] == [other.person_id]
    assert browse(march.own_office, f"/settlement/1439/2023-03/{other.pk}").status_code == 404
    assert browse(march.ward, f"{MARCH}/{own.case_id}").status_code == 404


def test_the_months_page_settles_nothing_and_reads_no_message_once_it_is_kept(browse, march, monkeypatch):
    page = text(browse(march.own_office, MARCH))
    monkeypatch.setattr(months, "settle_cases", None)
    monkeypatch.setattr(reads, "_grounds_of", None)
    assert text(browse(march.own_office, MARCH)).count('<details class="ds-card stay') == 5
    assert rows_of(text(browse(march.own_office, MARCH))) == rows_of(page)


def rows_of(page: str) -> str:
    return page.partition('<ul class="stays"')[2].partition("</ul>")[0]


def test_in_the_statutes_model_every_day_counts_in_its_own_month_at_its_own_years_rate(browse, statutory):
    statutory.stay("2022-12-28T10:00", "2023-01-03T10:00")
    assert "9 300 kr" in text(browse(statutory.region_office, "/settlement?year=2022"))
    assert "21 000 kr" in text(browse(statutory.region_office, "/settlement?year=2023"))
    assert "2 × 10 500 kr" in text(browse(statutory.own_office, "/settlement/2380/2023-01"))


def test_the_months_page_and_the_year_agree(statutory):
    statutory.stay("2023-01-20T10:00", "2023-03-05T10:00")
    statutory.stay("2023-02-01T13:00", None)
    scope = reads.scope_of(statutory.region_office)
    [year] = reads.accounts(scope, 2023, date(2026, 5, 1))
    assert len(year.entries) == 12
    for entry in year.entries:
        [month] = reads.detailed(scope, entry.line.month, entry.line.month, statutory.own)
        assert month.account.entries == (entry,)
        assert sum(stay.result.amount for stay in month.stays) == entry.line.amount


def test_a_month_that_has_not_begun_charges_nobody(statutory):
    statutory.stay("2026-04-01T10:00", None)
    [account] = reads.accounts(reads.scope_of(statutory.region_office), 2026, date(2026, 5, 20))
    assert [str(entry.line.month) for entry in account.entries] == ["2026-04", "2026-05"]


def test_an_example_rate_is_marked_on_every_page_and_in_every_document(browse, county, settings):
    settings.BRYGGA_EXAMPLE_RATES = {2026: 12000}
    county.stay("2026-03-10T10:00", "2026-03-19T11:00")
    for address in ("/settlement?year=2026", "/settlement?year=2026&month=3", "/settlement/1480/2026-03"):
        assert "Example rate, not from a regulation." in text(browse(county.region_office, address))
    for row in workbook(browse(county.region_office, "/settlement/excel?year=2026")):
        assert row["A1"].value.startswith("EXEMPELBELOPP") or row.title == "Om"
    for page in paper(browse(county.region_office, "/settlement/pdf?year=2026")).pages:
        assert "EXEMPELBELOPP" in page.extract_text()


def test_a_rate_from_a_regulation_is_not_marked_as_an_example(browse, march):
    assert "xample rate" not in text(browse(march.region_office, "/settlement?year=2023"))
    assert "EXEMPEL" not in paper(browse(march.region_office, "/settlement/pdf?year=2023")).pages[0].extract_text()


def test_a_year_without_a_rate_says_so_and_other_years_are_shown(browse, march, settings):
    settings.BRYGGA_EXAMPLE_RATES = {}
    march.stay("2026-03-10T10:00", "2026-03-19T11:00")
    for address in ("/settlement?year=2026", "/settlement/1480/2026-03"):
        page = text(browse(march.region_office, address))
        assert "There is no daily rate for 2026" in page
        assert "HSLF-FS 2025:74" in page
        assert " kr<" not in page
    assert "84 000 kr" in text(browse(march.region_office, "/settlement?year=2023"))
    assert "HSLF-FS 2025:74" in paper(browse(march.region_office, "/settlement/pdf?year=2026")).pages[0].extract_text()


def test_before_there_is_a_case_the_page_says_what_will_stand_there(browse, county):
    assert "There is nothing to settle yet" in text(browse(county.region_office, "/settlement"))


def test_a_month_without_stays_says_so(browse, march):
    assert "No stay of Göteborgs kommun" in text(browse(march.region_office, "/settlement/1480/2023-05"))
    assert "No stay was discharged" in text(browse(march.region_office, "/settlement?year=2023&month=5"))


def test_a_case_closed_by_mistake_is_no_stay(browse, county):
    case = county.stay("2023-03-10T10:00", None)
    county.say(case, county.ward, say.Aborted(reason="fel patient"), at("2023-03-11T10:00"))
    assert "There is nothing to settle yet" in text(browse(county.region_office, "/settlement?year=2023"))


def test_a_new_message_changes_the_settlement_at_once(browse, march):
    assert "84 000 kr" in text(browse(march.region_office, "/settlement?year=2023"))
    march.stay("2023-03-10T10:00", "2023-03-19T11:00")
    assert "147 000 kr" in text(browse(march.region_office, "/settlement?year=2023"))


def test_a_stay_whose_times_do_not_fit_is_named_and_the_others_are_settled(browse, march):
    wrong = march.stay("2023-03-10T10:00", "2023-03-19T11:00")
    KeptStay.objects.filter(case=wrong).update(ready_at=at("2023-03-20T10:00"))
    page = text(browse(march.region_office, "/settlement?year=2023"))
    assert str(wrong.pk)[:8] in page
    assert "The discharge is from before" in page
    assert "84 000 kr" in page


def test_the_municipality_that_owes_most_comes_first_when_asked(browse, march):
    march.stay("2023-03-10T10:00", "2023-03-19T11:00", march.other)
    by_code = text(browse(march.region_office, "/settlement?year=2023&month=3"))
    by_amount = text(browse(march.region_office, "/settlement?year=2023&month=3&sort=amount"))
    assert by_code.index("/settlement/1439/") < by_code.index("/settlement/1480/")
    assert by_amount.index("/settlement/1480/") < by_amount.index("/settlement/1439/")


def test_the_chart_is_an_image_of_its_own(browse, march):
    address = "/settlement/chart?year=2023&agreement=vastra-gotaland&part="
    response = browse(march.region_office, f"{address}over")
    assert response["Content-Type"] == "image/svg+xml"
    assert "Göteborgs kommun" in text(response)
    assert browse(march.region_office, f"{address}rest").status_code == 404


def workbook(response):
    assert response.status_code == 200
    return openpyxl.load_workbook(BytesIO(response.content), data_only=True).worksheets


def test_the_workbooks_sums_are_numbers_and_equal_to_the_pages(browse, march):
    response = browse(march.region_office, "/settlement/excel?year=2023")
    assert response["Content-Disposition"] == 'attachment; filename="betalningsansvar-2023.xlsx"'
    lines, stays, about = workbook(response)
    rows = list(lines.iter_rows(values_only=True))
    amount = rows[0].index("Summa, kr")
    assert rows[1][:3] == ("1480", "Göteborgs kommun", datetime(2023, 3, 1))
    assert [row[amount] for row in rows[1:]] == [84000, 84000]
    assert rows[-1][0] == "Summa"
    assert lines.freeze_panes == "C2"
    basis = list(stays.iter_rows(values_only=True))
    assert len(basis) == 6
    assert sum(row[basis[0].index("Eget belopp, kr")] for row in basis[1:]) == 52500
    assert basis[1][basis[0].index("Utskrivningsklar")] == datetime(2023, 3, 10, 10)
    assert ("Belopp per dygn 2023" in [row[0] for row in about.iter_rows(values_only=True)]) is True


def test_a_text_in_the_workbook_is_never_taken_for_a_formula(browse, march):
    Organisation.objects.filter(code="14").update(name="=1+1")
    about = workbook(browse(march.region_office, "/settlement/excel?year=2023"))[2]
    assert about["B1"].value == "=1+1"
    assert about["B1"].data_type == "s"


def paper(response) -> PdfReader:
    assert response.status_code == 200
    return PdfReader(BytesIO(response.content))


def test_the_document_is_tagged_swedish_and_titled_and_holds_the_sums(browse, march):
    response = browse(march.own_office, "/settlement/pdf?year=2023&month=3&municipality=1480")
    assert response["Content-Disposition"] == 'attachment; filename="betalningsansvar-2023-03-1480.pdf"'
    pdf = paper(response)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "sv-SE"
    assert b"pdfuaid:part" in pdf.trailer["/Root"]["/Metadata"].get_data()
    assert pdf.metadata.title == "Avräkning av betalningsansvar, mars 2023"
    written = pdf.pages[0].extract_text()
    assert "84\N{NARROW NO-BREAK SPACE}000" in written
    assert "Sida 1 av" in written
    assert {round(side) for side in pdf.pages[0].mediabox[2:]} == {595, 842}


@pytest.mark.parametrize(
    ("days", "stays", "over", "shown"),
    [(304, 100, True, "3.04"), (30, 10, False, "3.0"), (296, 100, False, "3.0"), (3001, 1000, True, "3.001")],
)
def test_a_rounded_mean_never_hides_on_which_side_of_the_limit_it_is(days, stays, over, shown):
    excess = Fraction(max(0, days - 3 * stays))
    mean, amount = LiabilityBasis.MEAN, 10500 * int(excess)
    part = RulePart("mean", mean, stays, stays, days, (stays, days), over, "3.0", excess, amount, 0, 0, 0)
    entry = SettlementEntry(SettlementLine("1480", "Göteborg", Month(2023, 3), (part,), {}), 0, 0)
    assert entry.over is over
    assert str(entry.mean) == shown


@pytest.mark.parametrize("changes", [1, 2, 3])
def test_a_month_of_several_rules_shows_each_with_what_a_day_cost_by_it(browse, county, monkeypatch, changes):
    """A made-up county: a mean to 14 March, then every stay on its own, at an amount that changes within the month."""
    amounts = [{"from": f"2023-03-{15 + 5 * n}", "kronor": 6000 + 1000 * n} for n in range(changes)]
    for one, following in pairwise(amounts):
        one["to"] = str(date.fromisoformat(following["from"]) - timedelta(days=1))
    by_mean = {**MEAN, "id": "mean", "to": "2023-03-14", "amount": [{"from": "2023-01-01", "kronor": 9000}]}
    alone = {**INDIVIDUAL, "id": "alone", "from": "2023-03-15", "amount": amounts}
    own = registry().agreement("vastra-gotaland")
    monkeypatch.setitem(registry().agreements, own.id, replace(own, liability=agreed(by_mean, alone).liability))
    county.stay("2023-03-03T10:00", "2023-03-09T11:00")
    county.stay("2023-03-16T10:00", "2023-03-29T11:00")
    page = text(browse(county.own_office, MARCH))
    [account] = [
        one.account for one in reads.detailed(reads.scope_of(county.own_office), *[Month(2023, 3)] * 2, "1480")
    ]
    [entry] = account.entries
    parts = {part.rule: part for part in entry.line.rules}
    assert parts["mean"].mean_amount == 3 * 9000
    assert "3 × 9 000 kr" in page
    days = parts["alone"].individual_days
    assert (f"<dt>{days} × 6 000 kr</dt>" if changes == 1 else f"<dt>{days}</dt>") in page
    for one in amounts:
        assert f"Daily rate in 2023: {one['kronor'] // 1000} 000 kr" in page
    assert f"To pay: <strong>{kronor(entry.line.amount)}</strong>".replace("\N{NO-BREAK SPACE}", " ") in page
    assert page.index("3 × 9 000 kr") < page.index(f"<dt>{days}")


def test_what_is_charged_by_an_agreement_nobody_is_known_to_have_adopted_says_so(browse, march):
    assert "är antaget av regionens och kommunens fullmäktige är inte känt (A.9.1)" in text(
        browse(march.own_office, MARCH)
    )
