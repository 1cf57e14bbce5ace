"""What must hold for one message about a named contact, beyond who may send it at which stage."""

from collections.abc import Callable
from datetime import date
from typing import Any

from brygga.calendars import local_date
from brygga.contact import messages as say
from brygga.contact.state import Contact
from brygga.process import (
    Addressing,
    Body,
    ContactKind,
    ContactProfession,
    NotAllowed,
    Role,
    Sent,
    UnitFacts,
)

CAREGIVERS: frozenset[Role | None] = frozenset(Role)
"""Whoever helps the person may see that a contact is needed, and be told who it is."""

_CARE = frozenset({Role.OUTPATIENT_CARE, Role.MUNICIPAL_HEALTH_CARE, Role.INPATIENT_CARE})

APPOINTS: dict[ContactKind, frozenset[Role]] = {
    # 2014:821 6:2, appointed where the care is given; 6:3, where the patient is listed; 2025:400 10:7, by home help.
    ContactKind.CARE: _CARE,
    ContactKind.COORDINATING: _CARE,
    ContactKind.PHYSICIAN: frozenset({Role.OUTPATIENT_CARE}),
    ContactKind.HOME_HELP: frozenset({Role.SOCIAL_SERVICES}),
}
"""The roles of the units that appoint each kind."""


def not_now(state: Contact, body: type[Body]) -> NotAllowed | None:
    """The refusal of what nobody can say as things stand, so that no page offers it."""
    if body is say.SuccessorAsked and state.closed_at is None:
        return NotAllowed("the contact's unit is open, and sees to a successor itself")
    return None


def _reviewed(state: Contact, message: Sent, body: say.ContactReviewed | say.ContactAppointed) -> NotAllowed | None:
    if body.review == local_date(message.sent_at):
        return NotAllowed("the need is looked at today; say by which later day it is looked at again")
    return _passed(message, body.review)


def _appointed(state: Contact, message: Sent, body: say.ContactAppointed) -> NotAllowed | None:
    kind = state.need.contact_kind if state.need else None
    if kind is ContactKind.PHYSICIAN and body.profession is not ContactProfession.PHYSICIAN:
        return NotAllowed("a named physician is a physician")
    return _passed(message, body.until) or _reviewed(state, message, body)


def _to_another(state: Contact, message: Sent, body: say.ContactHandedOver | say.SuccessorAsked) -> NotAllowed | None:
    if state.appointer in body.recipients:
        return NotAllowed("it is with that unit already")
    return None


def _vacant(state: Contact, message: Sent, body: say.ContactVacant) -> NotAllowed | None:
    if body.reason is say.EndReason.DIED:
        return NotAllowed("nobody succeeds the contact of somebody who has died; end the contact instead")
    return _ending(state, message, body)


def _ending(state: Contact, message: Sent, body: say.ContactVacant | say.ContactEnded) -> NotAllowed | None:
    if state.holder and body.last_day < state.holder.since:
        return NotAllowed(
            "the last day, {day}, is before the first, {since}", day=body.last_day, since=state.holder.since
        )
    return None


def _told(state: Contact, message: Sent, body: say.ContactTold) -> NotAllowed | None:
    there = sorted(set(body.recipients) & state.taking_part)
    return NotAllowed("these units have been told already: {units}", units=", ".join(there)) if there else None


def _passed(message: Sent, day: date | None) -> NotAllowed | None:
    return NotAllowed("the day, {day}, has passed", day=day) if day and day < local_date(message.sent_at) else None


Guard = Callable[[Contact, Sent, Any], NotAllowed | None]

OF_CONTENT: dict[type[Body], Guard] = {
    say.ContactAppointed: _appointed,
    say.ContactReviewed: _reviewed,
    say.ContactHandedOver: _to_another,
    say.SuccessorAsked: _to_another,
    say.ContactVacant: _vacant,
    say.ContactEnded: _ending,
    say.ContactTold: _told,
}
"""What must hold of what a message says."""


def in_own_part(check: Guard | None) -> Guard:
    """The guard `check`, after that the sender is what it speaks as: parts change hands when a need is passed on."""

    def guard(state: Contact, message: Sent, body: Any) -> NotAllowed | None:
        if state.part(message.unit) != message.part:
            return NotAllowed("your unit is not {part} in this case", part=message.part)
        return check(state, message, body) if check else None

    return guard


def _by_whom(
    state: Contact, body: say.ContactNeed, units: tuple[UnitFacts, ...], sender: UnitFacts
) -> NotAllowed | None:
    """Whether the unit that is to appoint is of a kind that appoints such a contact."""
    if body.recipients and sender.hsa_id in body.recipients:
        return NotAllowed("choose no unit when your own is to appoint")
    return _appoints(body.contact_kind, units or (sender,))


def _by_the_next(
    state: Contact, body: say.ContactHandedOver | say.SuccessorAsked, units: tuple[UnitFacts, ...], sender: UnitFacts
) -> NotAllowed | None:
    return _appoints(state.need.contact_kind, units) if state.need else None


def _appoints(kind: ContactKind, units: tuple[UnitFacts, ...]) -> NotAllowed | None:
    others = [unit.hsa_id for unit in units if unit.role not in APPOINTS[kind]]
    return (
        NotAllowed("{units} appoints no contact of this kind; choose another", units=", ".join(others))
        if others
        else None
    )


_TO_APPOINT: frozenset[Role | None] = frozenset({*_CARE, Role.SOCIAL_SERVICES})

ADDRESSING: dict[type[Body], Addressing] = {
    say.ContactNeed: Addressing(to=_TO_APPOINT, near=True, check=_by_whom),
    say.ContactAppointed: Addressing(to=CAREGIVERS, near=True),
    say.ContactTold: Addressing(to=CAREGIVERS, near=True),
    say.ContactHandedOver: Addressing(to=_TO_APPOINT, near=True, check=_by_the_next),
    say.SuccessorAsked: Addressing(to=_TO_APPOINT, near=True, check=_by_the_next),
}
"""Whom it may go to."""
