"""How a made-up named contact goes: who asks, who appoints, what the person says, and what becomes of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from brygga.calendars import local
from brygga.contact import messages as say
from brygga.process import ContactKind, ContactProfession, Role
from brygga.synthetic.cases import MadeCase
from brygga.synthetic.chance import hours, pick
from brygga.synthetic.contact import texts
from brygga.synthetic.frame import Frame
from brygga.synthetic.names import FAMILIES, MEN, WOMEN
from brygga.synthetic.script import Script
from brygga.synthetic.times import in_office
from brygga.synthetic.units import MadeUnit

T = TypeVar("T")

_KINDS = {
    Role.OUTPATIENT_CARE: (ContactKind.CARE, ContactKind.CARE, ContactKind.PHYSICIAN, ContactKind.COORDINATING),
    Role.MUNICIPAL_HEALTH_CARE: (ContactKind.CARE,),
    Role.SOCIAL_SERVICES: (ContactKind.HOME_HELP,),
}
_PROFESSIONS = {
    ContactKind.CARE: (ContactProfession.NURSE,) * 3 + (ContactProfession.SOCIAL_WORKER, ContactProfession.PHYSICIAN),
    ContactKind.COORDINATING: (ContactProfession.NURSE, ContactProfession.COORDINATOR),
    ContactKind.PHYSICIAN: (ContactProfession.PHYSICIAN,),
    ContactKind.HOME_HELP: (ContactProfession.ASSISTANT_NURSE,),
}
_VOICES = (say.Voice.STAFF,) * 5 + (say.Voice.PERSON,) * 3 + (say.Voice.NEXT_OF_KIN,) * 2


class ContactScript(Script):
    """The script of one named contact. It begins a while after the patient came in, or in the weeks before now."""

    def __init__(self, rng: Random, case: MadeCase, frame: Frame) -> None:
        super().__init__()
        self._rng, self._case = rng, case
        outside = [unit for unit in case.units if unit.role in _KINDS]
        self._appointer = pick(rng, outside)
        others = [unit for unit in outside if unit is not self._appointer]
        self._asker = pick(rng, others) if others and rng.random() < 0.5 else self._appointer
        alike = [
            unit
            for unit in frame.units
            if unit.municipality == self._appointer.municipality
            and unit.kind is self._appointer.kind
            and unit not in case.units
        ]
        self._next = pick(rng, alike) if alike else None
        self._kind = pick(rng, _KINDS[self._appointer.role])
        self._names = [self._name(), self._name()]
        # A third are of these weeks, so that the county has some at every stage whenever it is looked at.
        lately = frame.as_of - hours(rng, 2, 40 * 24)
        began = lately if rng.random() < 0.35 else case.messages[0].sent_at + hours(rng, 20, 200)
        self._start = in_office(rng, local(began).replace(tzinfo=None))

    @property
    def units(self) -> tuple[MadeUnit, ...]:
        """The units that may come into it; whoever asks, first."""
        mine = [self._asker, self._appointer, *([self._next] if self._next else []), *self._case.units]
        return tuple(dict.fromkeys(mine))

    def play(self) -> None:
        """Puts everything that is said into the script."""
        to = () if self._asker is self._appointer else (self._appointer.hsa_id,)
        need = say.ContactNeed(
            contact_kind=self._kind,
            recipients=to,
            raised_by=self._one(_VOICES),
            need=self._one(texts.NEEDS[self._kind]),
        )
        first = self.say(self._start, self._asker, need)
        if to and self._happens(0.7):
            self.acknowledge(self._later(self._start, 1, 30), self._appointer, first)
        if self._happens(0.08):
            return
        at = self._later(self._start, 4, 6 * 24)
        if self._happens(0.06):
            self.end(at, self._appointer, say.ContactNotAppointed(reason=self._one(texts.NOT_APPOINTED)))
            return
        if self._kind in {ContactKind.PHYSICIAN, ContactKind.HOME_HELP} or self._happens(0.4):
            answered = self._offer(at)
            if answered is None:
                return
            at = answered
        self._appoint(at)

    def _offer(self, at: datetime) -> datetime | None:
        """The offer and its answer: one in ten waits for one, one in ten declines. Gives when it was accepted."""
        self.say(at, self._appointer, say.ContactOffered(to_whom=say.Answerer.PERSON))
        if self._happens(0.1):
            return None
        at = self._later(at, 1, 8 * 24)
        whose = self._one((say.Answerer.PERSON,) * 4 + (say.Answerer.NEXT_OF_KIN,))
        if self._happens(0.1):
            self.end(at, self._appointer, say.ContactDeclined(by_whom=whose))
            return None
        self.say(at, self._appointer, say.ContactAccepted(by_whom=whose, wish=self._one(texts.WISHES)))
        return None if self._happens(0.1) else self._later(at, 1, 6 * 24)

    def _appoint(self, at: datetime) -> None:
        told = [unit.hsa_id for unit in self._case.units if unit not in {self._appointer, self._asker}]
        self.say(at, self._appointer, self._appointed(at, self._names[0], tuple(told)))
        chance = self._rng.random()
        if chance < 0.5:
            if chance < 0.3:
                at = self._later(at, 80 * 24, 100 * 24)
                self.say(at, self._appointer, say.ContactReviewed(review=(at + timedelta(days=180)).date()))
            return
        if chance < 0.62:
            at = self._later(at, 20 * 24, 90 * 24)
            self.say(at, self._appointer, self._appointed(at, self._names[1], ()))
        elif chance < 0.78 and self._next:
            at = self._later(at, 2 * 24, 60 * 24)
            over = say.ContactHandedOver(recipients=(self._next.hsa_id,), reason=self._one(texts.HANDED_OVER))
            self.say(at, self._appointer, over)
            if self._happens(0.5):
                at = self._later(at, 8, 10 * 24)
                self.say(at, self._next, self._appointed(at, self._names[1], ()))
        elif chance < 0.86:
            at = self._later(at, 20 * 24, 120 * 24)
            reason = say.EndReason.LEFT
            self.say(at, self._appointer, say.ContactVacant(reason=reason, last_day=at.date() + timedelta(days=7)))
        else:
            at = self._later(at, 30 * 24, 200 * 24)
            reason = self._one((say.EndReason.NEED_GONE, say.EndReason.WISH, say.EndReason.MOVED))
            self.end(at, self._appointer, say.ContactEnded(reason=reason, last_day=at.date()))

    def _appointed(self, at: datetime, name: str, told: tuple[str, ...]) -> say.ContactAppointed:
        # Numbers that the telephone authority keeps free for made-up people.
        telephone = f"031-390 06 {int(self._rng.random() * 100):02d}"
        return say.ContactAppointed(
            name=name,
            profession=self._one(_PROFESSIONS[self._kind]),
            telephone=telephone,
            since=at.date(),
            review=(at + timedelta(days=90)).date() if self._happens(0.7) else None,
            why=(self._one(tuple(say.WhyThisOne)),),
            recipients=told,
        )

    def _name(self) -> str:
        return f"{self._one(WOMEN if self._happens(0.8) else MEN)} {self._one(FAMILIES)}"

    def _happens(self, share: float) -> bool:
        return self._rng.random() < share

    def _one(self, these: Sequence[T]) -> T:
        return pick(self._rng, these)

    def _later(self, at: datetime, least: float, most: float) -> datetime:
        """The office hour that comes so many hours later."""
        return in_office(self._rng, at + hours(self._rng, least, most))
