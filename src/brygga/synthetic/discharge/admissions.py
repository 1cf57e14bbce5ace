"""Who of some people is in hospital when, and what is said of it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import accumulate
from random import Random

from brygga.calendars import local
from brygga.discharge import CareType
from brygga.process import Sent
from brygga.synthetic.chance import pick, pick_weighted
from brygga.synthetic.discharge.beside import beside_lines
from brygga.synthetic.discharge.cast import Cast
from brygga.synthetic.discharge.course import Course, past, present
from brygga.synthetic.discharge.outside import outside_lines
from brygga.synthetic.discharge.ward import ward_lines
from brygga.synthetic.people import MadePerson, risk
from brygga.synthetic.places import HomewardPace
from brygga.synthetic.script import Script
from brygga.synthetic.times import planned
from brygga.synthetic.units import MadeUnit

MOST_CASES = 5
"""No person has more of them in a year."""


def courses(
    rng: Random,
    people: Sequence[MadePerson],
    pace: dict[str, HomewardPace],
    as_of: datetime,
    count: int,
    under_way: int,
) -> list[tuple[MadePerson, Course, bool]]:
    """`count` stays of these people by admission, `under_way` of them so at `as_of`; true for a person's last.

    Fewer when people have no room for more: nobody is in hospital twice at a time, or more than MOST_CASES times.
    """
    today, now = local(as_of).date(), planned(as_of)
    odds = list(accumulate(risk(person.born, today) for person in people))
    stays: dict[int, list[Course]] = defaultdict(list)
    drawn: list[tuple[MadePerson, Course]] = []
    for tries in range(40 * count):
        if len(drawn) == count:
            break
        # Those with high odds may have had their fill of stays; then anybody will do.
        person = pick_weighted(rng, people, odds) if tries < 3 * count else pick(rng, people)
        care_type, own, others = _care_type(rng, person, today), pace[person.municipality], stays[person.number]
        is_present = len(drawn) < under_way
        course = present(rng, care_type, own, now) if is_present else past(rng, care_type, own, today)
        if len(others) < MOST_CASES and not any(course.meets(other) for other in others):
            others.append(course)
            drawn.append((person, course))
    drawn.sort(key=lambda one: (one[1].admitted, one[0].number))
    last = {person.number: course for person, course in drawn}
    return [(person, course, last[person.number] is course) for person, course in drawn]


def tell(
    rng: Random, beside: Random, course: Course, cast: Cast, stranger: MadeUnit, as_of: datetime, may_die: bool
) -> tuple[Sent, ...]:
    """The messages of a stay up to `as_of`; `beside` draws what hangs on them, `stranger` is not concerned by it."""
    script = Script()
    outside_lines(rng, script, ward_lines(rng, script, course, cast, may_die), cast)
    beside_lines(beside, script, course, cast, stranger)
    return script.told(as_of)


def _care_type(rng: Random, person: MadePerson, today: date) -> CareType:
    psychiatric = 0.05 if today.year - person.born.year >= 65 else 0.22
    return CareType.PSYCHIATRIC if rng.random() < psychiatric else CareType.SOMATIC
