"""A person: found by number, what the unit may know of them, who has blocked, and whether the identity is protected."""

from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.access import Protection
from brygga_site.cases import record
from brygga_site.cases.known import known_by
from brygga_site.people.actions import mark_protected
from brygga_site.people.reads import Standing, check_may_seek, person_by_number
from brygga_site.web.cases.begins import begins_care
from brygga_site.web.guards import with_assignment
from brygga_site.web.persons.forms import PersonNumberForm, ProtectionForm
from brygga_site.web.persons.met import has_met, remember
from brygga_site.web.persons.offers import offered
from brygga_site.web.persons.responsible import responsible_for
from brygga_site.web.persons.statements import stated
from brygga_site.web.persons.told import events
from brygga_site.web.persons.ways import ways_on
from brygga_site.words import access as words


@with_assignment
def find(request: HttpRequest) -> HttpResponse:
    """Shows who has a number, to be confirmed. The number goes in the body of the request: addresses end up in logs."""
    check_may_seek(request.assignment)
    form, now = PersonNumberForm(request.POST or None), timezone.now()
    context: dict[str, Any] = {"form": form, "begins": begins_care(request.assignment)}
    context |= {"person": None, "address": "", "unknown": ""}
    if request.method != "POST":
        return render(request, "persons/find.html", context)
    if not form.is_valid():
        return render(request, "persons/find.html", context, status=400)
    number = form.cleaned_data["identity_number"]
    if person := person_by_number(request.assignment, number):
        remember(request, person.pk, now)
        context |= {"person": person, "address": record.address_for(request.assignment, person, now)}
    else:
        context["unknown"] = number
    return render(request, "persons/find.html", context)


@with_assignment
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    now = timezone.now()
    found = record.record_of(request.assignment, person_id, now, has_met(request, person_id, now))
    refused, known = found.others.refused, known_by(request.assignment, found, now)
    context = {
        "record": found,
        "known": known,
        "events": events(known),
        "responsibility": responsible_for(found.person, known, now),
        "now": now,
        "person": found.person,
        "lines": [line for line in stated(found.statements, found.reader, found.wishes)],
        "offered": offered(found, now),
        "unable": found.wishes.is_unable(found.reader.provider),
        "speakers": found.wishes.speakers,
        "related": found.standing is Standing.RELATED,
        "begins": begins_care(request.assignment),
        "why": refused and words.GROUNDS[refused.ground.id],
        "clause": refused and refused.clause,
        "ways": ways_on(refused, request.assignment, person_id) if refused else [],
        "emergency": found.wishes.is_open_in_emergency(found.reader.unit),
    }
    return render(request, "persons/person.html", context)


@with_assignment
def blockers(request: HttpRequest, person_id: int) -> HttpResponse:
    person, found = record.who_blocked(request.assignment, person_id, timezone.now())
    return render(request, "persons/blockers.html", {"person": person, "blockers": found})


@with_assignment
def protect(request: HttpRequest, person_id: int) -> HttpResponse:
    now = timezone.now()
    found = record.record_of(request.assignment, person_id, now, has_met(request, person_id, now))
    form = ProtectionForm(request.POST or None, initial={"protection": found.person.protection})
    status = 200
    if request.method == "POST" and form.is_valid():
        mark_protected(request.assignment, person_id, Protection(form.cleaned_data["protection"]), now)
        flash.success(request, _("Saved."))
        return redirect("person", person_id)
    if request.method == "POST":
        status = 400
    return render(request, "persons/protect.html", {"person": found.person, "form": form}, status=status)
