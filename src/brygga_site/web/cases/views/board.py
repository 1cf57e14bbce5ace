"""The discharge board: columns by stage."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from brygga.agreements import Duty
from brygga.discharge import Stage
from brygga_site.cases.lists.reads import board as board_cases
from brygga_site.cases.lists.reads import check_sees_cases, last_change
from brygga_site.cases.models import Case, Owing
from brygga_site.cases.reads import may_open
from brygga_site.people.reads import may_seek
from brygga_site.people.relation import KEPT_DAYS
from brygga_site.web.cases.views.today import duty_of
from brygga_site.web.guards import unchanged, with_assignment

COLUMNS = (Stage.ADMITTED, Stage.NOTIFIED, Stage.READY, Stage.DISCHARGED)


@dataclass(frozen=True)
class Card:
    """A case on the board, with what is owed next in it and whether that is the reader's own unit's turn."""

    case: Case
    owing: Owing | None
    duty: Duty | None
    mine: bool


@with_assignment
def board(request: HttpRequest) -> HttpResponse:
    check_sees_cases(request.assignment)
    now = timezone.now()
    # Sent in the body: an address stands in histories and in the logs of what lies between.
    sought = request.POST.get("q", "").strip().lower()
    token = f"{last_change(request.assignment)}-{now:%H%M}-{sought}"
    if same := unchanged(request, token):
        return same
    found = board_cases(request.assignment, now - timedelta(days=KEPT_DAYS), sought, now)
    cards = [_card(case, found.owed.get(case.pk, []), request.assignment.unit_id) for case in found.cases]
    columns = [(stage.value, [card for card in cards if card.case.overview.stage == stage]) for stage in COLUMNS]
    context = {"columns": columns, "now": now, "token": token, "q": sought, "total": found.total, "kept": KEPT_DAYS}
    context |= {"may_admit": may_open(request.assignment), "may_seek": may_seek(request.assignment)}
    return render(request, "cases/board.html", context)


def _card(case: Case, owed: list[Owing], unit: int) -> Card:
    owing = next((row for row in owed if row.unit_id == unit), owed[0] if owed else None)
    if owing is None:
        return Card(case, None, None, False)
    owing.case = case
    return Card(case, owing, duty_of(owing), owing.unit_id == unit)
