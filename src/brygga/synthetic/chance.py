"""Repeatable chance: every draw comes from a `random.Random` that was seeded by what it is for."""

from bisect import bisect
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, *what: object) -> Random:
    """The chance for one purpose: the same seed and purpose draw the same, on every machine and in any order."""
    return Random("/".join(str(part) for part in (seed, *what)))


def pick(rng: Random, these: Sequence[T]) -> T:
    """One of these, each as likely (faster than `choice`, and called millions of times)."""
    return these[int(rng.random() * len(these))]


def pick_weighted(rng: Random, these: Sequence[T], summed: Sequence[float]) -> T:
    """One of these by weight; `summed` holds the running sums of the weights."""
    return these[bisect(summed, rng.random() * summed[-1], 0, len(these) - 1)]


def hours(rng: Random, least: float, most: float) -> timedelta:
    """A time between `least` and `most` hours, in whole seconds."""
    return timedelta(seconds=int(3600 * (least + rng.random() * (most - least))))


def minutes(rng: Random, least: float, most: float) -> timedelta:
    """A time between `least` and `most` minutes, in whole seconds."""
    return hours(rng, least / 60, most / 60)


def whole_days(rng: Random, median: float, spread: float) -> int:
    """A number of days, at least 1, with a long tail: lognormal with this median and this sigma of its logarithm."""
    return max(1, round(median * rng.lognormvariate(0.0, spread)))
