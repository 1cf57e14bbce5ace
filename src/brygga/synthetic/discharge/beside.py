"""What a made-up case holds beside its course: care requests, wrong recipients, lists of medicines, leaves that end.

Drawn from a stream of its own, so that nothing else of the county changes with it.
"""

from datetime import timedelta
from itertools import pairwise
from random import Random

from brygga.calendars import local
from brygga.discharge import messages as say
from brygga.process import Body, Correction
from brygga.synthetic.chance import hours, minutes, pick
from brygga.synthetic.discharge import texts
from brygga.synthetic.discharge.cast import Cast
from brygga.synthetic.discharge.course import Course
from brygga.synthetic.script import Script, ScriptLine
from brygga.synthetic.times import instant
from brygga.synthetic.units import MadeUnit

_SHORT = timedelta(days=2)
_GAP = timedelta(minutes=25)
_JUDGES = (say.ReadyJudge.TREATING,) * 5 + (say.ReadyJudge.ON_DUTY,)
_PLACES = (say.LeavePlace.HOME,) * 4 + (say.LeavePlace.WITH_RELATIVES, say.LeavePlace.SPECIAL_HOUSING)
_RETURNS = (say.ReturnReason.INCOMPLETE,) * 3 + (say.ReturnReason.OTHER_PRINCIPAL, say.ReturnReason.NOT_NEEDED)


def beside_lines(rng: Random, script: Script, course: Course, cast: Cast, stranger: MadeUnit) -> None:
    """Adds to a case what hangs on what its units have said already; `stranger` is one that is not concerned."""
    notice = next((line for line in script.of(say.AdmissionNotice)), None)
    _at_the_regional_hospital(rng, script, course, cast, notice)
    _filled_in(rng, script)
    _leave_ends(rng, script, cast)
    if notice and notice.at < course.left - timedelta(hours=8):
        if rng.random() < 0.3:
            _care_request(rng, script, course, cast, notice)
        if rng.random() < 0.02:
            _wrong_recipient(rng, script, cast, notice, stranger)
    if notice and course.left - course.admitted < _SHORT and rng.random() < 0.7:
        _change(notice, short=True)
    if notice and rng.random() < 0.8:
        _medicine_list(rng, script, course, cast)
    if rng.random() < 0.004:
        _reopened(script, course, cast)


def _change(line: ScriptLine, **update: object) -> None:
    if isinstance(line.body, Body):
        line.body = line.body.model_copy(update=update)


def _at_the_regional_hospital(
    rng: Random, script: Script, course: Course, cast: Cast, notice: ScriptLine | None
) -> None:
    """1 in 100 is cared for at a regional hospital; for most of them it is said through which care they leave it."""
    is_regional = rng.random() < 0.01
    for line in script.of(say.Admission):
        _change(line, hospital=say.HospitalKind.REGIONAL if is_regional else say.HospitalKind.COUNTY)
    if is_regional and notice and rng.random() < 0.9:
        via = pick(rng, (say.DischargedVia.PRIMARY_CARE, say.DischargedVia.SPECIALISED))
        at = max(notice.at, course.left - timedelta(hours=3)) + minutes(rng, 1, 5)
        script.say(at, cast.ward, say.DischargeThrough(via=via))


def _filled_in(rng: Random, script: Script) -> None:
    """Who judged readiness, whether outpatient care has planned, and why a case was closed."""
    for line in script.of(say.ReadyNotice):
        _change(line, judged_by=pick(rng, _JUDGES))
    for line in script.of(say.OutpatientInterventions):
        there = getattr(line.body, "status", None) is say.OutpatientStatus.AVAILABLE
        _change(line, planning=say.Planning.PLANNED if there or rng.random() < 0.3 else say.Planning.NOT_PLANNED)
    for line in script.of(say.Aborted):
        _change(line, why=texts.WHY_ABORTED[getattr(line.body, "reason", "")])


