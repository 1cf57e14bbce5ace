"""Duties and courtesies: who is to say what by when, counted from what; a duty by which clause."""

from pydantic import Field, model_validator

from brygga.agreements.clauses import ClauseId, Frozen


class Deadline(Frozen):
    """When a duty is due, counted from an event of the case.

    Exactly one of: `hours` or `days` (keys of parameters) after the event; `same_day` as the event; `promptly` (as
    soon as possible: no figure, so never invented).
    """

    after: str
    hours: str | None = None
    days: str | None = None
    same_day: bool = False
    promptly: bool = False

    @model_validator(mode="after")
    def _one_measure(self) -> "Deadline":
        if sum(map(bool, (self.hours, self.days, self.same_day, self.promptly))) != 1:
            raise ValueError("a deadline has exactly one of hours, days, same_day, promptly")
        return self

    @property
    def parameter(self) -> str | None:
        return self.hours or self.days


class Asked(Frozen):
    """Something that units are asked to say in a process: a duty, or a courtesy.

    `owed_by` are parts of the process, and every unit of each of them owes it for itself. With `one_for_all`, where
    the clause has one do it for the others, the units of the first part that takes part owe it, until any has done it.
    It arises with the event `arises`, is done by any of the messages `done_by` sent after that, and lapses with the
    event `until` where there is one. An event may lie ahead: a duty can be known before it arises.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    process: str
    label: str
    label_en: str
    owed_by: tuple[str, ...] = Field(min_length=1)
    one_for_all: bool = False
    arises: str
    until: str | None = None
    done_by: tuple[str, ...] = Field(min_length=1)
    deadline: Deadline
    clauses: tuple[ClauseId, ...] = ()


class Duty(Asked):
    """What a clause of the agreement, or of the acts that it falls back on, orders said."""

    clauses: tuple[ClauseId, ...] = Field(min_length=1)


class Courtesy(Asked):
    """What no clause orders said, but another unit waits for. A process has it, until an agreement makes it a duty.

    `shows`: whoever is asked sees what it is about, the message that it arose with.
    """

    clauses: tuple[ClauseId, ...] = Field(default=(), max_length=0)
    shows: bool = False
