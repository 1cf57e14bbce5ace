"""How often each value of a fact occurs: reads the table data/shares.toml, whose head tells how it is written."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from brygga.rules.facts import Scalar

OLDEST = 200
_AGES = re.compile(r"(\d+)-(\d*)")
# A fact of yes or no has true and false; a choice may have 'no' among its keys.
_WORDS: Mapping[str, tuple[Scalar, ...]] = {"yes": (True, "yes"), "no": (False, "no")}


@dataclass(frozen=True)
class ConditionPart:
    """One part of a condition: the fact has one of the values, or with `negated` none of them."""

    fact: str
    values: frozenset[Scalar]
    negated: bool = False

    def holds(self, known: Mapping[str, Scalar | None]) -> bool:
        """Whether it holds of somebody whose facts so far are known."""
        return (known[self.fact] in self.values) is not self.negated


@dataclass(frozen=True)
class Share:
    """The weights of a fact's values among the people for whom every part holds."""

    when: tuple[ConditionPart, ...]
    weights: Mapping[Scalar, float]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(part.fact for part in self.when)


Shares = Mapping[str, tuple[Share, ...]]
"""By fact, in the order of drawing: the first share that fits counts."""


@cache
def shares() -> Shares:
    """The table as it is shipped."""
    return parse((files("brygga.synthetic") / "data" / "shares.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Shares:
    """The table in a text of that form."""
    return {
        fact: tuple(Share(_parts(when), _weights(given)) for when, given in lines.items())
        for fact, lines in tomllib.loads(text).items()
    }


def _parts(when: str) -> tuple[ConditionPart, ...]:
    return () if when == "otherwise" else tuple(_part(one.strip()) for one in when.split(";"))


def _part(text: str) -> ConditionPart:
    fact, rest = text.split(" ", 1)
    negated = rest.startswith("not ")
    values = [value for one in rest.removeprefix("not ").split(",") for value in _values(one.strip())]
    return ConditionPart(fact, frozenset(values), negated)


def _values(word: str) -> tuple[Scalar, ...]:
    if ages := _AGES.fullmatch(word):
        return tuple(range(int(ages[1]), int(ages[2] or OLDEST) + 1))
    return _WORDS.get(word, (word,))


def _weights(given: float | dict[str, float]) -> Mapping[Scalar, float]:
    """Weights as they are, or those of a percentage of yes."""
    return dict(given.items()) if isinstance(given, dict) else {False: 100 - given, True: given}
