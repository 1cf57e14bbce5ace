"""The form of one message."""

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.process import Acknowledgement, AnyProcess, Body, NotAllowed
from brygga_site.cases import actions, reads, recipients
from brygga_site.cases.choices import called, choosable, sayable
from brygga_site.cases.named_contacts import known_already
from brygga_site.cases.reads import OpenedCase
from brygga_site.organisations.models import Assignment
from brygga_site.told.actions import Changed, OtherContent
from brygga_site.web import asking
from brygga_site.web.cases.forms import BodyForm, Offered, ProcessLabels, form_for
from brygga_site.web.cases.subjects import subject_of
from brygga_site.web.cases.timeline import TimelineLine, label_of, lines
from brygga_site.web.cases.units import SEARCH, UnitChoices
from brygga_site.web.guards import with_assignment
from brygga_site.web.sending import key_of, number_of, written
from brygga_site.words.refusals import in_words, sent_before


@with_assignment
def say(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """The form, and what comes of it. The case is opened once: under its lock when something may be sent."""
    now, sent = timezone.now(), written(request)
    key, seen = key_of(request, sent), number_of(request, "seen", sent)
    opened_form: list[tuple[OpenedCase, BodyForm]] = []

    def said(opened: OpenedCase) -> Body | None:
        form = _form(request, opened, kind, now, sent)
        opened_form.append((opened, form))
        return form.body() if form.is_valid() else None

    if request.method != "POST" or asking.ticked(request.POST, SEARCH):
        opened = reads.open_for(request.assignment, case_id, now, to_say=True)
        form = _form(request, opened, kind, now, sent)
        if asking.ticked(request.POST, SEARCH):
            form.left_unjudged()
        elif not sent:
            form.begin_at_first()
        return _shown(request, opened, form, kind, key, 200, waited=seen if sent else None)
    since: tuple[Any, ...] = ()
    try:
        message = actions.say_when_opened(request.assignment, case_id, kind, said, seen, key, now)[1]
    except Changed as changed:
        since, status = changed.since, 409
    except OtherContent:
        opened_form[-1][1].add_error(None, sent_before())
        key, status = uuid.uuid4().hex, 409
    except NotAllowed as refusal:
        opened_form[-1][1].add_error(None, in_words(refusal))
        status = 409
    else:
        if message and "recipients" in message.content and not reads.takes_part_still(message):
            flash.success(request, _("Passed on. Your unit takes part in the case no longer."))
            return redirect("today")
        if message:
            return redirect(f"{reverse('case', args=[case_id])}?sent={message.sequence}")
        status = 400
    opened, form = opened_form[-1]
    return _shown(request, opened, form, kind, key, status, since)


say.keeps_unsent = True


def _shown(
    request: HttpRequest,
    opened: OpenedCase,
    form: BodyForm,
    kind: str,
    key: str,
    status: int,
    since: tuple[Any, ...] = (),
    waited: int | None = None,
) -> HttpResponse:
    """`waited` is how far the writer had read, of what waited while they were signed out or looked for a unit."""
    known = opened.state.version if waited is None else waited
    context: dict[str, Any] = {
        "opened": opened,
        "person": opened.case.person if opened.knows_person else None,
        "subject": subject_of(opened.case, not opened.knows_person),
        "kind": kind,
        "key": key,
        "form": form,
        "since": lines(opened.process, since, opened.parts),
        "seen": since[-1].sequence if since else known,
        "waited": waited is not None and request.method != "POST",
        "takes_up": kind == Acknowledgement.kind,
        "about": _about(opened, opened.process.bodies[kind]),
        "allowed": any(choice.kind == kind for choice in sayable(opened)),
    }
    return render(request, "cases/say.html", context, status=status)


def _about(opened: OpenedCase, body: type[Body]) -> list[TimelineLine]:
    """What the unit may take up or answer, the newest first: nobody does so to what they do not see."""
    if body is not Acknowledgement and not body.answers:
        return []
    may = {line.sequence for line in choosable(opened, body)}
    return [line for line in reversed(lines(opened.process, opened.lines, opened.parts)) if line.row.sequence in may]


def _form(request: HttpRequest, opened: OpenedCase, kind: str, now: datetime, sent: QueryDict | None) -> BodyForm:
    body = opened.process.bodies.get(kind)
    if body is None:
        raise Http404("no such message")
    form = form_for(body, _offered(request, opened, body, now, is_new=not sent))(sent)
    if "was" in body.model_fields:
        form.complete = lambda content: {**content, "was": opened.case.municipality}
    return form


def _offered(request: HttpRequest, opened: OpenedCase, body: type[Body], now: datetime, is_new: bool) -> Offered:
    choices, units, beside = (), None, {}
    initial: dict[str, Any] = dict(opened.process.initial(opened.state, body))
    initial |= known_already(request.assignment, opened, body)
    if "of" in body.model_fields:
        names = called(opened, body)
        lines_of = reversed(choosable(opened, body))
        choices = tuple((one.sequence, names.get(one.sequence) or label_of(one.row)) for one in lines_of)
        if choices:
            named = asking.number(request.GET, "of")
            chosen = (number for number, _ in choices if number == named)
            initial.setdefault("of", next(chosen, choices[0][0]))
    if "recipients" in body.model_fields:
        units = unit_choices(opened.process, body, request.assignment, opened.case.municipality, now, opened)
        if is_new and not units.missing:
            # Once somebody has looked further, or has been refused, it is asked.
            beside = {opened.process.addressing[body].beside: None}
    given = left_out(body) | beside | dict.fromkeys(opened.process.unasked(opened.state, body))
    home = request.assignment.unit.municipality
    return Offered(ProcessLabels(opened.process), now, choices, units, initial, given, home)


def unit_choices(
    process: AnyProcess,
    body: type[Body],
    assignment: Assignment,
    municipality: str,
    now: datetime,
    opened: OpenedCase | None = None,
) -> UnitChoices:
    """The units that a message may go to, as its form offers them; in a case that is `opened`, where there is one."""
    case, others = (opened.case, opened.others) if opened else (None, ())
    near = recipients.offered(process, body, assignment, municipality, case, now, others)
    units = recipients.may_be_told(process, body, assignment.unit, others)
    missing = recipients.missing_roles(process, body, near)
    return UnitChoices(units, near, missing, process, body)


def left_out(body: type[Body]) -> dict[str, None]:
    """The fields that no form shows: what another case is about, and what stood before, are known by where one is."""
    return {name: None for name in body.model_fields if name in ("about", "was")}
