"""The script of a case: who says what and when, put in order, numbered and cut off at the present."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from brygga.process import Acknowledgement, AnyProcess, Body, Correction, Sent, UnitFacts
from brygga.synthetic.times import instant
from brygga.synthetic.units import MadeUnit


@dataclass(slots=True, eq=False)
class ScriptLine:
    """One message to be sent at a wall-clock time. `number` is set once the script is in order."""

    at: datetime
    unit: MadeUnit
    body: Body | Callable[[], Body]
    number: int = 0


class Script:
    """Gathers the messages of one case in any order. After `end` nothing more is said."""

    def __init__(self) -> None:
        self._lines: list[ScriptLine] = []
        self._end: ScriptLine | None = None

    def say(self, at: datetime, unit: MadeUnit, body: Body) -> ScriptLine:
        """`unit` sends `body` at this time."""
        return self._add(ScriptLine(at, unit, body))

    def acknowledge(self, at: datetime, unit: MadeUnit, line: ScriptLine) -> ScriptLine:
        """`unit` acknowledges `line`, which must have been said before."""
        return self._add(ScriptLine(at, unit, lambda: Acknowledgement(of=line.number)))

    def answer(self, at: datetime, unit: MadeUnit, line: ScriptLine, body: Callable[[int], Body]) -> ScriptLine:
        """`unit` says what answers `line`, which must have been said before; `body` is given its number."""
        return self._add(ScriptLine(at, unit, lambda: body(line.number)))

    def of(self, kind: type[Body]) -> list[ScriptLine]:
        """The lines that say this, in the order they were written."""
        return [line for line in self._lines if isinstance(line.body, kind)]

    def times(self) -> list[datetime]:
        """When anything is said, in order."""
        return sorted(line.at for line in self._lines)

    def slip(self, line: ScriptLine, body: Body, before: timedelta) -> None:
        """Lets the unit send `body` by mistake a while before `line`, and withdraw it half-way."""
        wrong = self._add(ScriptLine(line.at - before, line.unit, body))
        reason = "Skickat av misstag, nytt meddelande kommer."
        self._add(ScriptLine(line.at - before / 2, line.unit, lambda: Correction(of=wrong.number, reason=reason)))

    def end(self, at: datetime, unit: MadeUnit, body: Body) -> None:
        """The case ends here: what was to be said later is not."""
        self._end = self._add(ScriptLine(at, unit, body))

    def told(self, now: datetime) -> tuple[Sent, ...]:
        """The messages sent by `now` (aware), numbered from 1."""
        lines = sorted(self._lines, key=_when)
        if self._end:
            last = self._end
            lines = [line for line in lines if line.at < last.at] + [last]
        told = []
        for number, line in enumerate(lines, 1):
            sent_at = instant(line.at)
            if sent_at > now:
                break
            line.number = number
            body = line.body if isinstance(line.body, Body) else line.body()
            told.append(Sent(number, sent_at, line.unit.hsa_id, line.unit.role, body))
        return tuple(told)

    def _add(self, line: ScriptLine) -> ScriptLine:
        self._lines.append(line)
        return line


def _when(line: ScriptLine) -> datetime:
    return line.at


def in_parts(process: AnyProcess, units: Iterable[MadeUnit], messages: Sequence[Sent]) -> tuple[Sent, ...]:
    """The messages with each sender in the part that it has when it writes; a script knows roles only."""
    facts = {unit.hsa_id: UnitFacts(unit.hsa_id, unit.kind, unit.role, unit.municipality) for unit in units}
    told: list[Sent] = []
    for message in messages:
        part = process.part_of(process.fold(told, message.sent_at), facts[message.unit])
        told.append(replace(message, part=str(part)))
    return tuple(told)
