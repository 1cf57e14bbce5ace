"""The course of a made-up deviation: what each unit says of it, and when, in wall-clock time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from brygga.calendars import local
from brygga.deviation import messages as say
from brygga.deviation.about import from_message
from brygga.process import FreeMessage
from brygga.synthetic.chance import hours, minutes, pick
from brygga.synthetic.deviation import texts
from brygga.synthetic.deviation.cast import DeviationCast
from brygga.synthetic.deviation.faults import DischargeFault
from brygga.synthetic.script import Script, ScriptLine
from brygga.synthetic.times import in_office, instant
from brygga.synthetic.units import MadeUnit

_HARM = (say.Harm.NONE, say.Harm.RISK, say.Harm.RISK)
_CHANNELS = (*(say.Channel.TELEPHONE,) * 4, say.Channel.MEETING, say.Channel.VIDEO)
_NOT_A_DEVIATION = (say.Dismissal.REPORTED_ALREADY, say.Dismissal.NO_DEVIATION, say.Dismissal.DISAGREEMENT)

T = TypeVar("T")


class DeviationScript(Script):
    """The script of one deviation. It stops wherever nobody goes on with it."""

    def __init__(self, rng: Random, fault: DischargeFault, cast: DeviationCast) -> None:
        super().__init__()
        self._rng, self._fault, self._cast = rng, fault, cast
        self._is_serious = rng.random() < 0.08
        self._was_told = self._is_serious and rng.random() < 0.9

    def play(self) -> None:
        """Everything, from the report on."""
        reported = self._report()
        if self._happens(0.04):
            text = self._one(texts.MISTAKES)
            body = say.DeviationDismissed(reason=say.Dismissal.MISTAKE, text=text)
            self.end(reported + minutes(self._rng, 20, 300), self._cast.reporter, body)
        elif not self._happens(0.04):
            self._find_the_right_unit(reported)

    def _report(self) -> datetime:
        fault, reporter = self._fault, self._cast.reporter
        at = self._later(local(fault.noticed_at).replace(tzinfo=None), 5, 96)
        filled: dict[str, Any] = from_message(fault.about) if fault.about else {"happened_at": fault.noticed_at}
        is_view = fault.nature is say.Nature.COMPLAINT and self._happens(0.4)
        own = {
            "recipients": (self._cast.receiver.hsa_id,),
            "nature": say.Nature.VIEW if is_view else fault.nature,
            "category": fault.category,
            "clause": fault.clause or "",
            "what_happened": self._one(texts.HAPPENED[fault.category]),
            "harm": say.Harm.HARM if self._is_serious else self._one(_HARM),
            "seriousness": say.Seriousness.SERIOUS if self._is_serious else say.Seriousness.ORDINARY,
        }
        self.say(at, reporter, say.DeviationReport(**filled | own))
        if self._was_told:
            whom = say.Contacted.MAS if self._happens(0.3) else say.Contacted.CHIEF_PHYSICIAN
            called = instant(at - minutes(self._rng, 10, 120))
            contact = say.DirectContact(with_whom=whom, contacted_at=called, how=self._one(_CHANNELS))
            self.say(at + minutes(self._rng, 2, 15), reporter, contact)
        return at

    def _find_the_right_unit(self, at: datetime) -> None:
        """For one in six it is another unit's than was thought; half of those are sent on, half come back first."""
        cast = self._cast
        if cast.other is None or not self._happens(0.16):
            self._receive(cast.receiver, at)
            return
        at, sender = self._later(at, 3, 100), cast.receiver
        if self._happens(0.5):
            self.say(at, cast.receiver, say.DeviationReturned(reason=self._one(texts.NOT_OURS)))
            if self._happens(0.35):
                return
            at, sender = self._later(at, 3, 100), cast.reporter
        sent_on = say.DeviationForwarded(recipients=(cast.other.hsa_id,), reason=self._one(texts.WRONG_UNIT))
        self.say(at, sender, sent_on)
        self._receive(cast.other, at)

    def _receive(self, receiver: MadeUnit, at: datetime) -> None:
        at = self._later(at, 2, 120)
        self.say(at, receiver, say.DeviationReceived())
        if self._happens(0.2):
            sender = self._one((self._cast.reporter, receiver))
            self.say(self._later(at, 1, 20), sender, FreeMessage(text=self._one(texts.FREE)))
        if self._happens(0.05):
            text = self._one(texts.DISMISSED)
            body = say.DeviationDismissed(reason=self._one(_NOT_A_DEVIATION), text=text)
            self.end(self._later(at, 20, 150), receiver, body)
        elif not self._happens(0.07):
            self._analyse(receiver, at)

    def _analyse(self, receiver: MadeUnit, at: datetime) -> None:
        """One in six is analysed together with a unit that is drawn in."""
        contributor, joint = self._cast.contributor if self._happens(0.16) else None, False
        if contributor:
            at = self._later(at, 4, 40)
            drawn_in = say.DeviationDrawnIn(recipients=(contributor.hsa_id,), reason=self._one(texts.DRAWN_IN))
            self.say(at, receiver, drawn_in)
            if joint := self._happens(0.9):
                at = self._later(at, 20, 200)
                self.say(at, contributor, say.DeviationAccount(account=self._one(texts.ACCOUNTS)))
        at = self._later(at, 60, 700)
        course, cause = self._one(texts.COURSES), self._one(texts.CAUSES)
        self.say(at, receiver, say.DeviationAnalysed(course=course, cause=cause, joint=joint))
        self._answer(receiver, self._plan(receiver, contributor, at), at)

    def _plan(self, receiver: MadeUnit, contributor: MadeUnit | None, at: datetime) -> list[ScriptLine]:
        """A measure or two of the receiver's, or none; what a contributor and now and then the reporter do too."""
        own = 0 if self._happens(0.2) else 2 if self._happens(0.25) else 1
        measures = [self._measure(receiver, at) for _ in range(own)]
        if not own:
            self.say(self._later(at, 1, 90), receiver, say.NoMeasures(reason=self._one(texts.NOTHING_TO_DO)))
        if contributor and self._happens(0.6):
            measures.append(self._measure(contributor, at))
        if self._happens(0.06):
            measures.append(self._measure(self._cast.reporter, at))
        return measures

    def _measure(self, unit: MadeUnit, at: datetime) -> ScriptLine:
        at = self._later(at, 1, 90)
        due = at.date() + timedelta(days=14 + int(self._rng.random() * 46))
        return self.say(at, unit, say.MeasurePlanned(what=self._one(texts.MEASURES), who=self._one(texts.WHO), due=due))

    def _answer(self, receiver: MadeUnit, measures: list[ScriptLine], analysed: datetime) -> None:
        """One in sixteen is never answered, though all is known."""
        if self._happens(0.06):
            return
        # A plan comes within 90 hours and the next office hour, ten days at most; whoever answers has it.
        at = self._later(analysed + timedelta(days=10), 1, 120)
        line = self.say(at, receiver, say.DeviationAnswered(answer=self._one(texts.ANSWERS)))
        if self._happens(0.04):
            self.slip(line, say.DeviationAnswered(answer=self._one(texts.ANSWERS)), minutes(self._rng, 6, 30))
        if self._happens(0.7):
            self.acknowledge(self._later(at, 1, 60), self._cast.reporter, line)
        self._follow_up(receiver, at, [self._settle(measure, at) for measure in measures])

    def _settle(self, measure: ScriptLine, answered: datetime) -> tuple[datetime | None, bool]:
        """When a measure is settled, and whether it is done; mostly in time, for one in twenty-five never."""
        assert isinstance(measure.body, say.MeasurePlanned)  # noqa: S101 (so it was made)
        if self._happens(0.04):
            return None, False
        due = datetime.combine(measure.body.due, answered.time())
        early = -hours(self._rng, 0, 14 * 24) if self._happens(0.85) else hours(self._rng, 24, 300)
        at = in_office(self._rng, max(due + early, answered + timedelta(hours=1)))
        if self._happens(0.06):
            reason = self._one(texts.LEFT)
            self._add(ScriptLine(at, measure.unit, lambda: say.MeasureLeft(of=measure.number, reason=reason)))
            return at, False
        self._add(ScriptLine(at, measure.unit, lambda: say.MeasureDone(of=measure.number, done_on=at.date())))
        return at, True

    def _follow_up(self, receiver: MadeUnit, answered: datetime, settled: list[tuple[datetime | None, bool]]) -> None:
        """Weeks later what was done is followed up, then closed: one time in five by the reporter, in eight never."""
        at = answered
        for moment, _ in settled:
            if moment is None:
                return
            at = max(at, moment)
        if any(is_done for _, is_done in settled):
            if self._happens(0.1):
                return
            at = self._later(at, 14 * 24, 45 * 24)
            effect, text = self._one(texts.FOLLOWED_UP)
            self.say(at, receiver, say.DeviationFollowedUp(effect=effect, text=text))
            if self._happens(0.12):
                return
        without = texts.NO_CONTACT if self._is_serious and not self._was_told else ""
        closed = say.DeviationClosed(lessons=self._one(texts.LESSONS), without_contact=without)
        closer = self._cast.reporter if self._happens(0.2) else receiver
        self.end(self._later(at, 1, 200), closer, closed)

    def _happens(self, share: float) -> bool:
        return self._rng.random() < share

    def _one(self, these: Sequence[T]) -> T:
        return pick(self._rng, these)

    def _later(self, at: datetime, least: float, most: float) -> datetime:
        """The office hour that comes so many hours later."""
        return in_office(self._rng, at + hours(self._rng, least, most))
