"""The ward admits a patient, which opens a case."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from brygga.access import Protection
from brygga.discharge.messages import Admission
from brygga.identities import IdentityNumber, InvalidIdentityNumber, Places
from brygga.process import NotAllowed
from brygga_site.cases import actions, reads
from brygga_site.people.actions import register_person
from brygga_site.people.models import Person
from brygga_site.people.reads import person_by_number
from brygga_site.web.cases.forms import AdmitForm, Known, form_for
from brygga_site.web.guards import with_assignment
from brygga_site.words.refusals import in_words


@with_assignment
def admit(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    reads.check_may_open(request.assignment)
    who = AdmitForm(request.POST or None)
    who.fields["municipality"].choices = _municipalities(request.assignment.unit.municipality)
    what = form_for(Admission, Known(now))(request.POST or None)
    status = 200
    key = request.POST.get("key") or uuid.uuid4().hex
    if request.method == "POST":
        status = 400
        if who.is_valid() and what.is_valid():
            try:
                number = IdentityNumber(who.cleaned_data["identity_number"]).digits
                # The search stays on the trail whatever becomes of the admission.
                known = person_by_number(request.assignment, number)
                # Both or neither: no person is left registered without the case.
                with transaction.atomic():
                    person = known or _registered(request, number, who)
                    case = actions.open_case(request.assignment, person, what.body(), key, now)
                return redirect("case", case.pk)
            except NotAllowed as refusal:
                who.add_error(None, in_words(refusal))
            except InvalidIdentityNumber:
                who.add_error("identity_number", NUMBER)
            except _Incomplete:
                who.add_error(None, _UNKNOWN)
    return render(request, "cases/new.html", {"who": who, "what": what, "key": key}, status=status)


NUMBER = gettext_lazy(
    "The personal identity number has twelve digits, YYYYMMDDNNNN. Check the date and the last digit."
)
_UNKNOWN = gettext_lazy("This person is not known here: write the name and the municipality of registration.")


class _Incomplete(Exception):
    """A person who is not known, and not described."""


def _registered(request: HttpRequest, number: str, who: AdmitForm) -> Person:
    fields = {name: who.cleaned_data[name] for name in ("given_name", "family_name", "municipality")}
    if not all(fields.values()):
        raise _Incomplete
    fields |= {"registered_address": who.cleaned_data["registered_address"]}
    fields |= {"protection": who.cleaned_data["protection"] or Protection.NONE.value}
    return register_person(request.assignment, number, **fields)


def _municipalities(of_unit: str) -> Iterable[tuple[str, str]]:
    places = Places.load()
    county = places.municipality(of_unit).county
    near = [(m.code, m.short) for m in places.of_county(county)]
    others = [(m.code, m.short) for m in places.municipalities.values() if m.county != county]
    return [("", "–"), *sorted(near, key=lambda m: m[1]), *sorted(others, key=lambda m: m[1])]
