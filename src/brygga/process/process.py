"""A process: everything that the rest of Brygga may ask of it, in one value. What all do alike is done here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar

from brygga.agreements import Agreement, Asked, Courtesy
from brygga.agreements.figures import FigureUse
from brygga.process.duty import OwedDuty, owed
from brygga.process.facts import CaseFact, Consequence
from brygga.process.message import Acknowledgement, Body, Correction, MessageRef, Sent, effective, unanswered
from brygga.process.moves import Move, NotAllowed, check_may_say, sayable
from brygga.process.named_contacts import NamedContact
from brygga.process.papers import CasePaper
from brygga.process.units import HELPING, Purposes, Role, UnitFacts
from brygga.process.words import Words
from brygga.rules.facts import Scalar

UNDER_WAY = datetime(9000, 1, 1, tzinfo=UTC)
"""Stands for an end that nobody knows yet, where ends are compared."""


class CaseSubject(StrEnum):
    """What a case is about. Only a case about a person holds anything about one."""

    PERSON = "person"
    AGREEMENT = "agreement"
    BODY = "body"
    PLAN = "plan"
    UNIT = "unit"


class Regime(StrEnum):
    """By which rules what is written in a case may be read.

    Coherent records are read by whoever helps the person, with consent and within blocks (2022:913, 2008:355 4 ch.).
    What is between the parties is read by those who take part, and by nobody else whatever the person consents to.
    """

    COHERENT = "coherent"
    PARTIES = "parties"


@dataclass(frozen=True)
class CaseState:
    """What every case knows, whatever its process: the moment it is seen at, its stage, and what was said.

    `holding` are the messages that have not been withdrawn; `acknowledged` pairs of a message and the unit that has.
    `closed` are the units that no longer are, each with when it closed: no message says so, whoever keeps units knows.
    """

    now: datetime
    stage: StrEnum
    acknowledged: frozenset[tuple[int, str]] = frozenset()
    messages: tuple[Sent, ...] = field(default=(), repr=False)
    holding: tuple[Sent, ...] = field(default=(), repr=False)
    closed: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """The number of the last message; what a sender must have seen to write the next."""
        return self.messages[-1].sequence if self.messages else 0

    @property
    def taking_part(self) -> frozenset[str]:
        """The units that take part: whoever a message that holds went to, and whoever has said something."""
        told = {unit for message in self.holding for unit in getattr(message.body, "recipients", ())}
        return frozenset(told | {message.unit for message in self.messages})

    def holds(self, sequence: int) -> Sent | None:
        """The message of this number, while it holds."""
        return next((message for message in self.holding if message.sequence == sequence), None)


S = TypeVar("S", bound=CaseState)
Guard = Callable[[Any, Sent, Any], NotAllowed | None]


@dataclass(frozen=True)
class Opening:
    """Who may begin a case: units of these roles (None for an office), by this clause; `refusal` says it to others.

    `from_message` gives what the opening message holds when it is about a message of another case; None for a process
    that never begins so. `from_kinds` are those that one begins from, None for any. `may_stand_alone`: it can also
    begin without one.
    """

    by: frozenset[Role | None]
    clause: str
    refusal: str
    from_message: Callable[[MessageRef], dict[str, Any]] | None = None
    from_kinds: frozenset[str] | None = None
    may_stand_alone: bool = True

    def may_begin_from(self, kind: str) -> bool:
        """Whether a case begins about a message of this kind."""
        return self.from_message is not None and (self.from_kinds is None or kind in self.from_kinds)


@dataclass(frozen=True)
class Addressing:
    """Whom a message with `recipients` may go to: units of these roles (None for an office).

    `near`: those that serve the municipality that answers in the case are offered first; `own`: those of the sender's
    organisation. `within`: only those of the sender's own kind that work for the same region or municipality;
    `present`: those that take part already, whoever they are of. `check` is what else must hold of those chosen, and of
    who sends.
    `beside` is the field that says for whom no unit can be chosen: a form asks for it only where that may be so.
    """

    to: frozenset[Role | None]
    near: bool = False
    own: bool = False
    within: bool = False
    present: bool = False
    beside: str = ""
    check: Callable[[Any, Any, tuple[UnitFacts, ...], UnitFacts], NotAllowed | None] = (
        lambda state, body, units, sender: None
    )

    def may_go_to(self, unit: UnitFacts, sender: UnitFacts) -> bool:
        """Whether a unit may be told by this sender."""
        alike = (unit.role, unit.principal) == (sender.role, sender.principal) and bool(unit.principal)
        return unit.role in self.to and (alike or not self.within)


@dataclass(frozen=True)
class CareTie:
    """Something by which a unit has the person in its care beyond a case: appointed in it, until another is."""

    kind: str
    unit: str
    since: datetime


def nothing(state: Any) -> tuple[Any, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Process(Generic[S]):
    """A process.

    `part_of` says what a unit is in the case; None for one that can be nothing there. `said` is what each message
    changes in the state, `once` the refusal of what is said once only. `events` gives the moments that duties are
    counted from, each by a name in `event_names`, `own_events` those of one unit alone; `doing` the messages that can
    do a duty. `told` is the clause that orders each message told to the others; `own_words` the messages written in
    the sender's own words. `read_by` is the clause by which those who take part read what is between them.

    `care_until` is how long the case puts its person in the care of those who take part: None when it never does, and
    UNDER_WAY while nobody knows. `listed_until` is how long lists show it; `order` is what boards sort by, the
    earliest first. `ties` are what outlasts the case. `situation` is what the case says in the words of the decision
    tables, `under` the state as an agreement has it, where that changes what may be said or is owed, `figures` those of
    the agreement that it reads for that, `answers` what its worked cases may ask beside stage and duties. `initial` is
    what forms hold from the start, `unasked` the fields they leave out as the case stands. `to_name` are the
    messages that one with a field `of` may be about, said by a unit as things stand, each with what it is called
    now; None for all that it `refers_to`. `courtesies` are what units are asked to say though no clause orders it,
    `consequence` what an agreement makes of a message of the kinds `with_consequence`. `contacts` are the named
    contacts that the case says the person has or has had; `from_contact` what a message holds from the start where
    the sender's unit has one for the person already, by whatever case.

    `paper` is what the person is given of the case to take home; None where there is nothing to give.

    `alone`: nobody has two such cases under way, as nobody lies in two hospitals at a time; `joins` is what a unit that
    takes no part says to go on in it instead, and `lasts` is from when to when the person is in it, None for never: two
    such never overlap. `answering` is the municipality that answers for the person, where messages say; None for the
    one it was at first. `beside` are the parts of those who take part, as they have been told, and do not have the
    person in their care.
    """

    name: str
    subject: CaseSubject
    regime: Regime
    read_by: str
    opens: type[Body]
    opening: Opening
    parts: type[StrEnum]
    part_of: Callable[[S, UnitFacts], str | None]
    stages: type[StrEnum]
    over: frozenset[StrEnum]
    columns: tuple[StrEnum, ...]
    moves: Mapping[str, Move]
    state: Callable[..., S]
    said: Mapping[type[Body], Callable[[Any, Sent, Any], dict[str, Any]]]
    events: Callable[[S], Mapping[str, datetime]]
    event_names: frozenset[str]
    told: Mapping[type[Body], str | None]
    own_words: frozenset[str]
    care_until: Callable[[S], datetime | None]
    listed_until: Callable[[S], datetime]
    order: Callable[[S], datetime]
    card: Callable[[S], tuple[CaseFact, ...]]
    facts: Callable[[S], tuple[CaseFact, ...]]
    words: Words
    purposes: Purposes = field(default_factory=lambda: HELPING)
    person_required: bool = True
    alone: bool = False
    beside: frozenset[str] = frozenset()
    joins: type[Body] | None = None
    lasts: Callable[[S], tuple[datetime, datetime] | None] = lambda state: None
    answering: Callable[[S], str | None] = lambda state: None
    guards: Mapping[type[Body], Guard] = field(default_factory=dict)
    addressing: Mapping[type[Body], Addressing] = field(default_factory=dict)
    once: Callable[[S, type[Body]], NotAllowed | None] = lambda state, body: None
    own_events: Callable[[S, str], Mapping[str, datetime]] = lambda state, unit: {}
    doing: Callable[[S], tuple[Sent, ...]] = lambda state: state.holding
    owes_nothing: frozenset[StrEnum] = frozenset()
    ties: Callable[[S], tuple[CareTie, ...]] = nothing
    answers: Callable[[S], Mapping[str, Any]] = lambda state: {}
    situation: Callable[[S], Mapping[str, Scalar]] = lambda state: {}
    under: Callable[[S, Agreement], S] = lambda state, agreement: state
    figures: Mapping[str, FigureUse] = field(default_factory=dict)
    initial: Callable[[S, type[Body]], Mapping[str, Any]] = lambda state, body: {}
    courtesies: tuple[Courtesy, ...] = ()
    consequence: Callable[[S, Agreement], Consequence | None] = lambda state, agreement: None
    with_consequence: frozenset[type[Body]] = frozenset()
    unasked: Callable[[S, type[Body]], frozenset[str]] = lambda state, body: frozenset()
    contacts: Callable[[S], tuple[NamedContact, ...]] = nothing
    from_contact: Mapping[type[Body], Callable[[S, NamedContact], Mapping[str, Any]]] = field(default_factory=dict)
    paper: Callable[[S], CasePaper | None] = lambda state: None
    to_name: Callable[[S, str, type[Body]], Mapping[int, str] | None] = lambda state, unit, body: None

    def __post_init__(self) -> None:
        """A process that contradicts itself cannot exist. Raises ValueError."""
        known = {str(part) for part in self.parts}
        wrong = [
            f"{kind} is sent by a part that nobody declares" for kind, m in self.moves.items() if not m.by <= known
        ]
        wrong += [f"{kind} stands for another message" for kind, m in self.moves.items() if m.body.kind != kind]
        kinds = set(self.bodies.values())
        tables = (("told", self.told), ("said", self.said), ("guards", self.guards), ("addressing", self.addressing))
        for table, keys in tables:
            wrong += [f"{table} names {body.kind}, which nobody may send" for body in set(keys) - kinds]
        wrong += [f"nothing says who orders {body.kind} told" for body in kinds - set(self.told) - {Correction}]
        if self.opens not in kinds or not set(self.columns) | self.over <= set(self.stages):
            wrong.append("opens, columns or over names something that the moves or stages do not have")
        if self.regime is Regime.COHERENT and (self.subject is not CaseSubject.PERSON or not self.person_required):
            wrong.append("only what is about a person can be part of somebody's records")
        if self.joins and self.joins not in kinds:
            wrong.append("joins is a message that nobody may send")
        if not self.own_words <= set(self.moves):
            wrong.append("own_words names a message that nobody may send")
        for courtesy in self.courtesies:
            named = {courtesy.arises, courtesy.deadline.after, courtesy.until or courtesy.arises}
            if not set(courtesy.owed_by) <= known or not set(courtesy.done_by) <= set(self.moves):
                wrong.append(f"the courtesy {courtesy.id} names a part or a message that there is not")
            if not named <= self.event_names or courtesy.process != self.name:
                wrong.append(f"the courtesy {courtesy.id} names an event or a process that is another's")
        if wrong:
            raise ValueError(f"the process {self.name}: {'; '.join(sorted(wrong))}")

    @property
    def is_of_care(self) -> bool:
        """Whether its messages are part of the coherent records of a person."""
        return self.regime is Regime.COHERENT

    @property
    def bodies(self) -> dict[str, type[Body]]:
        """Every message by its kind."""
        return {kind: move.body for kind, move in self.moves.items()}

    def parse(self, kind: str, content: dict[str, Any]) -> Body:
        """The message of `kind`. Raises LookupError (unknown kind) or ValidationError (bad content)."""
        if kind not in self.moves:
            raise LookupError(f"there is no {self.name} message '{kind}'; there are {', '.join(self.moves)}")
        return self.moves[kind].body.model_validate(content)

    def fold(self, messages: Iterable[Sent], now: datetime) -> S:
        """The state that `messages`, in the order sent, lead to."""
        messages = tuple(messages)
        state = self.state(now, messages=messages, holding=effective(messages))
        for message in state.holding:
            state = self._apply(state, message)
        return state

    def _apply(self, state: S, message: Sent) -> S:
        body = message.body
        # A correction may have taken away what led to the stage a later message was sent at; it then leads nowhere.
        changed: dict[str, Any] = {"stage": self.moves[body.kind].leads.get(state.stage, state.stage)}
        if isinstance(body, Acknowledgement):
            changed["acknowledged"] = state.acknowledged | {(body.of, message.unit)}
        if says := self.said.get(type(body)):
            changed |= says(state, message, body)
        return replace(state, **changed)

    def after(self, state: S, message: Sent) -> S:
        """The state that one more message leads to. A withdrawal may undo anything, so then all is told anew."""
        messages = (*state.messages, message)
        if isinstance(message.body, Correction):
            return self.fold(messages, message.sent_at)
        holding = (*state.holding, message)
        return self._apply(replace(state, now=message.sent_at, messages=messages, holding=holding), message)

    def is_over(self, state: S) -> bool:
        """Whether the case is closed."""
        return state.stage in self.over

    def may_say(self, state: S, part: str) -> tuple[Move, ...]:
        """What this part may say next; a message that can be said once and has been is left out."""
        return tuple(move for move in sayable(self.moves, state, part) if not self.once(state, move.body))

    def check_says(self, state: S, message: Sent) -> None:
        """Whether `message` may be sent as the next one of the case. Raises NotAllowed with the reason."""
        body = message.body
        check_may_say(self.moves, state, message.part, body.kind)
        refusal = self.once(state, type(body))
        if refusal is None and isinstance(body, Acknowledgement):
            refusal = _acknowledgement(state, message, body)
        if refusal is None and isinstance(body, Correction):
            refusal = _correction(state, message, body, self.opens)
        if refusal is None and body.answers:
            refusal = _answer(message, self.may_answer(state, message.unit, type(body)))
        if refusal is None and (guard := self.guards.get(type(body))):
            refusal = guard(state, message, body)
        if refusal:
            raise refusal

    def says(self, state: S, message: Sent) -> bool:
        """Whether `message` may be sent as the next one of the case."""
        try:
            self.check_says(state, message)
        except NotAllowed:
            return False
        return True

    def rests_on(self, state: S, of: int) -> NotAllowed | None:
        """The refusal to withdraw a message on which another rests: one that could not have been said without it."""
        as_said = without = self.fold((), state.now)
        for other in state.holding:
            # To have read something that was then withdrawn binds nobody.
            if isinstance(other.body, Acknowledgement):
                continue
            then = replace(as_said, now=other.sent_at, closed=state.closed)
            instead = replace(without, now=other.sent_at, closed=state.closed)
            if other.sequence != of:
                # What could not be said with it either (rules have changed since) rests on something else.
                if other.sequence > of and self.says(then, other) and not self.says(instead, other):
                    return NotAllowed("message {later} rests on message {of}", later=other.sequence, of=of)
                without = self.after(instead, other)
            as_said = self.after(then, other)
        return None

    def check_reaches(self, state: S, body: Body, units: tuple[UnitFacts, ...], sender: UnitFacts) -> None:
        """Whether a message goes to units it may go to, and to all it must. Raises NotAllowed.

        `units` are those of its recipients that there are and that are open.
        """
        addressing = self.addressing.get(type(body))
        if addressing is None:
            return
        known = {unit.hsa_id for unit in units if addressing.may_go_to(unit, sender)}
        known &= state.taking_part if addressing.present else known
        if strangers := [name for name in getattr(body, "recipients", ()) if name not in known]:
            raise NotAllowed("{units} cannot be told this; choose others", units=", ".join(strangers))
        if refusal := addressing.check(state, body, units, sender):
            raise refusal

    def asked(self, agreement: Agreement) -> tuple[Asked, ...]:
        """The duties that the agreement gives in it, and the courtesies that the agreement makes no duty of."""
        duties = agreement.duties(self.name)
        ids = {duty.id for duty in duties}
        return (*duties, *(courtesy for courtesy in self.courtesies if courtesy.id not in ids))

    def duties(self, state: S, agreement: Agreement, taking_part: Mapping[str, str]) -> tuple[OwedDuty, ...]:
        """Every duty and courtesy of the units that take part, each in its part.

        Those that lie ahead too, most urgent first.
        """
        if state.stage in self.owes_nothing:
            return ()
        state = self.under(state, agreement)
        events, doing, own = self.events(state), self.doing(state), partial(self.own_events, state)
        every = owed(agreement, self.asked(agreement), events, doing, taking_part, state.now, own)
        return tuple(sorted(every, key=lambda duty: duty.urgency))

    def may_acknowledge(self, state: S, unit: str) -> tuple[Sent, ...]:
        """The messages that hold and that a unit may take up: told to it, not by itself, and not taken up yet."""
        return tuple(
            message
            for message in state.holding
            if message.unit != unit
            and not isinstance(message.body, Acknowledgement)
            and (message.sequence, unit) not in state.acknowledged
            # What begins a case and goes to nobody is a unit's own entry.
            and (not isinstance(message.body, self.opens) or bool(getattr(message.body, "recipients", ())))
        )

    def may_answer(self, state: S, unit: str, body: type[Body]) -> tuple[Sent, ...]:
        """The messages that hold, went to the unit, and have no answer of this kind from it yet, the oldest first."""
        return unanswered(state.holding, unit, body)

    def to_acknowledge(self, state: S, unit: str, since: datetime) -> Sent | None:
        """The message that a duty to take something up is about: what was told when it arose, else the newest."""
        open_ = self.may_acknowledge(state, unit)
        return next((message for message in open_ if message.sent_at == since), open_[-1] if open_ else None)

    def ordered_by(self, messages: Iterable[Sent]) -> dict[int, str | None]:
        """For each message, by its number, the clause that orders it told; a correction as what it withdraws."""
        clauses: dict[int, str | None] = {}
        for message in messages:
            body = message.body
            clauses[message.sequence] = clauses.get(body.of) if isinstance(body, Correction) else self.told[type(body)]
        return clauses


AnyProcess = Process[Any]


def turn(owed_now: Iterable[OwedDuty]) -> frozenset[str]:
    """Whose turn it is: the parts that owe something by a clause."""
    return frozenset(duty.part for duty in owed_now if duty.is_open and not duty.is_courtesy)


def _acknowledgement(state: CaseState, message: Sent, body: Acknowledgement) -> NotAllowed | None:
    of = state.holds(body.of)
    if of is None:
        return NotAllowed("there is no message {of} to acknowledge", of=body.of)
    if of.unit == message.unit:
        return NotAllowed("a unit does not acknowledge its own message")
    if (body.of, message.unit) in state.acknowledged:
        return NotAllowed("message {of} has already been acknowledged", of=body.of)
    return None


def _answer(message: Sent, may_be_answered: Iterable[Sent]) -> NotAllowed | None:
    of = getattr(message.body, "of", 0)
    if of in {one.sequence for one in may_be_answered}:
        return None
    return NotAllowed("there is no message {of} that your unit is to answer", of=of)


def _correction(state: CaseState, message: Sent, body: Correction, opens: type[Body]) -> NotAllowed | None:
    of = state.holds(body.of)
    if of is None:
        return NotAllowed("there is no message {of} that still holds", of=body.of)
    if of.unit != message.unit:
        return NotAllowed("a message is withdrawn by the unit that sent it")
    if isinstance(of.body, opens):
        return NotAllowed("what begins a case cannot be withdrawn; close the case instead")
    return None
