"""Fetches of cases, each through the guard: `brygga.access` decides, message by message.

A case that is missing and one that the unit has nothing to do with give the same answer. Whatever shows something about
a person leaves its entry on the trail first; so does a refusal.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import BigAutoField, Count, DateField, OuterRef, Prefetch, QuerySet, Subquery, Sum, UUIDField
from django.http import Http404
from django.utils import timezone

from brygga.access import (
    Decision,
    Protection,
    Reader,
    ShownIn,
    Wishes,
    check_purpose,
    may_open,
    may_take_part,
    shows_address,
)
from brygga.agreements import Agreement
from brygga.process import AnyProcess, CasePaper, CaseState, Consequence, MessageRef, OwedDuty, Purpose, Regime, turn
from brygga.processes import PROCESSES
from brygga_site.agreements import registry, usable
from brygga_site.cases.let_go import is_let_go
from brygga_site.cases.models import Case, Message, Overview, Participant, Receipt, UnderWay
from brygga_site.cases.projection import facts_of, knowing_closed, owed_in
from brygga_site.cases.seen import SeenMessage, refusal, seen, sent, weightiest
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.organisations.reads import at_work
from brygga_site.organisations.units import units_by_number
from brygga_site.people.models import Person, Statement
from brygga_site.people.refused import Refused, no_relation
from brygga_site.people.relation import (
    is_colleague,
    is_own_record,
    reader_about_nobody,
    reader_of,
    takes_part,
    wishes_of,
)
from brygga_site.prepared import Given, Prepared, PreparedModels
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action

CASE = "case"
"""What the trail calls a case that was read."""

PAPER = "case paper"
"""What it calls one that was taken out as a paper for its person."""


@dataclass(frozen=True)
class OpenedCase:
    """A case as one unit may see it: its messages with the decision about each, and who takes part, in which part.

    `state` and `owed` are those of the whole case for a unit that takes part: everything that leads there is told to
    it. For others they are None and empty, and they read the messages alone. `part` is what the reader's unit is in the
    case; None for one that takes no part. `knows_person`: the person may be named to the reader.

    `agreement` is None while it cannot be used: what was sent is read all the same, `state` is what the messages alone
    lead to, nothing is known of what is owed, and nothing may be said.
    """

    case: Case
    process: AnyProcess
    agreement: Agreement | None
    rows: tuple[Message, ...]
    lines: tuple[SeenMessage, ...]
    parts: Mapping[Unit, str]
    part: str | None
    state: CaseState | None
    owed: tuple[OwedDuty, ...]
    reader: Reader
    wishes: Wishes
    ground: Decision
    knows_person: bool
    address: str
    of_colleague: bool

    @property
    def takes_part(self) -> bool:
        """Whether the reader's unit takes part in the case."""
        return any(unit.hsa_id == self.reader.unit for unit in self.parts)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages that the unit may read."""
        return tuple(line.row for line in self.lines if line.shown)

    @property
    def turn(self) -> frozenset[str]:
        """The parts that owe something now."""
        return turn(self.owed)

    @property
    def waits_for(self) -> tuple[Unit, ...]:
        """The units that owe something now."""
        return self._units_of(one for one in self.owed if not one.is_courtesy)

    @property
    def others(self) -> tuple[Unit, ...]:
        """The units that take part beside the reader's."""
        return tuple(unit for unit in self.parts if unit.hsa_id != self.reader.unit)

    @property
    def asked(self) -> tuple[Unit, ...]:
        """The units that another waits for, though they owe nothing."""
        return self._units_of(one for one in self.owed if one.is_courtesy)

    def _units_of(self, owed: Iterable[OwedDuty]) -> tuple[Unit, ...]:
        names = {unit for one in owed if one.is_open for unit in one.units}
        return tuple(unit for unit in self.parts if unit.hsa_id in names)

    @property
    def consequence(self) -> Consequence | None:
        """What the agreement makes of a message of the case as it stands now, for a unit that takes part."""
        if self.state is None or self.agreement is None:
            return None
        return self.process.consequence(self.state, self.agreement)

    @property
    def is_my_turn(self) -> bool:
        """Whether the reader's unit owes something now."""
        return any(unit.hsa_id == self.reader.unit for unit in self.waits_for)

    @property
    def deed(self) -> Deed:
        """That it was read."""
        return Deed.by(self.ground, Action.READ, CASE, self.case.persons, self.case.pk, purpose=self.process.name)


