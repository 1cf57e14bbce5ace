"""Named contact as the rest of Brygga asks it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from brygga.calendars import local_date
from brygga.contact import messages as say
from brygga.contact.duties import EVENTS, courtesies, events
from brygga.contact.guards import ADDRESSING, CAREGIVERS, OF_CONTENT, in_own_part, not_now
from brygga.contact.parts import ContactPart as Part
from brygga.contact.parts import ContactStage as Stage
from brygga.contact.shown import card, head, listed_until, order
from brygga.contact.state import MOVES, OVER, SAID, SEEKING, Contact, part_of
from brygga.process import (
    UNDER_WAY,
    Body,
    CaseSubject,
    ContactKind,
    Correction,
    FreeMessage,
    NamedContact,
    NotAllowed,
    Opening,
    Process,
    Regime,
    Sent,
    load_words,
)
from brygga.rules.facts import Scalar

IN_OWN_WORDS = frozenset(
    body.kind
    for body in (
        *(say.ContactNeed, say.ContactAccepted, say.ContactHandedOver, say.ContactNotAppointed),
        *(FreeMessage, Correction),
    )
)
"""The kinds that say something of the person in the sender's own words; who the contact is coordinates and no more."""

_ASKED_OF_TABLES = {
    ContactKind.CARE: "care-contact",
    ContactKind.COORDINATING: "care-contact",
    ContactKind.PHYSICIAN: "physician-contact",
    ContactKind.HOME_HELP: "home-help-contact",
}


def care_until(state: Contact) -> datetime | None:
    """As long as somebody is the contact or is to be it. Those who are only told have not the person in their care."""
    if state.stage is Stage.NEW:
        return None
    return state.settled_at if state.stage in OVER else UNDER_WAY


def contacts(state: Contact) -> tuple[NamedContact, ...]:
    """Everybody who has been the contact, the last as it stands now."""
    return state.holders


def already_contact(state: Contact, contact: NamedContact) -> Mapping[str, Any]:
    """Whoever the unit has named for the person already, at a discharge, is not written again."""
    if state.need is None or _ASKED_OF_TABLES[contact.kind] != _ASKED_OF_TABLES[state.need.contact_kind]:
        return {}
    known = {"name": contact.name, "telephone": contact.telephone, "profession": contact.profession}
    return {name: value for name, value in known.items() if value} | {"since": contact.since}


def situation(state: Contact) -> Mapping[str, Scalar]:
    """What the case says in the words of the decision tables, while somebody is to be appointed."""
    if state.need is None or state.stage not in SEEKING:
        return {}
    facts: dict[str, Scalar] = {"contact_kind": _ASKED_OF_TABLES[state.need.contact_kind]}
    facts["person_asks"] = state.need.raised_by is not say.Voice.STAFF
    if state.need.end_of_life:
        facts["palliative"] = "phase"
    return facts


def initial(state: Contact, body: type[Body]) -> Mapping[str, Any]:
    """A contact begins on the day it is said, as a rule; so does what ends it."""
    today = local_date(state.now)
    return {name: today for name in ("since", "last_day") if name in body.model_fields}


def unasked(state: Contact, body: type[Body]) -> frozenset[str]:
    """Whether another contact is the physician is asked of those at the end of life only."""
    if state.need and state.need.end_of_life:
        return frozenset()
    return frozenset({"physician_is_another"}) & set(body.model_fields)


def withdrawable(state: Contact, message: Sent, body: Correction) -> NotAllowed | None:
    """A message is withdrawn only when what was said after it could have been said without it."""
    return CONTACT.rests_on(state, body.of)


def answers(state: Contact) -> Mapping[str, Any]:
    """What a worked case of a named contact may ask."""
    return {
        "appointer": state.appointer,
        "contact": state.holder.name if state.holder else None,
        "former": [holder.name for holder in state.holders if holder is not state.holder],
    }


WORDS = load_words("brygga.contact")

CONTACT = Process(
    name="contact",
    subject=CaseSubject.PERSON,
    regime=Regime.COHERENT,
    read_by="2008-355.4.1",
    opens=say.ContactNeed,
    opening=Opening(
        by=CAREGIVERS,
        clause="2008-355.2.4.2",
        refusal="a named contact is asked for by whoever gives care or social care",
    ),
    parts=Part,
    beside=frozenset({Part.INFORMED}),
    part_of=part_of,
    stages=Stage,
    over=OVER,
    columns=(Stage.NEEDED, Stage.OFFERED, Stage.ACCEPTED, Stage.APPOINTED, Stage.HANDED_OVER),
    moves=MOVES,
    state=Contact,
    said=SAID,
    guards={move.body: in_own_part(OF_CONTENT.get(move.body)) for move in MOVES.values()}
    | {Correction: in_own_part(withdrawable)},
    once=not_now,
    addressing=ADDRESSING,
    events=events,
    event_names=EVENTS,
    told={move.body: None for move in MOVES.values() if move.body is not Correction},
    own_words=IN_OWN_WORDS,
    care_until=care_until,
    listed_until=listed_until,
    order=order,
    card=card,
    facts=head,
    situation=situation,
    initial=initial,
    unasked=unasked,
    answers=answers,
    contacts=contacts,
    from_contact={say.ContactAppointed: already_contact},
    words=WORDS,
    courtesies=courtesies(WORDS),
)
"""Named contacts (2014:821 chapter 6; 2025:400 chapter 10 § 7). No act orders one told."""
