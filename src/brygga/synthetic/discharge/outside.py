"""What outpatient care and the municipality say in a made-up case."""

from datetime import datetime, timedelta
from random import Random

from brygga.discharge import Need, NoSipReason, OutpatientStatus
from brygga.discharge import messages as say
from brygga.process import FreeMessage
from brygga.synthetic.chance import hours, minutes, pick
from brygga.synthetic.discharge import texts
from brygga.synthetic.discharge.cast import Cast
from brygga.synthetic.discharge.ward import WardLines
from brygga.synthetic.names import FAMILIES, MEN, WOMEN
from brygga.synthetic.script import Script
from brygga.synthetic.times import in_office, instant
from brygga.synthetic.units import MadeUnit

_MUNICIPAL = {Need.MUNICIPAL_HEALTH_CARE, Need.SOCIAL_SERVICES}
_REGION = {Need.OUTPATIENT_CARE, Need.MUNICIPAL_HEALTH_CARE}
_REASONS = (NoSipReason.DECLINED,) * 5 + (NoSipReason.PLAN_EXISTS,) * 4 + (NoSipReason.PSYCHIATRIC_CARE_PLAN,)


def outside_lines(rng: Random, script: Script, ward: WardLines, cast: Cast) -> None:
    """The others' whole side of the case; nothing as long as the ward has told them nothing."""
    known = ward.known
    if known is None:
        return
    _acknowledge(rng, script, ward, cast)
    _care_contact(rng, script, cast, known)
    _interventions(rng, script, ward, cast)
    if set(cast.needs) & _MUNICIPAL and set(cast.needs) & _REGION:
        _planning(rng, script, ward, cast, known)
    for unit in cast.municipal:
        _home(rng, script, ward, unit)
    if rng.random() < 0.25:
        _free_messages(rng, script, ward, cast, known)


def _acknowledge(rng: Random, script: Script, ward: WardLines, cast: Cast) -> None:
    """Nearly all acknowledge the admission notice; the municipality often the ready notice too."""
    for unit in cast.outside:
        if ward.notice and rng.random() < 0.94:
            script.acknowledge(in_office(rng, ward.notice.at + hours(rng, 0.2, 9)), unit, ward.notice)
        if ward.ready and unit in cast.municipal and rng.random() < 0.6:
            script.acknowledge(ward.ready.at + minutes(rng, 3, 150), unit, ward.ready)


def _care_contact(rng: Random, script: Script, cast: Cast, known: datetime) -> None:
    """The named care contact, for 1 in 8 a week or more later, for 1 in 20 never."""
    chance = rng.random()
    if chance < 0.05:
        return
    wait = hours(rng, 150, 260) if chance < 0.17 else hours(rng, 2, 50)
    name = f"{pick(rng, WOMEN if rng.random() < 0.8 else MEN)} {pick(rng, FAMILIES)}"
    # Numbers that the telephone authority keeps free for made-up people.
    telephone = f"031-390 06 {int(rng.random() * 100):02d}"
    script.say(in_office(rng, known + wait), cast.health_centre, say.NamedCareContact(name=name, telephone=telephone))


def _interventions(rng: Random, script: Script, ward: WardLines, cast: Cast) -> None:
    """Whether outpatient interventions are there: soon after ready and before the patient leaves."""
    if ward.ready is None:
        return
    window = ward.left - ward.ready.at
    first = ward.ready.at + min(window * 0.5, timedelta(hours=6)) * (0.1 + 0.8 * rng.random())
    chance = rng.random()
    if chance < 0.02:
        return
    status = OutpatientStatus.AVAILABLE
    if chance < 0.10:
        status = OutpatientStatus.UNCLEAR if chance < 0.07 else OutpatientStatus.UNAVAILABLE
    _state(script, cast, first, status)
    if status is not OutpatientStatus.AVAILABLE and chance > 0.04:
        _state(script, cast, first + (ward.left - first) * (0.2 + 0.7 * rng.random()), OutpatientStatus.AVAILABLE)


def _state(script: Script, cast: Cast, at: datetime, status: OutpatientStatus) -> None:
    script.say(at, cast.health_centre, say.OutpatientInterventions(status=status))