def _case() -> QuerySet[Case]:
    return Case.objects.select_related("person", "overview").filter(pk=Given("case", UUIDField()))


def _messages() -> QuerySet[Message]:
    own = [field.name for field in Message._meta.fields]
    rows = Message.objects.filter(case=Given("case", UUIDField())).order_by("sequence")
    return rows.select_related("assignment__staff").only(*own, "assignment__staff__name")


def _participants() -> QuerySet[Participant]:
    rows = Participant.objects.filter(case=Given("case", UUIDField()))
    return rows.select_related("unit__organisation").order_by("pk")


def _staffed() -> QuerySet:
    here = at_work(Given("day", DateField())).filter(unit__participations__case=Given("case", UUIDField()))
    return here.order_by().values_list("unit").distinct()


STAFFED = Prepared(_staffed)
CASE_OPENED = PreparedModels(_case)
CASE_LOCKED = PreparedModels(lambda: _case().select_for_update(of=("self",)))
MESSAGES = PreparedModels(_messages)
PARTICIPANTS = PreparedModels(_participants)


@contextmanager
def refusals(assignment: Assignment, action: Action, what: str, case_id: UUID) -> Iterator[None]:
    """Puts on the trail that a case was refused, with the person it is about."""
    try:
        yield
    except Refused as refused:
        case = Case.objects.filter(pk=case_id).only("person_id", "process").first()
        about, purpose = (case.persons, case.process) if case else ([], assignment.purpose)
        refuse(assignment, Deed.by(refused.decision, action, what, about, case_id, purpose=purpose))
        raise


def works_with(assignment: Assignment) -> tuple[AnyProcess, ...]:
    """The processes in whose cases one can take part under this assignment, in the order of the list."""
    role, purpose = assignment.unit.as_role, Purpose(assignment.purpose)
    return tuple(process for process in PROCESSES if may_take_part(process, role, purpose))


def cases_of(assignment: Assignment) -> QuerySet[Case]:
    """The cases in which the unit of this assignment takes part and can work with. None of them is about the reader."""
    names = [process.name for process in works_with(assignment)]
    mine = Case.objects.filter(participants__unit=assignment.unit_id, process__in=names)
    own = assignment.staff.identity_number
    mine = mine.exclude(person__identity_number=own) if own else mine
    return mine.select_related("person", "overview")


def open_for(assignment: Assignment, case_id: UUID, now: datetime, to_say: bool = False) -> OpenedCase:
    """One case as far as the unit may read it. Raises Refused; `to_say`: also for one that it takes no part in."""
    with refusals(assignment, Action.READ, CASE, case_id), transaction.atomic():
        opened = opened_case(assignment, case_id, now, to_say=to_say)
        record(assignment, opened.deed)
    return opened


def open_paper(assignment: Assignment, case_id: UUID, now: datetime) -> tuple[OpenedCase, CasePaper]:
    """What the person is given of a case, for a unit that takes part in it; it stands on the trail as that.

    Raises Refused, and Http404 where there is nothing to give.
    """
    with refusals(assignment, Action.READ, PAPER, case_id), transaction.atomic():
        opened = opened_case(assignment, case_id, now, to_say=True)
        paper = opened.process.paper(opened.state) if opened.state and opened.knows_person else None
        # Opened it is, whether it gives a paper or not.
        record(assignment, replace(opened.deed, what=PAPER) if paper else opened.deed)
    if paper is None:
        raise Http404("this case gives no paper now")
    return opened, paper


