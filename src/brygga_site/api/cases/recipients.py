"""The units that a message may go to: offered, searched for, and asked of what was sent."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from brygga.process import AnyProcess, Body
from brygga_site.api.problems import Unusable
from brygga_site.cases import recipients
from brygga_site.cases.models import Case
from brygga_site.cases.recipients import OfferedUnit
from brygga_site.organisations.models import Assignment, Unit


def may_be_told(
    process: AnyProcess,
    body: type[Body],
    sender: Assignment,
    case: Case | None,
    now: datetime,
    sought: str = "",
    others: Collection[Unit] = (),
) -> list[dict[str, Any]]:
    """The units that a form offers before a search, or those that the search for `sought` finds."""
    if sought.strip():
        units = recipients.may_be_told(process, body, sender.unit, others)
        return _written(recipients.found(units, sought, now).units)
    municipality = case.municipality if case else sender.unit.municipality
    return _written(recipients.offered(process, body, sender, municipality, case, now, others))


def _written(units: Iterable[OfferedUnit]) -> list[dict[str, Any]]:
    return [
        {
            "hsa_id": one.unit.hsa_id,
            "name": one.unit.name,
            "kind": one.unit.kind,
            "role": one.unit.role or None,
            "municipality": one.unit.municipality,
            "why": one.why,
            "staffed": one.staffed,
        }
        for one in units
    ]


def check_offered(process: AnyProcess, body: Body, sender: Assignment, others: Collection[Unit] = ()) -> None:
    """Whether a message goes to none but those that a form offers or finds. Raises Unusable."""
    named = getattr(body, "recipients", ())
    if not named:
        return
    offered = recipients.may_be_told(process, type(body), sender.unit, others).filter(hsa_id__in=named)
    strangers = set(named) - set(offered.values_list("hsa_id", flat=True))
    if strangers:
        what = _("These units cannot be told this: %(units)s.") % {"units": ", ".join(sorted(strangers))}
        raise Unusable({"where": "content.recipients", "what": what})
