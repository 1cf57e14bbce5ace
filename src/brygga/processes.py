"""The processes that Brygga runs. Nobody else imports one by its name."""

from collections.abc import Iterator

from brygga.access import BODIES as STATEMENTS
from brygga.careplan import CAREPLAN
from brygga.compulsory import COMPULSORY
from brygga.contact import CONTACT
from brygga.deviation import DEVIATION
from brygga.discharge import DISCHARGE
from brygga.process import Acknowledgement, AnyProcess, Body, Correction, FreeMessage

SHARED = {body.kind: body for body in (Acknowledgement, Correction, FreeMessage)}
"""The messages that any process may have."""


class Processes:
    """Processes by name. Raises ValueError for two that share a name, or a kind of message that is not all's to share.

    Trail, words and clauses speak of a message by its kind alone, so each kind means one thing.
    """

    def __init__(self, *processes: AnyProcess) -> None:
        self._by_name: dict[str, AnyProcess] = {}
        self._owners: dict[str, AnyProcess] = {}
        for process in processes:
            self.add(process)

    def add(self, process: AnyProcess) -> None:
        """Takes a process in; what runs only in the tests comes in here too."""
        if process.name in self._by_name:
            raise ValueError(f"there are two processes {process.name}")
        own = {kind for kind, body in process.bodies.items() if SHARED.get(kind) is not body}
        if taken := sorted(own & (set(self._owners) | set(SHARED) | set(STATEMENTS))):
            raise ValueError(f"the process {process.name}: other messages are already called {', '.join(taken)}")
        self._by_name[process.name] = process
        self._owners |= dict.fromkeys(own, process)

    def remove(self, name: str) -> None:
        """Takes a process out again."""
        gone = self._by_name.pop(name)
        self._owners = {kind: process for kind, process in self._owners.items() if process is not gone}

    def __getitem__(self, name: str) -> AnyProcess:
        return self._by_name[name]

    def __iter__(self) -> Iterator[AnyProcess]:
        return iter(tuple(self._by_name.values()))

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    @property
    def of_care(self) -> tuple[str, ...]:
        """The names of those whose messages are part of a person's coherent records."""
        return tuple(process.name for process in self if process.is_of_care)

    @property
    def beside(self) -> tuple[str, ...]:
        """The parts, of any process, that have nobody in their care."""
        return tuple(sorted({part for process in self for part in process.beside}))

    @property
    def bodies(self) -> dict[str, type[Body]]:
        """Every message of every process by its kind."""
        return SHARED | {kind: process.bodies[kind] for kind, process in self._owners.items()}

    def begun_by(self, body: Body) -> AnyProcess:
        """The process that a message begins. Raises LookupError."""
        for process in self:
            if isinstance(body, process.opens):
                return process
        raise LookupError(f"no case begins with {body.kind}")

    def of_kind(self, kind: str) -> AnyProcess | None:
        """The process that a kind of message belongs to; the first of all for one that they share."""
        return self._owners.get(kind) or (next(iter(self)) if kind in SHARED else None)


PROCESSES = Processes(DISCHARGE, CAREPLAN, DEVIATION, CONTACT, COMPULSORY)
