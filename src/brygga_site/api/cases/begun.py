"""What a new case is about, and the message that it begins with."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic_core import to_jsonable_python

from brygga.identities import InvalidIdentityNumber, Places, person_number
from brygga.process import AnyProcess, Body
from brygga_site.api.cases import schemas
from brygga_site.api.cases.content import ABOUT, body_of, filled
from brygga_site.api.cases.processes import begun_alone
from brygga_site.api.cases.recipients import check_offered
from brygga_site.api.problems import Unusable
from brygga_site.cases import reads
from brygga_site.cases.actions import CaseAbout
from brygga_site.organisations.models import Assignment
from brygga_site.people.actions import register_person
from brygga_site.people.models import Person
from brygga_site.people.reads import person_by_number


def alone(process: AnyProcess, sent: schemas.NewCase, assignment: Assignment) -> Body:
    """The message of a case that begins by itself. Raises Unusable."""
    if not begun_alone(process):
        raise Unusable({"where": "about", "what": _("Such a case is not begun by itself here.")})
    body = body_of(process, process.opens.kind, sent.content)
    check_offered(process, body, assignment)
    return body


def from_message(
    assignment: Assignment, process: AnyProcess, sent: schemas.NewCase, now: datetime
) -> tuple[CaseAbout, Body]:
    """What a case about a message of another case is about, and its message: what is left out is filled in from that.

    Raises Unusable, Refused for a case that is not the unit's, and Http404 for a message that it may not read.
    """
    assert sent.about  # noqa: S101 (asked only for such a case)
    if process.opening.from_message is None:
        raise Unusable({"where": "about", "what": _("Such a case begins with no message of another.")})
    if sent.person:
        raise Unusable({"where": "person", "what": _("Leave it out: the case is about whom the message is about.")})
    opened, line = reads.message_of(assignment, sent.about.case, sent.about.number, now)
    if not process.opening.may_begin_from(line.row.kind):
        raise Unusable({"where": "about", "what": _("Such a case begins with another kind of message.")})
    if ABOUT in sent.content:
        body_of(process, process.opens.kind, sent.content)
    reference, origin = reads.reference_to(opened, line), opened.case
    prefilled: dict[str, Any] = to_jsonable_python(process.opening.from_message(reference))
    if ABOUT in process.opens.model_fields:
        prefilled[ABOUT] = to_jsonable_python(reference)
    body = filled(process.opens, prefilled | sent.content)
    check_offered(process, body, assignment)
    return CaseAbout(origin.person, origin.subject, origin.agreement), body


def known_person(assignment: Assignment, process: AnyProcess, sent: schemas.CasePerson | None) -> Person | None:
    """The person with the number given, if known; the search stays on the trail whatever becomes of the case.

    Raises Unusable, and Http404 for a unit that finds nobody by number.
    """
    if sent is None:
        if process.person_required:
            raise Unusable({"where": "person", "what": _("Such a case is about somebody: say who.")})
        return None
    if not process.person_required:
        raise Unusable({"where": "person", "what": _("Leave it out: such a case begins about a message, or nobody.")})
    return person_by_number(assignment, _digits(sent))


def registered_person(assignment: Assignment, process: AnyProcess, sent: schemas.CasePerson) -> Person:
    """A person who is new here. Raises Unusable for one who is not described."""
    described = {name: getattr(sent, name).strip() for name in ("given_name", "family_name", "municipality")}
    missing = [name for name, value in described.items() if not value]
    if missing:
        what = _("This person is not known here: write the name and the municipality of registration.")
        raise Unusable(*({"where": f"person.{name}", "what": what} for name in missing))
    if described["municipality"] not in Places.load().municipalities:
        what = _("No municipality has this code: write four digits, such as 1480.")
        raise Unusable({"where": "person.municipality", "what": what})
    described |= {"registered_address": sent.registered_address, "protection": sent.protection}
    return register_person(assignment, _digits(sent), process, **described)


def _digits(sent: schemas.CasePerson) -> str:
    try:
        return person_number(sent.identity_number, timezone.localdate())
    except InvalidIdentityNumber:
        what = _(
            "Write a personal identity number or a coordination number in ten or twelve digits, or a reserve number. "
            "Check the date and the last digit."
        )
        raise Unusable({"where": "person.identity_number", "what": what}) from None
