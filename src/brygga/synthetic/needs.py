"""What is asked of made-up people: one need each, with a value for every fact of the rules' vocabulary."""

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from random import Random

from brygga.rules import Fact, Vocabulary
from brygga.rules.facts import Scalar
from brygga.synthetic.chance import stream
from brygga.synthetic.shares import Share, Shares, shares

UNNAMED = 0.01
"""The share of a value that the table of shares does not name, of a fact that it does."""
TRIES = 1000
"""So many times a person is drawn anew whose facts so far contradict every value of the next."""

Column = list[Scalar | None]
Odds = tuple[tuple[Scalar | None, ...], tuple[float, ...]]
"""Values and, between them, where they part the span from 0 to 1; None alone where none is free of contradiction."""


class Needs:
    """Draws the facts of people, run by run. The same seed and run draw the same, whatever other facts there are."""

    def __init__(self, vocabulary: Vocabulary, seed: int, table: Shares | None = None) -> None:
        named = shares() if table is None else table
        self._seed = seed
        # What the birth date settles comes first, so that all the rest goes by it.
        order = dict.fromkeys(("age", "turns_20_this_year", *named, *vocabulary.facts))
        self._facts: list[_Fact] = []
        for key in order:
            if key in vocabulary.facts and vocabulary.facts[key].kind != "municipality":
                self._facts.append(_Fact(key, vocabulary, named.get(key, ()), [one.key for one in self._facts]))
        self._columns = tuple(one for one in vocabulary.facts if any(one == fact.key for fact in self._facts))

    def columns(self, run: int, given: Sequence[Mapping[str, Scalar]]) -> dict[str, Column]:
        """A column for every fact, a value for each person. `given` is what is already settled of each.

        Raises ValueError when a person cannot be drawn without a declared contradiction.
        """
        drawn = self._draw(given, run)
        for again in range(1, TRIES):
            stuck = [at for at, column in _gaps(drawn)]
            if not stuck:
                break
            anew = self._draw([given[at] for at in stuck], run, again)
            for key, column in drawn.items():
                for at, value in zip(stuck, anew[key], strict=True):
                    column[at] = value
        for _, key in _gaps(drawn):
            raise ValueError(f"no value of the fact '{key}' is left that the vocabulary's contradictions allow")
        return {key: drawn[key] for key in self._columns}

    def _draw(self, given: Sequence[Mapping[str, Scalar]], *what: int) -> dict[str, Column]:
        drawn: dict[str, Column] = {}
        for fact in self._facts:
            drawn[fact.key] = fact.column(stream(self._seed, "needs", fact.key, *what), given, drawn)
        return drawn


def _gaps(columns: Mapping[str, Column]) -> list[tuple[int, str]]:
    """Who has no value, and of which fact first."""
    found: dict[int, str] = {}
    for key, column in columns.items():
        if None in column:
            for at, value in enumerate(column):
                if value is None:
                    found.setdefault(at, key)
    return sorted(found.items())


class _Remembered(dict[tuple[Scalar | None, ...], Odds]):
    """Odds that are worked out when first asked for."""

    def __init__(self, work_out: Callable[[tuple[Scalar | None, ...]], Odds]) -> None:
        self._work_out = work_out

    def __missing__(self, key: tuple[Scalar | None, ...]) -> Odds:
        self[key] = self._work_out(key)
        return self[key]


class _Fact:
    """How one fact is drawn, by the value settled and those of the facts that it turns on, which come `before` it."""

    def __init__(self, key: str, vocabulary: Vocabulary, table: Sequence[Share], before: list[str]) -> None:
        self.key, self._fact = key, vocabulary.facts[key]
        self._shares = [one for one in table if one.facts <= {*before}]
        self._named = {value for one in table for value in one.weights}
        barring = [one.when for one in vocabulary.impossible if key in one.when and one.when.keys() <= {key, *before}]
        self._barring = [{one: {*vocabulary.facts[one].of(mask)} for one, mask in when.items()} for when in barring]
        turns_on = {fact for one in self._shares for fact in one.facts} | {fact for one in barring for fact in one}
        self._turns_on = [one for one in before if one in turns_on]
        self._odds = _Remembered(self.odds)

    def column(self, rng: Random, given: Sequence[Mapping[str, Scalar]], drawn: Mapping[str, Column]) -> Column:
        """A value for each person."""
        chance, key = rng.random, self.key
        settled = (one.get(key) for one in given)
        known = zip(settled, *(drawn[one] for one in self._turns_on), strict=True)
        return [values[bisect(edges, chance())] for values, edges in map(self._odds.__getitem__, known)]

    def odds(self, key: tuple[Scalar | None, ...]) -> Odds:
        """The odds of somebody with this settled value and these facts."""
        known = dict(zip(self._turns_on, key[1:], strict=True))
        allowed = [value.key for value in self._fact.values if not self._is_barred(value.key, known)]
        weights = self._weights(_within(self._fact, key[0]), known)
        values = [value for value in allowed if weights.get(value, 0) > 0]
        if not values:
            values, weights = allowed, dict.fromkeys(allowed, 1.0)
        summed = list(accumulate(weights[value] for value in values))
        return tuple(values) or (None,), tuple(one / summed[-1] for one in summed[:-1])

    def _weights(self, settled: Scalar | None, known: Mapping[str, Scalar | None]) -> Mapping[Scalar, float]:
        if settled is not None:
            return {settled: 1.0}
        share = next((one for one in self._shares if all(part.holds(known) for part in one.when)), None)
        if share is None:
            return {value.key: 1.0 for value in self._fact.values}
        rest = UNNAMED * sum(share.weights.values())
        return {value.key: rest for value in self._fact.values if value.key not in self._named} | {**share.weights}

    def _is_barred(self, value: Scalar, known: Mapping[str, Scalar | None]) -> bool:
        """Whether this value, with those known, makes a declared contradiction whole."""
        return any(
            all((value if fact == self.key else known[fact]) in values for fact, values in one.items())
            for one in self._barring
        )


def _within(fact: Fact, settled: Scalar | None) -> Scalar | None:
    """The value settled, an age no further than the vocabulary goes; None for one that the vocabulary has not got."""
    if settled is not None and fact.is_number:
        return min(max(settled, fact.values[0].key), fact.values[-1].key)
    return settled if settled in fact.bits else None
