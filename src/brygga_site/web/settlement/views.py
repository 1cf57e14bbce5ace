"""The settlement: a year, a month of one municipality, a stay in it, the chart, and the same as Excel and PDF."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS

from brygga.agreements import Agreement
from brygga.settlement import RulePart
from brygga_site.agreements import registry
from brygga_site.charges import chart as charts
from brygga_site.charges import document, excel, reads
from brygga_site.charges.account import Account, Detailed
from brygga_site.charges.entries import shown_mean
from brygga_site.charges.selection import Selection, Unreadable, month_from, selection_from
from brygga_site.web import asking
from brygga_site.web.guards import costly, with_assignment
from brygga_site.web.settlement.filters import kronor

STAYS_A_PAGE = 100
SMALL = 3
"""How many municipalities are shown with their months open from the start."""

MANY = 12
"""With more municipalities than this, the charts of those that were never over are folded away."""


def _for_offices(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the view what the office sees, and answers 400 with a clear text for an address that cannot be read."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        scope = reads.scope_of(request.assignment)
        try:
            return view(request, scope, *args, **kwargs)
        except Unreadable as told:
            return render(request, "settlement/unreadable.html", {"told": str(told)}, status=400)

    return guarded


@with_assignment
@_for_offices
def year(request: HttpRequest, scope: reads.Scope) -> HttpResponse:
    selection, accounts = _selected(request, scope)
    today = timezone.localdate()
    context = {
        "scope": scope,
        "selection": selection,
        "accounts": [_shown(account, selection) for account in accounts],
        "any": any(account.entries or account.stopped for account in accounts),
        "example": any(account.example and account.entries for account in accounts),
        "years": sorted({*reads.years(scope, today), selection.year}, reverse=True),
        "months": list(MONTHS.items()),
        "under_way": selection.year == today.year and selection.month in (None, today.month),
    }
    return render(request, "settlement/year.html", context)


@with_assignment
@_for_offices
def month(request: HttpRequest, scope: reads.Scope, municipality: str, month: str) -> HttpResponse:
    place = scope.municipality(municipality)
    today = timezone.localdate()
    asked = month_from(month, today)
    opened = reads.opened_month(scope, asked, municipality, asking.word(request.GET, "page"), STAYS_A_PAGE)
    found = opened.found
    context = {
        "place": place,
        "month": asked,
        "previous": asked.following(-1) if asked.year > reads.FIRST_YEAR or asked.number > 1 else None,
        "next": asked.following() if asked.following().first <= today else None,
        "under_way": asked.first <= today <= asked.last,
        "parts": [_part(one) for one in found if one.account.entries or one.account.stopped or one.account.faults],
        "example": any(one.account.example and one.account.entries for one in found),
        "page": opened.page,
        "selection": Selection(asked.year, municipality, asked.number),
    }
    return render(request, "settlement/month.html", context)


@with_assignment
@_for_offices
def stay(request: HttpRequest, scope: reads.Scope, municipality: str, month: str, stay_id: UUID) -> HttpResponse:
    """How a stay was counted: within its month's page when that asks for it, otherwise as a page of its own."""
    place = scope.municipality(municipality)
    asked = month_from(month, timezone.localdate())
    context = {"place": place, "month": asked, "opened": reads.opened_stay(scope, asked, municipality, stay_id)}
    return render(request, "settlement/reckoning.html" if request.htmx else "settlement/stay.html", context)


@with_assignment
@_for_offices
def chart(request: HttpRequest, scope: reads.Scope) -> HttpResponse:
    accounts, named = _selected(request, scope)[1], asking.word(request.GET, "agreement")
    account = next((one for one in accounts if one.agreement == named), None)
    groups = charts.parts(account).get(asking.word(request.GET, "part"), []) if account else []
    if account is None or not groups:
        raise Http404("no such chart")
    svg = charts.draw(account, groups, narrow=asking.ticked(request.GET, "narrow"))
    return HttpResponse(svg, content_type="image/svg+xml")


