"""The course of a made-up stay, in wall-clock time: what happened, before anybody said anything of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from brygga.calendars import is_day_off
from brygga.discharge import CareType
from brygga.synthetic.chance import hours, pick, whole_days
from brygga.synthetic.places import HomewardPace
from brygga.synthetic.times import at, working_day

PSYCHIATRIC = HomewardPace(same_day=0.47, median=4.6)
_LENGTH = {CareType.SOMATIC: (5.0, 0.7), CareType.PSYCHIATRIC: (13.0, 0.75)}
_PHASES = ("admitted", "notified", "notified", "notified", "ready", "ready", "ready", "ready")


@dataclass(frozen=True, slots=True)
class Course:
    """When the patient came, was ready to leave, and left. Times are on the wall clock."""

    care_type: CareType
    admitted: datetime
    ready: datetime
    left: datetime

    def meets(self, other: "Course") -> bool:
        """Whether one person could not have had both stays."""
        return self.admitted <= other.left + timedelta(days=1) and other.admitted <= self.left + timedelta(days=1)


def past(rng: Random, care_type: CareType, pace: HomewardPace, today: date) -> Course:
    """A stay that began on one of the 365 days before `today`, fewer at weekends."""
    first = today - timedelta(days=1 + int(rng.random() * 365))
    if is_day_off(first) and rng.random() < 0.25:
        first -= timedelta(days=2)
    ready_on = first + timedelta(days=whole_days(rng, *_LENGTH[care_type]))
    return _course(rng, care_type, at(first, _arrival(rng)), ready_on, _wait(rng, care_type, pace))


def present(rng: Random, care_type: CareType, pace: HomewardPace, now: datetime) -> Course:
    """A stay that is under way at `now`: just admitted, planned for, or waiting to leave."""
    phase = pick(rng, _PHASES)
    length = whole_days(rng, *_LENGTH[care_type])
    if phase == "admitted":
        return _course(rng, care_type, now - hours(rng, 0.5, 24), now.date() + timedelta(days=length), 0)
    if phase == "notified":
        ready_on = now.date() + timedelta(days=int(rng.random() * length))
        return _course(rng, care_type, _came(rng, ready_on, length, now), ready_on, _wait(rng, care_type, pace))
    wait = whole_days(rng, pace.median + 0.8, 0.8)
    ready_on = now.date() - timedelta(days=int(rng.random() * (wait + 0.6)))
    return _course(rng, care_type, _came(rng, ready_on, length, now), ready_on, wait, stays=True)


def _came(rng: Random, ready_on: date, length: int, now: datetime) -> datetime:
    return min(at(ready_on - timedelta(days=length), _arrival(rng)), now - timedelta(hours=1))


def _course(
    rng: Random, care_type: CareType, admitted: datetime, ready_on: date, wait: int, stays: bool = False
) -> Course:
    ready_on = max(ready_on, admitted.date() + timedelta(days=1))
    if not stays and is_day_off(ready_on) and rng.random() < 0.65:
        ready_on = working_day(ready_on)
    ready = at(ready_on, 8 + 4 * rng.random() if rng.random() < 0.68 else 12 + 4.5 * rng.random())
    left = ready + hours(rng, 1, 4.5) if wait == 0 else at(ready_on + timedelta(days=wait), 9.5 + 8 * rng.random())
    return Course(care_type, admitted.replace(microsecond=0), ready, left)


def _arrival(rng: Random) -> float:
    """The hour of admission: mostly by day, some at night; before 23.45."""
    return 9 + 10 * rng.random() if rng.random() < 0.7 else 23.75 * rng.random()


def _wait(rng: Random, care_type: CareType, pace: HomewardPace) -> int:
    """Days from ready to leaving; 0 is the same day."""
    pace = PSYCHIATRIC if care_type is CareType.PSYCHIATRIC else pace
    if rng.random() < pace.same_day:
        return 0
    return whole_days(rng, pace.median, 1.05 if pace.same_day > 0.3 else 0.65)
