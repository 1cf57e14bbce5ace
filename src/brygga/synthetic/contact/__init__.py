"""Made-up named contacts, of people who have been in hospital: needed, offered, appointed, looked at again, ended."""

from collections.abc import Iterator, Sequence

from brygga.contact import CONTACT
from brygga.discharge import Destination
from brygga.discharge.messages import Discharged
from brygga.synthetic.cases import MadeCase
from brygga.synthetic.chance import stream
from brygga.synthetic.contact.course import ContactScript
from brygga.synthetic.discharge.stays import is_discharge
from brygga.synthetic.frame import Frame
from brygga.synthetic.people import MadePerson
from brygga.synthetic.script import in_parts

SHARE = 0.15
"""Of so many stays somebody comes to think of a named contact."""


def make(frame: Frame, people: Sequence[MadePerson], so_far: Sequence[MadeCase]) -> Iterator[MadeCase]:
    """The named contacts of a block of people, in the order of the stays in which the need was seen."""
    rng = stream(frame.seed, "contacts", people[0].number)
    for case in so_far:
        if not is_discharge(case) or _has_died(case) or rng.random() >= SHARE:
            continue
        course = ContactScript(rng, case, frame)
        course.play()
        if messages := in_parts(CONTACT, course.units, course.told(frame.as_of)):
            yield MadeCase(f"{case.case_id}-K", CONTACT.name, case.person, case.municipality, course.units, messages)


def _has_died(case: MadeCase) -> bool:
    bodies = (message.body for message in case.messages)
    return any(isinstance(body, Discharged) and body.destination is Destination.DECEASED for body in bodies)
