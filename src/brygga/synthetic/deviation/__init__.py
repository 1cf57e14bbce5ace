"""Made-up deviations: what went wrong in the made-up discharges, as far as somebody reports it."""

from collections.abc import Iterator, Sequence

from brygga.deviation import DEVIATION
from brygga.synthetic.cases import MadeCase
from brygga.synthetic.chance import pick, stream
from brygga.synthetic.deviation.cast import Neighbours
from brygga.synthetic.deviation.course import DeviationScript
from brygga.synthetic.deviation.faults import complaint, faults
from brygga.synthetic.discharge.stays import is_discharge
from brygga.synthetic.frame import Frame
from brygga.synthetic.people import MadePerson
from brygga.synthetic.script import in_parts

FAULTS, COMPLAINTS = 0.1, 0.004
"""The share of discharges of which somebody reports what went wrong, if anything did; and of which one complains."""


def make(frame: Frame, people: Sequence[MadePerson], so_far: Sequence[MadeCase]) -> Iterator[MadeCase]:
    """The deviations of a block of people, in the order of the discharges where they showed."""
    rng, neighbours = stream(frame.seed, "deviations", people[0].number), Neighbours(frame.units)
    for case in so_far:
        # A case of another process takes no chance, so that with it in between the deviations are the same.
        if not is_discharge(case) or (chance := rng.random()) >= FAULTS + COMPLAINTS:
            continue
        known = tuple(faults(case) if chance < FAULTS else complaint(case))
        if not known:
            continue
        fault = pick(rng, known)
        cast = neighbours.cast(rng, case, fault)
        course = DeviationScript(rng, fault, cast)
        course.play()
        if messages := in_parts(DEVIATION, cast.units, course.told(frame.as_of)):
            yield MadeCase(f"{case.case_id}-D", DEVIATION.name, case.person, case.municipality, cast.units, messages)