@dataclass(frozen=True)
class StayElsewhere:
    """A case under way that its person has one at a time, as a unit may know of it that would begin another.

    `takes_part`: the unit is in it already. `holders` are the units that have the person in it, `since` when it began.
    Where the unit may not read it, `refused` says why, and nothing else is told of it.
    """

    takes_part: bool
    case: Case | None = None
    holders: tuple[Unit, ...] = ()
    since: datetime | None = None
    refused: Decision | None = None


def under_way(assignment: Assignment, process: AnyProcess, person: Person, now: datetime) -> StayElsewhere | None:
    """The person's case of a process of which there is one at a time; None when none is under way.

    What is told of it stands on the trail, and so does a refusal. It is asked where a case may be begun.
    """
    found = UnderWay.objects.filter(person=person, process=process.name).first()
    if found is None or not process.alone:
        return None
    case_id = found.case_id
    try:
        opened = open_to_join(assignment, case_id, now)
    except Refused as refused:
        return StayElsewhere(False, refused=refused.decision)
    return elsewhere(opened)


def elsewhere(opened: OpenedCase) -> StayElsewhere:
    """What is told of a case under way to a unit that may read it."""
    by = opened.process.moves[opened.process.opens.kind].by
    holders = tuple(unit for unit, part in opened.parts.items() if part in by)
    return StayElsewhere(opened.takes_part, opened.case, holders, opened.case.opened_at)


def open_to_join(assignment: Assignment, case_id: UUID, now: datetime) -> OpenedCase:
    """As `opened_to_join`, on the trail. Raises Refused."""
    with refusals(assignment, Action.READ, CASE, case_id), transaction.atomic():
        opened = opened_to_join(assignment, case_id, now)
        record(assignment, opened.deed)
    return opened


def opened_to_join(assignment: Assignment, case_id: UUID, now: datetime, lock: bool = False) -> OpenedCase:
    """A case that the unit could begin and goes on in instead, its part as it would be. Raises Refused.

    It has the person before it, and so in its care, as whoever begins a case has; the rest is as for `opened_case`.
    Where its agreement cannot be used it may be told of, and has no part for the unit.
    """
    opened = opened_case(assignment, case_id, now, lock=lock, has_person=True)
    decision = decision_to_begin(assignment, opened.process, opened.case.person)
    if not decision.allowed:
        raise Refused(decision)
    if opened.takes_part:
        return opened
    if opened.agreement is None:
        return opened
    state = opened.process.under(opened.process.fold((line.message for line in opened.lines), now), opened.agreement)
    part = opened.process.part_of(state, facts_of(assignment.unit))
    return replace(opened, state=state, part=part and str(part))


def opened_case(
    assignment: Assignment,
    case_id: UUID,
    now: datetime,
    to_say: bool = False,
    lock: bool = False,
    has_person: bool = False,
) -> OpenedCase:
    """One case as far as the unit may read it, within the caller's transaction, which puts it on the trail.

    `to_say`: refused to whoever takes no part in it; `lock`: locked against other writers; `has_person`: the person is
    before the reader, who takes them into care. Raises Refused, and UnusableAgreement where something is to be said:
    whoever locks it says something.
    """
    case = (CASE_LOCKED if lock else CASE_OPENED).first(case=case_id)
    if case is None or case.process not in PROCESSES.names or is_let_go(case, assignment, now):
        raise Refused(no_relation(assignment))
    process, person = case.runs, case.person
    parts = {participant.unit: participant.part for participant in PARTICIPANTS.rows(case=case_id)}
    part = parts.get(assignment.unit)
    reader = _reader(assignment, case, part, now)
    reader = replace(reader, related=True) if has_person else reader
    _check_works(assignment, process, reader, part is not None, to_say)
    wishes = wishes_of(person, now) if person and process.is_of_care else Wishes(now)
    rows = tuple(messages_of(case, parts))
    messages = sent(process, rows)
    lines = seen(process, rows, messages, reader, wishes, part is not None)
    ground = weightiest(lines)
    if ground is None:
        raise _refused(assignment, case, lines)
    agreement = registry().agreement(case.agreement) if to_say or lock else usable(case.agreement)
    state = knowing_closed(process.fold(messages, now), parts) if part else None
    state = process.under(state, agreement) if state and agreement else state
    return OpenedCase(
        case=case,
        process=process,
        agreement=agreement,
        rows=rows,
        lines=lines,
        parts=parts,
        part=part,
        state=state,
        owed=owed_in(case, state, parts) if state and agreement else (),
        reader=reader,
        wishes=wishes,
        ground=ground,
        knows_person=person is not None and (process.is_of_care or takes_part(assignment.unit, person)),
        address=shown_address(person, reader) if person else "",
        of_colleague=person is not None and not to_say and is_colleague(assignment, person),
    )


