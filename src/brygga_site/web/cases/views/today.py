"""Today: what my unit owes now."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.agreements import Agreement, Duty
from brygga_site.agreements import registry
from brygga_site.cases.lists.reads import nameless_of, owed_by, owed_until
from brygga_site.cases.lists.versions import version_of_lists
from brygga_site.cases.models import Owing
from brygga_site.cases.until import soonest
from brygga_site.organisations.models import Assignment, Organisation
from brygga_site.people.reads import lift_requests, may_seek
from brygga_site.review.permission import may_review
from brygga_site.web.administration.views import start
from brygga_site.web.cases.begins import begins_alone
from brygga_site.web.cases.subjects import subject_of
from brygga_site.web.guards import with_assignment
from brygga_site.web.screens import screen


@dataclass(frozen=True)
class Item:
    """One thing owed: the row, the duty it is by, and the message that does it. `subject` is as on a board's card."""

    row: Owing
    duty: Duty
    kind: str
    subject: str


@with_assignment
def today(request: HttpRequest) -> HttpResponse:
    if may_review(request.assignment):
        return redirect("review")
    now = timezone.now()
    if request.assignment.purpose == Assignment.Purpose.ASSIGNMENTS:
        return start.start(request, now)
    version = version_of_lists(request.assignment)
    rows = owed_by(request.assignment, now)
    nameless = nameless_of(request.assignment, [row.case for row in rows])
    items = [_item(row, row.case_id in nameless) for row in rows]
    groups = {
        "overdue": [item for item in items if item.row.due_at and item.row.due_at < now],
        "due": [item for item in items if item.row.due_at and item.row.due_at >= now],
        "promptly": [item for item in items if not item.row.due_at],
    }
    unit = request.assignment.unit
    dates = [] if unit.role else agreement_dates(unit.organisation, timezone.localdate(now))
    requests, requests_until = lift_requests(request.assignment, now)
    count = len(items) + len(requests)
    context = {"groups": groups, "count": count, "dates": dates, "now": now, "requests": requests}
    context |= {"begins": begins_alone(request.assignment), "may_seek": may_seek(request.assignment)}
    until = soonest(now, owed_until(request.assignment, now), requests_until)
    return screen(request, ("cases/today.html", "cases/today_live.html"), context, version, until)


def _item(row: Owing, nameless: bool) -> Item:
    duty = duty_of(row)
    return Item(row, duty, duty.done_by[0], subject_of(row.case, nameless))


def duty_of(row: Owing) -> Duty:
    """The duty that a row is by, in the agreement of its case."""
    duties = registry().agreement(row.case.agreement).duties(row.case.process)
    return next(duty for duty in duties if duty.id == row.duty)


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
            (_("The period ends"), stand.period.last if stand.period else None),
            (_("Revision is due"), stand.next_revision),
        )
        found += [AgreementDate(agreement, what, day, day < today) for what, day in days if day]
    return sorted(found, key=lambda one: one.day)


def _is_party(agreement: Agreement, organisation: Organisation) -> bool:
    parties = agreement.head.parties
    codes = parties.regions if organisation.kind == Organisation.Kind.REGION else parties.municipalities
    return codes == "all" or organisation.code in codes
