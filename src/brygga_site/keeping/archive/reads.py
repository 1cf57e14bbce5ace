"""Fetches of what a list names for an archive package, whole. For the operator alone: no page leads here."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from brygga.access.basis import Basis
from brygga_site.cases.models import Case, Message
from brygga_site.keeping.models import Destruction
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import OPERATION, Action


@dataclass(frozen=True)
class ArchivedCase:
    """A case with everything said in it, in order."""

    case: Case
    messages: tuple[Message, ...]


def listed(run: Destruction) -> Iterator[ArchivedCase]:
    """The cases on a run's list that are there still, in the order of their numbers; each is on the trail as read."""
    for number in run.items.order_by("case").values_list("case", flat=True).distinct():
        case = Case.objects.select_related("person").filter(pk=number).first()
        if case is None:
            continue
        rows = Message.objects.filter(case=case).select_related("unit__organisation", "assignment__staff")
        with transaction.atomic():
            messages = tuple(rows.order_by("sequence"))
            what = f"archived for destruction {run.pk}"
            record(None, Deed(Action.READ, what, Basis.OPERATOR, case.persons, case.pk, purpose=OPERATION))
        yield ArchivedCase(case, messages)
