"""Staff: the list, one person with their assignments, and registering, changing and deactivating one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from brygga import texts
from brygga.access.administration import keeps
from brygga_site.accounts.actions import end_all
from brygga_site.accounts.permission import may_invite
from brygga_site.accounts.second_factor import factor_shown
from brygga_site.organisations import actions, reads
from brygga_site.organisations.administering import administrator
from brygga_site.organisations.approval.reads import about
from brygga_site.web import asking
from brygga_site.web.administration.administrators import asked, for_administrators, with_fresh_factor
from brygga_site.web.administration.forms import StaffForm
from brygga_site.web.administration.when import by_time
from brygga_site.web.parts import part_asked, query_without_place

FIELDS = ("name", "username", "hsa_id", "identity_number")


@for_administrators
def staff(request: HttpRequest) -> HttpResponse:
    sought, inactive = texts.sought(asking.searched(request.GET, "q")), asking.ticked(request.GET, "inactive")
    found = reads.staff_sought(request.assignment, sought, inactive)
    part = part_asked(request, found, reads.staff_kept(request.assignment))
    context = {"part": part, "q": sought, "inactive": inactive, "query": query_without_place(request)}
    return render(request, "administration/staff.html", context)


@for_administrators
def member(request: HttpRequest, staff_id: int) -> HttpResponse:
    found, now = reads.staff_member(request.assignment, staff_id), timezone.now()
    given = reads.assignments_kept(request.assignment).filter(staff=found)
    context = {
        "member": found,
        "waiting": about(found, now).filter(organisation=request.assignment.unit.organisation_id),
        "groups": by_time(request.assignment, given, now),
        "keeps": keeps(administrator(request.assignment), found.pk, found.organisation_id),
        "may_invite": may_invite(request.assignment, found, now),
    }
    return render(request, "administration/member.html", context)


@for_administrators
def new_member(request: HttpRequest) -> HttpResponse:
    form = StaffForm(request.POST or None)
    if form.is_valid() and (made := form.done(lambda: actions.register_staff(request.assignment, **form.cleaned_data))):
        messages.success(request, _("Registered. Now give an assignment."))
        return redirect("administration-member", made.pk)
    return render(request, "administration/new_member.html", {"form": form})


@for_administrators
@with_fresh_factor
def change_member(request: HttpRequest, staff_id: int) -> HttpResponse:
    # What is sent is refused by the verb, on the trail; the form alone would show the identity number.
    fetch = reads.staff_member if request.method == "POST" else reads.account_kept
    found = fetch(request.assignment, staff_id)
    form = StaffForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})
    if form.is_valid():
        factor = factor_shown(request)
        waiting = form.done(lambda: actions.change_staff(request.assignment, found, **form.cleaned_data, factor=factor))
        if waiting:
            return asked(request, waiting)
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("administration-member", found.pk)
    return render(request, "administration/change_member.html", {"form": form, "member": found})


@for_administrators
def deactivate(request: HttpRequest, staff_id: int) -> HttpResponse:
    found = reads.staff_member(request.assignment, staff_id)
    if request.method == "POST" and found.is_active:
        actions.deactivate_staff(request.assignment, found, timezone.now())
        messages.success(request, _("The account is deactivated and everything open under it is closed."))
    elif request.method == "POST":
        actions.reactivate_staff(request.assignment, found)
        messages.success(request, _("The account is active. Give an assignment to let it be used."))
    else:
        return render(request, "administration/deactivate.html", {"member": found})
    return redirect("administration-member", found.pk)


@for_administrators
@require_POST
def end_sessions(request: HttpRequest, staff_id: int) -> HttpResponse:
    found = reads.staff_member(request.assignment, staff_id)
    if end_all(request.assignment, found):
        messages.success(request, _("The person is signed out everywhere."))
    else:
        messages.success(request, _("The person was not signed in anywhere."))
    return redirect("administration-member", found.pk)
