"""Keeping and destruction: what has come of age, plans, holds, lists for another to approve, and their protocols."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from brygga.retention import RecordKind, UnlawfulPlan
from brygga_site.agreements import registry
from brygga_site.keeping import actions, protocol, reads, words
from brygga_site.keeping.listing import is_as_decided
from brygga_site.keeping.models import Count
from brygga_site.keeping.permission import check_may_decide
from brygga_site.web.guards import costly, with_assignment
from brygga_site.web.keeping.forms import DoForm, HoldForm, PlanForm
from brygga_site.words import refusals


def _for_offices(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page is for offices. What may not be done is told on the page it was asked on."""

    @with_assignment
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_may_decide(request.assignment)
        return view(request, *args, **kwargs)

    return guarded


@_for_offices
def start(request: HttpRequest) -> HttpResponse:
    asked = DoForm(request.POST) if request.method == "POST" else None
    if asked is None or not asked.is_valid():
        return _start(request, 400 if asked else 200)
    given, now = asked.cleaned_data, timezone.now()
    try:
        if given["do"] == "plan":
            return _plan(request)
        if given["do"] == "hold":
            return _hold(request)
        if given["do"] == "lift" and given["hold"]:
            actions.lift(request.assignment, given["hold"], now)
            messages.success(request, _("The stop has been lifted."))
        elif given["do"] == "list":
            return redirect("retention-run", actions.propose(request.assignment, now).pk)
        elif given["do"] == "count":
            actions.count(request.assignment, now)
    except actions.NotDecided as refused:
        messages.warning(request, refusals.in_words(refused))
    return redirect("retention")


def _plan(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _start(request, 400, plan=form)
    given = form.cleaned_data
    try:
        actions.decide_plan(
            request.assignment,
            RecordKind(given["record"]),
            given["years"],
            given["decision"],
            given["decided_on"],
            timezone.now(),
        )
    except UnlawfulPlan as unlawful:
        why = refusals.said(unlawful.reason)
        form.add_error("years", f"{why} ({_cite(unlawful.clause)})" if unlawful.clause else why)
        return _start(request, 400, plan=form)
    except actions.NotDecided as refused:
        form.add_error("decided_on", refusals.in_words(refused))
        return _start(request, 400, plan=form)
    messages.success(request, _("The decision stands from now on."))
    return redirect("retention")


def _hold(request: HttpRequest) -> HttpResponse:
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _start(request, 400, hold=form)
    given = form.cleaned_data
    actions.hold(request.assignment, given["identity_number"], given["reason"], timezone.now())
    # The same whoever it is, so that no office learns by it who is known here.
    messages.success(request, _("Nothing that your organisation holds under this number will be destroyed."))
    return redirect("retention")


def _start(
    request: HttpRequest, status: int, plan: PlanForm | None = None, hold: HoldForm | None = None
) -> HttpResponse:
    today, organisation = timezone.localdate(), request.assignment.unit.organisation
    count, runs = reads.count_of(request.assignment), reads.runs_of(request.assignment)
    found, plans = reads.rules(today), reads.plans_of(organisation)
    context = {
        "organisation": organisation,
        "count": count,
        "kinds": _kinds(count) if count else [],
        "runs": runs,
        "open": any(one.stage in ("proposed", "approved") for one in runs),
        "periods": [(kind.value, found.period(kind, plans.get(kind)), kind.must_go) for kind in RecordKind],
        "plans": plans,
        "holds": reads.holds_of(request.assignment),
        "plan_form": plan or PlanForm(),
        "hold_form": hold or HoldForm(),
        "never": words.NEVER,
    }
    return render(request, "keeping/start.html", context, status=status)


def _kinds(count: Count) -> list[dict[str, Any]]:
    """What is held of each kind, how much of it may go, and what keeps the rest, most of it first."""
    return [
        {
            "record": kind.value,
            "held": count.held[kind.value],
            "due": count.due.get(kind.value, 0),
            "kept": sorted(count.kept.get(kind.value, {}).items(), key=lambda one: -one[1]),
        }
        for kind in RecordKind
        if count.held.get(kind.value)
    ]


@_for_offices
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    found = reads.run_for(request.assignment, run_id)
    asked = DoForm(request.POST) if request.method == "POST" else None
    if asked and asked.is_valid() and asked.cleaned_data["do"] in ("approve", "withdraw"):
        verb = {"approve": actions.approve, "withdraw": actions.withdraw}[asked.cleaned_data["do"]]
        try:
            verb(request.assignment, run_id, timezone.now())
        except actions.NotDecided as refused:
            messages.warning(request, refusals.in_words(refused))
        return redirect("retention-run", run_id)
    context = {
        "run": found,
        "is_as_decided": is_as_decided(found),
        "lines": reads.protocol_of(found),
        "waiting": reads.waiting_in(found),
        "sample": reads.sample_of(found),
        "kept": reads.kept_in(found),
        "is_own": found.proposed_by.staff_id == request.assignment.staff_id,
    }
    return render(request, "keeping/run.html", context, status=400 if asked else 200)


@costly
@_for_offices
def as_pdf(request: HttpRequest, run_id: int) -> HttpResponse:
    found = reads.run_for(request.assignment, run_id)
    with override("sv"):
        paper = protocol.pdf(found, reads.protocol_of(found), reads.kept_in(found), timezone.now())
    return _file(paper, f"gallringsprotokoll-{found.on}-{found.pk}.pdf", "application/pdf")


@_for_offices
def as_csv(request: HttpRequest, run_id: int) -> HttpResponse:
    found = reads.run_for(request.assignment, run_id)
    with override("sv"):
        table = protocol.csv_of(reads.protocol_of(found))
    return _file(table, f"gallringsprotokoll-{found.on}-{found.pk}.csv", "text/csv; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _cite(clause: str) -> str:
    return registry().agreement("sverige").cite(clause)
