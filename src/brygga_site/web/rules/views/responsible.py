"""Who is responsible? Asks only what can still change the answer; the address holds the whole situation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from brygga.agreements import Agreement
from brygga_site.agreements import registry
from brygga_site.web.agreements.parties import counties
from brygga_site.web.guards import open_to_all
from brygga_site.web.rules.address import AskedSituation, choosable
from brygga_site.web.rules.answer import Answered
from brygga_site.web.rules.reader import asked


@open_to_all
def responsible(request: HttpRequest) -> HttpResponse:
    found = asked(request.GET)
    if found.moved and not found.faults:
        return redirect(found.url())
    context: dict[str, Any] = {
        "asked": found,
        "agreements": choosable(registry()),
        "counties": counties(registry()),
        "questions": _questions(found),
        "kept": [(key, value) for key, value in found.parts().items() if key in {*found.given, "brought"}],
        "answered": None,
        "others": [],
        "link": "",
        "start_over": "",
        "today": timezone.localdate(),
    }
    if found.faults:
        return render(request, "rules/responsible.html", context, status=400)
    if found.table:
        context |= {
            "answered": Answered(found, found.table),
            "others": _other_questions(found),
            "link": request.build_absolute_uri(found.url()),
            "start_over": f"{reverse('responsible')}?agreement={found.agreement.id}&table={found.table.name}",
        }
    return render(request, "rules/responsible.html", context)


def _questions(found: AskedSituation) -> list[tuple[str, Any]]:
    """The questions one may ask, in the vocabulary's order; of every agreement before one is chosen."""
    agreements: list[Agreement] = [found.agreement] if found.agreement else choosable(registry())
    there_are = {name for one in agreements for name in one.tables}
    return [(name, one.label) for name, one in registry().vocabulary.questions.items() if name in there_are]


def _other_questions(found: AskedSituation) -> list[tuple[Any, str]]:
    """The other questions about the same situation."""
    every = _questions(found)
    return [(label, found.url(table=name)) for name, label in every if name != found.table.name]
