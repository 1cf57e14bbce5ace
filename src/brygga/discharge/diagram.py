"""Draws the process out of its own tables, as Markdown: stages, who may say what, and the duties."""

from collections.abc import Iterator

from brygga.agreements import Agreement, Duty
from brygga.discharge.state import MOVES, PROCESS, Stage
from brygga.process import Move

_ENDS = (Stage.DISCHARGED, Stage.ABORTED)


def page(agreement: Agreement) -> str:
    """The page `docs/generated/discharge.md`: the diagram, the moves and the duties of `agreement`."""
    parts = (
        "# Discharge: stages, messages and duties",
        "Made by `python -m tests.spec` out of `MOVES` and the agreement's duties; not to be edited by hand.",
        "## Stages",
        "Only messages that lead to another stage are drawn; each can be said by the roles in brackets.",
        f"```mermaid\n{diagram()}\n```",
        "## Who may say what, and at which stages",
        moves_table(),
        "## Duties",
        f"Of `{agreement.id}`. A deadline that is `promptly` has no figure in the act, so none is made up.",
        duties_table(agreement),
    )
    return "\n\n".join(parts) + "\n"


def diagram() -> str:
    """The stages and what leads from one to another, as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", *_arrows(), *(f"    {stage} --> [*]" for stage in _ENDS)]
    return "\n".join(lines)


def moves_table() -> str:
    """Every message by role and stage; an arrow names the stage that it leads to, a dot stays where it is."""
    header = f"| message | sent by | {' | '.join(Stage)} |"
    rows = (f"| `{kind}` | {_roles(move)} | {' | '.join(_cells(move))} |" for kind, move in MOVES.items())
    return "\n".join((header, "| --- " * (2 + len(Stage)) + "|", *rows))


def duties_table(agreement: Agreement) -> str:
    """Every duty: who owes it, from when, by when, what does it, when it lapses, and its clauses."""
    header = "| duty | owed by | arises | due | done by | lapses | clauses |"
    return "\n".join((header, "| --- " * 7 + "|", *map(_duty, agreement.duties(PROCESS))))


def _arrows() -> Iterator[str]:
    for kind, move in MOVES.items():
        for stage, to in move.leads.items():
            if stage is not to:
                yield f"    {'[*]' if stage is Stage.NEW else stage} --> {to}: {kind} ({_roles(move)})"


def _roles(move: Move) -> str:
    return ", ".join(sorted(move.by))


def _cells(move: Move) -> Iterator[str]:
    for stage in Stage:
        to = move.leads.get(stage)
        yield "" if to is None else "·" if to is stage else f"→ {to}"


def _duty(duty: Duty) -> str:
    owed_by = ", ".join(duty.owed_by) + (" (each)" if duty.each else "")
    clauses = ", ".join(f"`{clause}`" for clause in duty.clauses)
    done_by = ", ".join(duty.done_by)
    cells = (f"`{duty.id}`", owed_by, duty.arises, _due(duty), done_by, duty.until or "never", clauses)
    return f"| {' | '.join(cells)} |"


def _due(duty: Duty) -> str:
    deadline = duty.deadline
    if deadline.promptly:
        return "promptly"
    measure = "the day of" if deadline.same_day else f"`{deadline.parameter}` after"
    return f"{measure} {deadline.after}"
