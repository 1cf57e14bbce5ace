"""Beginning a case: of a person by number, of nobody, or from a message of another case."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from brygga.access import Protection
from brygga.identities import Places
from brygga.process import AnyProcess, CaseSubject, MessageRef, NotAllowed
from brygga.processes import PROCESSES
from brygga.texts import swedish
from brygga_site.cases import actions, reads
from brygga_site.cases.actions import CaseAbout
from brygga_site.cases.models import Case
from brygga_site.people.actions import register_person
from brygga_site.people.models import Person
from brygga_site.people.reads import person_by_number
from brygga_site.told.actions import OtherContent
from brygga_site.web.cases.forms import AdmitForm, BodyForm, Offered, ProcessLabels, form_for
from brygga_site.web.cases.timeline import lines
from brygga_site.web.cases.units import SEARCH
from brygga_site.web.cases.views.say import left_out, unit_choices
from brygga_site.web.guards import with_assignment
from brygga_site.web.sending import key_of
from brygga_site.words.refusals import in_words, sent_before


@with_assignment
def begin(request: HttpRequest, process: str) -> HttpResponse:
    """Begins a case by itself: about a person whose number is given, or about nobody."""
    begun = _process(request, process)
    if not begun.opening.may_stand_alone or begun.subject is not CaseSubject.PERSON:
        raise Http404("such a case is begun elsewhere")
    who = AdmitForm(request.POST or None) if begun.person_required else None
    if who:
        who.fields["municipality"].choices = _municipalities(request.assignment.unit.municipality)
    now = timezone.now()
    what = _form(request, begun, request.assignment.unit.municipality, {}, None, now)
    if request.method != "POST" or SEARCH in request.POST:
        _unjudged(request, who, what)
        return _shown(request, begun, who, what, 200)
    if not all([what.is_valid(), who is None or who.is_valid()]):
        return _shown(request, begun, who, what, 400)
    try:
        known = _sought(request, who) if who else None
        # Both or neither: no person is left registered without the case.
        with transaction.atomic():
            person = known or (_registered(request, begun, who) if who else None)
            case = actions.open_case(request.assignment, CaseAbout(person), what.body(), key_of(request), now)
        return redirect("case", case.pk)
    except _Incomplete:
        who.add_error(None, _UNKNOWN)
    except (NotAllowed, OtherContent) as refused:
        (who or what).add_error(None, in_words(refused) if isinstance(refused, NotAllowed) else sent_before())
    return _shown(request, begun, who, what, 400)


@with_assignment
def begin_from(request: HttpRequest, case_id: UUID, sequence: int, process: str) -> HttpResponse:
    """Begins a case about a message of another: the parties, the times and the clause are filled in from it."""
    begun = _process(request, process)
    if begun.opening.from_message is None:
        raise Http404("such a case begins with no message of another")
    now = timezone.now()
    opened, line = reads.message_of(request.assignment, case_id, sequence, now)
    about, origin = reads.reference_to(opened, line), opened.case
    what = _form(request, begun, origin.municipality, begun.opening.from_message(about), about, now)
    shown = lines(opened.process, [line])[0]
    status = 200
    if SEARCH in request.POST:
        what.left_unjudged()
    elif request.method == "POST":
        status = 400
        if what.is_valid():
            told_of = CaseAbout(origin.person, origin.subject, origin.agreement)
            try:
                case = actions.open_case(request.assignment, told_of, what.body(), key_of(request), now)
                return redirect("case", case.pk)
            except NotAllowed as refusal:
                what.add_error(None, in_words(refusal))
            except OtherContent:
                what.add_error(None, sent_before())
    return _shown(request, begun, None, what, status, shown, origin)


_UNKNOWN = gettext_lazy("This person is not known here: write the name and the municipality of registration.")


class _Incomplete(Exception):
    """A person who is not known, and not described."""


def _unjudged(request: HttpRequest, who: AdmitForm | None, what: BodyForm) -> None:
    """Whoever has only looked for a unit is told of nothing that is still to be filled in."""
    if SEARCH in request.POST:
        what.left_unjudged()
        if who:
            who.left_unjudged()


def _process(request: HttpRequest, name: str) -> AnyProcess:
    if name not in PROCESSES:
        raise Http404("no such process")
    reads.check_may_begin(request.assignment, PROCESSES[name])
    return PROCESSES[name]


def _shown(
    request: HttpRequest,
    process: AnyProcess,
    who: AdmitForm | None,
    what: BodyForm,
    status: int,
    line: Any = None,
    origin: Case | None = None,
) -> HttpResponse:
    context = {"process": process, "who": who, "what": what, "key": key_of(request), "line": line, "origin": origin}
    return render(request, "cases/new.html", context, status=status)


def _form(
    request: HttpRequest,
    process: AnyProcess,
    municipality: str,
    initial: dict[str, Any],
    about: MessageRef | None,
    now: datetime,
) -> BodyForm:
    body = process.opens
    units = None
    if "recipients" in body.model_fields:
        units = unit_choices(process, body, request.assignment, municipality, now)
    offered = Offered(ProcessLabels(process), now, (), units, initial, left_out(body))
    form = form_for(body, offered)(request.POST or None)
    if about:
        form.complete = lambda content: {**content, "about": about}
    return form


def _sought(request: HttpRequest, who: AdmitForm) -> Person | None:
    """The person with the number given, if known; the search stays on the trail whatever becomes of the case."""
    return person_by_number(request.assignment, who.cleaned_data["identity_number"])


def _registered(request: HttpRequest, process: AnyProcess, who: AdmitForm) -> Person:
    fields = {name: who.cleaned_data[name] for name in ("given_name", "family_name", "municipality")}
    if not all(fields.values()):
        raise _Incomplete
    fields |= {"registered_address": who.cleaned_data["registered_address"]}
    fields |= {"protection": who.cleaned_data["protection"] or Protection.NONE.value}
    return register_person(request.assignment, who.cleaned_data["identity_number"], process, **fields)


def _municipalities(of_unit: str) -> Iterable[tuple[str, str]]:
    places = Places.load()
    county = places.municipality(of_unit).county
    near = [(m.code, m.short) for m in places.of_county(county)]
    others = [(m.code, m.short) for m in places.municipalities.values() if m.county != county]
    return [("", "–"), *sorted(near, key=_by_name), *sorted(others, key=_by_name)]


def _by_name(choice: tuple[str, str]) -> tuple[str, str]:
    return swedish(choice[1])
