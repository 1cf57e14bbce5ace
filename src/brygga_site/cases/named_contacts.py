"""The named contacts of a person, whatever process says them: what a form holds at first, and the person's card."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from brygga.calendars import local_date
from brygga.process import Body, NamedContact
from brygga.process.named_contacts import newest
from brygga.processes import PROCESSES
from brygga_site.cases.models import Case
from brygga_site.cases.reads import OpenedCase, cases_of, with_messages
from brygga_site.cases.seen import sent
from brygga_site.organisations.models import Assignment


def known_already(assignment: Assignment, opened: OpenedCase, body: type[Body]) -> Mapping[str, Any]:
    """What a message holds from the start where the unit has a contact for the person by another of its own cases."""
    fill = opened.process.from_contact.get(body)
    person = opened.case.person
    if fill is None or person is None or opened.state is None:
        return {}
    others = with_messages(cases_of(assignment).filter(person=person).exclude(pk=opened.case.pk))
    now = opened.state.now
    own = (one for one in newest(said_in(others, now)) if one.unit == assignment.unit.hsa_id)
    filled = (fill(opened.state, one) for one in own if one.holds_on(local_date(now)))
    return next((content for content in filled if content), {})


def said_in(cases: Iterable[Case], now: datetime) -> Iterator[NamedContact]:
    """Everybody whom cases that have passed the guard, whole, name as a contact."""
    for case in cases:
        if case.process in PROCESSES.names:
            messages = sent(case.runs, case.messages.all())
            yield from case.runs.contacts(case.runs.fold(messages, now))
