"""Made-up discharges: who is in hospital when, what each unit says of it, and the stays that come of it."""

from collections.abc import Iterator, Sequence

from brygga.discharge import DISCHARGE
from brygga.synthetic.cases import MadeCase
from brygga.synthetic.chance import stream
from brygga.synthetic.discharge.admissions import courses, tell
from brygga.synthetic.discharge.cast import CountyUnits
from brygga.synthetic.frame import Frame
from brygga.synthetic.people import MadePerson


def make(frame: Frame, people: Sequence[MadePerson], so_far: Sequence[MadeCase]) -> Iterator[MadeCase]:
    """The discharges of a block of people, by day of admission."""
    first, last = people[0].number, people[-1].number + 1
    rng, units = stream(frame.seed, "cases", first), CountyUnits(frame.units)
    beside = stream(frame.seed, "discharge-beside", first)
    number, until = (frame.yearly * edge // frame.size for edge in (first, last))
    under_way = frame.under_way * last // frame.size - frame.under_way * first // frame.size
    for person, course, is_last in courses(rng, people, frame.paces, frame.as_of, until - number, under_way):
        number += 1
        cast = units.cast(rng, person, course.care_type)
        stranger = units.stranger(person, cast)
        messages = tell(rng, beside, course, cast, stranger, frame.as_of, may_die=is_last)
        case_id = f"{frame.code}-{number:07d}"
        told = {unit for message in messages for unit in getattr(message.body, "recipients", ())}
        parts = (*cast.units, stranger) if stranger.hsa_id in told else cast.units
        yield MadeCase(case_id, DISCHARGE.name, person, person.municipality, parts, messages)
