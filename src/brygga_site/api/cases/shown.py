"""A case as a program is told it: the same as its page shows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from brygga.process import Body, CaseFact, Consequence, Correction, DutyStanding, OwedDuty
from brygga.process.facts import from_json, to_json
from brygga_site.api.cases import schemas
from brygga_site.api.cases.content import written
from brygga_site.cases.choices import begun_from_messages, choosable, sayable
from brygga_site.cases.models import Case, Message
from brygga_site.cases.reads import OpenedCase
from brygga_site.cases.seen import SeenMessage
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.people.models import Person
from brygga_site.words import access as words_access

STANDINGS = (DutyStanding.OVERDUE, DutyStanding.OPEN, DutyStanding.DONE, DutyStanding.LATE)
"""What is owed and what was; what lies ahead or has lapsed asks for nothing."""


def opened_case(assignment: Assignment, opened: OpenedCase) -> dict[str, Any]:
    """An opened case."""
    case, process, state = opened.case, opened.process, opened.state
    return {
        "id": case.pk,
        "process": process.name,
        "agreement": case.agreement,
        "agreement_usable": opened.agreement is not None,
        "subject": case.subject,
        "stage": state.stage if state else None,
        "over": process.is_over(state) if state else None,
        "opened_at": case.opened_at,
        "person": _person_opened(opened),
        "of_colleague": opened.of_colleague,
        "part": opened.part,
        "participants": [{**unit_named(unit), "part": part} for unit, part in opened.parts.items()],
        "facts": facts(process.facts(state)) if state else [],
        "consequence": _consequence(opened.consequence),
        "owed": [_duty(duty, opened.parts) for duty in opened.owed if duty.standing in STANDINGS],
        "turn": sorted(opened.turn),
        "messages": messages(opened.lines),
        "seen": state.version if state else None,
        "say": [_may_be_said(opened, choice.kind, choice.owed and choice.owed.id) for choice in sayable(opened)],
        "begins": [begun.name for begun in begun_from_messages(assignment, opened)] if state else [],
    }


def listed_case(case: Case, nameless: bool, now: datetime) -> dict[str, Any]:
    """A case in a list. What boards no longer show is told by number and stage alone."""
    shown, overview = case.overview.listed_until >= now, case.overview
    return {
        "id": case.pk,
        "process": case.process,
        "agreement": case.agreement,
        "subject": case.subject,
        "stage": overview.stage,
        "over": overview.stage in case.runs.over,
        "opened_at": case.opened_at,
        "changed_at": overview.changed_at,
        "last": overview.version,
        "person": person_named(case.person) if case.person and shown and not nameless else None,
        "facts": _facts_kept(overview.shown) if shown else [],
        "href": href(case),
    }


def href(case: Case) -> str:
    """The address of a case."""
    return reverse("api-v1:case", kwargs={"case_id": case.pk})


def unit_named(unit: Unit) -> dict[str, str]:
    return {"hsa_id": unit.hsa_id, "name": unit.name}


def person_named(person: Person) -> dict[str, Any]:
    return {
        "identity_number": person.identity_number,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "is_protected": person.is_protected,
    }


def _person_opened(opened: OpenedCase) -> dict[str, Any] | None:
    if not opened.knows_person:
        return None
    return {**person_named(opened.case.person), "address": opened.address or None}


def facts(of_case: Iterable[CaseFact]) -> list[dict[str, Any]]:
    """What a case shows of itself."""
    return _facts_kept(to_json(tuple(of_case)))


def _consequence(of_case: Consequence | None) -> dict[str, Any] | None:
    return of_case and {"of": of_case.of, "facts": facts(of_case.facts), "clauses": list(of_case.clauses)}


def _facts_kept(rows: list[list[object]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "values": [{"kind": kind, "value": value} for kind, value in values]}
        for name, values in from_json(rows)
    ]


def _duty(owed: OwedDuty, parts: Iterable[Unit]) -> dict[str, Any]:
    duty = owed.duty
    return {
        "duty": duty.id,
        "label": {"sv": duty.label, "en": duty.label_en},
        "part": owed.part,
        "units": [unit_named(unit) for unit in parts if unit.hsa_id in owed.units],
        "standing": owed.standing,
        "since": owed.since,
        "due_at": owed.due_at,
        "done_by": owed.done_by,
        "done_at": owed.done_at,
        "does": list(duty.done_by),
        "clauses": list(owed.clauses),
    }


def messages(lines: Iterable[SeenMessage]) -> list[schemas.MessageShown | schemas.MessageWithheld]:
    """The messages in the order sent, as the reader may see them."""
    lines = list(lines)
    corrections = [line for line in lines if line.shown and isinstance(line.message.body, Correction)]
    withdrawn = {line.message.body.of: line.sequence for line in corrections}
    return [
        message(line.row, line.message.body, withdrawn.get(line.sequence)) if line.shown else _withheld(line)
        for line in lines
    ]


def message(row: Message, body: Body, withdrawn_by: int | None = None) -> schemas.MessageShown:
    """A message that the reader may see."""
    return schemas.MessageShown(
        number=row.sequence,
        kind=row.kind,
        sent_at=row.sent_at,
        unit=unit_named(row.unit),
        part=row.part,
        sender=row.assignment.staff.name if row.assignment else None,
        content=written(body),
        withdrawn_by=withdrawn_by,
    )


def _withheld(line: SeenMessage) -> schemas.MessageWithheld:
    ground = line.decision.ground.id
    why = {"ground": ground, "why": str(words_access.GROUNDS[ground]), "clause": line.decision.clause}
    return schemas.MessageWithheld(number=line.sequence, withheld=why)


def _may_be_said(opened: OpenedCase, kind: str, does: str | None) -> dict[str, Any]:
    fields = opened.process.bodies[kind].model_fields
    of = [line.sequence for line in choosable(opened, opened.process.bodies[kind])] if "of" in fields else None
    recipients = None
    if "recipients" in fields:
        recipients = reverse("api-v1:case-recipients", kwargs={"case_id": opened.case.pk}) + f"?kind={kind}"
    return {"kind": kind, "does": does, "of": of, "recipients": recipients}
