"""A case: what has been said across the organisations, what is owed, and what may be said next."""

import uuid
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from brygga.process import Acknowledgement, DutyStanding
from brygga_site.agreements import unusable_among
from brygga_site.cases import actions, reads
from brygga_site.cases.choices import begun_from_messages, sayable, to_take_up
from brygga_site.cases.models import Receipt
from brygga_site.cases.receipts.reads import receipts_in
from brygga_site.cases.until import case_until
from brygga_site.web import asking
from brygga_site.web.cases.facts import head
from brygga_site.web.cases.reached import reached
from brygga_site.web.cases.subjects import subject_of
from brygga_site.web.cases.timeline import lines
from brygga_site.web.guards import with_assignment
from brygga_site.web.rules.address import asked_from
from brygga_site.web.rules.of_person import facts_of
from brygga_site.web.screens import screen
from brygga_site.words import access as words_access
from brygga_site.words import processes as words

NOBODY_ASKS = ("HX-Request", "If-None-Match", "Sec-Purpose")
"""What a browser sends with what nobody at the keyboard has asked for."""

SHOWN = (DutyStanding.OVERDUE, DutyStanding.OPEN, DutyStanding.DONE, DutyStanding.LATE)


@with_assignment
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    now = timezone.now()
    version = reads.version_of(request.assignment, case_id)
    opened, receipts, new = _opened(request, case_id, now)
    if opened.state is None:
        return _read_together(request, opened)
    process = opened.process
    consequence = opened.consequence
    shown = lines(process, opened.lines, opened.parts, consequence)
    say_now = sayable(opened)
    take_up = to_take_up(opened, say_now)
    context = {
        "opened": opened,
        "process": process,
        "overview": opened.case.overview,
        "person": opened.case.person if opened.knows_person else None,
        "unable": opened.knows_person and opened.wishes.is_unable(opened.reader.provider),
        "speakers": opened.wishes.speakers if opened.knows_person else (),
        "subject": subject_of(opened.case, not opened.knows_person),
        "facts": head(process, process.facts(opened.state), now, {unit.hsa_id: unit.name for unit in opened.parts}),
        "comes_to": head(process, consequence.facts, now) if consequence else (),
        "clauses": consequence.clauses if consequence else (),
        "nobody": process.words.nobody.get(opened.state.stage),
        "asked": _responsible(opened, now) if process.is_of_care else "",
        "owed": [duty for duty in opened.owed if duty.standing in SHOWN],
        "lines": shown,
        "new": new,
        "reached": reached(opened, receipts),
        "without_staff": reads.units_without_staff(opened, now),
        "has_paper": opened.knows_person and process.paper(opened.state) is not None,
        "sayable": [choice for choice in say_now if choice.kind != Acknowledgement.kind],
        "take_up": take_up,
        "owed_take_up": next((line for line in shown if line.row.sequence == take_up.owed), None),
        "key": uuid.uuid4().hex,
        "begins": [
            (one.name, words.to_do(one.opens.kind), one.opening)
            for one in begun_from_messages(request.assignment, opened)
        ],
        "is_over": process.is_over(opened.state),
        "now": now,
        "sent": _just_sent(request, opened),
        "unusable": unusable_among([opened.case.agreement]),
    }
    until = case_until(request.assignment, opened, now)
    return screen(request, ("cases/case.html", "cases/case_live.html"), context, version, until, case_id)


def _opened(
    request: HttpRequest, case_id: UUID, now: datetime
) -> tuple[reads.OpenedCase, dict[int, list[Receipt]], frozenset[int]]:
    """The case, with its receipts and what is new in it. Whoever opens the page has read it.

    A page that asks again by itself has nobody before it for certain, nor has one that a browser fetches in advance.
    """
    if request.method == "GET" and not any(header in request.headers for header in NOBODY_ASKS):
        return actions.read_case(request.assignment, case_id, now)
    opened = reads.open_for(request.assignment, case_id, now)
    receipts = receipts_in(opened)
    unread = (
        number for number, rows in receipts.items() if any(row.is_new_to(request.assignment.unit) for row in rows)
    )
    return opened, receipts, frozenset(unread)


def _responsible(opened: reads.OpenedCase, now: datetime) -> str:
    """Where it is asked who is responsible, with what the case and the register already say of this person.

    Of a protected identity only what the messages say goes along: an address is kept in places that nobody guards.
    """
    if opened.agreement is None:
        return ""
    facts = dict(opened.process.situation(opened.state))
    person = opened.case.person if opened.knows_person else None
    if person is None or person.is_protected:
        return asked_from(opened.agreement, facts)
    facts = facts_of(person, opened.agreement, now) | facts
    return asked_from(opened.agreement, facts, opened.case.municipality)


def _just_sent(request: HttpRequest, opened: reads.OpenedCase) -> str:
    """The kind of the message that the reader was led here from sending; empty for any other number."""
    number = asking.number(request.GET, "sent")
    own = (row for row in opened.rows if row.assignment_id == request.assignment.pk)
    return next((row.kind for row in own if row.sequence == number), "")


def _read_together(request: HttpRequest, opened: reads.OpenedCase) -> HttpResponse:
    """A case that others have had: its messages as far as they may be read, and nothing to do."""
    why = words_access.GROUNDS[opened.ground.ground.id]
    shown = lines(opened.process, opened.lines, opened.parts)
    context = {"opened": opened, "person": opened.case.person, "lines": shown, "why": why, "begins": []}
    context |= {"new": (), "reached": {}, "take_up": None, "key": ""}
    return render(request, "cases/together.html", context)
