"""The form of one message."""

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga import discharge
from brygga.process import NotAllowed
from brygga_site.cases import actions, reads
from brygga_site.organisations.models import Assignment
from brygga_site.web.cases.choices import sayable, to_choose
from brygga_site.web.cases.forms import Known, form_for, preselected
from brygga_site.web.cases.timeline import lines
from brygga_site.web.guards import with_assignment
from brygga_site.words import messages as words
from brygga_site.words.refusals import in_words


@with_assignment
def say(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    now = timezone.now()
    opened = reads.open_for(request.assignment, case_id, now, to_say=True)
    body = discharge.BODIES.get(kind)
    if body is None or not request.assignment.unit.role:
        raise Http404("no such message")
    form_class = form_for(body, _known(opened, body, request.assignment, now))
    form = form_class(request.POST or None)
    context: dict[str, Any] = {"opened": opened, "kind": kind, "key": request.POST.get("key") or uuid.uuid4().hex}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.say(request.assignment, case_id, form.body(), _seen(request), context["key"], now)
        except actions.Changed as changed:
            context["since"] = lines(changed.since)
            status = 409
        except NotAllowed as refusal:
            form.add_error(None, in_words(refusal))
            status = 409
        else:
            flash.success(request, _("Sent: %(what)s") % {"what": words.SAID[kind]})
            return redirect("case", case_id)
    elif request.method == "POST":
        status = 400
    context |= {"form": form, "seen": opened.state.version, "allowed": _allowed(opened, kind, request)}
    return render(request, "cases/say.html", context, status=status)


def _seen(request: HttpRequest) -> int:
    """The number of the last message the sender has read; nothing, where the form has been tampered with."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() else 0


def _allowed(opened: reads.Opened, kind: str, request: HttpRequest) -> bool:
    return any(choice.kind == kind for choice in sayable(opened, request.assignment.unit.role))


def _known(opened: reads.Opened, body: type, assignment: Assignment, now: datetime) -> Known:
    choosable = tuple((line.row.sequence, line.label) for line in to_choose(opened, body, assignment.unit.role))
    units = tuple(reads.units_to_notify(opened.case))
    initial: dict[str, Any] = {"recipients": preselected(units, reads.units_last_time(assignment, opened.case))}
    if choosable:
        initial["of"] = choosable[-1][0]
    if opened.state.expected_discharge:
        initial["expected_discharge"] = opened.state.expected_discharge
    return Known(now, tuple(reversed(choosable)), units, initial)
