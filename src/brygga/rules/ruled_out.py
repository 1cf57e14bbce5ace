"""Why rows were passed over when every fact is known, from tables made once per decision table.

What a row says of a situation depends on its own bits of the situation's print alone (see `prints`), so that it is
worked out the first time they occur and looked up after that.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import prod

from brygga.rules.facts import Condition, Fact
from brygga.rules.prints import Prints
from brygga.rules.reasons import Missed, PassedOver
from brygga.rules.table import Line, Standing

MOST = 10_000
"""Situations that are kept for one row. A row of facts with more combinations of values is *wide*."""


class RuledOut:
    """The rows passed over by complete facts."""

    def __init__(self, lines: Sequence[Line], prints: Prints) -> None:
        self.lines = lines
        rows = {at: (_Wide if _combinations(line, prints) > MOST else _Row)(line, prints) for at, line in first(lines)}
        self._before = {leaf: self._rows_before(leaf, rows) for leaf in range(-1, len(lines))}

    def of(self, code: int, leaf: int) -> tuple[PassedOver, ...]:
        """The rows that come before the line `leaf` and do not fit the situation of a print."""
        return tuple([row[code & bits] for row, bits in self._before[leaf]])

    def _rows_before(self, leaf: int, rows: Mapping[int, "_Row"]) -> list[tuple["_Row", int]]:
        end = len(self.lines) if leaf < 0 else leaf
        own = None if leaf < 0 else (self.lines[leaf].agreement, self.lines[leaf].row.id)
        before = (row for at, row in rows.items() if at < end)
        return [(row, row.bits) for row in before if (row.line.agreement, row.line.row.id) != own]


class _Row(dict[int, PassedOver]):
    """What a row says of a situation, for each combination of values of its facts."""

    def __init__(self, line: Line, prints: Prints) -> None:
        super().__init__()
        self.line, self.prints = line, prints
        self.bits = sum(prints.digits[key].mask for key in _keys(line))

    def __missing__(self, code: int) -> PassedOver:
        digits = self.prints.digits
        known = {key: digits[key].value(code) for key in _keys(self.line)}
        missed = nearest_miss(self.line, known)
        self[code] = found = passed(self.line, {key: digits[key].fact for key in missed}, missed, known)
        return found


class _Wide(_Row):
    """A row of many facts: what it misses is kept for each pattern of facts that do not fit, then for their values."""

    def __init__(self, line: Line, prints: Prints) -> None:
        super().__init__(line, prints)
        bits = [[(prints.misfits[one], *one) for one in condition.items()] for condition in line.when]
        self.misfits = sum({bit for condition in bits for bit, _, _ in condition})
        self.bits |= self.misfits
        self.patterns = _Patterns(line, bits, prints)

    def __missing__(self, code: int) -> PassedOver:
        kept = self.patterns[code & self.misfits]
        return kept[code & kept.bits]


class _Patterns(dict[int, "_Missing"]):
    """What a wide row misses, for each pattern of facts that do not fit."""

    def __init__(self, line: Line, conditions: Sequence[Sequence[tuple[int, str, int]]], prints: Prints) -> None:
        super().__init__()
        self.line, self.prints = line, prints
        self.conditions = [(sum(bit for bit, _, _ in one), one) for one in conditions]
        self.known: dict[tuple[int, int], _Missing] = {}

    def __missing__(self, pattern: int) -> "_Missing":
        if len(self) >= MOST:
            self.clear()
        least, at, misfits = len(self.prints.digits) + 1, 0, 0
        for number, (bits, _) in enumerate(self.conditions):
            if (count := (found := pattern & bits).bit_count()) < least:
                least, at, misfits = count, number, found
                if count == 1:
                    break
        if (at, misfits) not in self.known:
            missed = {key: mask for bit, key, mask in self.conditions[at][1] if bit & pattern}
            self.known[at, misfits] = _Missing(self.line, missed, self.prints)
        self[pattern] = self.known[at, misfits]
        return self[pattern]


class _Missing(dict[int, PassedOver]):
    """A row that misses certain facts, for each combination of their values."""

    def __init__(self, line: Line, missed: Condition, prints: Prints) -> None:
        super().__init__()
        self.line = line
        self.missed = [(prints.digits[key], mask) for key, mask in missed.items()]
        self.bits = sum(digits.mask for digits, _ in self.missed)

    def __missing__(self, code: int) -> PassedOver:
        if len(self) >= MOST:
            self.clear()
        missed = tuple(Missed(digits.fact, digits.value(code), mask) for digits, mask in self.missed)
        self[code] = found = PassedOver(self.line, missed)
        return found


def first(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """The first line of each row, with its number; holes say nothing of their own."""
    found: dict[tuple[str, str], int] = {}
    for at, line in enumerate(lines):
        if line.standing is not Standing.HOLE:
            found.setdefault((line.agreement, line.row.id), at)
    return ((at, lines[at]) for at in found.values())


def nearest_miss(line: Line, known: Mapping[str, int]) -> Condition:
    """What the condition of a line that comes nearest asks of the facts that do not fit it."""
    misses = (
        {key: mask for key, mask in condition.items() if not known.get(key, ~0) & mask} for condition in line.when
    )
    return min(misses, key=len)


def passed(line: Line, facts: Mapping[str, Fact], missed: Condition, known: Mapping[str, int]) -> PassedOver:
    """A row passed over for what it misses."""
    return PassedOver(line, tuple(Missed(facts[key], known[key], mask) for key, mask in missed.items()))


def wide(lines: Sequence[Line], facts: Mapping[str, Fact]) -> list[Condition]:
    """The conditions of the wide rows."""
    sizes = {key: len(fact.values) for key, fact in facts.items()}
    return [one for line in lines if prod(sizes[key] for key in _keys(line)) > MOST for one in line.when]


def _keys(line: Line) -> list[str]:
    return list(dict.fromkeys(key for condition in line.when for key in condition))


def _combinations(line: Line, prints: Prints) -> int:
    return prod(len(prints.digits[key].fact.values) for key in _keys(line))
