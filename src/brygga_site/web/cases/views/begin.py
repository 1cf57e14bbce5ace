"""Beginning a case: of a person by number, of nobody, or from a message of another case."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from brygga.identities import stand_in_number
from brygga.process import AnyProcess, CaseSubject, MessageRef, NotAllowed
from brygga.processes import PROCESSES
from brygga_site.cases import actions, reads
from brygga_site.cases.actions import CaseAbout
from brygga_site.cases.models import Case
from brygga_site.cases.record import address_for
from brygga_site.people.actions import register_person
from brygga_site.people.models import Person
from brygga_site.people.reads import person_by_number, person_to_confirm
from brygga_site.told.actions import OtherContent
from brygga_site.web import asking
from brygga_site.web.cases.forms import (
    BodyForm,
    NewPersonForm,
    Offered,
    ProcessLabels,
    UnknownPersonForm,
    form_for,
)
from brygga_site.web.cases.timeline import lines
from brygga_site.web.cases.units import SEARCH
from brygga_site.web.cases.views.join import offered
from brygga_site.web.cases.views.say import left_out, unit_choices
from brygga_site.web.dressed import Dressed
from brygga_site.web.guards import with_assignment
from brygga_site.web.persons.forms import PersonNumberForm
from brygga_site.web.persons.met import has_met, remember
from brygga_site.web.sending import key_of, written
from brygga_site.words.refusals import in_words, sent_before


@with_assignment
def begin(request: HttpRequest, process: str) -> HttpResponse:
    """Begins a case by itself: about a person whose number is given and who is then confirmed, or about nobody."""
    begun = _process(request, process)
    if not begun.opening.may_stand_alone or begun.subject is not CaseSubject.PERSON:
        raise Http404("such a case is begun elsewhere")
    now, sent = timezone.now(), written(request)
    if not begun.person_required:
        return _about_nobody(request, begun, sent, now)
    if sent is None:
        given = asking.number(request.GET, "person")
        if given is not None:
            met = has_met(request, given, now)
            person = person_to_confirm(request.assignment, given, now, met)
            return _about_known(request, begun, person, None, now)
        return _asked(request, begun, PersonNumberForm(), 200)
    if "unknown" in sent:
        return _about_new(request, begun, "", sent, now)
    asked = PersonNumberForm(sent)
    if not asked.is_valid():
        return _asked(request, begun, asked, 400)
    # The search stays on the trail whatever becomes of the case.
    number = asked.cleaned_data["identity_number"]
    person = person_by_number(request.assignment, number)
    if person is None:
        return _about_new(request, begun, number, sent, now)
    remember(request, person.pk, now)
    return _about_known(request, begun, person, sent, now)


begin.keeps_unsent = True


_NOTHING = dict.fromkeys(("asked", "origin", "line", "person", "address", "who", "number", "what", "key", "waited"))
"""Of each step the page shows what it is about, and of the others nothing."""

MOST_DIGITS = 19
"""A person's number in the database has fewer."""


def _asked(request: HttpRequest, begun: AnyProcess, asked: PersonNumberForm, status: int) -> HttpResponse:
    return render(request, "cases/new.html", _NOTHING | {"process": begun, "asked": asked}, status=status)


def _about_nobody(request: HttpRequest, begun: AnyProcess, sent: QueryDict | None, now: datetime) -> HttpResponse:
    what = _form(request, begun, request.assignment.unit.municipality, {}, None, now, sent)
    is_sent = _is_sent(request, what)
    if is_sent and what.is_valid() and (case := _opened(request, CaseAbout(), what, now)):
        return redirect("case", case.pk)
    return _shown(request, begun, what, 400 if is_sent else 200, sent)


def _about_known(
    request: HttpRequest, begun: AnyProcess, person: Person, sent: QueryDict | None, now: datetime
) -> HttpResponse:
    """Nothing is opened before whoever searched has said that this is the person: one digit makes a stranger."""
    is_confirmed = sent is not None and sent.get("confirmed") == person.identity_number
    initial = reads.begun_last(request.assignment, begun, now)
    data = sent if is_confirmed else None
    what = _form(request, begun, person.municipality, initial, None, now, data)
    is_sent = is_confirmed and _is_sent(request, what)
    if is_sent and what.is_valid() and (case := _opened(request, CaseAbout(person), what, now)):
        return redirect("case", case.pk)
    if elsewhere := reads.under_way(request.assignment, begun, person, now):
        return offered(request, begun, person, elsewhere, now, 409 if is_confirmed else 200)
    address = address_for(request.assignment, person, now)
    more = {"person": person, "address": address, "number": person.identity_number}
    return _shown(request, begun, what, 400 if is_sent else 200, data, **more)


