"""What takes two: asked for by one administrator, carried out when another approves. All such goes this way."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from brygga.access.administration import PARAGRAPH, NotAdministered, check_administers
from brygga.access.basis import Basis
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.recorded import administered, deed, done
from brygga_site.organisations.administering import administrator
from brygga_site.organisations.approval.kinds import KINDS, Carried, ChangeAsked
from brygga_site.organisations.approval.people import check_may_approve, may_decline
from brygga_site.organisations.models import Assignment, Organisation, Pending
from brygga_site.organisations.reads import assignments_of
from brygga_site.trail.actions import Deed, record, record_all
from brygga_site.trail.models import Action

NO_LONGER = "this no longer waits"


def ask(assignment: Assignment, change: ChangeAsked, factor: str) -> Pending:
    """Puts a change before another administrator, in the transaction that is under way; nothing of it holds yet.

    What waits already is not asked for twice. `factor` is how whoever asks has shown who they are; a program's is its
    key. The caller has checked that the administrator may ask for it.
    """
    organisation, now = assignment.unit.organisation, timezone.now()
    # One at a time in an organisation, so that nothing waits twice.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _expire(organisation, now)
    waiting = Pending.objects.filter(organisation=organisation, state=Pending.State.WAITING)
    if change.instead:
        for earlier in waiting.filter(kind=change.kind, subject=change.subject):
            _decide(earlier, Pending.State.WITHDRAWN, assignment, factor, now, f"{earlier.pk} replaced")
    elif there := waiting.filter(digest=change.digest).first():
        return there
    factor = f"key {assignment.through}" if assignment.through else factor
    asked = Pending.objects.create(
        organisation=organisation,
        region=change.region,
        kind=change.kind,
        content=dict(change.content),
        before=dict(change.before),
        file=change.file,
        digest=change.digest,
        what=change.what[:200],
        subject=change.subject,
        asked_under=assignment,
        asked_at=now,
        asked_factor=factor[:80],
    )
    done(assignment, f"approval {asked.pk} asked, by {_shown(factor)}: {change.what}")
    return asked


def approve(assignment: Assignment | None, number: int, factor: str, now: datetime) -> tuple[Pending, Carried]:
    """Carries out what waits, under the assignment of whoever asked; without an assignment it is the operator's.

    Raises Unfit when it cannot be done any more, NotAdministered when it is not this administrator's to approve.
    """
    with _decided_by(assignment, f"approval {number} approved"):
        waiting = _locked(number, now)
        if assignment:
            check_may_approve(assignment, waiting, now)
        asker = assignments_of(waiting.asked_under.staff).filter(pk=waiting.asked_under_id).first()
        if asker is None or not asker.staff.is_active:
            raise fitness.Unfit("", "whoever asked for this is no longer an administrator; decline it")
        carried = KINDS[waiting.kind](waiting, asker, now)
        told = f"asked by {asker.staff.username}, approved by {_shown(factor)}: {waiting.what}"
        waiting.result = carried.result
        _decide(waiting, Pending.State.APPROVED, assignment, factor, now, f"{waiting.pk} {told}")
        record_all(assignment, (_deed(assignment, what) for what in carried.told))
    return waiting, carried


def decline(assignment: Assignment | None, number: int, reason: str, factor: str, now: datetime) -> Pending:
    """Says no to what waits, and why. Raises Unfit and NotAdministered."""
    reason = fitness.name(reason, 300, "reason")
    with _decided_by(assignment, f"approval {number} declined"):
        waiting = _locked(number, now)
        if assignment and not may_decline(assignment, waiting, now):
            raise NotAdministered("another administrator approves or declines this")
        waiting.reason = reason
        _decide(waiting, Pending.State.DECLINED, assignment, factor, now, f"{waiting.pk} declined: {waiting.what}")
    return waiting


def withdraw(assignment: Assignment, number: int, now: datetime) -> Pending:
    """Takes back what the own organisation has asked for. Raises Unfit and NotAdministered."""
    with administered(assignment, f"approval {number} withdrawn"):
        waiting = _locked(number, now)
        check_administers(administrator(assignment))
        if waiting.organisation_id != assignment.unit.organisation_id:
            raise NotAdministered("another organisation asked for this")
        _decide(waiting, Pending.State.WITHDRAWN, assignment, "", now, f"{waiting.pk} withdrawn: {waiting.what}")
    return waiting


def _locked(number: int, now: datetime) -> Pending:
    rows = Pending.objects.select_for_update(of=("self",)).select_related(
        "organisation", "region", "subject", "asked_under__staff", "asked_under__unit__organisation"
    )
    waiting = rows.get(pk=number)
    if not waiting.waits(now):
        raise fitness.Unfit("", NO_LONGER)
    return waiting


def _decide(waiting: Pending, state: str, assignment: Assignment | None, factor: str, now: datetime, what: str) -> None:
    waiting.state, waiting.decided_under, waiting.decided_at = state, assignment, now
    waiting.decided_factor, waiting.file = factor[:80], None
    # The hash of half a one-time code is of no more use.
    waiting.content = {name: value for name, value in waiting.content.items() if name != "first"}
    waiting.save()
    record(assignment, _deed(assignment, f"approval {what}"))


def _expire(organisation: Organisation, now: datetime) -> None:
    late = Pending.objects.filter(organisation=organisation, state=Pending.State.WAITING)
    for waiting in late.filter(asked_at__lte=now - Pending.WAITS):
        _decide(waiting, Pending.State.EXPIRED, None, "", now, f"{waiting.pk} not approved in time: {waiting.what}")


def _decided_by(assignment: Assignment | None, what: str):
    return administered(assignment, what) if assignment else transaction.atomic()


def _deed(assignment: Assignment | None, what: str) -> Deed:
    if assignment:
        return deed(assignment, what)
    return Deed(Action.WRITE, what, Basis.OPERATOR, purpose=Assignment.Purpose.ASSIGNMENTS, paragraph=PARAGRAPH)


def _shown(factor: str) -> str:
    return factor or "no factor shown"
