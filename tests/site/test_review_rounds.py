"""A round is made at once and drawn beside the requests when it is large; nothing half-drawn is ever shown."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import after, entries, persons

from brygga.access import ranking
from brygga.access.basis import Basis
from brygga.access.flags import FlagKind
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment
from brygga_site.review.models import Drawn, Flagged, Round
from brygga_site.review.rounds import actions
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action

pytestmark = pytest.mark.django_db


def read(who: Assignment, *persons: int) -> None:
    for person in persons:
        with transaction.atomic():
            record(who, Deed(Action.READ, "case", Basis.TAKES_PART, [person], purpose="discharge"))


def round_of(cast: Cast) -> Round:
    today = timezone.localdate()
    return actions.start_round(cast.gerda, today, today, 1, timezone.now())


@pytest.fixture
def waiting(cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch) -> Round:
    """A round that is too large to be drawn at once."""
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    read(cast.ivar, notified.person_id)
    return round_of(cast)


def test_a_large_round_is_drawn_by_the_command_as_a_small_one_is_at_once(
    waiting: Round, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not Round.objects.get().is_drawn
    call_command("draw_rounds", stdout=None)
    large = Round.objects.get()
    assert large.drawing.population == 3
    monkeypatch.setattr(actions, "AT_ONCE", 100)
    small = round_of(cast)
    kept = [list(one.flagged.values_list("kind", "staff", "entry")) for one in (large, small)]
    assert kept[0] == kept[1] != []


def test_a_round_that_waits_shows_nobody_and_leaves_no_entry(waiting: Round, cast: Cast) -> None:
    before, client, address = len(entries()), signed_in(cast.gerda), f"/review/rounds/{waiting.pk}"
    text = page(client, address)
    assert "being drawn" in text
    assert "Tolvansson" not in text
    assert client.get(f"{address}/protocol").url == address
    assert client.post(address).status_code == 200
    assert "is being drawn" in page(client, "/review")
    assert after(before) == []


def test_the_page_that_waits_asks_again_and_is_replaced_when_the_round_is_drawn(waiting: Round, cast: Cast) -> None:
    client, address = signed_in(cast.gerda), f"/review/rounds/{waiting.pk}"
    asks = {"HTTP_HX_REQUEST": "true", "HTTP_IF_NONE_MATCH": client.get(address).headers["ETag"]}
    assert client.get(address, **asks).status_code == 304
    call_command("draw_rounds", stdout=None)
    assert client.get(address, **asks).headers["HX-Refresh"] == "true"


def test_a_round_that_has_waited_ten_minutes_says_whom_to_ask(
    cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", -1)
    today = timezone.localdate()
    made = actions.start_round(cast.gerda, today, today, 1, timezone.now() - timedelta(minutes=11))
    assert "manage.py draw_rounds" in page(signed_in(cast.gerda), f"/review/rounds/{made.pk}")


def test_a_drawing_that_is_interrupted_leaves_nothing_and_is_drawn_anew_from_its_seed(
    waiting: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(actions, "_row", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            call_command("draw_rounds", stdout=None)
    assert not Round.objects.get().is_drawn
    assert Drawn.objects.count() == Flagged.objects.count() == 0
    call_command("draw_rounds", stdout=None)
    drawn = list(Round.objects.get().drawn.values_list("entry", flat=True))
    assert drawn == actions.sample.draw([1, 2, 3], 3, waiting.seed)


def test_of_two_that_draw_the_same_round_one_writes(waiting: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = actions.gather

    def meanwhile(looks: Any) -> Any:
        monkeypatch.setattr(actions, "gather", whole)
        assert actions.draw(waiting, timezone.now())
        return whole(looks)

    monkeypatch.setattr(actions, "gather", meanwhile)
    assert not actions.draw(waiting, timezone.now())
    assert waiting.drawn.count() == 3


def test_what_comes_after_the_round_was_made_is_not_in_it_however_late_it_is_drawn(
    waiting: Round, cast: Cast, notified: Case
) -> None:
    read(cast.ivar, notified.person_id, notified.person_id)
    call_command("draw_rounds", stdout=None)
    assert Round.objects.get().drawing.population == 3
    assert Flagged.objects.get(kind=FlagKind.UNRELATED).entries == 1


def test_the_gravest_patterns_are_kept_and_how_many_there_were_is_told(
    cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "gravest", lambda found: ranking.gravest(found, 1))
    monkeypatch.setattr("brygga_site.web.review.views.rounds.KEPT", 1)
    read(cast.ivar, 901, 902, 902)
    made = round_of(cast)
    assert [one.person for one in made.flagged.filter(kind=FlagKind.UNRELATED)] == [902]
    assert "No care relation stood out 2 times" in page(signed_in(cast.gerda), f"/review/rounds/{made.pk}")


def test_many_records_lead_to_the_entries_of_that_day_and_no_others(cast: Cast, notified: Case) -> None:
    for staff in (cast.boris.staff, cast.cecilia.staff):
        here = {"unit": cast.ivar.unit, "title": "Vikarie", "purpose": "care", "from_day": date(2020, 1, 1)}
        read(Assignment.objects.create(staff=staff, **here), notified.person_id)
    read(cast.ivar, *range(901, 920), notified.person_id)
    made, client = round_of(cast), signed_in(cast.gerda)
    flag = made.flagged.get(kind=FlagKind.MANY)
    address = f"/review/rounds/{made.pk}/flags/{flag.pk}"
    assert address in page(client, f"/review/rounds/{made.pk}?kind=many-records")
    before = len(entries())
    response = client.get(address)
    assert response.context["page"].paginator.count == flag.entries == 20
    assert {line.entry.staff for line in response.context["lines"]} == {"ivar"}
    [entry] = after(before)
    assert persons(entry) == [notified.person_id]


def test_a_flag_of_another_round_is_missing(cast: Cast, notified: Case) -> None:
    read(cast.ivar, notified.person_id)
    one, other = round_of(cast), round_of(cast)
    flag = other.flagged.first()
    assert signed_in(cast.gerda).get(f"/review/rounds/{one.pk}/flags/{flag.pk}").status_code == 404
