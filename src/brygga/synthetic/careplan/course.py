"""The course of a made-up plan: what each unit says of it, and when, in wall-clock time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TypeVar

from brygga.careplan import messages as say
from brygga.process import FreeMessage, Role
from brygga.synthetic.careplan import texts
from brygga.synthetic.chance import hours, pick
from brygga.synthetic.script import Script, ScriptLine
from brygga.synthetic.times import at as hour_of
from brygga.synthetic.times import in_office, instant, working_day
from brygga.synthetic.units import MadeUnit

_TEXTS = {
    Role.OUTPATIENT_CARE: texts.REGION,
    Role.DENTAL_CARE: texts.REGION,
    Role.MUNICIPAL_HEALTH_CARE: texts.CARE,
    Role.SOCIAL_SERVICES: texts.SOCIAL,
}
_NEEDS = {
    Role.OUTPATIENT_CARE: say.NeedOf.REGION,
    Role.DENTAL_CARE: say.NeedOf.REGION,
    Role.MUNICIPAL_HEALTH_CARE: say.NeedOf.MUNICIPAL,
    Role.SOCIAL_SERVICES: say.NeedOf.SOCIAL,
}

T = TypeVar("T")


def _can(can: tuple[say.ProposedTime, ...], of: int) -> say.TimesAnswered:
    return say.TimesAnswered(of=of, can=can)


class PlanScript(Script):
    """The script of one plan. It stops wherever nobody goes on with it. `units`: the first sees the need."""

    def __init__(self, rng: Random, units: Sequence[MadeUnit], is_child: bool, is_contract: bool) -> None:
        super().__init__()
        self._rng, self._units, self._is_child, self._is_contract = rng, units, is_child, is_contract
        self._first, self._others = units[0], units[1:]
        self._coordinator = self._first
        self._speaks = say.AnsweredBy.GUARDIANS if is_child else say.AnsweredBy.PERSON
        self._with_kin = is_child or rng.random() < 0.4

    def play(self, at: datetime) -> None:
        """Everything, from the need at this time on."""
        at = in_office(self._rng, at)
        self._need(at)
        if self._happens(0.03):
            text = self._one(texts.ANOTHER_PLAN)
            body = say.PlanNotStarted(reason=say.WhyNotStarted.PLAN_EXISTS, text=text)
            self.end(self._later(at, 1, 48), self._first, body)
        elif not self._happens(0.06):
            at = self._later(at, 1, 72)
            self.say(at, self._first, say.PlanOffered(offered_to=self._speaks))
            if not self._happens(0.07):
                self._answer(self._later(at, 1, 200))

    def _need(self, at: datetime) -> None:
        roles = [unit.role for unit in self._units]
        why = texts.WHY_CONTRACT if self._is_contract else texts.WHY_CHILD if self._is_child else texts.WHY
        raised = (say.RaisedBy.STAFF, say.RaisedBy.STAFF, say.RaisedBy.PERSON, say.RaisedBy.RELATIVE)
        body = say.PlanNeed(
            plan=say.PlanKind.CONTRACT if self._is_contract else say.PlanKind.COORDINATED,
            raised_by=self._one(raised),
            needs=tuple(dict.fromkeys(_NEEDS[role] for role in roles)),
            coordination=True,
            is_child=self._is_child,
            lss=not self._is_contract and self._happens(0.1),
            why=self._one(why),
        )
        self.say(at, self._first, body)

    def _answer(self, at: datetime) -> None:
        if self._happens(0.13):
            self.say(at, self._first, say.OfferDeclined(by=self._speaks, collaboration=self._happens(0.6)))
            if self._happens(0.8):
                planned, where = self._one(texts.MEDICAL), "Enhetens egen journal"
                later = self._later(at, 1, 200)
                self.say(later, self._first, say.MedicalPlanning(planned=planned, documented_in=where))
            return
        body = say.OfferAccepted(by=self._speaks, collaboration=True, next_of_kin=self._with_kin)
        self.say(at, self._first, body)
        if not self._happens(0.05):
            self._call(self._later(at, 1, 60))

    def _call(self, at: datetime) -> None:
        """One in four proposes several times, and waits for answers before it settles one."""
        day = at.date() + timedelta(days=5 + int(self._rng.random() * 16))
        meeting = hour_of(working_day(day), 9 + int(self._rng.random() * 6))
        second = hour_of(working_day(meeting.date() + timedelta(days=1)), 13) if self._happens(0.25) else None
        called = say.PlanCall(
            recipients=tuple(unit.hsa_id for unit in self._others),
            first_time=instant(meeting),
            second_time=instant(second) if second else None,
            place="Hemma hos personen" if self._happens(0.5) else self._first.name,
            video="https://mote.example.org/sip" if self._happens(0.3) else "",
        )
        line = self.say(at, self._first, called)
        for unit in self._others:
            if self._happens(0.9):
                self.acknowledge(self._later(at, 1, 20), unit, line)
        if second:
            self._times(at, line, meeting)
        if self._with_kin:
            guest = say.Guest.SCHOOL if self._is_child else say.Guest.KIN
            invited = say.GuestInvited(whom=guest, who="Den som personen vill ha med", how="Telefon")
            self.say(self._later(at, 1, 20), self._first, invited)
        self._prepare(self._later(at, 2, 40))
        if not self._happens(0.06):
            self._meet(max(meeting, at + timedelta(hours=50)) if second else meeting, meeting)

    def _times(self, at: datetime, line: ScriptLine, meeting: datetime) -> None:
        for unit in self._others:
            can = (say.ProposedTime.FIRST, say.ProposedTime.SECOND)[: 1 + int(self._rng.random() * 2)]
            self.answer(self._later(at, 1, 20), unit, line, partial(_can, can))
        settled = say.MeetingSet(meeting_at=instant(meeting), place=self._first.name)
        self.say(at + timedelta(hours=80), self._first, settled)

    def _prepare(self, at: datetime) -> None:
        matters, resources, wishes, worries = self._one(texts.MATTERS)
        view = self._one(texts.CHILDS_VIEW) if self._is_child and self._happens(0.75) else ""
        body = say.PersonPrepared(
            matters=matters,
            resources=resources,
            wishes=wishes,
            worries=worries,
            childs_view=view,
            alternatives=self._happens(0.9),
        )
        self.say(at, self._first, body)

    def _meet(self, at: datetime, meeting: datetime) -> None:
        at += timedelta(hours=2)
        held = say.MeetingHeld(
            held_at=instant(meeting),
            with_person=True,
            with_kin=self._with_kin and self._happens(0.8),
            present=self._one(texts.PRESENT),
            absent=self._one(texts.ABSENT),
            assessed=self._one(texts.ASSESSED),
        )
        self.say(at, self._first, held)
        self._coordinator = self._one((self._first, self._first, *self._others))
        telephone = f"031-390 06 {int(self._rng.random() * 100):02d}"
        contact = say.CoordinationTaken(contact=self._one(texts.CONTACTS), telephone=telephone)
        self.say(at + timedelta(minutes=5), self._coordinator, contact)
        if self._happens(0.15):
            self.say(at + timedelta(minutes=6), self._one(self._units), FreeMessage(text=self._one(texts.FREE)))
        self._draft(at + timedelta(minutes=10))

    def _draft(self, at: datetime) -> None:
        goals = texts.GOALS_CHILD if self._is_child else texts.GOALS
        goal = self.say(at, self._coordinator, say.GoalSet(goal=self._one(goals)))
        planned = []
        for number, unit in enumerate(self._units):
            line = self._plan(at + timedelta(minutes=2 + number), unit, goal)
            planned.append((unit, line, self._answered(self._later(at, 1, 60), unit, line)))
        by, who, what = self._one(texts.OWN_CHILD if self._is_child else texts.OWN)
        own = say.ActionOfOthers(of=1, by=say.BesideDoer(by), who=who, what=what)
        self.answer(at + timedelta(minutes=9), self._coordinator, goal, lambda of: own.model_copy(update={"of": of}))
        if self._happens(0.6):
            self._say_who_answers_at_night(at + timedelta(minutes=12))
        if all(answer is not None for *_, answer in planned):
            standing = [(unit, line) for unit, line, promised in planned if promised]
            self._agree(self._later(at + timedelta(hours=260), 1, 60), standing)

    def _say_who_answers_at_night(self, at: datetime) -> None:
        signs, person, others = self._one(texts.SAFETY)
        safety = say.SafetySet(
            night="Nattpatrullen",
            night_telephone="031-390 06 99",
            signs=signs,
            person_does=person,
            others_do=others,
        )
        self.say(at, self._coordinator, safety)

    def _plan(self, at: datetime, unit: MadeUnit, goal: ScriptLine) -> ScriptLine:
        what, who, where, measured = self._one(_TEXTS[unit.role])
        body = say.InterventionPlanned(
            of=1,
            recipients=() if unit is self._coordinator else (unit.hsa_id,),
            what=what,
            who=who,
            from_day=at.date() + timedelta(days=7),
            where=say.GivenWhere(where),
            how_measured=measured,
        )
        return self.answer(at, self._coordinator, goal, lambda of: body.model_copy(update={"of": of}))

    def _answered(self, at: datetime, unit: MadeUnit, line: ScriptLine) -> bool | None:
        """Whether the unit promises it, or it is taken out of the plan; None for one in fourteen that is left lying."""
        if unit is self._coordinator:
            return True
        if self._happens(0.07):
            return None
        if self._happens(0.06):
            refused, ended = self._one(texts.REFUSED), self._one(texts.ENDED)
            self.answer(at, unit, line, lambda of: say.InterventionRefused(of=of, reason=refused))
            later = self._later(at, 1, 20)
            self.answer(later, self._coordinator, line, lambda of: say.InterventionEnded(of=of, reason=ended))
            return False
        self.answer(at, unit, line, lambda of: say.InterventionConfirmed(of=of))
        return True

    def _agree(self, at: datetime, standing: list[tuple[MadeUnit, ScriptLine]]) -> None:
        follow_up = working_day(at.date() + timedelta(days=70 + int(self._rng.random() * 80)))
        agreed = say.PlanAgreed(
            agreed_by=self._speaks,
            given=self._one((say.Handing.PAPER, say.Handing.PAPER, say.Handing.DIGITAL, say.Handing.READ_OUT)),
            follow_up=follow_up,
        )
        self.say(at, self._coordinator, agreed)
        if self._happens(0.05):
            body = say.ConsentWithdrawn(what=say.WithdrawnFrom.PLAN, by=self._speaks, text=self._one(texts.WITHDRAWN))
            self.end(self._later(at, 100, 900), self._coordinator, body)
            return
        holds = not self._happens(0.3) or self._revise(self._later(at, 200, 600), standing, agreed)
        if holds and not self._happens(0.12):
            self._follow_up(hour_of(follow_up, 10 + int(self._rng.random() * 5)))

    def _revise(self, at: datetime, standing: list[tuple[MadeUnit, ScriptLine]], agreed: say.PlanAgreed) -> bool:
        """Whether a plan that is changed is agreed anew; of one in three somebody's promise is still awaited."""
        unit, line = self._one(standing)
        what = self._one(texts.CHANGED)
        self.answer(at, self._coordinator, line, lambda of: say.InterventionChanged(of=of, what=what))
        if unit is not self._coordinator:
            if self._happens(0.35):
                return False
            self.answer(self._later(at, 1, 60), unit, line, lambda of: say.InterventionConfirmed(of=of))
        self.say(self._later(at + timedelta(hours=170), 1, 60), self._coordinator, agreed)
        return True

    def _follow_up(self, at: datetime) -> None:
        goals = self._one((say.GoalsMet.ALL, say.GoalsMet.SOME, say.GoalsMet.SOME, say.GoalsMet.NONE))
        followed = say.PlanFollowedUp(
            goals=goals,
            evaluation=self._one(texts.EVALUATIONS[goals]),
            next_follow_up=working_day(at.date() + timedelta(days=90)),
        )
        self.say(at, self._coordinator, followed)
        if goals is say.GoalsMet.ALL and self._happens(0.8):
            closed = say.PlanClosed(reason=say.WhyClosed.GOALS_MET, text=self._one(texts.CLOSED))
            self.end(self._later(at, 1, 100), self._coordinator, closed)

    def _happens(self, share: float) -> bool:
        return self._rng.random() < share

    def _one(self, these: Sequence[T]) -> T:
        return pick(self._rng, these)

    def _later(self, at: datetime, least: float, most: float) -> datetime:
        """The office hour that comes so many hours later."""
        return in_office(self._rng, at + hours(self._rng, least, most))