def _planning(rng: Random, script: Script, ward: WardLines, cast: Cast, known: datetime) -> None:
    """The SIP: not needed for 1 in 5, called to late for 1 in 12, never for 1 in 40."""
    chance = rng.random()
    if chance < 0.20:
        unit = pick(rng, cast.outside)
        body = say.SipNotNeeded(reason=pick(rng, _REASONS))
        script.say(in_office(rng, known + hours(rng, 3, 60)), unit, body)
    elif chance < 0.975:
        _call(rng, script, cast, _called_at(rng, ward, known, late=chance > 0.90))


def _called_at(rng: Random, ward: WardLines, known: datetime, late: bool) -> datetime:
    if late or ward.ready is None:
        return in_office(rng, ward.left + hours(rng, 100, 200))
    if rng.random() < 0.25 and ward.ready.at - known > timedelta(hours=20):
        return in_office(rng, known + (ward.ready.at - known) * (0.4 + 0.4 * rng.random()))
    # In time is by the end of the third day after the ready notice, holidays or not.
    return min(in_office(rng, ward.ready.at + hours(rng, 1.5, 40)), ward.ready.at + timedelta(hours=48))


def _call(rng: Random, script: Script, cast: Cast, called: datetime) -> None:
    """The call, then the meeting: held for 6 in 7, for nearly all others declined after all, some long after it."""
    meeting = in_office(rng, called + hours(rng, 20, 130)).replace(minute=0, second=0) + timedelta(hours=1)
    body = say.SipCall(meeting_at=instant(meeting), place=pick(rng, texts.PLACES))
    line = script.say(called, cast.health_centre, body)
    if rng.random() < 0.01:
        wrong = say.SipCall(meeting_at=instant(meeting + timedelta(days=30)), place=pick(rng, texts.PLACES))
        script.slip(line, wrong, minutes(rng, 10, 40))
    chance = rng.random()
    if chance < 0.86:
        held = say.SipHeld(held_at=instant(meeting), consent=rng.random() < 0.96)
        script.say(meeting + minutes(rng, 40, 100), cast.health_centre, held)
    elif chance < 0.995:
        declined = say.SipNotNeeded(reason=NoSipReason.DECLINED)
        wait = hours(rng, 2, 18) if chance < 0.90 else hours(rng, 150, 500)
        script.say(in_office(rng, called + wait), pick(rng, cast.outside), declined)


def _home(rng: Random, script: Script, ward: WardLines, unit: MadeUnit) -> None:
    """What a municipal unit says of the home: services paused and taken up again, plans, and when it can receive."""
    paused = False
    if ward.notice and rng.random() < 0.6:
        at = in_office(rng, ward.notice.at + hours(rng, 0.3, 12))
        if at < ward.left:
            paused = rng.random() < 0.6
            services = say.HomeServices.PAUSED if paused else say.HomeServices.NONE
            script.say(at, unit, say.HomeServicesPaused(services=services))
            if rng.random() < 0.2:
                script.say(at, unit, pick(rng, texts.PLANS))
    if ward.ready and rng.random() < 0.5:
        at = in_office(rng, ward.ready.at + hours(rng, 0.5, 8))
        if at < ward.left:
            day = at.date() + (ward.left.date() - at.date()) * rng.random()
            script.say(at, unit, say.CanReceive(from_day=day))
    if paused and rng.random() < 0.9:
        at = in_office(rng, ward.left + hours(rng, 0.5, 6))
        script.say(at, unit, say.HomeServicesResumed(from_day=at.date()))


def _free_messages(rng: Random, script: Script, ward: WardLines, cast: Cast, known: datetime) -> None:
    """One or two messages in plain words, from any of the units; now and then the ward asks and is answered."""
    asked = pick(rng, cast.outside)
    at = in_office(rng, known + hours(rng, 1, 20))
    if rng.random() < 0.3 and at < ward.left:
        body = say.QuestionAsked(recipients=(asked.hsa_id,), text=pick(rng, texts.QUESTIONS))
        question = script.say(at, cast.ward, body)
        text = pick(rng, texts.FREE)
        script.answer(
            in_office(rng, at + hours(rng, 0.5, 9)), asked, question, lambda of: say.QuestionAnswered(of=of, text=text)
        )
    for _ in range(1 + (rng.random() < 0.3)):
        sent = in_office(rng, known + timedelta(hours=1) + (ward.left - known) * rng.random())
        script.say(sent, pick(rng, cast.units), FreeMessage(text=pick(rng, texts.FREE)))
