"""What can be done to cases: begin one, and say something in it. Each verb is one transaction with its trail entry."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from brygga.access.basis import Basis
from brygga.access.messages import Block, NumberReplaced
from brygga.agreements import MissingParameter
from brygga.calendars import local, local_date
from brygga.calendars.deadlines import SWEDEN
from brygga.process import Acknowledgement, AnyProcess, Body, CaseState, Correction, NotAllowed, Sent
from brygga.processes import PROCESSES
from brygga_site.agreements import registry
from brygga_site.cases import projection
from brygga_site.cases.lists.versions import lists_changed
from brygga_site.cases.models import Case, Message, Receipt, Tie, UnderWay
from brygga_site.cases.reads import (
    CASE,
    OpenedCase,
    decision_to_begin,
    opened_case,
    opened_to_join,
    refusals,
    units_told,
    with_messages,
)
from brygga_site.cases.receipts import actions as receipts
from brygga_site.cases.receipts.reads import receipts_in
from brygga_site.cases.seen import SeenMessage, sent
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.people import shown
from brygga_site.people.actions import state_wish, told_before
from brygga_site.people.models import Person
from brygga_site.people.refused import Refused
from brygga_site.people.relation import wishes_of
from brygga_site.told.actions import Changed, OtherContent, Telling
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action

NEAR = timedelta(days=366)


@dataclass(frozen=True)
class CaseAbout:
    """What a new case is about: a person, or a subject that `brygga.process.CaseSubject` names, `agreement:gotland`.

    `agreement` is the one it is under; None for the one that applies to the person or to the unit's municipality.
    """

    person: Person | None = None
    subject: str = ""
    agreement: str | None = None


def open_case(assignment: Assignment, about: Person | CaseAbout, body: Body, key: str, now: datetime) -> Case:
    """Begins a case with the message that begins its process.

    Asked again with the same `key` it returns the case begun the first time. Raises NotAllowed for a unit that begins
    no such case, and for a second one under way where a person has one at a time; Refused for a case about oneself,
    OtherContent for a key used for something else, or somebody else.
    """
    about = CaseAbout(about) if isinstance(about, Person) else about
    process = PROCESSES.begun_by(body)
    _check_begins(assignment, process, about, body)
    with transaction.atomic():
        # Two who begin with one key at the same time wait for each other here. Who only names the assignment does not:
        # that is checked when a transaction ends, which by then holds what this one may be waiting for.
        Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
        earlier = Message.objects.filter(unit=assignment.unit, kind=body.kind, idempotency_key=key, sequence=1)
        content = body.model_dump(mode="json")
        again = Telling(list(earlier[:1]), assignment, body.kind, content, 0, key, now).again()
        if again:
            if (again.case.person_id, again.case.subject) != (about.person and about.person.pk, about.subject):
                raise OtherContent(key)
            return again.case
        case = _new_case(assignment, process, about, now)
        _check_alone(case)
        state = process.fold((), now)
        part = process.part_of(state, projection.facts_of(assignment.unit))
        if part is None:
            raise NotAllowed(process.opening.refusal)
        message = Sent(1, now, assignment.unit.hsa_id, str(part), body)
        told = units_told(body)
        _check_says(process, state, message, told, assignment.unit)
        _check_apart(case, process.fold((message,), now))
        _check_counted(case, process, state, message, {message.unit: message.part})
        case.save(force_insert=True)
        row = Telling([], assignment, body.kind, content, 0, key, now).add(Message(case=case, part=message.part))
        parts = projection.begin(
            case, process.fold((message,), now), (assignment.unit, *_others(told, assignment.unit))
        )
        receipts.tell(row, parts)
        deed = Deed(Action.WRITE, body.kind, Basis.OPENS, case.persons, case.pk, purpose=process.name, told=[case, row])
        record(assignment, deed.resting_on(process.opening.clause))
        lists_changed(unit.pk for unit in parts)
    return case


def read_case(
    assignment: Assignment, case_id: UUID, now: datetime
) -> tuple[OpenedCase, dict[int, list[Receipt]], frozenset[int]]:
    """Opens a case for a person who has it before them: what is shown of it, the reader's unit has read.

    With the receipts of what is shown, and the numbers of the messages that were new. Raises Refused.
    """
    with refusals(assignment, Action.READ, CASE, case_id), transaction.atomic():
        opened = opened_case(assignment, case_id, now)
        found = receipts_in(opened)
        new = {number: one for number, rows in found.items() for one in rows if one.is_new_to(assignment.unit)}
        is_news = receipts.read(assignment, new.values(), now)
        record(assignment, opened.deed)
        if is_news:
            lists_changed([assignment.unit_id])
    return opened, found, frozenset(new)


def say(assignment: Assignment, case_id: UUID, body: Body, seen: int, key: str, now: datetime) -> Message:
    """Sends a message in a case.

    `seen` is the number of the last message the sender has read; when others have come since, nothing is written and
    Changed tells which. Asked again with the same `key` it returns the message sent the first time. Raises Refused for
    a case that is not the unit's, NotAllowed for what may not be said, OtherContent for a key that was used before.
    """
    message = say_when_opened(assignment, case_id, body.kind, lambda opened: body, seen, key, now)[1]
    assert message  # noqa: S101 (there was something to say)
    return message


def say_when_opened(
    assignment: Assignment,
    case_id: UUID,
    kind: str,
    written: Callable[[OpenedCase], Body | None],
    seen: int,
    key: str,
    now: datetime,
) -> tuple[OpenedCase, Message | None]:
    """Opens a case once, under its lock, and sends in it what is `written` by whoever sees it; nothing when it is None.

    The rest is as for `say`. What a form offers and what it is judged by are then the same state of the same case.
    """
    message, not_sent = None, None
    with refusals(assignment, Action.WRITE, kind, case_id), transaction.atomic():
        opened = opened_case(assignment, case_id, now, to_say=True, lock=True)
        body = written(opened)
        try:
            message = _sent(assignment, opened, body, seen, key, now) if body else None
        except (Changed, NotAllowed, OtherContent) as reason:
            # Nothing has been written. The sender is shown the case with the reason, and so has read it.
            not_sent = reason
        if message is None:
            record(assignment, opened.deed)
    if not_sent:
        raise not_sent
    return opened, message


def join(assignment: Assignment, case_id: UUID, body: Body, key: str, now: datetime) -> Message:
    """Goes on in a case under way that the unit takes no part in, instead of beginning a second: a ward takes over.

    It may where it may begin such a case about the person, and may read this one with the person in its care: having
    them there is what makes it so. Raises Refused otherwise, NotAllowed for what may not be said.
    """
    with refusals(assignment, Action.WRITE, body.kind, case_id), transaction.atomic():
        opened = opened_to_join(assignment, case_id, now, lock=True)
        if not isinstance(body, opened.process.joins or ()):
            raise NotAllowed("there is no message '{kind}'; there are {known}", kind=body.kind, known="")
        return _sent(assignment, opened, body, opened.rows[-1].sequence, key, now, Basis.OPENS)


def replace_number(
    assignment: Assignment, person_id: int, body: NumberReplaced, seen: int, key: str, now: datetime
) -> Person:
    """Puts the number that is known now in the place of the one before; gives the person who has it.

    Where somebody with that number is known already, the cases go over to them: nothing is lost, and the number before
    leads there. What was stated about wishes stays where it was stated, and is asked for anew. Raises as
    `people.actions.state_wish`, and NotAllowed when both have a case under way of which a person has but one, or when a
    block would be left behind: nothing but a lift opens what is blocked (2008:355 4:4, 2022:913 2:3).
    """
    said = {"number": body.number, "reason": body.reason}
    if told := told_before(assignment, person_id, body.kind, said, key):
        return told.person.replaced_by or told.person
    with transaction.atomic():
        state_wish(assignment, person_id, body, seen, key, now)
        stand_in = Person.objects.get(pk=person_id)
        if stand_in.identity_number == body.number:
            return stand_in
        known = Person.objects.select_for_update(no_key=True).get(identity_number=body.number)
        mine, theirs = (UnderWay.objects.filter(person=one).values_list("process") for one in (stand_in, known))
        if mine.intersection(theirs).exists():
            raise NotAllowed("both numbers have such a case under way; end one of them first")
        if not _blocks_of(stand_in, now) <= _blocks_of(known, now):
            raise NotAllowed("a block stands on the number before; state it on the person with the right number first")
        moved = list(Case.objects.select_for_update(no_key=True).filter(person=stand_in).order_by("pk"))
        for table in (Case, Tie, UnderWay):
            table.objects.filter(person=stand_in).update(person=known)
        for case in moved:
            case.person = known
        stand_in.replaced_by = known
        stand_in.save(update_fields=["replaced_by"])
        about = [stand_in.pk, known.pk]
        what, purpose = "cases of a number", assignment.purpose
        record(assignment, Deed(Action.WRITE, what, Basis.IN_CARE, about, purpose=purpose, told=moved))
        shown.changed(known)
    return known


def _blocks_of(person: Person, now: datetime) -> set[tuple[str, str, str]]:
    return {(body.level, body.provider, body.unit) for _, body in wishes_of(person, now).of(Block)}


def _sent(
    assignment: Assignment,
    opened: OpenedCase,
    body: Body,
    seen: int,
    key: str,
    now: datetime,
    basis: Basis = Basis.TAKES_PART,
) -> Message:
    """Sends the message and puts it on the trail; the one sent the first time when it is asked again."""
    telling = Telling(opened.rows, assignment, body.kind, body.model_dump(mode="json"), seen, key, now)
    if again := telling.again():
        return again
    if unseen := telling.unseen(opened.lines):
        raise Changed(unseen)
    case = opened.case
    was = (case.municipality, case.agreement)
    message, taking_part = _add(assignment, opened, telling, body)
    told = [message] if was == (case.municipality, case.agreement) else [message, case]
    what = f"{message.kind} {message.sequence}"
    deed = Deed(Action.WRITE, what, basis, case.persons, case.pk, purpose=opened.process.name, told=told)
    clause = opened.process.read_by if basis is Basis.TAKES_PART else opened.process.opening.clause
    record(assignment, deed.resting_on(clause))
    # Those who took part before it too: a unit that has left sees its card go.
    lists_changed(unit.pk for unit in {**opened.parts, **taking_part})
    return message


def _add(
    assignment: Assignment, opened: OpenedCase, telling: Telling[Message], body: Body
) -> tuple[Message, dict[Unit, str]]:
    """The message, and who takes part in the case once it is sent."""
    process, case, before = opened.process, opened.case, opened.state
    assert before and opened.part  # noqa: S101 (a case opened to write in has both)
    _check_may_name(body, opened.lines)
    if getattr(body, "was", case.municipality) != case.municipality:
        raise NotAllowed("another municipality answers than the one named; look again")
    message = Sent(telling.sequence, telling.sent_at, assignment.unit.hsa_id, opened.part, body)
    _check_says(process, before, message, units_told(body), assignment.unit)
    _check_counted(case, process, before, message, {unit.hsa_id: part for unit, part in opened.parts.items()})
    after = process.after(before, message)
    if process.is_over(before) and not process.is_over(after):
        # A discharge told by mistake is withdrawn: the person may have come in somewhere else since.
        _check_alone(case)
    row = telling.add(Message(case=case, part=opened.part))
    taking_part = projection.refresh(case, before, after, opened.parts)
    concerned = {unit for unit, part in taking_part.items() if part not in process.beside}
    ceased = {unit for unit, part in opened.parts.items() if part not in process.beside} - concerned
    # Whoever ceases to be concerned is told so, if they take part still; of what was new and what comes they are not.
    receipts.leave(case, ceased)
    receipts.tell(row, [unit for unit in taking_part if unit in concerned | ceased])
    if isinstance(body, Correction):
        receipts.withdraw(case, body.of)
    if isinstance(body, Acknowledgement):
        receipts.take_up(assignment, case, body.of, message.sent_at)
    return row, taking_part


def _check_alone(case: Case) -> None:
    """Raises NotAllowed where the person has one such case at a time, and another is under way.

    The person is locked, so that of two who begin at the same time the second waits and is refused. That the database
    holds one row for each (`UnderWay`) is what makes two impossible; this says it in words.
    """
    if not case.runs.alone or case.person_id is None:
        return
    Person.objects.select_for_update(no_key=True).get(pk=case.person_id)
    if UnderWay.objects.filter(person=case.person_id, process=case.process).exclude(case=case).exists():
        raise NotAllowed("the person has such a case under way already; go on in that one")


def _check_apart(case: Case, state: CaseState) -> None:
    """Raises NotAllowed for a case that begins before one of the person's that is over, and was no mistake, ended."""
    process = case.runs
    mine = process.lasts(state)
    if mine is None or not process.alone:
        return
    over = Case.objects.filter(person=case.person_id, process=process.name, overview__stage__in=process.over)
    for other in with_messages(over):
        theirs = process.lasts(process.fold(sent(process, other.messages.all()), state.now))
        if theirs and mine[0] < theirs[1] and theirs[0] < mine[1]:
            reason = "the person had such a case until {moment}; this one begins no earlier"
            raise NotAllowed(reason, moment=f"{local(theirs[1]):%Y-%m-%d %H:%M}")


