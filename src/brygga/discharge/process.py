"""Discharge as the rest of Brygga asks it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from brygga.calendars import local_date
from brygga.discharge import messages as say
from brygga.discharge.courtesies import courtesies
from brygga.discharge.duties import EVENTS, doing, events, own_events
from brygga.discharge.guards import ADDRESSING, GUARDS, said_already
from brygga.discharge.liability import consequence
from brygga.discharge.planning import under
from brygga.discharge.shown import card, head, order
from brygga.discharge.situation import situation
from brygga.discharge.state import MOVES, MUNICIPAL, SAID, Discharge, Part, Stage
from brygga.discharge.telling import IN_OWN_WORDS, ORDERED
from brygga.process import (
    UNDER_WAY,
    Body,
    CareTie,
    CaseSubject,
    ContactKind,
    Correction,
    NamedContact,
    NotAllowed,
    Opening,
    Process,
    Regime,
    Role,
    Sent,
    UnitFacts,
    load_words,
)

KEPT = timedelta(days=7)
"""How long after the discharge the care of those who planned it goes on, and the case stays in view."""


def part_of(state: Discharge, unit: UnitFacts) -> Part | None:
    """Each unit is what it is, but for a ward without the patient and for units of a municipality that was wrong."""
    if unit.role is Role.INPATIENT_CARE and state.ward not in (None, unit.hsa_id):
        return Part.OTHER_WARD
    if unit.role in MUNICIPAL and state.corrected and unit.hsa_id not in state.concerned:
        return Part.FORMER_RECIPIENT
    return Part(unit.role) if unit.role else None


def answering(state: Discharge) -> str | None:
    """The municipality that answers, where something was ever said of it; one that is withdrawn leads back."""
    said = [m.body for m in state.messages if isinstance(m.body, say.MunicipalityCorrected)]
    return state.municipality or (said[0].was if said else None)


def care_until(state: Discharge) -> datetime | None:
    """Open while the patient is in hospital. A case closed by mistake never was anybody's care."""
    if state.stage in {Stage.NEW, Stage.ABORTED}:
        return None
    return state.discharged_at + KEPT if state.discharged_at else UNDER_WAY


def lasts(state: Discharge) -> tuple[datetime, datetime] | None:
    """From admission to discharge. A case closed by mistake was nobody's stay."""
    if state.admitted_at is None or state.stage is Stage.ABORTED:
        return None
    return state.admitted_at, state.discharged_at or UNDER_WAY


def listed_until(state: Discharge) -> datetime:
    """As long as the care goes on; a closed case is gone from the lists at once."""
    return care_until(state) or state.aborted_at or UNDER_WAY


def ties(state: Discharge) -> tuple[CareTie, ...]:
    """The unit whose named care contact was appointed last has the person in its care after the case too (2:5)."""
    appointed = [message for message in state.holding if isinstance(message.body, say.NamedCareContact)]
    return tuple(CareTie("named-care-contact", message.unit, message.sent_at) for message in appointed[-1:])


def contacts(state: Discharge) -> tuple[NamedContact, ...]:
    """The named care contacts that were appointed, each by the unit that appointed it (2:5)."""
    return tuple(
        NamedContact(
            kind=ContactKind.CARE,
            name=message.body.name,
            telephone=message.body.telephone,
            unit=message.unit,
            since=local_date(message.sent_at),
            said_at=message.sent_at,
        )
        for message in state.holding
        if isinstance(message.body, say.NamedCareContact)
    )


def already_contact(state: Discharge, contact: NamedContact) -> Mapping[str, Any]:
    """Whoever is the unit's named care contact for the patient already may go on as that (2:5)."""
    is_of_care = contact.kind in {ContactKind.CARE, ContactKind.COORDINATING}
    return {"name": contact.name, "telephone": contact.telephone} if is_of_care else {}


def initial(state: Discharge, body: type[Body]) -> Mapping[str, Any]:
    """A form that asks for the expected day shows the one that holds; one that asks when the SIP was, its meeting.

    One of what others have been told by other means, whom and of what. A care request shows what the ward asked for
    last, so that one that was returned is not written again.
    """
    if body is say.ToldOtherwise and state.outside:
        to_tell = state.to_tell_otherwise
        return {"needs": sorted(state.outside)} | ({"of": to_tell[0].sequence} if to_tell else {})
    if body is say.CareRequest:
        return _asked_before(state)
    known = {"expected_discharge": state.expected_discharge, "held_at": state.sip_meeting_at}
    return {name: value for name, value in known.items() if value and name in body.model_fields}


def _asked_before(state: Discharge) -> Mapping[str, Any]:
    # What another ward asked for, before the patient moved, may be withheld from this one.
    asked = next((m.body for m in reversed(state.care_requests) if m.unit == state.ward), None)
    if not isinstance(asked, say.CareRequest):
        return {}
    content = asked.model_dump(exclude={"recipients", "consent"}, exclude_none=True)
    passed = asked.wanted_from and asked.wanted_from < local_date(state.now)
    return {name: value for name, value in content.items() if not (passed and name == "wanted_from")}


def answers(state: Discharge) -> Mapping[str, Any]:
    """What a worked case of discharge may ask."""
    return {
        "sip_required": state.sip_required,
        "sip_offered": state.sip_offered,
        "home_from": state.home_from,
        "home_unanswered": [need.value for need in state.home_unanswered],
    }


def withdrawable(state: Discharge, message: Sent, body: Correction) -> NotAllowed | None:
    """What was said since, and could not have been said without it, is withdrawn first, by whoever said it."""
    return DISCHARGE.rests_on(state, body.of)


WORDS = load_words("brygga.discharge")


DISCHARGE = Process(
    name="discharge",
    subject=CaseSubject.PERSON,
    alone=True,
    regime=Regime.COHERENT,
    read_by="2008-355.4.1",
    opens=say.Admission,
    opening=Opening(by=frozenset({Role.INPATIENT_CARE}), clause="2008-355.2.4.2", refusal="a case is opened by a ward"),
    parts=Part,
    beside=frozenset({Part.FORMER_RECIPIENT}),
    joins=say.TakenOver,
    lasts=lasts,
    answering=answering,
    part_of=part_of,
    stages=Stage,
    over=frozenset({Stage.DISCHARGED, Stage.ABORTED}),
    owes_nothing=frozenset({Stage.ABORTED}),
    columns=(Stage.ADMITTED, Stage.NOTIFIED, Stage.READY, Stage.DISCHARGED),
    moves=MOVES,
    state=Discharge,
    said=SAID,
    guards=GUARDS | {Correction: withdrawable},
    once=said_already,
    addressing=ADDRESSING,
    events=events,
    own_events=own_events,
    event_names=EVENTS,
    doing=doing,
    told=ORDERED,
    own_words=IN_OWN_WORDS,
    care_until=care_until,
    listed_until=listed_until,
    ties=ties,
    order=order,
    card=card,
    facts=head,
    situation=situation,
    under=under,
    initial=initial,
    answers=answers,
    words=WORDS,
    courtesies=courtesies(WORDS),
    contacts=contacts,
    from_contact={say.NamedCareContact: already_contact},
    consequence=consequence,
    with_consequence=frozenset({say.ReadyNotice}),
)
"""Discharge from inpatient care (2017:612)."""