def _reader(assignment: Assignment, case: Case, part: str | None, now: datetime) -> Reader:
    """Who would read the case. Whoever takes part in care that goes on is related to the person by that alone.

    But for those who were told of somebody whom they turned out not to have in their care.
    """
    if case.person is None:
        return reader_about_nobody(assignment)
    care_until = case.overview.care_until
    in_care = part is not None and part not in case.runs.beside and care_until is not None and care_until >= now
    return reader_of(assignment, case.person, now, in_care=in_care)


def _check_works(assignment: Assignment, process: AnyProcess, reader: Reader, takes_part: bool, to_say: bool) -> None:
    """Whether one helps the person at all, and takes part where that is needed. Raises Refused."""
    if process.is_of_care and (refused := check_purpose(reader)):
        raise Refused(refused)
    if (to_say or process.regime is Regime.PARTIES) and not takes_part:
        raise Refused(no_relation(assignment))


def _refused(assignment: Assignment, case: Case, lines: Iterable[SeenMessage]) -> Refused:
    decision = refusal(lines)
    if decision is None or decision.ground.id.startswith("no-relation"):
        return Refused(no_relation(assignment))
    return Refused(decision, case.person_id)


def shown_address(person: Person, reader: Reader) -> str:
    """The registered address where the unit sees it on a page about the person alone; empty where it does not."""
    shown = shows_address(Protection(person.protection), reader.role, reader.related, ShownIn.PAGE)
    return person.registered_address if shown else ""


def units_without_staff(opened: OpenedCase, now: datetime) -> tuple[Unit, ...]:
    """The units that take part and where nobody has an assignment: what is said in the case nobody there reads."""
    staffed = {unit for (unit,) in STAFFED.rows(case=opened.case.pk, day=timezone.localdate(now))}
    return tuple(unit for unit in opened.parts if unit.pk not in staffed)


def takes_part_still(message: Message) -> bool:
    """Whether the sender of a message takes part after it: whoever passes a case on does not."""
    return Participant.objects.filter(case=message.case_id, unit=message.unit_id).exists()


PERSON_SHOWN = ("identity_number", "given_name", "family_name", "registered_address", "protection")


def _version() -> QuerySet:
    of_person = Overview.objects.filter(case__person=OuterRef("person")).order_by()
    told = of_person.values("case__person").annotate(told=Sum("version")).values("told")
    stated = Statement.objects.filter(person=OuterRef("person")).order_by("-sequence").values("sequence")[:1]
    read = Receipt.objects.filter(message__case=OuterRef("pk"), read_at__isnull=False).order_by()
    read = read.exclude(unit=Given("unit", BigAutoField())).values("message__case").annotate(n=Count("pk")).values("n")
    case = Case.objects.filter(pk=Given("case", UUIDField()), participants__unit=Given("unit", BigAutoField()))
    case = case.order_by().annotate(told=Subquery(told), stated=Subquery(stated), read=Subquery(read))
    return case.values_list(
        "overview__version", "told", "stated", "read", *(f"person__{name}" for name in PERSON_SHOWN)
    )


VERSION = Prepared(_version)


