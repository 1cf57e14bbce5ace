"""What the ward says in a made-up case."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from brygga.discharge import Destination
from brygga.discharge import messages as say
from brygga.synthetic.chance import hours, minutes, pick
from brygga.synthetic.discharge import texts
from brygga.synthetic.discharge.cast import Cast
from brygga.synthetic.discharge.course import Course
from brygga.synthetic.script import Script, ScriptLine
from brygga.synthetic.times import at, instant

HOMES = (Destination.HOME,) * 8 + (Destination.SHORT_TERM_PLACE,) * 2 + (Destination.SPECIAL_HOUSING,)


@dataclass(frozen=True, slots=True)
class WardLines:
    """What the others go by: the notices (None when never sent) and when the patient leaves."""

    notice: ScriptLine | None
    ready: ScriptLine | None
    left: datetime

    @property
    def known(self) -> datetime | None:
        """When the others hear of the case and may speak in it."""
        return min((line.at for line in (self.notice, self.ready) if line), default=None)


def ward_lines(rng: Random, script: Script, course: Course, cast: Cast, may_die: bool) -> WardLines:
    """The ward's whole side of the case, from admission to information transferred."""
    assessed = _admission(rng, script, course, cast)
    notice = _notice(rng, script, course, cast, assessed)
    ready = _ready(rng, script, course, cast, notice)
    if notice:
        _changed_dates(rng, script, course, cast, notice)
        _at_home_for_a_while(rng, script, course, cast, notice)
    _leave(rng, script, course, cast)
    if not _aborted(rng, script, course, cast) and may_die:
        _death(rng, script, course, cast)
    return WardLines(notice, ready, course.left)


def _admission(rng: Random, script: Script, course: Course, cast: Cast) -> datetime:
    """Admission, and for one in seven only later the judgement that needs are likely: when that was."""
    at_once = rng.random() < 0.86
    sent = course.admitted + minutes(rng, 1, 10)
    admitted = instant(course.admitted)
    script.say(sent, cast.ward, say.Admission(admitted_at=admitted, care_type=course.care_type, needs_expected=at_once))
    if at_once:
        return sent
    assessed = _on_the_round(
        rng, course, course.admitted + (course.ready - course.admitted) * (0.15 + 0.4 * rng.random())
    )
    sent = assessed + minutes(rng, 2, 15)
    script.say(sent, cast.ward, say.NeedAssessed(assessed_at=instant(assessed)))
    return sent


def _on_the_round(rng: Random, course: Course, moment: datetime) -> datetime:
    """The same day by daylight, if the stay leaves room for it."""
    by_day = at(moment.date(), 8.5 + 7 * rng.random())
    room = course.admitted + timedelta(hours=1) < by_day < course.ready - timedelta(hours=3)
    return by_day if room else moment


def _notice(rng: Random, script: Script, course: Course, cast: Cast, assessed: datetime) -> ScriptLine | None:
    """The admission notice: 3 in 100 are never sent, 7 come late."""
    chance = rng.random()
    if chance < 0.03:
        return None
    sent = assessed + (hours(rng, 25, 90) if chance < 0.10 else hours(rng, 1, 20))
    if sent > course.left - timedelta(hours=1):
        return None
    return _sent_notice(rng, script, course, cast, sent)


def _sent_notice(rng: Random, script: Script, course: Course, cast: Cast, sent: datetime) -> ScriptLine:
    guess = course.ready.date() + timedelta(days=round(rng.gauss(0.2, 1.7)))
    expected = max(guess, course.admitted.date(), sent.date()) if sent < course.ready else course.left.date()
    recipients = tuple(unit.hsa_id for unit in cast.outside)
    body = say.AdmissionNotice(expected_discharge=expected, needs=cast.needs, recipients=recipients)
    line = script.say(sent, cast.ward, body)
    if rng.random() < 0.1:
        script.say(sent + minutes(rng, 1, 5), cast.ward, pick(rng, texts.ADMITTED_FOR))
    if rng.random() < 0.01:
        wrong = body.model_copy(update={"expected_discharge": expected + timedelta(days=7)})
        script.slip(line, wrong, minutes(rng, 10, 40))
    return line