@costly
@with_assignment
@_for_offices
def as_excel(request: HttpRequest, scope: reads.Scope) -> HttpResponse:
    selection, found = _detailed(request, scope)
    book = excel.workbook(scope.owner.name, selection, found)
    return _file(book, f"{_name(selection)}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@costly
@with_assignment
@_for_offices
def as_pdf(request: HttpRequest, scope: reads.Scope) -> HttpResponse:
    selection, found = _detailed(request, scope)
    paper = document.pdf(scope.owner.name, selection, found, timezone.localtime())
    return _file(paper, f"{_name(selection)}.pdf", "application/pdf")


def _selected(request: HttpRequest, scope: reads.Scope) -> tuple[Selection, list[Account]]:
    today = timezone.localdate()
    selection = selection_from(request.GET, today)
    if selection.municipality:
        scope.municipality(selection.municipality)
    return selection, reads.accounts(scope, selection.year, today, selection.municipality, selection.month)


def _detailed(request: HttpRequest, scope: reads.Scope) -> tuple[Selection, list[Detailed]]:
    """The selection with its stays, for the documents: up to the month that is under way."""
    today = timezone.localdate()
    selection = selection_from(request.GET, today)
    if selection.municipality:
        scope.municipality(selection.municipality)
    return selection, reads.detailed(scope, *selection.months_until(today), selection.municipality)


def _shown(account: Account, selection: Selection) -> dict[str, Any]:
    groups = account.groups(selection.sort == "amount")
    drawn = charts.parts(account) if not selection.month else {}
    return {
        "account": account,
        "agreement": _agreement(account),
        "groups": groups,
        "in_order": [entry for group in groups for entry in group.entries],
        "charts": [(name, len(drawn[name])) for name in drawn if drawn[name]],
        "folded": ["rest"] if drawn and (drawn["over"] or len(drawn["rest"]) > MANY) else [],
        "small": len(groups) <= SMALL,
    }


def _part(one: Detailed) -> dict[str, Any]:
    """How one sum is made: the line, rule by rule, and each reason for which stays are exempt, with clauses."""
    agreement = _agreement(one.account)
    carried = agreement.clauses_carried_by
    entry = one.account.entries[0] if one.account.entries else None
    reasons = entry.line.excluded.items() if entry else ()
    rules = [_step(one, part) for part in entry.line.rules] if entry else []
    shown = {step["rule"].id for step in rules}
    return {
        "account": one.account,
        "agreement": agreement,
        "entry": entry,
        "rules": rules,
        "stages": [stage for stage in one.account.stages if stage.rule.id in shown and stage.amount.kronor is not None],
        "reasons": [(reason, count, carried("settlement", reason)) for reason, count in reasons],
        "long_clauses": carried("settlement", "long-stay"),
        "rate_clauses": carried("settlement", "daily-rate"),
    }


def _step(one: Detailed, part: RulePart) -> dict[str, Any]:
    """What one rule comes to in the month; its days with what one costs, where that is the same all through it."""
    stages = [stage for stage in one.account.stages if stage.rule.id == part.rule]
    amounts = {stage.amount.kronor for stage in stages}
    free = [stay for stay in one.in_group("free") if stay.result.rule == part.rule]
    return {
        "part": part,
        "rule": stages[0].rule,
        "mean": shown_mean(part),
        "individual_days": f"{part.individual_days} × {kronor(*amounts)}"
        if len(amounts) == 1
        else part.individual_days,
        "last_kronor": stages[-1].amount.kronor,
        "free": len(free),
        "free_days": stages[0].rule.limit_days * (part.mean[0] if part.mean else 0),
    }


def _agreement(account: Account) -> Agreement:
    return registry().agreement(account.agreement)


def _name(selection: Selection) -> str:
    """A file name that sorts: betalningsansvar-2026-03-1480."""
    month = f"-{selection.month:02d}" if selection.month else ""
    place = f"-{selection.municipality}" if selection.municipality else ""
    return f"betalningsansvar-{selection.year}{month}{place}"


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