def _leave_ends(rng: Random, script: Script, cast: Cast) -> None:
    """Where the patient is meanwhile; 1 in 3 comes back before the time that was said."""
    for line in list(script.of(say.Leave)):
        services = say.LeaveServices.AS_BEFORE if rng.random() < 0.7 else say.LeaveServices.NONE
        _change(line, to=pick(rng, _PLACES), services=services)
        leave = line.body
        if isinstance(leave, say.Leave) and rng.random() < 0.33:
            back = leave.from_at + (leave.until - leave.from_at) * (0.4 + 0.4 * rng.random())
            at = local(back).replace(tzinfo=None) + timedelta(minutes=1)
            script.say(at, cast.ward, say.LeaveEnded(ended_at=back))


def _care_request(rng: Random, script: Script, course: Course, cast: Cast, notice: ScriptLine) -> None:
    """Half are told of before there is consent; 1 in 8 comes back, and most of those are sent anew."""
    room = course.left - notice.at
    asked, unit = notice.at + room * (0.1 + 0.2 * rng.random()), pick(rng, cast.outside)
    if rng.random() < 0.5:
        prepared = say.CareRequestPrepared(recipients=(unit.hsa_id,))
        script.say(notice.at + room * 0.05, cast.ward, prepared)
    body = pick(rng, texts.REQUESTS).model_copy(update={"recipients": (unit.hsa_id,)})
    request = script.say(asked, cast.ward, body)
    at = asked + room * (0.1 + 0.2 * rng.random())
    if rng.random() < 0.125:
        reason = pick(rng, _RETURNS)
        script.answer(at, unit, request, lambda of: say.CareRequestReturned(of=of, reason=reason))
        if reason is not say.ReturnReason.NOT_NEEDED and rng.random() < 0.8:
            script.say(at + room * 0.1, cast.ward, body)
    elif rng.random() < 0.8:
        script.acknowledge(at, unit, request)


def _wrong_recipient(rng: Random, script: Script, cast: Cast, notice: ScriptLine, stranger: MadeUnit) -> None:
    """A unit that is not concerned is told, and within hours taken out and told back."""
    told = notice.at + minutes(rng, 2, 30)
    script.say(told, cast.ward, say.NoticeSupplement(recipients=(stranger.hsa_id,)))
    seen = told + hours(rng, 0.2, 5)
    wrong = script.say(seen, cast.ward, say.WrongRecipient(recipients=(stranger.hsa_id,), another=False))
    if rng.random() < 0.9:
        at = seen + minutes(rng, 5, 90)
        script.answer(
            at,
            cast.ward,
            wrong,
            lambda of: say.ToldBack(
                of=of, means=say.Means.TELEPHONE, whom="Sjuksköterska i tjänst", told_at=instant(at)
            ),
        )


def _medicine_list(rng: Random, script: Script, course: Course, cast: Cast) -> None:
    """The list goes with the patient, and usually to the municipality or the health centre too."""
    to = [say.ListReader.PATIENT]
    if rng.random() < 0.7:
        to.append(say.ListReader.MUNICIPAL_CARE if cast.municipal else say.ListReader.OUTPATIENT_CARE)
    by = say.ListGiver.NURSE if rng.random() < 0.6 else say.ListGiver.PHYSICIAN
    handed = say.MedicineList(handed_over_at=instant(course.left), by=by, to=tuple(to))
    line = script.say(course.left + minutes(rng, 26, 50), cast.ward, handed)
    if len(to) > 1 and rng.random() < 0.5:
        unit = cast.municipal[0] if cast.municipal else cast.health_centre
        script.acknowledge(line.at + minutes(rng, 5, 300), unit, line)


def _reopened(script: Script, course: Course, cast: Cast) -> None:
    """The case is closed by mistake and opened again at once, while nobody says anything else."""
    times = [at for at in script.times() if course.admitted < at < course.left]
    calm = next((a for a, b in pairwise(times) if b - a > 2 * _GAP), None)
    if calm is None:
        return
    closed = say.Aborted(reason=texts.ABORTED[0], why=say.AbortReason.MISTAKE)
    line = script.say(calm + _GAP, cast.ward, closed)
    again = "Fel ärende stängdes, patienten är kvar."
    script.answer(line.at + timedelta(minutes=4), cast.ward, line, lambda of: Correction(of=of, reason=again))
