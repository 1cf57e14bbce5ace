"""What an entry says in words: every ground and paragraph, of the site and of `brygga.access`, links to its clause."""

import pytest
from django.db import transaction
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import entries

from brygga.access import GROUNDS
from brygga.access.basis import Basis
from brygga_site.cases.models import Case
from brygga_site.review import cited, told
from brygga_site.review.grounds import ACCESS
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=lambda one: one.id)
def test_every_ground_of_access_has_words_and_a_clause_to_open(ground) -> None:
    assert ground.id in ACCESS
    assert told.ground(ground.id) != ground.id
    assert cited.clause(ground.clause).id == ground.clause
    assert told.paragraph(ground.clause).endswith(f"({cited.paragraph(ground.clause)})")


def test_a_ground_without_words_says_the_heading_of_its_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ACCESS, "emergency")
    assert told.ground("emergency").startswith("En vårdgivares behandling av uppgifter vid fara")


@pytest.mark.parametrize("ground", Basis)
def test_every_ground_of_the_site_has_words(ground: Basis) -> None:
    assert told.ground(ground.value) != ground.value


@pytest.mark.parametrize(
    ("citation", "written", "opens"),
    [
        ("2022-913.3.6.2", "2022:913 3:6", "2022-913.3.6.2"),
        ("2022:913 3:6", "2022:913 3:6", "2022-913.3.6"),
        ("2017-612.5.1", "2017:612 5:1", "2017-612.5.1"),
        ("9999-1.1.1", "9999:1 1:1", None),
        ("", "", None),
    ],
)
def test_a_clause_and_a_written_paragraph_are_both_understood(citation: str, written: str, opens: str | None) -> None:
    assert cited.paragraph(citation) == written
    found = cited.clause(citation)
    assert (found.id if found else None) == opens
    assert told.paragraph(citation).endswith(f"({written})" if written else "")


def test_a_paragraph_without_a_sentence_of_ours_says_its_heading() -> None:
    assert told.paragraph("2022-913.2.4.3") == "Ospärrade uppgifter. (2022:913 2:4)"


@pytest.mark.django_db
def test_an_entrys_paragraph_leads_to_its_clause(cast: Cast, notified: Case) -> None:
    deed = Deed(
        Action.READ, "case", Basis.TAKES_PART, [notified.person_id], paragraph="2022-913.3.6.2", purpose="discharge"
    )
    with transaction.atomic():
        record(cast.ivar, deed)
    text = page(signed_in(cast.gerda), f"/review/entries/{entries()[-1].pk}")
    assert 'href="/agreements/sverige/clauses/2022-913.3.6.2"' in text
    assert "In danger to life or health" in text
