"""Draws a process out of its own tables, as Markdown: stages, who may say what, and the duties."""

from collections.abc import Iterable, Iterator

from brygga.agreements import Agreement, Asked, Duty
from brygga.process.moves import Move
from brygga.process.process import AnyProcess

_PROMPTLY = "A deadline that is `promptly` has no figure in the text, so none is made up."

_COURTESIES = "Asked for by no clause: they await an answer and are never overdue."


def page(process: AnyProcess, agreements: Iterable[Agreement]) -> str:
    """The page `docs/generated/<process>.md`: the diagram, the moves, and the duties that the agreements give."""
    parts = [
        f"# {process.words.title.en}: stages, messages and duties",
        "Made by `python -m tests.spec` out of the process and the agreements' duties; not to be edited by hand.",
        "## Stages",
        "Only messages that lead to another stage are drawn; each can be said by the parts in brackets.",
        f"```mermaid\n{diagram(process)}\n```",
        "## Who may say what, and at which stages",
        moves_table(process),
        "## Duties",
    ]
    given = [(agreement, own) for agreement in agreements if (own := duties_of(process, agreement))]
    if not given:
        parts.append("No agreement gives a duty in it.")
    for agreement, own in given:
        parts += [f"Of `{agreement.id}`. {_PROMPTLY}", duties_table(own)]
    if process.courtesies:
        parts += ["## Courtesies", _COURTESIES, duties_table(process.courtesies)]
    return "\n\n".join(parts) + "\n"


def duties_of(process: AnyProcess, agreement: Agreement) -> tuple[Duty, ...]:
    """The duties of the process that stand in an agreement itself, not in the one it falls back on."""
    return tuple(duty for duty in agreement.own_duties if duty.process == process.name)


def diagram(process: AnyProcess) -> str:
    """The stages and what leads from one to another, as a Mermaid state diagram."""
    ends = (f"    {stage} --> [*]" for stage in process.stages if stage in process.over)
    return "\n".join(["stateDiagram-v2", *_arrows(process), *ends])


def moves_table(process: AnyProcess) -> str:
    """Every message by part and stage; an arrow names the stage that it leads to, a dot stays where it is."""
    header = f"| message | sent by | {' | '.join(process.stages)} |"
    rows = (
        f"| `{kind}` | {_parts(move)} | {' | '.join(_cells(process, move))} |" for kind, move in process.moves.items()
    )
    return "\n".join((header, "| --- " * (2 + len(process.stages)) + "|", *rows))


def duties_table(duties: Iterable[Asked]) -> str:
    """Everything asked: of whom, from when, by when, what does it, when it lapses, and its clauses."""
    header = "| duty | owed by | arises | due | done by | lapses | clauses |"
    return "\n".join((header, "| --- " * 7 + "|", *map(_duty, duties)))


def _arrows(process: AnyProcess) -> Iterator[str]:
    begins = next(iter(process.stages))
    for kind, move in process.moves.items():
        for stage, leads_to in move.leads.items():
            if stage is not leads_to:
                yield f"    {'[*]' if stage is begins else stage} --> {leads_to}: {kind} ({_parts(move)})"


def _parts(move: Move) -> str:
    return ", ".join(sorted(move.by))


def _cells(process: AnyProcess, move: Move) -> Iterator[str]:
    for stage in process.stages:
        leads_to = move.leads.get(stage)
        yield "" if leads_to is None else "·" if leads_to is stage else f"→ {leads_to}"


def _duty(duty: Asked) -> str:
    owed_by = ", ".join(duty.owed_by) + (" (one for all)" if duty.one_for_all else "")
    clauses = ", ".join(f"`{clause}`" for clause in duty.clauses)
    done_by = ", ".join(duty.done_by)
    cells = (f"`{duty.id}`", owed_by, duty.arises, _due(duty), done_by, duty.until or "never", clauses)
    return f"| {' | '.join(cells)} |"


def _due(duty: Asked) -> str:
    deadline = duty.deadline
    if deadline.promptly:
        return "promptly"
    measure = "the day of" if deadline.same_day else f"`{deadline.parameter}` after"
    return f"{measure} {deadline.after}"
