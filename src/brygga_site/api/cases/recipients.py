"""The units that a message may go to: offered, and asked of what was sent."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from brygga.process import AnyProcess, Body
from brygga_site.api.problems import Unusable
from brygga_site.cases import reads
from brygga_site.organisations.models import Unit


def may_be_told(
    process: AnyProcess, body: type[Body], municipality: str, others: Iterable[Unit] = ()
) -> list[dict[str, Any]]:
    """The open units that a message of this kind may go to, as a form offers them."""
    return [
        {"hsa_id": unit.hsa_id, "name": unit.name, "kind": unit.kind, "role": unit.role or None}
        for unit in reads.may_be_told(process, body, municipality, others)
    ]


def check_offered(process: AnyProcess, body: Body, municipality: str, others: Iterable[Unit] = ()) -> None:
    """Whether a message goes to none but those that a form would offer. Raises Unusable."""
    named = getattr(body, "recipients", ())
    if not named:
        return
    offered = reads.may_be_told(process, type(body), municipality, others).filter(hsa_id__in=named)
    strangers = set(named) - set(offered.values_list("hsa_id", flat=True))
    if strangers:
        what = _("These units cannot be told this: %(units)s.") % {"units": ", ".join(sorted(strangers))}
        raise Unusable({"where": "content.recipients", "what": what})