def _about_new(request: HttpRequest, begun: AnyProcess, number: str, sent: QueryDict, now: datetime) -> HttpResponse:
    """Somebody whom nobody here knows, by a number, or by none: then by one of Brygga's own until it is known."""
    is_written = "given_name" in sent
    data, home, key = sent if is_written else None, request.assignment.unit.municipality, key_of(request, sent)
    who: NewPersonForm
    if number:
        who = NewPersonForm(data, municipality=home)
    else:
        # Made out of the form's key: sent twice it is one person.
        mark = sha256(key.encode()).hexdigest()[:6].upper()
        who = UnknownPersonForm(data, municipality=home, mark=mark)
        number = stand_in_number(timezone.localdate(now), mark)
    what = _form(request, begun, home, reads.begun_last(request.assignment, begun, now), None, now, data)
    is_sent = is_written and _is_sent(request, who, what)
    if is_sent and all([who.is_valid(), what.is_valid()]):
        # Both or neither: no person is left registered without the case.
        with transaction.atomic():
            person = register_person(request.assignment, number, begun, **who.described())
            case = _opened(request, CaseAbout(person), what, now)
            if case is None:
                transaction.set_rollback(True)
        if case:
            return redirect("case", case.pk)
    return _shown(request, begun, what, 400 if is_sent else 200, sent, who=who, number=number)


def _opened(request: HttpRequest, about: CaseAbout, what: BodyForm, now: datetime) -> Case | None:
    """The case begun; None with the reason in the form."""
    try:
        return actions.open_case(request.assignment, about, what.body(), key_of(request), now)
    except NotAllowed as refusal:
        what.add_error(None, in_words(refusal))
    except OtherContent:
        what.add_error(None, sent_before())
    return None


@with_assignment
def begin_from(request: HttpRequest, case_id: UUID, sequence: int, process: str) -> HttpResponse:
    """Begins a case about a message of another: the parties, the times and the clause are filled in from it."""
    begun = _process(request, process)
    if begun.opening.from_message is None:
        raise Http404("such a case begins with no message of another")
    now = timezone.now()
    opened, line = reads.message_of(request.assignment, case_id, sequence, now)
    about, origin = reads.reference_to(opened, line), opened.case
    initial = begun.opening.from_message(about)
    sent = written(request)
    what = _form(request, begun, origin.municipality, initial, about, now, sent)
    if not begun.opening.may_begin_from(line.row.kind):
        raise Http404("such a case begins with another kind of message")
    shown = lines(opened.process, [line])[0]
    is_sent, told_of = _is_sent(request, what), CaseAbout(origin.person, origin.subject, origin.agreement)
    if is_sent and what.is_valid() and (case := _opened(request, told_of, what, now)):
        return redirect("case", case.pk)
    return _shown(request, begun, what, 400 if is_sent else 200, sent, line=shown, origin=origin)


begin_from.keeps_unsent = True


def _is_sent(request: HttpRequest, *forms: Dressed) -> bool:
    """Whether a case is to be begun. Of what waited, or while a unit is looked for, nothing is said to be missing."""
    if request.method == "POST" and not asking.ticked(request.POST, SEARCH):
        return True
    for form in forms:
        form.left_unjudged()
    return False


def _process(request: HttpRequest, name: str) -> AnyProcess:
    if name not in PROCESSES:
        raise Http404("no such process")
    reads.check_may_begin(request.assignment, PROCESSES[name])
    return PROCESSES[name]


def _shown(
    request: HttpRequest, process: AnyProcess, what: BodyForm, status: int, sent: QueryDict | None, **more: Any
) -> HttpResponse:
    """`sent` is what the forms hold: what was sent, or what waited while the writer was signed out."""
    context = _NOTHING | {"process": process, "what": what, "key": key_of(request, sent)} | more
    context["waited"] = request.method == "GET" and sent is not None
    return render(request, "cases/new.html", context, status=status)


def _form(
    request: HttpRequest,
    process: AnyProcess,
    municipality: str,
    initial: dict[str, Any],
    about: MessageRef | None,
    now: datetime,
    data: QueryDict | None = None,
) -> BodyForm:
    """The fields of what begins the case; `data` is what was sent for them, None where nothing was yet."""
    body = process.opens
    units = None
    if "recipients" in body.model_fields:
        units = unit_choices(process, body, request.assignment, municipality, now)
    offered = Offered(ProcessLabels(process), now, (), units, initial, left_out(body))
    form = form_for(body, offered)(data)
    if about:
        form.complete = lambda content: {**content, "about": about}
    return form
