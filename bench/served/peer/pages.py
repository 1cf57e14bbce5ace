"""The peer's pages: Today, the board, a case and its form, as HTML, or as JSON with BRYGGA_BENCH_FORM=json."""

import json
import os
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from brygga_site.cases.models import Case, Message, Overview, Owing
from brygga_site.organisations.models import Assignment
from brygga_site.trail.actions import LOCK
from brygga_site.trail.models import Entry, Subject

AS_JSON = os.environ.get("BRYGGA_BENCH_FORM") == "json"
BYTES: dict[str, int] = json.loads(os.environ.get("BRYGGA_BENCH_BYTES", "{}"))
"""How large the site's own pages are on average, by what they show."""


class FreeMessage(forms.Form):
    text = forms.CharField(max_length=4000)
    seen = forms.IntegerField()
    key = forms.CharField(max_length=80)


@login_required
def today(request: HttpRequest) -> HttpResponse:
    mine, now = _assignment(request), timezone.now()
    with transaction.atomic():
        rows = list(_arisen(now).filter(unit=mine.unit).select_related("case__person", "case__overview"))
        _record(mine, "list", "what is owed", (row.case for row in rows))
    return _answer(request, "today", mine, {"owings": rows})


@login_required
def board(request: HttpRequest) -> HttpResponse:
    mine, now = _assignment(request), timezone.now()
    with transaction.atomic():
        listed = Case.objects.filter(
            process="discharge", participants__unit=mine.unit, overview__listed_until__gte=now
        ).select_related("person", "overview")
        cases = list(listed.order_by("overview__order_at", "pk"))
        owings = list(_arisen(now).filter(case__in=[case.pk for case in cases]).select_related("unit"))
        _record(mine, "list", "board", cases)
    columns: dict[str, list[Case]] = {}
    for case in cases:
        columns.setdefault(case.overview.stage, []).append(case)
    owed = {row.case_id: row for row in reversed(owings)}
    return _answer(request, "board", mine, {"columns": columns, "owed": owed})


@login_required
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    mine = _assignment(request)
    with transaction.atomic():
        shown = get_object_or_404(_cases(mine), pk=case_id)
        participants = list(shown.participants.select_related("unit__organisation"))
        messages = list(shown.messages.select_related("unit__organisation", "assignment__staff").order_by("sequence"))
        owings = list(shown.owings.select_related("unit"))
        _record(mine, "read", "case", [shown], shown.pk)
    context = {"case": shown, "participants": participants, "messages": messages, "owings": owings}
    return _answer(request, "case", mine, context)


@login_required
def say(request: HttpRequest, case_id: UUID) -> HttpResponse:
    mine, form = _assignment(request), FreeMessage(request.POST or None)
    if not form.is_valid():
        shown = get_object_or_404(_cases(mine), pk=case_id)
        form = FreeMessage(initial={"seen": shown.overview.version, "key": uuid.uuid4().hex})
        return render(request, "say.html", {"form": form}, status=400 if request.POST else 200)
    with transaction.atomic():
        said_in = get_object_or_404(_cases(mine).select_for_update(of=("self",)), pk=case_id)
        version = Message.objects.filter(case=said_in).aggregate(last=Max("sequence"))["last"]
        if version != form.cleaned_data["seen"]:
            return HttpResponse("something was said since", status=409)
        now = timezone.now()
        Message.objects.create(
            case=said_in,
            sequence=version + 1,
            kind="free-message",
            content={"text": form.cleaned_data["text"]},
            sent_at=now,
            unit=mine.unit,
            part=mine.unit.role,
            assignment=mine,
            idempotency_key=form.cleaned_data["key"],
        )
        Overview.objects.filter(case=said_in).update(version=version + 1, changed_at=now)
        _record(mine, "write", "free-message", [said_in], said_in.pk)
    flash.success(request, "Sent")
    return redirect("case", case_id)


def _assignment(request: HttpRequest) -> Assignment:
    return Assignment.objects.select_related("unit__organisation", "staff").get(staff=request.user)


def _cases(mine: Assignment) -> Any:
    return Case.objects.filter(participants__unit=mine.unit).select_related("person", "overview")


def _arisen(now: datetime) -> Any:
    arisen = Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))
    return Owing.objects.filter(arisen).order_by(F("due_at").asc(nulls_last=True), "since", "pk")


def _record(mine: Assignment, action: str, what: str, cases: Iterable[Case], about: UUID | None = None) -> None:
    """An entry with the next number, and whom it is about; last in the transaction, as the site's."""
    persons = sorted({case.person_id for case in cases if case.person_id})
    entry = Entry(
        sequence=_next(),
        at=timezone.now(),
        staff=mine.staff.username,
        staff_number=mine.staff_id,
        assignment=str(mine.pk),
        unit=mine.unit.hsa_id,
        purpose="discharge",
        action=action,
        decision="allowed",
        ground="takes-part",
        what=what,
        case=about,
        digest="0" * 64,
    )
    entry.save(force_insert=True)
    Subject.objects.bulk_create(Subject(entry=entry, person=person) for person in persons)


def _next() -> int:
    if connection.vendor != "postgresql":
        return (Entry.objects.aggregate(last=Max("sequence"))["last"] or 0) + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT max(sequence) FROM trail_entry")
        return (cursor.fetchone()[0] or 0) + 1


def _answer(request: HttpRequest, kind: str, mine: Assignment, context: dict[str, Any]) -> HttpResponse:
    if AS_JSON:
        return JsonResponse({name: _plain(value) for name, value in context.items()})
    page = render(request, f"{kind}.html", {**context, "mine": mine, "now": timezone.now()})
    # What the site's page has more of, so that as many bytes are sent.
    if (missing := BYTES.get(kind, 0) - len(page.content)) > 0:
        page.content += b" " * missing
    return page


def _plain(value: Any) -> Any:
    """Rows as JSON: their columns, and those of the rows fetched with them."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    row = {name: one for name, one in vars(value).items() if name != "_state"}
    # An overview knows the case that it was fetched with, which is where it came from.
    fetched = {} if isinstance(value, Overview) else value._state.fields_cache
    return row | {name: _plain(one) for name, one in fetched.items() if one is not None}


urlpatterns = [
    path("", today),
    path("board", board),
    path("cases/<uuid:case_id>", case, name="case"),
    path("cases/<uuid:case_id>/say/free-message", say),
]
