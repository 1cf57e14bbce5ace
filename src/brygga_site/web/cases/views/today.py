"""Today: what my unit has been told and not read, and what it owes now."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga import texts
from brygga.agreements import Agreement, Asked, Courtesy, TermKind, TermStanding
from brygga.process import Acknowledgement
from brygga_site.agreements import registry, unusable_among
from brygga_site.cases.lists.reads import Waiting, duty_of, is_to_acknowledge, waiting_for
from brygga_site.cases.lists.versions import version_of_lists
from brygga_site.cases.models import Case, Owing
from brygga_site.cases.until import soonest
from brygga_site.keeping.reads import asked_of
from brygga_site.organisations.models import Assignment, Organisation
from brygga_site.people.reads import lift_requests, may_seek
from brygga_site.review.permission import may_review
from brygga_site.web.administration.views import start
from brygga_site.web.cases.begins import begins_alone
from brygga_site.web.cases.orders import Order, by_name, order_asked
from brygga_site.web.cases.subjects import subject_of
from brygga_site.web.cases.timeline import TimelineLine, lines, units_named
from brygga_site.web.filters import duty_label
from brygga_site.web.guards import with_assignment
from brygga_site.web.screens import screen

Shown = Mapping[UUID, Mapping[int, TimelineLine]]
"""What is shown of cases: lines by their number."""


@dataclass(frozen=True)
class Item:
    """One thing asked: the row, the duty or courtesy, and the message that does it. `subject` is as on a board's card.

    `line` is the message that it is about, where that is shown, and `about` its number; `takes_up` what the page sends
    to take it up, where that does it. `duty` is None while the agreement of the case cannot be used.
    """

    row: Owing
    duty: Asked | None
    kind: str
    subject: str
    line: TimelineLine | None = None
    takes_up: str = ""
    about: int | None = None

    @property
    def is_courtesy(self) -> bool:
        return isinstance(self.duty, Courtesy)


@dataclass(frozen=True)
class NewInCase:
    """A case in which the unit has been told something that nobody there has read, the newest last."""

    case: Case
    subject: str
    lines: tuple[TimelineLine, ...]


ORDERS: dict[str, Order] = {
    "name": lambda item: by_name(item.row.case, item.subject),
    "what": lambda item: texts.swedish(duty_label(item.duty) if item.duty else ""),
}
"""Of what is owed, within each group; without any of them the soonest stands first."""


@with_assignment
def today(request: HttpRequest) -> HttpResponse:
    if may_review(request.assignment):
        return redirect("review")
    now = timezone.now()
    if request.assignment.purpose == Assignment.Purpose.ASSIGNMENTS:
        return start.start(request, now)
    return page(request, now, {})


def page(request: HttpRequest, now: datetime, refused: Mapping[UUID, str]) -> HttpResponse:
    """What waits. `refused` says of cases why what has just been sent in them was not taken."""
    version = version_of_lists(request.assignment)
    waiting = waiting_for(request.assignment, now)
    shown = _shown(waiting, now)
    items, by = [_item(waiting, row, shown) for row in waiting.owed], order_asked(request, ORDERS)
    if by:
        items.sort(key=ORDERS[by])
    groups = {
        "overdue": [item for item in items if item.row.due_at and item.row.due_at < now],
        "due": [item for item in items if item.row.due_at and item.row.due_at >= now],
        "promptly": [item for item in items if not item.row.due_at and not item.is_courtesy],
        "awaited": [item for item in items if not item.row.due_at and item.is_courtesy],
    }
    unit = request.assignment.unit
    dates = [] if unit.role else agreement_dates(unit.organisation, timezone.localdate(now))
    requests, requests_until = lift_requests(request.assignment, now)
    new = _new(waiting, shown, items)
    named = {item.row.case_id: (item.row.case, item.subject) for item in items}
    context = {
        "groups": groups,
        "in_rows": request.user.lists_in_rows,
        "by": by,
        "count": len(items) + len(requests),
        "new": new,
        "told": sum(len(one.lines) for one in new),
        "dates": dates,
        "now": now,
        "requests": requests,
        "key": uuid.uuid4().hex,
        "several": sum(bool(item.takes_up) for item in items) > 1,
        "refused": [(*named.get(case, (None, _("A case"))), why) for case, why in refused.items()],
        "begins": begins_alone(request.assignment),
        "may_seek": may_seek(request.assignment),
        "keeping": asked_of(request.assignment),
        "unusable": unusable_among(
            [*(item.row.case.agreement for item in items), *(one.case.agreement for one in new)]
        ),
    }
    until = soonest(now, waiting.until, requests_until)
    return screen(request, ("cases/today.html", "cases/today_live.html"), context, version, until)


def _shown(waiting: Waiting, now: datetime) -> Shown:
    told = waiting.told.values()
    names = units_named(line.message.body for one in told for line in one.lines if line.shown)
    return {
        one.case.pk: {line.row.sequence: line for line in lines(one.case.runs, one.lines, names, one.consequence(now))}
        for one in told
    }


def _item(waiting: Waiting, row: Owing, shown: Shown) -> Item:
    duty, subject = duty_of(row), subject_of(row.case, row.case_id in waiting.nameless)
    if duty is None:
        return Item(row, None, "", subject)
    if isinstance(duty, Courtesy) and duty.shows:
        told = waiting.told[row.case_id]
        about = told.arose_with(row.since)
        # What is new stands above, with all that it says.
        line = shown[row.case_id][about] if about and about not in told.new else None
        return Item(row, duty, duty.done_by[0], subject, line, about=about)
    of = waiting.told[row.case_id].to_take_up(row.since) if is_to_acknowledge(duty) else None
    if of is None:
        return Item(row, duty, duty.done_by[0], subject)
    takes_up = f"{row.case_id}:{of}:{waiting.told[row.case_id].last}"
    return Item(row, duty, Acknowledgement.kind, subject, shown[row.case_id][of], takes_up)


def _new(waiting: Waiting, shown: Shown, items: list[Item]) -> list[NewInCase]:
    """What is new, by case, the newest first; what is shown where it is to be taken up is not shown twice."""
    there = {(item.row.case_id, item.line.row.sequence) for item in items if item.line}
    found = [
        NewInCase(
            one.case,
            subject_of(one.case, pk in waiting.nameless),
            tuple(line for of, line in shown[pk].items() if of in one.new and (pk, of) not in there),
        )
        for pk, one in waiting.told.items()
    ]
    return sorted((one for one in found if one.lines), key=lambda one: one.lines[-1].row.sent_at, reverse=True)


@dataclass(frozen=True)
class AgreementDate:
    """A day that matters in an agreement the office's organisation is party to, and whether it has passed undone."""

    agreement: Agreement
    what: str
    day: date
    overdue: bool


