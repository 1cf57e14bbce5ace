"""The print of a situation whose every fact is known: one int, put together by code made for each table.

A print holds the number of each fact's value. For the conditions of wide rows (see `ruled_out`) it holds one bit more
for each set of values that is asked of a fact, set where the fact does not fit it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from brygga.rules.facts import Condition, Fact

Reader = Callable[[Mapping[str, Any]], int | None]
KINDS = frozenset((str, bool, int))


class Digits:
    """Where in a print the number of a fact's value stands."""

    def __init__(self, fact: Fact, unit: int) -> None:
        self.fact, self.unit = fact, unit
        self.mask = ((1 << len(fact.values).bit_length()) - 1) * unit

    def value(self, code: int) -> int:
        """The value in a print, as a mask."""
        return 1 << (code & self.mask) // self.unit


class Prints:
    """The prints of the situations of some facts, for conditions on them."""

    def __init__(self, facts: Sequence[Fact], conditions: Sequence[Condition]) -> None:
        self.digits: dict[str, Digits] = {}
        unit = 1
        for fact in facts:
            self.digits[fact.key] = Digits(fact, unit)
            unit <<= len(fact.values).bit_length()
        asked = dict.fromkeys((key, mask) for one in conditions for key, mask in one.items())
        self.misfits: dict[tuple[str, int], int] = {one: unit << at for at, one in enumerate(asked)}
        self.read: Reader = self._reader(facts)

    def _codes(self, fact: Fact) -> dict[Any, int]:
        """What each value of a fact puts into a print."""
        asked = [(mask, bit) for (key, mask), bit in self.misfits.items() if key == fact.key]
        unit = self.digits[fact.key].unit
        return {
            value.key: at * unit + sum(bit for mask, bit in asked if not mask >> at & 1)
            for at, value in enumerate(fact.values)
        }

    def _reader(self, facts: Sequence[Fact]) -> Reader:
        """A function from facts to their print; None unless they are these facts, each with a value of its own.

        A value of another class is not a fact's own even where it is equal: 1 is not True.
        """
        names: dict[str, Any] = {"KINDS": KINDS}
        parts = []
        for at, fact in enumerate(facts):
            names[f"c{at}"] = codes = self._codes(fact)
            given = f"facts[{fact.key!r}]"
            if fact.kind == "yes-no":
                parts.append(
                    f"({codes[True]} if (v := {given}) is True else {codes[False]} if v is False else c{at}[None])"
                )
            else:
                parts.append(f"c{at}[{given}]")
        guard = f"len(facts) != {len(facts)} or not KINDS.issuperset(map(type, facts.values()))"
        age = "".join(f" or type(facts[{fact.key!r}]) is not int" for fact in facts if fact.is_age)
        source = (
            "def read(facts):\n"
            "    try:\n"
            f"        if {guard}{age}: return None\n"
            f"        return {' | '.join(parts) or 0}\n"
            "    except KeyError:\n"
            "        return None\n"
        )
        exec(source, names)  # noqa: S102 (the text is made above; the vocabulary's keys are quoted)
        read: Reader = names["read"]
        return read
