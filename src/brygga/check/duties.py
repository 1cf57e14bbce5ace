"""Whether an agreement's duties speak of processes, parts, events and messages that there are."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from brygga.agreements import Agreement, AgreementProblem, Duty
from brygga.process import AnyProcess
from brygga.processes import PROCESSES


def problems(agreement: Agreement) -> Iterator[AgreementProblem]:
    """Everything that a duty names and nobody knows, each with the nearest spelling."""
    file = f"{agreement.id}/duties.toml"
    for duty in agreement.own_duties:
        where = f"duty › '{duty.id}'"
        if duty.process not in PROCESSES:
            yield AgreementProblem(file, f"{where} › process", _unknown("process", duty.process, PROCESSES.names))
            continue
        for key, what, name, known in _named(duty, PROCESSES[duty.process]):
            if name not in known:
                yield AgreementProblem(file, f"{where} › {key}", _unknown(what, name, known))


def _named(duty: Duty, process: AnyProcess) -> Iterator[tuple[str, str, str, Collection[str]]]:
    """What the duty names: the key in the file, what it should be, the name, and the names there are."""
    parts = [str(part) for part in process.parts]
    yield from (("owed_by", "part", part, parts) for part in duty.owed_by)
    yield from (("done_by", "message", kind, process.moves) for kind in duty.done_by)
    yield "arises", "event", duty.arises, process.event_names
    yield "deadline", "event", duty.deadline.after, process.event_names
    if duty.until:
        yield "until", "event", duty.until, process.event_names


def _unknown(what: str, name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, sorted(known), 1)
    hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(sorted(known))}"
    return f"there is no {what} '{name}'; {hint}"
