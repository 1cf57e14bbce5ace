"""What an office decides about keeping, for tests that want rows of it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from tests.site.cast import Cast

from brygga.access.basis import Basis
from brygga.retention import RecordKind
from brygga_site.cases.models import Case
from brygga_site.keeping import actions
from brygga_site.keeping.listing import step
from brygga_site.keeping.models import Destruction, Release
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action


def decided(cast: Cast, case: Case, now: datetime) -> None:
    """Two of each: plans, stops, that they are lifted, steps of a run, and what it lets go. Each is told of."""
    office, today = cast.filip, timezone.localdate(now)
    for number in ("RS 1", "RS 2"):
        actions.decide_plan(office, RecordKind.PATIENT, 15, number, today, now)
        stop = actions.hold(office, case.person.identity_number, "Mål", now)
        actions.lift(office, stop.pk, now)
    run = Destruction.objects.create(
        organisation=office.unit.organisation, on=today, proposed_by=office, proposed_at=now
    )
    with transaction.atomic():
        told = [step(run, Destruction.Stage.PROPOSED, office, now)]
        for kind in (RecordKind.PATIENT, RecordKind.OTHER):
            told.append(Release.objects.create(case=case, organisation=run.organisation, record=kind, run=run))
        record(office, Deed(Action.WRITE, "x", Basis.DECIDES_KEEPING, purpose=office.purpose, told=told))
    actions.withdraw(office, run.pk, now)
