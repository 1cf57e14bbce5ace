"""What can be done to cases: open one, and say something in it. Each verb is one transaction with its trail entry."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brygga import discharge
from brygga.discharge.messages import Admission, AdmissionNotice, Need
from brygga.process import Body, NotAllowed, Role, Sent
from brygga_site.agreements import registry
from brygga_site.cases import projection
from brygga_site.cases.models import Case, Message, Participant
from brygga_site.cases.reads import case_for, messages_of, refusals, sent
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.people.models import Person
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action, Ground


class Changed(Exception):
    """Something was said in the case that the sender had not seen. `since` holds it; nothing was written."""

    def __init__(self, since: Sequence[Message]) -> None:
        self.since = tuple(since)
        super().__init__(f"{len(self.since)} messages have come since the case was read")


def open_case(assignment: Assignment, person: Person, admission: Admission, key: str, now: datetime) -> Case:
    """Opens a case with the ward's entry that the patient is admitted.

    Asked again with the same `key` it returns the case opened the first time. Raises NotAllowed.
    """
    if assignment.unit.role != Role.INPATIENT_CARE:
        refuse(assignment, Deed(Action.WRITE, admission.kind, Ground.NO_WARD, [person.pk]))
        raise NotAllowed("a case is opened by a ward")
    with transaction.atomic():
        again = Message.objects.filter(unit=assignment.unit, kind=Admission.kind, idempotency_key=key).first()
        if again:
            return again.case
        agreement = registry().applying_to(person.municipality)
        case = Case.objects.create(
            process=discharge.PROCESS,
            agreement=agreement.id,
            person=person,
            municipality=person.municipality,
            opened_at=now,
        )
        Participant.objects.create(case=case, unit=assignment.unit, role=assignment.unit.role)
        _append(assignment, case, [], admission, key, now)
        record(assignment, Deed(Action.WRITE, admission.kind, Ground.WARD_ADMITS, [person.pk], case.pk))
    return case


def say(assignment: Assignment, case_id: UUID, body: Body, seen: int, key: str, now: datetime) -> Message:
    """Sends a message in a case.

    `seen` is the number of the last message the sender has read; when others have come since, nothing is written and
    Changed tells which. Asked again with the same `key` it returns the message sent the first time. Raises Http404 for
    a case that is not the unit's, NotAllowed for what may not be said.
    """
    with refusals(assignment, Action.WRITE, body.kind, case_id), transaction.atomic():
        case = case_for(assignment, case_id, lock=True)
        rows = list(messages_of(case))
        again = next((row for row in rows if row.idempotency_key == key), None)
        if again:
            return again
        unseen = rows[seen:]
        if not unseen:
            if isinstance(body, AdmissionNotice):
                _check_recipients(body)
            rows.append(_append(assignment, case, rows, body, key, now))
        # Whoever is told what has changed has read it.
        action, newest = Action.READ if unseen else Action.WRITE, rows[-1]
        what = f"{newest.kind} {newest.sequence}"
        record(assignment, Deed(action, what, Ground.TAKES_PART, [case.person_id], case.pk))
    if unseen:
        raise Changed(unseen)
    return newest


def _append(
    assignment: Assignment, case: Case, rows: Sequence[Message], body: Body, key: str, now: datetime
) -> Message:
    before = sent(rows)
    # The clock may have been set back; the order of the messages is the order in which they were sent.
    sent_at = max([now, *(message.sent_at for message in before[-1:])])
    role = Role(assignment.unit.role)
    message = Sent(len(rows) + 1, sent_at, assignment.unit.hsa_id, role, body)
    discharge.check_says(discharge.fold(before, sent_at), message)
    row = Message.objects.create(
        case=case,
        sequence=message.sequence,
        kind=body.kind,
        content=body.model_dump(mode="json"),
        sent_at=sent_at,
        unit=assignment.unit,
        role=role.value,
        assignment=assignment,
        idempotency_key=key,
    )
    projection.refresh(case, [*before, message], sent_at)
    return row


def _check_recipients(notice: AdmissionNotice) -> None:
    """Every need has a unit that is told, and needs of municipal health care tell outpatient care too (2:1)."""
    roles = set(
        Unit.objects.filter(hsa_id__in=notice.recipients, closed_at__isnull=True).values_list("role", flat=True)
    )
    needed = {need.value for need in notice.needs}
    if Need.MUNICIPAL_HEALTH_CARE in notice.needs:
        needed.add(Role.OUTPATIENT_CARE)
    if missing := sorted(needed - roles):
        raise NotAllowed("the notice goes to no unit of {missing}; choose one", missing=", ".join(missing))
