"""The board of a process: columns by stage, or rows for whoever wants to see many at once."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from brygga import texts
from brygga.agreements import Asked
from brygga_site.agreements import unusable_among
from brygga_site.cases.lists.reads import Board, check_sees_cases, duty_of, is_to_acknowledge
from brygga_site.cases.lists.reads import board as board_cases
from brygga_site.cases.lists.versions import version_of_lists
from brygga_site.cases.models import Case, Owing
from brygga_site.cases.reads import works_with
from brygga_site.people.reads import may_seek
from brygga_site.web import asking
from brygga_site.web.cases.begins import begins_alone
from brygga_site.web.cases.facts import card as card_facts
from brygga_site.web.cases.orders import Order, by_due, by_name, order_asked
from brygga_site.web.cases.subjects import subject_of
from brygga_site.web.guards import with_assignment
from brygga_site.web.screens import screen


@dataclass(frozen=True)
class CaseCard:
    """A case on the board, with what it shows, what is owed next in it and whether that is the reader's own turn.

    `new` is how many messages are new to the unit, `next` where what it owes itself is done. `subject` is what the case
    is called when it names nobody.
    """

    case: Case
    subject: str
    facts: list[tuple[str, str]]
    owing: Owing | None
    duty: Asked | None
    mine: bool
    new: int

    @property
    def next(self) -> str:
        if self.duty is None or is_to_acknowledge(self.duty):
            return reverse("case", args=[self.case.pk])
        return reverse("say", args=[self.case.pk, self.duty.done_by[0]])


ORDERS: dict[str, Order] = {
    "name": lambda card: by_name(card.case, card.subject),
    "due": lambda card: by_due(card.owing.due_at if card.owing else None),
}
"""Of rows; without any of them they stand by stage, as the columns do."""


@with_assignment
def board(request: HttpRequest, process: str | None = None) -> HttpResponse:
    """The board of a process; that of the first one that the reader works with when none is named."""
    check_sees_cases(request.assignment)
    mine = works_with(request.assignment)
    shown = next((one for one in mine if process in (None, one.name)), None)
    if shown is None:
        raise Http404("no such board")
    now = timezone.now()
    # Sent in the body: an address stands in histories and in the logs of what lies between.
    sought = texts.sought(asking.searched(request.POST, "q"))
    version = version_of_lists(request.assignment)
    cases = board_cases(request.assignment, shown, sought, now)
    cards = [_card(case, cases, request.assignment.unit_id, now) for case in cases.cases]
    columns = [(stage.value, [card for card in cards if card.case.overview.stage == stage]) for stage in shown.columns]
    staged, by = [card for _stage, found in columns for card in found], order_asked(request, ORDERS)
    context = {
        "process": shown,
        "boards": mine,
        "in_rows": request.user.lists_in_rows,
        "columns": columns,
        "by": by,
        "rows": sorted(staged, key=ORDERS[by]) if by else staged,
        "over": {stage.value for stage in shown.over},
        "now": now,
        "q": sought,
        "total": cases.total,
        "begins": [one for one in begins_alone(request.assignment) if one is shown],
        "may_seek": may_seek(request.assignment),
        "unusable": unusable_among(case.agreement for case in cases.cases),
    }
    return screen(request, ("cases/board.html", "cases/board_live.html"), context, version, cases.until)


@with_assignment
def paper(request: HttpRequest, process: str) -> HttpResponse:
    """What is under way at the unit, to print before hours when nothing works: by stage, and no more than is needed."""
    check_sees_cases(request.assignment)
    shown = next((one for one in works_with(request.assignment) if one.name == process), None)
    if shown is None:
        raise Http404("no such board")
    now = timezone.now()
    cases = board_cases(request.assignment, shown, "", now, "paper list")
    cards = [_card(case, cases, request.assignment.unit_id, now) for case in cases.cases]
    by_stage = [
        (stage.value, [card for card in cards if card.case.overview.stage == stage])
        for stage in shown.columns
        if stage not in shown.over
    ]
    stages = [(stage, found) for stage, found in by_stage if found]
    context = {"process": shown, "stages": stages, "total": sum(len(found) for _, found in stages), "now": now}
    context["unusable"] = unusable_among(case.agreement for case in cases.cases)
    return render(request, "cases/paper.html", context)


def _card(case: Case, board: Board, unit: int, now: datetime) -> CaseCard:
    owed, new = board.owed.get(case.pk, []), len(board.told[case.pk].new) if case.pk in board.told else 0
    subject, facts = subject_of(case, case.pk in board.nameless), card_facts(case, now)
    courtesies = {courtesy.id for courtesy in case.runs.courtesies}
    # One's own first, and what is owed before what is only waited for; of those alike the most urgent.
    owing = min(owed, key=lambda row: (row.unit_id != unit, row.duty in courtesies), default=None)
    if owing is None:
        return CaseCard(case, subject, facts, None, None, False, new)
    owing.case = case
    return CaseCard(case, subject, facts, owing, duty_of(owing), owing.unit_id == unit, new)
