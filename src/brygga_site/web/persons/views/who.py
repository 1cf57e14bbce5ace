"""Who somebody is: name, address and municipality corrected, and the number replaced when the right one is known."""

import uuid
from collections.abc import Callable

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.access.messages import DetailsCorrected, NumberReplaced
from brygga.process import NotAllowed
from brygga_site.cases import actions as cases
from brygga_site.cases.record import Record, record_of
from brygga_site.people import actions
from brygga_site.people.actions import PersonDetails
from brygga_site.told.actions import Changed, OtherContent
from brygga_site.web.dressed import Dressed
from brygga_site.web.guards import with_assignment
from brygga_site.web.persons.forms import DetailsForm, NumberForm
from brygga_site.web.persons.met import has_met, remember
from brygga_site.web.persons.statements import stated
from brygga_site.web.sending import key_of, number_of, written
from brygga_site.words import access as words
from brygga_site.words.refusals import in_words, sent_before


@with_assignment
def correct(request: HttpRequest, person_id: int) -> HttpResponse:
    """The name, the address and the municipality as they are to stand."""
    now = timezone.now()
    record = record_of(request.assignment, person_id, now, has_met(request, person_id, now))
    person = record.person
    shown = {name: getattr(person, name) for name in ("given_name", "family_name", "municipality")}
    initial = shown | {"registered_address": record.address}
    sent = written(request)
    form = DetailsForm(sent, initial=initial, home=request.assignment.unit.municipality)
    if not record.address:
        # Whoever does not see the address writes none over it; with protected registration none is kept.
        del form.fields["registered_address"]

    def write(seen: int, key: str) -> int:
        content = {"registered_address": person.registered_address} | form.cleaned_data
        actions.correct_details(request.assignment, person_id, PersonDetails(**content), seen, key, now)
        return person_id

    return _answered(request, record, DetailsCorrected.kind, form, write, sent)


correct.keeps_unsent = True


@with_assignment
def replace(request: HttpRequest, person_id: int) -> HttpResponse:
    """The number that is known now."""
    now = timezone.now()
    record = record_of(request.assignment, person_id, now, has_met(request, person_id, now))
    sent = written(request)
    form = NumberForm(sent)

    def write(seen: int, key: str) -> int:
        number, reason = form.cleaned_data["identity_number"], form.cleaned_data["reason"]
        body = NumberReplaced(number=number, was=record.person.identity_number, reason=reason)
        found = cases.replace_number(request.assignment, person_id, body, seen, key, now)
        remember(request, found.pk, now)
        return found.pk

    return _answered(request, record, NumberReplaced.kind, form, write, sent)


replace.keeps_unsent = True


def _answered(
    request: HttpRequest,
    record: Record,
    kind: str,
    form: Dressed,
    write: Callable[[int, str], int],
    sent: QueryDict | None,
) -> HttpResponse:
    """The form, or what came of it: the page of the person whom it turned out to be."""
    key, seen, status, since = key_of(request, sent), number_of(request, "seen", sent), 200, ()
    waited = request.method == "GET" and sent is not None
    if request.method == "POST" and form.is_valid():
        try:
            found = write(seen, key)
        except OtherContent:
            form.add_error(None, sent_before())
            key, status = uuid.uuid4().hex, 409
        except Changed as changed:
            since, status = stated(changed.since, record.reader, record.wishes), 409
        except NotAllowed as refusal:
            form.add_error(None, in_words(refusal))
            status = 409
        else:
            flash.success(request, _("Saved: %(what)s") % {"what": words.STATED[kind]})
            return redirect("person", found)
    elif request.method == "POST":
        status = 400
    context = {"record": record, "person": record.person, "kind": kind, "form": form, "key": key, "since": since}
    context |= {"seen": seen if waited else record.seen, "waited": waited}
    context |= {"allowed": True, "explained": words.EXPLAINED[kind]}
    return render(request, "persons/state.html", context, status=status)
