"""A file of units, staff and assignments: looked through first, then applied."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga_site.accounts.second_factor import factor_shown
from brygga_site.organisations import actions, reads
from brygga_site.organisations.importing import columns
from brygga_site.organisations.importing.faults import fault_in_words
from brygga_site.organisations.importing.planning import plan
from brygga_site.organisations.importing.reading import LARGEST, WINDOWS
from brygga_site.organisations.importing.steps import Plan
from brygga_site.web import asking
from brygga_site.web.administration.administrators import asked, for_administrators, with_fresh_factor
from brygga_site.web.administration.forms import ImportForm

ENDINGS = (".csv", ".txt")

SHOWN = 200
"""How many steps and faults are written out; the rest is counted."""


@for_administrators
def upload(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > LARGEST:
            form.add_error("file", _("The file is larger than 2 MB. Divide it in two and import one after the other."))
        elif not file.name.lower().endswith(ENDINGS):
            form.add_error("file", _("The file's name has to end with .csv or .txt. In Excel: save as CSV UTF-8."))
        else:
            actions.keep_file(request.assignment, file.name, file.read(), timezone.now())
            return redirect("administration-import-look")
    return render(request, "administration/import.html", {"form": form, "columns": columns.COLUMNS})


@for_administrators
@with_fresh_factor
def look(request: HttpRequest) -> HttpResponse:
    """What the kept file would do; sent back with the digest of that, it is done."""
    kept = reads.import_file(request.assignment)
    if kept is None:
        return redirect("administration-import")
    changed = False
    if request.method == "POST":
        try:
            seen, factor = asking.word(request.POST, "seen"), factor_shown(request)
            done = actions.apply_file(request.assignment, bytes(kept.content), seen, kept.name, factor)
        except actions.NotApplied as not_applied:
            made, changed = not_applied.plan, True
        else:
            if done.waiting:
                return asked(request, done.waiting)
            messages.success(request, _("Imported: %(rows)s rows.") % {"rows": done.rows})
            return redirect("administration-units")
    else:
        made = plan(request.assignment, bytes(kept.content), timezone.localdate())
    return render(request, "administration/import_look.html", {"file": kept, "changed": changed, **shown_plan(made)})


@for_administrators
def example(request: HttpRequest) -> HttpResponse:
    text = columns.example(timezone.localdate())
    headers = {"Content-Disposition": 'attachment; filename="brygga-import.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def shown_plan(made: Plan) -> dict[str, object]:
    """A plan as its pages show it: the first steps and faults, and how many more there are."""
    return {
        "plan": made,
        "windows": made.encoding == WINDOWS,
        "faults": [(fault, *fault_in_words(fault)) for fault in made.faults[:SHOWN]],
        "steps": made.steps[:SHOWN],
        "more_faults": max(0, len(made.faults) - SHOWN),
        "more_steps": max(0, len(made.steps) - SHOWN),
    }
