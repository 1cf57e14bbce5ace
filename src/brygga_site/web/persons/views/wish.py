"""The form of one statement about what a person wishes, or what stands in for it."""

import uuid
from typing import Any

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.access import BODIES
from brygga.access.messages import DetailsCorrected, NumberReplaced
from brygga.process import NotAllowed
from brygga_site.cases.record import record_of
from brygga_site.people import actions
from brygga_site.told.actions import Changed, OtherContent
from brygga_site.web import asking
from brygga_site.web.guards import with_assignment
from brygga_site.web.persons.forms import wish_form
from brygga_site.web.persons.met import has_met
from brygga_site.web.persons.offers import offered
from brygga_site.web.persons.statements import stated
from brygga_site.web.sending import key_of, number_of, written
from brygga_site.words import access as words
from brygga_site.words.refusals import in_words, sent_before

ELSEWHERE = {DetailsCorrected.kind: "correct-person", NumberReplaced.kind: "replace-number"}
"""Statements that change who somebody is have pages of their own."""


@with_assignment
def state(request: HttpRequest, person_id: int, kind: str) -> HttpResponse:
    now = timezone.now()
    body, met = BODIES.get(kind), has_met(request, person_id, now)
    if body is None:
        raise Http404("no such statement")
    if kind in ELSEWHERE:
        return redirect(ELSEWHERE[kind], person_id)
    record = record_of(request.assignment, person_id, now, met)
    sent = written(request)
    form = wish_form(body, record, request.assignment.unit, now, asking.word(request.GET, "of"))(sent)
    context: dict[str, Any] = {"record": record, "person": record.person, "kind": kind, "since": ()}
    context["key"], seen = key_of(request, sent), number_of(request, "seen", sent)
    context["waited"] = request.method == "GET" and sent is not None
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.state_wish(request.assignment, person_id, form.body(), seen, context["key"], now, met)
        except OtherContent:
            form.add_error(None, sent_before())
            context["key"], status = uuid.uuid4().hex, 409
        except Changed as changed:
            context["since"] = stated(changed.since, record.reader, record.wishes)
            status = 409
        except NotAllowed as refusal:
            form.add_error(None, in_words(refusal))
            status = 409
        else:
            flash.success(request, _("Saved: %(what)s") % {"what": words.STATED[kind]})
            return redirect("who-blocked" if kind == "lift-requested" else "person", person_id)
    elif request.method == "POST":
        status = 400
    context |= {
        "form": form,
        "seen": seen if context["waited"] else record.seen,
        "allowed": kind in offered(record, now),
    }
    context["explained"] = words.EXPLAINED[kind]
    return render(request, "persons/state.html", context, status=status)


state.keeps_unsent = True
