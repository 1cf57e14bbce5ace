"""Moves: who may say what at which stage, and where it leads.

The button on the page and the write behind it ask here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from brygga.process.message import Body


class NotAllowed(Exception):
    """A message that may not be sent now, and why.

    `reason` is a sentence with names in braces for the `values`, so that a page can say it in its own language.
    """

    def __init__(self, reason: str, **values: object) -> None:
        self.reason, self.values = reason, values
        super().__init__(reason.format(**values))


class Staged(Protocol):
    """A state of a process: all that the moves need of it is its stage."""

    @property
    def stage(self) -> StrEnum: ...


@dataclass(frozen=True)
class Move:
    """A message that the parts `by` may send; `leads` says from which stages, and to which stage from each."""

    body: type[Body]
    by: frozenset[str]
    leads: Mapping[StrEnum, StrEnum]


def moves(*table: Move) -> dict[str, Move]:
    """The moves of a process, each by the kind of its message."""
    return {move.body.kind: move for move in table}


def to(stage: StrEnum, *from_: StrEnum) -> dict[StrEnum, StrEnum]:
    """Moves from any of these stages to one."""
    return dict.fromkeys(from_, stage)


def staying(stages: Iterable[StrEnum]) -> dict[StrEnum, StrEnum]:
    """Moves that leave each of these stages as it is."""
    return {stage: stage for stage in stages}


def check_may_say(table: Mapping[str, Move], state: Staged, part: str, kind: str) -> Move:
    """The move by which `part` may send a message of `kind` now. Raises NotAllowed with the reason."""
    if kind not in table:
        raise NotAllowed("there is no message '{kind}'; there are {known}", kind=kind, known=", ".join(sorted(table)))
    move = table[kind]
    if part not in move.by:
        raise NotAllowed("{kind} is sent by {by}, not by {part}", kind=kind, by=", ".join(sorted(move.by)), part=part)
    if state.stage not in move.leads:
        reason = "{kind} cannot be sent when the case is {stage}; only when {stages}"
        raise NotAllowed(reason, kind=kind, stage=state.stage, stages=", ".join(sorted(move.leads)))
    return move


def sayable(table: Mapping[str, Move], state: Staged, part: str) -> tuple[Move, ...]:
    """Every move that is open to `part` at this stage, in the order they are declared."""
    return tuple(move for move in table.values() if part in move.by and state.stage in move.leads)
