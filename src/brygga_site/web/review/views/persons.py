"""A search in the log, and the person's own report. Identity numbers are posted and stand in no address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override

from brygga.texts import swedish
from brygga_site.review import reads
from brygga_site.review.log.reads import Sought, beginning, own_units
from brygga_site.review.report import document
from brygga_site.review.report.reads import report as fetched
from brygga_site.web import asking
from brygga_site.web.guards import costly
from brygga_site.web.review.forms import LogForm, ReportForm
from brygga_site.web.review.views.rounds import as_file, for_reviewers


@for_reviewers
def log(request: HttpRequest) -> HttpResponse:
    form = LogForm(request.POST or None)
    units = sorted(own_units(request.assignment.unit.organisation).values(), key=lambda unit: swedish(unit.name))
    form.fields["unit"].choices = [("", "–"), *((unit.hsa_id, unit.name) for unit in units)]
    context: dict[str, Any] = {"form": form, "known": None, "part": None, "lines": []}
    if request.method == "POST" and form.is_valid():
        sought = _sought(request, form.cleaned_data)
        context["known"] = sought is not None
        if sought:
            context["part"], context["lines"] = reads.searched(request.assignment, sought)
    return render(request, "review/log.html", context, status=400 if form.errors else 200)


@costly
@for_reviewers
def report(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "review/report.html", {"form": form, "report": None}, status=400 if form.errors else 200)
    given = form.cleaned_data
    first = given["first"] or min(beginning(), given["last"])
    asked = (request.assignment, given["identity_number"], first, given["last"])
    if asking.ticked(request.POST, "pdf"):
        with override("sv"):
            paper = document.pdf(fetched(*asked), timezone.localtime())
        return as_file(paper, f"loggutdrag-{first}-{given['last']}.pdf")
    return render(request, "review/report.html", {"form": form, "report": fetched(*asked)})


def _sought(request: HttpRequest, given: dict[str, Any]) -> Sought | None:
    """What to look for; None when nobody has the identity number."""
    number, person = given["identity_number"], None
    if number:
        person = reads.person_with(request.assignment, number)
        if person is None:
            return None
    return Sought(
        given["first"],
        given["last"],
        given["staff"].strip(),
        given["unit"],
        person and person.pk,
        asking.number(request.POST, "older_than"),
        asking.number(request.POST, "newer_than"),
    )