def _check_says(process: AnyProcess, state: object, message: Sent, told: tuple[Unit, ...], sender: Unit) -> None:
    process.check_says(state, message)
    facts = projection.facts_of
    process.check_reaches(state, message.body, tuple(map(facts, told)), facts(sender))


def _check_counted(
    case: Case, process: AnyProcess, state: CaseState, message: Sent, present: Mapping[str, str]
) -> None:
    """Whether what would be owed can be counted. Raises NotAllowed for a day that the agreement has no figures for.

    It is asked before anything is written, and only of days far from this one: of the others there are figures.
    """
    if not any(abs(day - message.sent_at) > NEAR for day in _moments(message.body)):
        return
    # Somebody in every part, so that what falls to those who are told later is counted too.
    everyone = {f"the {part}": str(part) for part in process.parts} | present
    try:
        process.duties(process.after(state, message), registry().agreement(case.agreement), everyone)
    except MissingParameter as missing:
        reason = "the agreement has no figures for {day}, so that nothing can be counted from it: look at the year"
        raise NotAllowed(reason, day=missing.on.isoformat()) from None


def _moments(body: Body) -> Iterator[datetime]:
    """The moments that a message tells of; a day as its midnight."""
    for name in type(body).model_fields:
        value = getattr(body, name)
        if isinstance(value, datetime):
            yield value
        elif isinstance(value, date):
            yield datetime.combine(value, time(), tzinfo=SWEDEN)


