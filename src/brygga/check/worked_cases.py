"""Runs the worked cases of an agreement: a situation in words, what is given, and the answer its clauses lead to.

Times in a case are Swedish local time.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from brygga.agreements import Agreement, AgreementProblem, Notice, Registry, WorkedCase
from brygga.calendars import Month
from brygga.calendars.deadlines import SWEDEN
from brygga.check import access_cases
from brygga.process import AnyProcess, CaseState, Consequence, DutyStanding, NotAllowed, Role, Sent, UnitFacts, turn
from brygga.process.facts import from_json, to_json
from brygga.processes import PROCESSES
from brygga.rules.decide import TableDecision, decide
from brygga.rules.faults import unknown
from brygga.settlement import COLUMNS, settle


def problems(agreement: Agreement, registry: Registry) -> Iterator[AgreementProblem]:
    """Every worked case whose answer is not the expected one."""
    for case in agreement.cases:
        where = f"case › '{case.name}'"
        for message in _differences(case, agreement, registry):
            yield AgreementProblem(f"{agreement.id}/cases/", where, message)


def decided(case: WorkedCase, agreement: Agreement) -> TableDecision | None:
    """What a case that asks a table comes to; None for any other case, and for one that does not run."""
    if case.kind != "decision":
        return None
    try:
        return _ask(case.given, agreement)
    except (LookupError, TypeError, ValueError):
        return None


def _differences(case: WorkedCase, agreement: Agreement, registry: Registry) -> list[str]:
    form = CASES.get(case.kind, TOLD if case.kind in PROCESSES else None)
    if form is None:
        return [f"there is no kind of case '{case.kind}'; there are {', '.join((*CASES, *PROCESSES.names))}"]
    if wrong := [unknown("key", key, list(form.given)) for key in case.given if key not in form.given]:
        return [f"given: {message}" for message in wrong]
    try:
        run = form.run
        answer = run(case.given, agreement, registry) if run else _told(PROCESSES[case.kind], case.given, agreement)
    except (ValidationError, NotAllowed, LookupError, TypeError, ValueError) as error:
        return [f"it does not run: {error}"]
    return [
        f"{key}: expected {expected!r}, came out as {answer.get(key)!r}"
        for key, expected in case.expect.items()
        if answer.get(key) != expected
    ]


def _term(given: dict[str, Any], agreement: Agreement, registry: Registry) -> dict[str, Any]:
    notice = tuple(Notice.model_validate(one) for one in given.get("notice", ()))
    term = agreement.term.model_copy(update={"notice": notice})
    return term.on(given["on"]).to_json()


class _Said(BaseModel):
    """One message of a worked case; what else stands there is the message's content.

    `part` is what the sender is in the case; `unit` which one it is, when several have the same part.
    """

    model_config = ConfigDict(extra="allow")
    at: datetime
    part: str
    say: str
    unit: str = ""


def _told(process: AnyProcess, given: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """What a case of any process comes to: its stage, what is owed, whose turn it is, and what the process answers."""
    now = _local(given["now"])
    sent: list[Sent] = []
    for number, row in enumerate(given["messages"], start=1):
        said = _Said.model_validate(row)
        content = {key: _local(value) for key, value in (said.model_extra or {}).items()}
        body = process.parse(said.say, content)
        message = Sent(number, _local(said.at), said.unit or f"the {said.part}", said.part, body)
        process.check_says(process.under(process.fold(sent, message.sent_at), agreement), message)
        sent.append(message)
    state = process.under(process.fold(sent, now), agreement)
    owed = process.duties(state, agreement, _taking_part(process, given, state))
    return {
        "stage": state.stage.value,
        "owed": {duty.duty.id: _when(duty.due_at) for duty in owed if duty.is_open and not duty.is_courtesy},
        "awaited": sorted({duty.duty.id for duty in owed if duty.is_open and duty.is_courtesy}),
        "consequence": _consequence(process.consequence(state, agreement)),
        "overdue": sorted({duty.duty.id for duty in owed if duty.standing is DutyStanding.OVERDUE}),
        "late": sorted({duty.duty.id for duty in owed if duty.standing is DutyStanding.LATE}),
        "turn": sorted(turn(owed)),
        **process.answers(state),
    }


def _consequence(consequence: Consequence | None) -> dict[str, list[object]]:
    """What the agreement makes of the case: each fact by its name, as it is kept."""
    return (
        {name: [value for _, value in values] for name, values in from_json(to_json(consequence.facts))}
        if consequence
        else {}
    )


def _taking_part(process: AnyProcess, given: dict[str, Any], state: CaseState) -> dict[str, str]:
    """What each unit is: those that have said something, and one in every other part that there is to be."""
    parts = given.get("taking_part", [str(part) for part in process.parts])
    spoken = {}
    for message in state.messages:
        role = Role(message.part) if message.part in set(Role) else None
        spoken[message.unit] = str(process.part_of(state, UnitFacts(message.unit, "", role, "")))
    silent = {f"the {part}": str(part) for part in parts if part not in spoken.values()}
    return {unit: part for unit, part in spoken.items() if part in parts} | silent


def _ask(given: dict[str, Any], agreement: Agreement) -> TableDecision:
    return decide(agreement.table(given["table"], given.get("on")), agreement.understood(given["facts"]))


def _decision(given: dict[str, Any], agreement: Agreement, registry: Registry) -> dict[str, Any]:
    decision = _ask(given, agreement)
    return {**decision.answer, "row": decision.row, "falls_back_to": decision.falls_back_to}


def _access(given: dict[str, Any], agreement: Agreement, registry: Registry) -> dict[str, Any]:
    return access_cases.run(given)


def _settlement(given: dict[str, Any], agreement: Agreement, registry: Registry) -> dict[str, Any]:
    first, last = Month.parse(given["from"]), Month.parse(given["to"])
    rates = {int(year): rate for year, rate in given.get("rates", {}).items()}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "stays.csv"
        with file.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows({key: _written(value) for key, value in stay.items()} for stay in given["stays"])
        settled = settle(agreement, registry, file, first, last, rates).to_json()
    lines = [{key: line[key] for key in given["show"]} for line in settled["lines"]]
    return {"lines": lines, "total": settled["total"]}


def _written(value: object) -> object:
    """A value of a stay as it stands in a file."""
    return str(value).lower() if isinstance(value, bool) else value


def _when(due: datetime | None) -> str:
    return f"{due.astimezone(SWEDEN):%Y-%m-%d %H:%M:%S}" if due else "promptly"


def _local(value: Any) -> Any:
    return value.replace(tzinfo=SWEDEN) if isinstance(value, datetime) and value.tzinfo is None else value


@dataclass(frozen=True)
class CaseForm:
    """A kind of worked case: what may be given, what may be expected, each key with what it is; and what runs it.

    A kind without `run` is that of a process.
    """

    given: Mapping[str, str]
    expect: Mapping[str, str]
    run: Callable[[dict[str, Any], Agreement, Registry], dict[str, Any]] | None = None


CASES = {
    "term": CaseForm(
        {"on": "the day", "notice": "notices given, each with party and on"},
        {"in_force": "true or false", "period": "from and to", "last_day_for_notice": "a day", "ends": "a day"}
        | {"next_period": "from and to", "next_revision": "a day", "revision_overdue": "true or false"},
        _term,
    ),
    "decision": CaseForm(
        {"table": "the table's name", "facts": "facts with their values", "on": "the day; today's rows without"},
        {"row": "the row that answers", "falls_back_to": "the agreement whose row it is, where it is another"}
        | {"<answer>": "any answer of the table"},
        _decision,
    ),
    "settlement": CaseForm(
        {"from": "the first month, 2026-01", "to": "the last", "rates": "kronor a day by year, where none is published"}
        | {"stays": f"stays with {', '.join(COLUMNS)}", "show": "the fields of a line that are compared"},
        {"lines": "a line for each municipality and month", "total": "kronor, as text"},
        _settlement,
    ),
    "access": CaseForm(
        {"units": "units with provider, role, purpose", "now": "the time", "reader": "the unit that would read"}
        | {"data": "what would be read: unit and kind", "statements": "what was stated before"}
        | {"is_child": "true or false"},
        {"allowed": "true or false", "ground": "the ground", "clause": "its clause", "ways": "ways on"}
        | {"may_know": "what one may know of", "refused": "why a statement is refused", "statement": "which one"},
        _access,
    ),
}
TOLD = CaseForm(
    {"now": "the time", "messages": "messages in order: at, part, say, and what each holds; unit where several act"}
    | {"taking_part": "parts that take part; all without"},
    {"stage": "the stage", "owed": "duties that are open, each with when it is due", "awaited": "courtesies open"}
    | {"overdue": "duties overdue", "late": "duties done late", "turn": "units whose turn it is"}
    | {"consequence": "what the agreement makes of it"},
)
"""The form of every process's worked cases; a process adds what it answers itself."""