def agreement_dates(organisation: Organisation, today: date) -> list[AgreementDate]:
    """The coming days of the agreements that an organisation is party to, the soonest first."""
    found = []
    for agreement in registry().agreements.values():
        if agreement.fallback is None or not _is_party(agreement, organisation):
            continue
        stand = agreement.term.on(today)
        coming_notice = stand.last_day_for_notice
        if coming_notice and coming_notice < today:
            coming_notice = stand.next_last_day_for_notice
        days = (
            (_("Last day for notice"), coming_notice),
            (_ends(stand), stand.period.last if stand.period else None),
            (_("Revision is due"), stand.next_revision),
        )
        found += [AgreementDate(agreement, what, day, day < today) for what, day in days if day]
    return sorted(found, key=lambda one: one.day)


def _ends(stand: TermStanding) -> str:
    """What happens when the period is over: most agreements then go on, unless somebody has given notice in time."""
    if stand.kind is TermKind.FIXED and stand.next_period:
        return _("The period is prolonged unless notice has been given")
    return _("The period ends")


def _is_party(agreement: Agreement, organisation: Organisation) -> bool:
    parties = agreement.head.parties
    codes = parties.regions if organisation.kind == Organisation.Kind.REGION else parties.municipalities
    return codes == "all" or organisation.code in codes