def _check_begins(assignment: Assignment, process: AnyProcess, about: CaseAbout, body: Body) -> None:
    decision = decision_to_begin(assignment, process, about.person)
    if decision.allowed:
        return
    persons = [about.person.pk] if about.person else []
    refuse(assignment, Deed.by(decision, Action.WRITE, body.kind, persons, purpose=process.name))
    if decision.ground.id == "own-record":
        raise Refused(decision)
    raise NotAllowed(process.opening.refusal)


def _new_case(assignment: Assignment, process: AnyProcess, about: CaseAbout, now: datetime) -> Case:
    """The case, not yet stored. Raises ValueError for one about nothing that the process speaks of."""
    wanted = "" if process.subject == "person" else f"{process.subject}:"
    if bool(about.subject) != bool(wanted) or not about.subject.startswith(wanted):
        raise ValueError(f"a case of {process.name} is about a {process.subject}, not about “{about.subject}”")
    if process.person_required and not wanted and about.person is None:
        raise ValueError(f"a case of {process.name} is about somebody: say who")
    municipality = about.person.municipality if about.person else assignment.unit.municipality
    agreement = about.agreement or registry().applying_to(municipality, day=local_date(now)).id
    return Case(
        process=process.name,
        agreement=agreement,
        person=about.person,
        subject=about.subject,
        municipality=municipality,
        opened_at=now,
    )


def _check_may_name(body: Body, lines: tuple[SeenMessage, ...]) -> None:
    """What is withheld from the sender answers as what there is not."""
    withheld = {line.sequence for line in lines if not line.shown}
    if isinstance(body, Acknowledgement | Correction) and body.of in withheld:
        raise NotAllowed("there is no message {of} that still holds", of=body.of)


def _others(units: tuple[Unit, ...], own: Unit) -> list[Unit]:
    return [unit for unit in units if unit != own]
