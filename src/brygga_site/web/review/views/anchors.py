"""The page of the heads that sites keep for each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brygga_site.trail.anchors import kept_elsewhere, kept_here
from brygga_site.web.review.views.rounds import for_reviewers


@for_reviewers
def heads(request: HttpRequest) -> HttpResponse:
    return render(request, "review/heads.html", {"here": kept_here(), "elsewhere": kept_elsewhere()})