def version_of(assignment: Assignment, case_id: UUID) -> list[object] | None:
    """What changes with every message of a case and every reading by another unit in it, and with whatever is said or
    marked about its person anywhere.

    None for a case that the unit takes no part in. One look-up, by the keys of the case and its person.
    """
    rows = VERSION.rows(case=case_id, unit=assignment.unit_id)
    return rows[0] if rows else None


def messages_of(case: Case, units: Iterable[Unit] = ()) -> list[Message]:
    """Every message of a case that has passed the guard, in the order sent, with the name of whoever sent it.

    `units` are those at hand, with their organisations: whoever has said something takes part.
    """
    known = {unit.pk: unit for unit in units}
    rows = MESSAGES.rows(case=case.pk)
    missing = {row.unit_id for row in rows} - known.keys()
    if missing:
        known |= units_by_number(missing)
    for row in rows:
        row.unit = known[row.unit_id]
    return rows


def with_messages(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that have passed the guard, all their messages fetched at once."""
    return cases.prefetch_related(their_messages())


def their_messages() -> Prefetch:
    """What is fetched with cases whose messages are read."""
    return Prefetch("messages", Message.objects.select_related("unit__organisation"))


def may_begin(assignment: Assignment, process: AnyProcess) -> bool:
    """Whether the unit begins cases of a process."""
    return decision_to_begin(assignment, process, None).allowed


def decision_to_begin(assignment: Assignment, process: AnyProcess, person: Person | None) -> Decision:
    """Whether the unit begins a case of a process about this person, and by which clause."""
    own = person is not None and is_own_record(assignment, person)
    return may_open(process, replace(reader_about_nobody(assignment), is_own_record=own))


def begun_last(assignment: Assignment, process: AnyProcess, now: datetime) -> dict[str, str]:
    """What the unit chose when it last began a case that its lists show: a ward's patients are mostly of one kind."""
    mine = Message.objects.filter(case__participants__unit=assignment.unit, case__participants__listed_until__gte=now)
    mine = mine.filter(case__process=process.name, unit=assignment.unit, sequence=1).order_by("-sent_at")
    content = mine.values_list("content", flat=True).first() or {}
    chosen = {name: info.annotation for name, info in process.opens.model_fields.items()}
    return {
        name: content[name]
        for name, kind in chosen.items()
        if name in content and isinstance(kind, type) and issubclass(kind, StrEnum)
    }


def check_may_begin(assignment: Assignment, process: AnyProcess) -> None:
    """Raises Http404 for a unit that begins no case of the process."""
    decision = decision_to_begin(assignment, process, None)
    if not decision.allowed:
        refuse(assignment, Deed.by(decision, Action.WRITE, process.opens.kind, purpose=process.name))
        raise Http404("no such case is begun here")


def message_of(assignment: Assignment, case_id: UUID, sequence: int, now: datetime) -> tuple[OpenedCase, SeenMessage]:
    """A message that the unit may read, of a case that it takes part in; for beginning another case from it.

    Raises UnusableAgreement where its agreement is one.
    """
    opened = open_for(assignment, case_id, now)
    registry().agreement(opened.case.agreement)  # What begins from it goes under the same one.
    line = next((line for line in opened.lines if line.sequence == sequence and line.shown), None)
    if line is None or opened.part is None:
        raise Http404("no such message")
    return opened, line


def reference_to(opened: OpenedCase, line: SeenMessage) -> MessageRef:
    """How another case speaks of a message."""
    return MessageRef(
        case=str(opened.case.pk),
        sequence=line.sequence,
        kind=line.row.kind,
        unit=line.message.unit,
        sent_at=line.message.sent_at,
        clause=opened.process.ordered_by(one.message for one in opened.lines)[line.sequence],
    )


def units_told(body: object) -> tuple[Unit, ...]:
    """The open units that a message names as its recipients."""
    names = getattr(body, "recipients", ())
    return tuple(Unit.objects.filter(hsa_id__in=names, closed_at__isnull=True)) if names else ()
