"""The extract that a person may ask for: looked through by a log reviewer first, then given out as PDF or JSON."""

from contextlib import nullcontext

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import override

from brygga_site.agreements import registry
from brygga_site.keeping.extract import document
from brygga_site.keeping.extract import reads as extracts
from brygga_site.keeping.extract.held import Extract
from brygga_site.web.guards import costly
from brygga_site.web.keeping.forms import WITHHOLDING, ExtractForm
from brygga_site.web.review.views.rounds import for_reviewers
from brygga_site.words import refusals


@costly
@for_reviewers
def extract(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, ExtractForm(), None)
    form = ExtractForm(request.POST)
    if not form.is_valid() and set(form.errors) != {"paragraph"}:
        return _page(request, form, None, 400)
    given = form.cleaned_data
    # Without its paragraph nothing is given out; it is looked at again, so that what has been ticked stays ticked.
    kind = "look" if form.errors else given["do"]
    paragraph = given.get("paragraph", "")
    withheld = {key: paragraph for key in given["withheld"] if paragraph}
    checked = f"{given['checked']}, request {given['reference']}"
    try:
        # The page is in the reader's language; what is given out is in Swedish.
        with nullcontext() if kind == "look" else override("sv"):
            found = extracts.extract(request.assignment, given["identity_number"], checked, withheld, timezone.now())
            if kind == "pdf":
                return _file(document.pdf(found), "application/pdf", found)
            if kind == "json":
                return _file(document.as_json(found), "application/json", found)
    except extracts.NotGivenOut as refused:
        messages.warning(request, refusals.in_words(refused))
        return redirect("review-extract")
    return _page(request, form, found, 400 if form.errors else 200)


def _page(request: HttpRequest, form: ExtractForm, found: Extract | None, status: int = 200) -> HttpResponse:
    acts = registry().agreement("sverige")
    context = {
        "form": form,
        "extract": found,
        "chosen": set(form.cleaned_data["withheld"]) if found else set(),
        "by": form.cleaned_data.get("paragraph", "") if found else "",
        "paragraphs": [(one, f"{acts.cite(one)}: {acts.clause(one).heading}") for one in WITHHOLDING],
        "others": extracts.OTHERS,
    }
    return render(request, "keeping/extract.html", context, status=status)


def _file(content: bytes, kind: str, found: Extract) -> HttpResponse:
    # No number in the name: files are seen by others than those who may know whose they are.
    name = f"utdrag-{timezone.localdate(found.made_at)}.{kind.rpartition('/')[2]}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
