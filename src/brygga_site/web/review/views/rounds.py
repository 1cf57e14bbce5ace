"""The log review: the reviewer's start page, a round, an entry, a finding."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_htmx.http import HttpResponseClientRefresh

from brygga.access.flags import FlagKind
from brygga.access.ranking import KEPT
from brygga_site.review import actions, protocol, reads
from brygga_site.review.findings import reads as findings
from brygga_site.review.models import Round
from brygga_site.review.permission import check_may_review
from brygga_site.review.rounds.actions import start_round
from brygga_site.review.steps import NotNext, StepKind
from brygga_site.review.words import SAY
from brygga_site.told.actions import Changed, OtherContent
from brygga_site.trail.anchors import kept_elsewhere, kept_here
from brygga_site.trail.reads import state
from brygga_site.web import asking
from brygga_site.web.guards import costly, with_assignment
from brygga_site.web.review.forms import FindingForm, RoundForm, StepForm
from brygga_site.web.screens import time_words
from brygga_site.web.sending import key_of, number_of
from brygga_site.words.refusals import sent_before

ROUNDS_SHOWN = 12
LONG_WAIT, UNSEALED_LONG = timedelta(minutes=10), timedelta(minutes=10)
UNVERIFIED_LONG = timedelta(days=30)


def for_reviewers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page is for log reviewers, and is kept in no cache."""

    @with_assignment
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_may_review(request.assignment)
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


@for_reviewers
def start(request: HttpRequest) -> HttpResponse:
    form, now, trail = RoundForm(request.POST or None), timezone.now(), state()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = start_round(request.assignment, given["first"], given["last"], given["percent"], now)
        return redirect("review-round", made.pk)
    context = {
        "form": form,
        "rounds": reads.rounds(request.assignment)[:ROUNDS_SHOWN],
        "findings": findings.open_findings(request.assignment),
        "today": timezone.localdate(),
        "trail": trail,
        "heads_wrong": any(one.is_wrong for one in (*kept_here(), *kept_elsewhere())),
        "unsealed_long": trail.waiting_since and now - trail.waiting_since > UNSEALED_LONG,
        "unverified_long": not trail.verified or now - trail.verified.at > UNVERIFIED_LONG,
    }
    return render(request, "review/start.html", context, status=400 if form.errors else 200)


@for_reviewers
def show(request: HttpRequest, round_id: int) -> HttpResponse:
    of = reads.round_of(request.assignment, round_id)
    if not of.is_drawn:
        now = timezone.now()
        waits = now - of.made_at > LONG_WAIT
        etag = quote_etag(f"waits-{waits}")
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304)
        context = {"round": of, "waits": waits, "now": now, "etag": etag, "time_words": time_words()}
        page = "review/waiting_live.html" if request.htmx else "review/waiting.html"
        answer = render(request, page, context)
        answer.headers["ETag"] = etag
        return answer
    if request.htmx:
        # It waited to be drawn, and now is: another page altogether.
        return HttpResponseClientRefresh()
    if request.method == "POST":
        return _drawn_again(request, of)
    asked: dict[str, Any] = {name: value for name in ("kind", "unit") if (value := asking.word(request.GET, name))}
    if number := asking.number(request.GET, "staff"):
        asked["staff"] = number
    context: dict[str, Any] = {
        "round": of,
        "asked": asked,
        "query": f"{urlencode(asked)}&",
        "kinds": _kinds(of),
        "kept": KEPT,
        "more": [(kind, count) for kind, count in _kinds(of) if count > KEPT],
        "drawn": of.drawn.count(),
    }
    context["units"], context["staff"] = reads.flagged_places(of)
    if asking.among(request.GET, "tab", ["sample"]):
        context["page"], context["lines"] = reads.drawn(request.assignment, of, asking.word(request.GET, "page"))
        return render(request, "review/sample.html", context)
    context["page"], context["lines"] = reads.flagged(request.assignment, of, asked, asking.word(request.GET, "page"))
    return render(request, "review/flags.html", context)


@costly
@for_reviewers
def as_protocol(request: HttpRequest, round_id: int) -> HttpResponse:
    if not reads.round_of(request.assignment, round_id).is_drawn:
        return redirect("review-round", round_id)
    of, found = findings.findings_of_round(request.assignment, round_id)
    with override("sv"):
        paper = protocol.pdf(of, found, timezone.now())
    return as_file(paper, f"loggranskning-{of.first}-{of.last}-{of.pk}.pdf")


@for_reviewers
def flag(request: HttpRequest, round_id: int, flag_id: int) -> HttpResponse:
    of = reads.round_of(request.assignment, round_id)
    line, page, lines = reads.flag_entries(request.assignment, of, flag_id, asking.word(request.GET, "page"))
    return render(request, "review/flag.html", {"round": of, "line": line, "page": page, "lines": lines})


@for_reviewers
def entry(request: HttpRequest, entry: int) -> HttpResponse:
    form, status = FindingForm(request.POST or None), 200
    of = _round_asked(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.open_finding(
                request.assignment, entry, given["text"], given["follow_up"], timezone.now(), of
            )
            return redirect("review-finding", made.pk)
        except actions.OwnAccess:
            form.add_error(None, _own())
        except actions.AlreadyOpened:
            said = _("A finding on this entry has been opened meanwhile. Add a note there. You wrote: %(text)s")
            flash.warning(request, said % {"text": given["text"]})
            status = 409
    opened = reads.opened_entry(request.assignment, entry)
    context = {"opened": opened, "form": form, "round": of, "mine": opened.mine}
    return render(request, "review/entry.html", context, status=400 if form.errors else status)


@for_reviewers
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    form, key, status = StepForm(request.POST or None), key_of(request), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _say(request, finding_id, form.cleaned_data, key)
                return redirect("review-finding", finding_id)
            except actions.OwnAccess:
                form.add_error(None, _own())
            except NotNext:
                form.add_error("kind", _("That cannot be said of the finding as it stands. Choose another step."))
            except Changed:
                form.add_error(None, _("Somebody else wrote about the finding meanwhile. Read it and send again."))
                status = 409
            except OtherContent:
                form.add_error(None, sent_before())
                key, status = uuid.uuid4().hex, 409
    opened = findings.opened_finding(request.assignment, finding_id)
    form.fields["kind"].choices = [(kind.value, SAY[kind]) for kind in opened.next]
    context = {"opened": opened, "form": form, "key": key, "today": timezone.localdate()}
    return render(request, "review/finding.html", context, status=status)


def _own() -> str:
    return _("This is about what you have read yourself. Another log reviewer judges it.")


def _say(request: HttpRequest, number: int, given: dict[str, Any], key: str) -> None:
    seen = number_of(request, "seen")
    kind = StepKind(given["kind"])
    actions.say(request.assignment, number, kind, given["text"], given["follow_up"], seen, key, timezone.now())


def _drawn_again(request: HttpRequest, of: Round) -> HttpResponse:
    if reads.drawn_alike(request.assignment, of.pk):
        flash.success(request, _("The sample was drawn again from the log by its seed: the same entries."))
    else:
        flash.warning(request, _("The log no longer gives the same sample. Have the trail verified."))
    return redirect(f"{request.path}?tab=sample")


def _kinds(of: Round) -> list[tuple[FlagKind, int]]:
    counts = of.drawing.flags
    return [(kind, counts[kind.value]) for kind in FlagKind if kind.value in counts]


def _round_asked(request: HttpRequest) -> Round | None:
    number = asking.number(request.GET, "round")
    return None if number is None else reads.round_of(request.assignment, number)


def as_file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
