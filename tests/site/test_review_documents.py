"""The person's own report and the round's protocol: what stands in them, and that they can be read aloud."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import transaction
from django.template.defaultfilters import date as date_written
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader
from tests.site.cast import Cast, signed_in
from tests.site.trail import after, entries, persons

from brygga.access.basis import Basis
from brygga.access.flags import FlagKind
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Unit
from brygga_site.review import actions, words
from brygga_site.review.rounds.actions import start_round
from brygga_site.review.steps import StepKind
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action

pytestmark = pytest.mark.django_db
LONG = "Wilhelmina-Oxenstierna" * 8


def asked(cast: Cast, who=None, pdf: bool = False, **more):
    today = timezone.localdate()
    given = {"identity_number": "20180104-2381", "first": today.isoformat(), "last": today.isoformat(), **more}
    client = signed_in(who or cast.gerda)
    return client.post("/review/report", given | ({"pdf": "1"} if pdf else {}), headers={"accept-language": "en"})


def text_of(response) -> str:
    paper = PdfReader(BytesIO(response.content))
    text = " ".join(page.extract_text() for page in paper.pages)
    return " ".join(text.replace("\N{ZERO WIDTH SPACE}", "").replace("\N{SOFT HYPHEN}", "").split())


def tagged(response) -> bool:
    root = PdfReader(BytesIO(response.content)).trailer["/Root"]
    return root["/Lang"] == "sv-SE" and bool(root["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in root


def test_the_report_says_who_where_what_and_why_in_plain_words(cast: Cast, notified: Case) -> None:
    signed_in(cast.boris).get("/board")
    for _ in range(3):
        signed_in(cast.boris).get(f"/cases/{notified.pk}")
    signed_in(cast.ivar).get(f"/cases/{notified.pk}")
    report = asked(cast).context["report"]
    [day] = report.days
    found = [(one.staff, one.unit, one.what, one.times, one.refused) for one in day.accesses]
    assert found == [
        ("Anna", "Annas enhet", "Wrote: Patient admitted", 1, False),
        ("Anna", "Annas enhet", "Wrote: Admission notice", 1, False),
        ("Boris", "Boriss enhet", "Saw the person on the unit's board", 1, False),
        ("Boris", "Boriss enhet", "Opened the case", 3, False),
        ("Ivar", "Ivars enhet", "Opened the case", 1, True),
    ]
    assert report.times == 6
    assert day.accesses[2].why.startswith("The unit takes part in the case.")
    assert day.accesses[3].why.startswith("It was sent to the unit.")


def test_of_other_organisations_the_report_names_whom_to_ask_and_nothing_more(cast: Cast, notified: Case) -> None:
    signed_in(cast.david).get(f"/cases/{notified.pk}")
    response = asked(cast)
    assert response.context["report"].others == ("Göteborgs kommun",)
    page = response.content.decode()
    assert "Göteborgs kommun" in page
    assert "David" not in page


def test_a_refused_attempt_elsewhere_names_no_organisation(cast: Cast, notified: Case) -> None:
    signed_in(cast.olga).get(f"/cases/{notified.pk}")
    assert asked(cast).context["report"].others == ()


def test_a_paragraph_is_explained_in_one_plain_sentence(cast: Cast, notified: Case) -> None:
    deed = Deed(
        Action.READ, "case", Basis.TAKES_PART, [notified.person_id], paragraph="2022-913.3.6.2", purpose="discharge"
    )
    with transaction.atomic():
        record(cast.ivar, deed)
    assert "In danger to life or health, data may be used although" in asked(cast).content.decode()


def test_every_ground_and_every_step_has_its_words() -> None:
    assert set(words.GROUNDS) == set(Basis)
    assert set(words.KINDS) == set(words.REASONS) == set(FlagKind)
    assert set(words.STEPS) == set(StepKind)
    assert set(words.ACTIONS) == set(Action)


def test_the_making_of_the_report_is_on_the_trail_with_its_paragraph(cast: Cast, notified: Case) -> None:
    before = len(entries())
    asked(cast)
    [made] = after(before)
    assert made.what.partition(" 2")[0] == "access report"
    assert (made.ground, made.paragraph, persons(made)) == (Basis.REPORTS, "2008-355.8.5.1", [notified.person_id])


def test_a_municipalitys_report_rests_on_the_act_on_social_care_too(cast: Cast, notified: Case) -> None:
    cast.ella.purpose = "log-review"
    cast.ella.save()
    asked(cast, cast.ella)
    assert entries()[-1].paragraph == "2022-913.4.5.1"


def test_when_nobody_has_read_the_report_says_so_and_tells_no_name(cast: Cast, notified: Case) -> None:
    long_ago = "2020-01-01"
    for response in (asked(cast, first=long_ago, last=long_ago), asked(cast, identity_number="201801082387")):
        page = response.content.decode()
        assert "Nobody at Västra Götalandsregionen has read" in page
        assert "Tolvansson" not in page
    paper = text_of(asked(cast, pdf=True, first=long_ago, last=long_ago))
    assert "Ingen hos Västra Götalandsregionen har läst" in paper


def test_a_report_without_a_first_day_goes_from_the_beginning_of_the_log_and_says_its_period(
    cast: Cast, notified: Case
) -> None:
    signed_in(cast.david).get(f"/cases/{notified.pk}")
    with override("en"):
        today = date_written(timezone.localdate(), "j F Y")
    text = " ".join(asked(cast, first="").content.decode().split())
    assert re.search(rf"Västra Götalandsregionen has read or written \d times? from {today} to {today}\.", text)
    form = signed_in(cast.gerda).get("/review/report").content.decode()
    assert f'name="last" value="{timezone.localdate()}"' in form and 'name="first" value' not in form


def test_the_report_as_pdf_is_swedish_tagged_and_explains_itself(cast: Cast, notified: Case) -> None:
    signed_in(cast.david).get(f"/cases/{notified.pk}")
    response = asked(cast, pdf=True)
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert "20180104" not in response["Content-Disposition"]
    assert tagged(response)
    text = text_of(response)
    for said in ("Vem har läst om dig?", "Så läser du utdraget", "Tolv Tolvansson", "20180104-2381", "Anna, Tester"):
        assert said in text
    assert "Göteborgs kommun" in text
    assert "Provvägen" not in text


def test_very_long_names_wrap_within_the_page(cast: Cast, notified: Case) -> None:
    Unit.objects.filter(pk=cast.anna.unit_id).update(name=LONG)
    cast.anna.staff.name = LONG
    cast.anna.staff.save()
    response = asked(cast, pdf=True)
    assert text_of(response).replace(" ", "").count(LONG) >= 3
    for page in PdfReader(BytesIO(response.content)).pages:
        # A line across the whole page holds some 90 letters.
        assert max(len(word.replace("\N{ZERO WIDTH SPACE}", "")) for word in page.extract_text().split()) < 100


def test_the_protocol_tells_how_the_sample_was_drawn_and_what_was_found(cast: Cast, notified: Case) -> None:
    deed = Deed(Action.READ, "case", Basis.TAKES_PART, [notified.person_id], purpose="discharge")
    with transaction.atomic():
        record(cast.ivar, deed)
    today, now = timezone.localdate(), timezone.now()
    made = start_round(cast.gerda, today, today, 1, now)
    number = entries()[-2].pk
    actions.open_finding(cast.gerda, number, "Ingen vårdrelation", today + timedelta(days=7), now, made)
    response = signed_in(cast.gerda).get(f"/review/rounds/{made.pk}/protocol")
    text = text_of(response)
    assert tagged(response)
    for said in (made.seed, "Ingen vårdrelation", "Ivar, Ivars enhet", "Gerda", f"Post {number}"):
        assert said in text
    assert "Tolvansson" not in text


def test_a_round_of_an_empty_month_has_a_protocol_too(cast: Cast) -> None:
    made = start_round(
        cast.gerda, *(timezone.localdate().replace(year=2020, month=1, day=day) for day in (1, 31)), 1, timezone.now()
    )
    assert "Inga poster fanns att dra" in text_of(signed_in(cast.gerda).get(f"/review/rounds/{made.pk}/protocol"))
