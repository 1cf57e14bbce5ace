"""Made-up compulsory care: who is in it, and what the units say of it."""

from collections.abc import Iterator, Sequence
from random import Random

from brygga.calendars import local
from brygga.compulsory import COMPULSORY
from brygga.synthetic.cases import MadeCase
from brygga.synthetic.chance import hours, pick, stream
from brygga.synthetic.compulsory.course import CompulsoryScript
from brygga.synthetic.frame import Frame
from brygga.synthetic.people import MadePerson
from brygga.synthetic.script import in_parts
from brygga.synthetic.units import PSYCHIATRIC, MadeUnit, MadeUnitKind

SHARE = 0.015
"""The share of adults whose compulsory care began in the year: more than in life, so that each form is seen."""

ADULT = 19
"""From this age a person is drawn; a child's compulsory care has other parties."""


def make(frame: Frame, people: Sequence[MadePerson], so_far: Sequence[MadeCase]) -> Iterator[MadeCase]:
    """The compulsory care of a block of people, by number; out of a chance of its own."""
    rng = stream(frame.seed, "compulsory", people[0].number)
    wards = [unit for unit in frame.units if unit.care_type == PSYCHIATRIC]
    year = local(frame.as_of).year
    for person in people:
        if year - person.born.year < ADULT or rng.random() >= SHARE:
            continue
        units = _units(rng, frame.units, wards, person)
        begins = local(frame.as_of).replace(tzinfo=None) - hours(rng, 0, 365 * 24)
        script = CompulsoryScript(rng, units, begins)
        script.play()
        if messages := in_parts(COMPULSORY, units, script.told(frame.as_of)):
            case_id = f"{frame.code}-T{person.number:07d}"
            yield MadeCase(case_id, COMPULSORY.name, person, person.municipality, units, messages)


def _units(
    rng: Random, every: Sequence[MadeUnit], wards: Sequence[MadeUnit], person: MadePerson
) -> tuple[MadeUnit, ...]:
    """The ward where the person is enrolled, and outpatient care, case officers and nurses where the person lives."""
    kinds = (MadeUnitKind.HEALTH_CENTRE, MadeUnitKind.CASE_OFFICERS, MadeUnitKind.HOME_CARE)
    own = [[unit for unit in every if (unit.municipality, unit.kind) == (person.municipality, kind)] for kind in kinds]
    return (pick(rng, wards), *(units[person.number % len(units)] for units in own))
