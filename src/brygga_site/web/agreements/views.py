"""The agreements' pages, open to all: list, one agreement, one clause, what carries it out, and search."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from brygga.agreements import Agreement
from brygga_site.agreements import known, registry
from brygga_site.web import asking
from brygga_site.web.agreements import about, timeline
from brygga_site.web.agreements import search as clause_search
from brygga_site.web.agreements.carriers import thing
from brygga_site.web.agreements.day import asked, card
from brygga_site.web.agreements.links import all_links
from brygga_site.web.agreements.parties import counties
from brygga_site.web.agreements.reader import FIELDS, Shown, choices, reading
from brygga_site.web.agreements.wordings import shown_wording
from brygga_site.web.guards import open_to_all
from brygga_site.web.rules.rows import tables_of

ROW = 60
"""Pixels of the drawing for each agreement; the years stand above the first."""
SHOWN = 25
"""Hits shown of each agreement before one asks for all of them."""


@open_to_all
def index(request: HttpRequest) -> HttpResponse:
    on = asked(request)
    # The acts stand last: what every agreement falls back to.
    ordered = sorted(registry().agreements.values(), key=lambda one: one.fallback is None)
    cards = [card(one, on.day) for one in ordered]
    rows = [timeline.row(one, ROW * number + 24) for number, one in enumerate(cards)]
    context = {
        "on": on,
        "rows": rows,
        "height": ROW * len(rows) + 30,
        "now_at": timeline.x(on.day),
        "years": timeline.years(),
        "mark_kinds": timeline.KINDS,
        "counties": counties(registry()),
        "broken": registry().broken.values(),
        "total": sum(one.total for one in cards),
    }
    return render(request, "agreements/index.html", context, status=on.status)


@open_to_all
def show(request: HttpRequest, agreement_id: str) -> HttpResponse:
    agreement, on = _agreement(agreement_id), asked(request)
    whole = not any(asking.word(request.GET, field) for field in ("part", *FIELDS))
    context: dict[str, Any] = {
        "agreement": agreement,
        "on": on,
        "card": card(agreement, on.day),
        "reading": reading(agreement, request.GET),
        "choices": choices(agreement),
        "about": about.about(agreement, on.day) if whole else None,
        "tables": tables_of(agreement) if whole else None,
    }
    return render(request, "agreements/agreement.html", context, status=on.status)


@open_to_all
def clause(request: HttpRequest, agreement_id: str, clause_id: str) -> HttpResponse:
    agreement = _agreement(agreement_id)
    place = all_links().find(agreement, clause_id)
    if place is None:
        raise Http404("no such clause")
    if place.agreement is not agreement:
        return redirect("clause", place.agreement.id, clause_id)
    clauses = agreement.clauses
    number = clauses.index(place.clause)
    key = (agreement.id, clause_id)
    context = {
        "agreement": agreement,
        "one": Shown(agreement, place.clause),
        "wording": shown_wording(agreement, place.clause, timezone.localdate()),
        "before": Shown(agreement, clauses[number - 1]) if number else None,
        "after": Shown(agreement, clauses[number + 1]) if number + 1 < len(clauses) else None,
        "citing": [about.cited(one) for one in all_links().citing.get(key, ())],
        "resting": [Shown(one.agreement, one.clause) for one in all_links().resting.get(key, ())],
    }
    return render(request, "agreements/clause.html", context)


@open_to_all
def search(request: HttpRequest) -> HttpResponse:
    q = asking.searched(request.GET, "q", clause_search.LONGEST)
    only = asking.word(request.GET, "agreement")
    found = clause_search.search(q)
    groups = [
        (_agreement(one), hits if only else hits[:SHOWN], len(hits)) for one, hits in found.items() if only in {"", one}
    ]
    total = sum(number for _one, _hits, number in groups)
    context = {"q": q, "groups": groups, "total": total, "only": _agreement(only) if only else None}
    return render(request, "agreements/search.html", context)


@open_to_all
def carrier(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    return render(request, "agreements/carrier.html", {"thing": thing(kind, ref, timezone.localdate())})


def _agreement(agreement_id: str) -> Agreement:
    found = known(agreement_id)
    if found is None:
        raise Http404("no such agreement")
    return found