def _ready(rng: Random, script: Script, course: Course, cast: Cast, notice: ScriptLine | None) -> ScriptLine | None:
    """The ready notice. 2 in 100 never send it; for 3 in 100 the patient got worse in between."""
    chance = rng.random()
    if chance < 0.02:
        return None
    body = say.ReadyNotice(assessed_at=instant(course.ready - minutes(rng, 5, 40)))
    line = script.say(course.ready, cast.ward, body)
    if chance > 0.99:
        script.slip(line, body.model_copy(update={"assessed_at": instant(course.ready - timedelta(hours=1))}), _HALF)
    first = at(course.ready.date() - timedelta(days=pick(rng, (2, 2, 3, 4))), 9 + 6 * rng.random())
    if chance < 0.05 and notice and notice.at < first:
        script.say(first, cast.ward, say.ReadyNotice(assessed_at=instant(first - minutes(rng, 5, 30))))
        worse = first + hours(rng, 4, 20)
        script.say(worse, cast.ward, say.ReadyWithdrawn(reason=pick(rng, texts.WORSE)))
    return line


_HALF = timedelta(minutes=30)


def _changed_dates(rng: Random, script: Script, course: Course, cast: Cast, notice: ScriptLine) -> None:
    """Tells of a new expected day when the old one proves wrong, and of the day of leaving during a long wait."""
    assert isinstance(notice.body, say.AdmissionNotice)  # noqa: S101 (so it was made)
    expected, ready_on = notice.body.expected_discharge, course.ready.date()
    # The new day is told of the day before, or when it has passed: mostly at once, sometimes the day after.
    told_on = min(expected + timedelta(days=pick(rng, (0, 0, 1, 1))), ready_on - timedelta(days=1))
    if notice.at < course.ready and expected != ready_on and rng.random() < 0.7:
        _change(script, cast, course, max(at(told_on, 9 + 7 * rng.random()), notice.at + _HALF), ready_on)
    if (course.left - course.ready).days >= 2 and notice.at < course.ready and rng.random() < 0.7:
        _change(script, cast, course, at(ready_on + timedelta(days=1), 9 + 7 * rng.random()), course.left.date())


def _change(script: Script, cast: Cast, course: Course, sent: datetime, day: date) -> None:
    if sent < course.left - _HALF:
        script.say(sent, cast.ward, say.ChangedDischargeDate(expected_discharge=day))


def _at_home_for_a_while(rng: Random, script: Script, course: Course, cast: Cast, notice: ScriptLine) -> None:
    """A leave of some hours for 3 in 100 of those who have been long enough on the ward."""
    begins = notice.at + timedelta(hours=20)
    if rng.random() < 0.03 and begins + timedelta(hours=12) < course.ready:
        until = instant(begins + hours(rng, 4, 10))
        script.say(notice.at + timedelta(hours=2), cast.ward, say.Leave(from_at=instant(begins), until=until))


def _leave(rng: Random, script: Script, course: Course, cast: Cast) -> None:
    """The patient leaves; for 9 in 10 what is needed is handed over the same day, for 1 in 20 weeks later."""
    left = say.Discharged(discharged_at=instant(course.left), destination=pick(rng, HOMES))
    sent = course.left + minutes(rng, 0, 25)
    script.say(sent, cast.ward, left)
    chance = rng.random()
    soon = minutes(rng, 2, 90) if chance < 0.88 else hours(rng, 14, 70)
    later = soon if chance < 0.95 else hours(rng, 150, 500)
    information = say.InformationTransferred(content=pick(rng, texts.INFORMATION))
    script.say(sent + later, cast.ward, information)


def _aborted(rng: Random, script: Script, course: Course, cast: Cast) -> bool:
    """2 in 100 cases are closed before discharge: opened by mistake, or nothing to plan."""
    aborted = rng.random() < 0.02
    if aborted:
        script.end(_between(rng, course), cast.ward, say.Aborted(reason=pick(rng, texts.ABORTED)))
    return aborted


def _death(rng: Random, script: Script, course: Course, cast: Cast) -> None:
    """2 in 100 die before they are ready to leave."""
    if rng.random() < 0.02:
        died = _between(rng, course)
        body = say.Discharged(discharged_at=instant(died), destination=Destination.DECEASED)
        script.end(died + timedelta(minutes=20), cast.ward, body)


def _between(rng: Random, course: Course) -> datetime:
    return course.admitted + (course.ready - course.admitted) * (0.2 + 0.6 * rng.random())
