"""A case that its person has under way already: offered instead of a second one, and gone on in from here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from brygga.process import AnyProcess, NotAllowed
from brygga_site.agreements import unusable_among, usable
from brygga_site.cases import actions, reads
from brygga_site.cases.reads import StayElsewhere
from brygga_site.people.models import Person
from brygga_site.told.actions import OtherContent
from brygga_site.web.cases.forms import BodyForm, Offered, ProcessLabels, form_for
from brygga_site.web.guards import with_assignment
from brygga_site.web.persons.ways import ways_on
from brygga_site.web.sending import key_of
from brygga_site.words import access as words
from brygga_site.words.refusals import in_words, sent_before


def offered(
    request: HttpRequest, process: AnyProcess, person: Person, elsewhere: StayElsewhere, now: datetime, status: int
) -> HttpResponse:
    """The page that offers the case under way: open it, take it over, or what else can be done lawfully."""
    form = None
    if process.joins and not elsewhere.takes_part and elsewhere.case and usable(elsewhere.case.agreement):
        form = _form(process, now, None)
    return _shown(request, process, person, elsewhere, form, status)


@with_assignment
def join(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Goes on in a case that the unit takes no part in yet."""
    now = timezone.now()
    if request.method != "POST":
        raise Http404("a case is gone on in from where it is offered")
    opened = reads.open_to_join(request.assignment, case_id, now)
    process, person = opened.process, opened.case.person
    if process.joins is None or person is None:
        raise Http404("nobody goes on in such a case")
    form = _form(process, now, request.POST)
    if form.is_valid():
        try:
            actions.join(request.assignment, case_id, form.body(), key_of(request), now)
            return redirect("case", case_id)
        except NotAllowed as refusal:
            form.add_error(None, in_words(refusal))
        except OtherContent:
            form.add_error(None, sent_before())
    return _shown(request, process, person, reads.elsewhere(opened), form, 400)


def _form(process: AnyProcess, now: datetime, data: Any) -> BodyForm:
    assert process.joins  # noqa: S101 (asked only for a process that is gone on in)
    return form_for(process.joins, Offered(ProcessLabels(process), now))(data)


def _shown(
    request: HttpRequest,
    process: AnyProcess,
    person: Person,
    elsewhere: StayElsewhere,
    form: BodyForm | None,
    status: int,
) -> HttpResponse:
    refused = elsewhere.refused
    context = {
        "process": process,
        "person": person,
        "elsewhere": elsewhere,
        "form": form,
        "unusable": unusable_among([elsewhere.case.agreement] if elsewhere.case else []),
        "key": key_of(request),
        "why": refused and words.GROUNDS[refused.ground.id],
        "clause": refused and refused.clause,
        "ways": ways_on(refused, request.assignment, person.pk) if refused else [],
    }
    return render(request, "cases/under_way.html", context, status=status)
