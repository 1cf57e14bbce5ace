"""The course of made-up compulsory care: what each unit says of it, and when, in wall-clock time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from brygga.compulsory import messages as say
from brygga.process import Body, FreeMessage
from brygga.synthetic.chance import hours, pick
from brygga.synthetic.compulsory import texts
from brygga.synthetic.script import Script, ScriptLine
from brygga.synthetic.times import at as hour_of
from brygga.synthetic.times import in_office, instant, working_day
from brygga.synthetic.units import MadeUnit

_CONDITIONS = (
    (say.SpecialCondition.MEDICATION,),
    (say.SpecialCondition.MEDICATION, say.SpecialCondition.INTOXICANTS),
    (say.SpecialCondition.CONTACT, say.SpecialCondition.DWELLING),
)
_LPT = (say.CareGround.ADMITTED, say.CareGround.ADMITTED, say.CareGround.CONVERTED)
_LRV = (say.CareGround.FORENSIC, say.CareGround.REVIEWED)

T = TypeVar("T")


class CompulsoryScript(Script):
    """The script of one spell. It stops wherever nobody goes on with it. `units`: the first is psychiatry.

    `_now` is when the last thing was said: each comes after the one before, as the guards look back at it.
    """

    def __init__(self, rng: Random, units: Sequence[MadeUnit], begins: datetime) -> None:
        super().__init__()
        self._rng = rng
        self._psychiatry, self._outpatient, self._social, self._care = units
        self._ground = self._one(_LRV if rng.random() < 0.2 else _LPT)
        self._planned: list[tuple[MadeUnit, ScriptLine]] = []
        self._now = in_office(rng, begins)
        self._first_day = self._now.date()

    def play(self) -> None:
        """Everything, from the first day on."""
        self.say(self._now, self._psychiatry, say.CompulsoryCareBegun(ground=self._ground, from_day=self._first_day))
        if self._ground is say.CareGround.CONVERTED:
            self._says(self._psychiatry, 2, say.DecisionSubmitted(submitted_on=self._first_day))
        if self._happens(0.3):
            self._stays_closed()
        else:
            self._plan()

    def _stays_closed(self) -> None:
        """Nothing is needed afterwards; the care ends on the ward, or the court lets it go on."""
        needs = say.NeedsFound(needs=(), with_person=True, text="Inga insatser bedöms behövas i öppen form.")
        self._says(self._psychiatry, 20, needs)
        if self._happens(0.5):
            self._apply(say.ApplicationFor.CLOSED)
            if not self._happens(0.25):
                self._court_closed()
        if self._happens(0.6):
            self._over(self._days(5, 60), say.WhyCareEnded.NOT_NEEDED, ())

    def _plan(self) -> None:
        needs = [say.PlanNeedOf.REGION, say.PlanNeedOf.SOCIAL]
        needs += [say.PlanNeedOf.MUNICIPAL] if self._happens(0.3) else []
        body = say.NeedsFound(needs=tuple(needs), with_person=True, text=self._one(texts.NEEDS))
        self._says(self._psychiatry, 24, body)
        if self._happens(0.08):
            return
        called = [self._outpatient, self._social] + ([self._care] if say.PlanNeedOf.MUNICIPAL in needs else [])
        self._call(called)
        if self._happens(0.5):
            self._leave(called)
        for unit in called:
            self._plan_intervention(unit)
        if self._happens(0.3):
            who, what = self._one(texts.OTHERS)
            self._says(self._psychiatry, 1, say.MeasureOfOthers(who=who, what=what))
        if all([self._confirm(unit, line) for unit, line in self._planned]):
            self._sign_and_apply()

    def _call(self, called: Sequence[MadeUnit]) -> None:
        meeting = hour_of(working_day(self._now.date() + timedelta(days=4)), 9 + int(self._rng.random() * 6))
        body = say.PlanningCalled(
            recipients=tuple(unit.hsa_id for unit in called), meeting_at=instant(meeting), place=self._psychiatry.name
        )
        line = self._says(self._psychiatry, 6, body)
        for unit in called:
            if self._happens(0.9):
                self._now += hours(self._rng, 0.2, 4)
                self.acknowledge(self._now, unit, line)
        self._now = max(self._now, meeting) + timedelta(hours=1)
        is_with = self._happens(0.85)
        held = say.PlanningHeld(
            held_at=instant(meeting),
            with_person=is_with,
            without_person_why="" if is_with else texts.WITHOUT,
            with_kin=self._happens(0.3),
            present=self._one(texts.PRESENT),
        )
        self._says(self._psychiatry, 1, held)

    def _plan_intervention(self, unit: MadeUnit) -> None:
        needs = {
            self._outpatient: (say.PlanNeedOf.REGION, texts.REGION),
            self._social: (say.PlanNeedOf.SOCIAL, texts.SOCIAL),
            self._care: (say.PlanNeedOf.MUNICIPAL, texts.CARE),
        }
        need, told = needs[unit]
        what, who = self._one(told)
        body = say.CourtPlanIntervention(
            recipients=(unit.hsa_id,), need=need, what=what, who=who, attitude=self._one(tuple(say.Attitude))
        )
        self._planned.append((unit, self._says(self._psychiatry, 1, body)))

    def _confirm(self, unit: MadeUnit, line: ScriptLine) -> bool:
        """Whether the unit answers for it, or it is taken out; one in twenty is left lying."""
        if self._happens(0.05):
            return False
        self._now += hours(self._rng, 1, 40)
        if self._happens(0.05):
            refused = self._one(texts.REFUSED)
            self.answer(self._now, unit, line, lambda of: say.CourtPlanInterventionRefused(of=of, reason=refused))
            self._now += timedelta(hours=3)
        decision = self._one(texts.DECISIONS)
        self.answer(self._now, unit, line, lambda of: say.CourtPlanInterventionConfirmed(of=of, decision=decision))
        return True

    def _sign_and_apply(self) -> None:
        self._sign()
        if self._happens(0.12):
            unit, line = self._one(self._planned)
            what = self._one(texts.CHANGED)
            self._now += timedelta(hours=5)
            self.answer(self._now, unit, line, lambda of: say.CourtPlanInterventionChanged(of=of, what=what))
            self._sign()
        if self._happens(0.06):
            return
        self._apply(say.ApplicationFor.TO_OPEN)
        if self._happens(0.1):
            return
        if self._happens(0.08):
            self._court_closed()
            return
        self._court_open()
        self._towards_open()

    def _sign(self) -> None:
        self._says(self._psychiatry, 8, say.CourtPlanSigned(function="Chefsöverläkare"))
        self._says(self._social, 20, say.CourtPlanSigned(function="Enhetschef"))

    def _apply(self, asks_for: say.ApplicationFor) -> None:
        is_open = asks_for.is_open
        self._conditions = self._one(_CONDITIONS)
        self._now = max(self._now, hour_of(working_day(self._now.date()), 8)) + timedelta(hours=1)
        body = say.CourtApplication(
            asks_for=asks_for,
            sent_on=self._now.date(),
            conditions=self._conditions if is_open else (),
            person_says=self._one(texts.PERSON_SAYS) if is_open else "",
            risk_account=is_open and self._ground is say.CareGround.REVIEWED,
        )
        self._application = self.say(self._now, self._psychiatry, body)

    def _court_closed(self) -> None:
        self._now += timedelta(days=7)
        decided_on = self._now.date()
        self.answer(
            self._now,
            self._psychiatry,
            self._application,
            lambda of: say.CourtAllowsClosed(of=of, decided_on=decided_on),
        )

    def _court_open(self) -> None:
        self._now += timedelta(days=5 + int(self._rng.random() * 6))
        decided_on, left, conditions = self._now.date(), self._happens(0.15), self._conditions
        self.answer(
            self._now,
            self._psychiatry,
            self._application,
            lambda of: say.CourtAllowsOpen(
                of=of, decided_on=decided_on, conditions=() if left else conditions, left_to_physician=left
            ),
        )
        if left:
            self._says(self._psychiatry, 10, say.ConditionsSet(conditions=conditions))

    def _towards_open(self) -> None:
        self._now += hours(self._rng, 2, 40)
        self.say(
            self._now,
            self._psychiatry,
            say.ReadyJudged(judged_at=instant(self._now - timedelta(minutes=30)), judged_by="Överläkare"),
        )
        if self._happens(0.22):
            return
        self._says(self._outpatient, 30, say.OpenCareAvailability(available=True))
        self._now += hours(self._rng, 2, 24)
        self.say(self._now, self._psychiatry, say.OpenCareBegun(began_on=self._now.date()))
        if self._happens(0.1):
            self._says(self._social, 50, FreeMessage(text=self._one(texts.FREE)))
        if self._happens(0.3):
            self._readmit()
            return
        self._follow_up()

    def _readmit(self) -> None:
        self._now += self._days(5, 60)
        self.say(self._now, self._psychiatry, say.Readmitted(decided_on=self._now.date()))
        if self._happens(0.4):
            return
        self._now += timedelta(days=2)
        if self._happens(0.5):
            self.say(self._now, self._psychiatry, say.OpenCareResumed(resumed_on=self._now.date()))
            self._follow_up()
            return
        self._apply(say.ApplicationFor.CLOSED)
        if self._happens(0.7):
            self._court_closed()

    def _follow_up(self) -> None:
        """In open form: followed up, let go on by the court, and over in the end."""
        self._now += self._days(30, 80)
        body = say.CourtPlanFollowedUp(text=self._one(texts.FOLLOWED_UP), person_says=self._one(texts.PERSON_SAYS))
        self.say(self._now, self._psychiatry, body)
        if self._happens(0.4):
            self._now += timedelta(days=2)
            self._apply(say.ApplicationFor.OPEN)
            self._court_open()
        if self._happens(0.7):
            self._over(self._days(20, 80), say.WhyCareEnded.NOT_NEEDED, (say.PlanNeedOf.REGION, say.PlanNeedOf.SOCIAL))
            if self._happens(0.7):
                answer = say.SipAnswer.BEGUN if self._happens(0.8) else say.SipAnswer.DECLINED
                self._says(self._psychiatry, 48, say.SipAfterCare(answer=answer))

    def _leave(self, called: Sequence[MadeUnit]) -> None:
        """A weekend at home; one in six is taken back."""
        leaves = hour_of(self._now.date() + timedelta(days=1), 10)
        back = leaves + timedelta(hours=30)
        is_reviewed = self._ground is say.CareGround.REVIEWED
        body = say.LeaveGranted(
            recipients=tuple(unit.hsa_id for unit in called),
            leaves_at=instant(leaves),
            back_at=instant(back),
            recurring=False,
            decided_by=say.LeaveDecider.COURT if is_reviewed else say.LeaveDecider.CHIEF_PHYSICIAN,
            by_care_plan=True,
            meanwhile=self._one(texts.MEANWHILE),
        )
        line = self._says(self._psychiatry, 1, body)
        if self._happens(0.15):
            self._now = leaves + timedelta(hours=8)
            taken = instant(self._now)
            self.answer(self._now, self._psychiatry, line, lambda of: say.LeaveRevoked(of=of, revoked_at=taken))
        else:
            self._now = back + timedelta(hours=1)
            was = instant(back)
            self.answer(self._now, self._psychiatry, line, lambda of: say.CareLeaveEnded(of=of, back_at=was))

    def _over(self, after: timedelta, reason: say.WhyCareEnded, needs: tuple[say.PlanNeedOf, ...]) -> None:
        self._now += after
        body = say.CompulsoryCareEnded(ended_on=self._now.date(), reason=reason, needs=needs)
        self.say(self._now, self._psychiatry, body)

    def _says(self, unit: MadeUnit, within: float, body: Body) -> ScriptLine:
        """`unit` says it within so many hours of what was said before."""
        self._now += hours(self._rng, 0.1, within)
        return self.say(self._now, unit, body)

    def _days(self, least: float, most: float) -> timedelta:
        return hours(self._rng, 24 * least, 24 * most)

    def _one(self, these: Sequence[T]) -> T:
        return pick(self._rng, these)

    def _happens(self, share: float) -> bool:
        return self._rng.random() < share
