"""Reads conditions: what stands under `when`."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from brygga.rules.facts import Condition, Fact, Scalar
from brygga.rules.faults import Fault, unknown

Figures = Callable[[str], Scalar]
"""The value of a figure by its key, on the day for which a table is read. Raises LookupError where there is none."""
ENDS = ("from", "to", "above", "below")


def no_figures(key: str) -> Scalar:
    """Stands for the figures where there are none."""
    raise LookupError(f"there is no figure '{key}'")


class ConditionReader:
    """Reads the conditions of one row of one file and collects what is wrong with them."""

    def __init__(
        self, facts: Mapping[str, Fact], file: str, where: str, faults: list[Fault], figures: Figures = no_figures
    ) -> None:
        self.facts, self.file, self.where, self.faults, self.figures = facts, file, where, faults, figures

    def read(self, when: Any) -> tuple[Condition, ...]:
        """The conditions any one of which is enough; `None` is the condition that always holds."""
        if when is None:
            return ({},)
        if when in ([], {}):
            self._add("", "leave `when` out where the row always fits")
        alternatives = when if isinstance(when, list) else [when]
        return tuple(self._one(one) for one in alternatives)

    def _one(self, when: Any) -> Condition:
        if not isinstance(when, dict):
            self._add("", f"give facts and their values (found {when!r})")
            return {}
        return dict(self._masks(when))

    def _masks(self, when: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
        for key, allowed in when.items():
            fact = self.facts.get(key)
            if fact is None:
                self._add("", unknown("fact", key, list(self.facts)))
                continue
            try:
                mask = self._numbers(fact, allowed) if fact.is_number else self._values(fact, allowed)
            except LookupError as error:
                self._add(key, str(error))
                continue
            if mask == 0:
                self._add(key, "no value is left that would fit")
            elif mask == fact.full:
                self._add(key, "every value fits; leave the fact out")
            elif mask is not None:
                yield key, mask

    def _values(self, fact: Fact, allowed: Any) -> int | None:
        allowed = self._figure(allowed)
        if isinstance(allowed, dict):
            if set(allowed) != {"not"}:
                self._add(fact.key, f"the only keys here are `not` and `figure` (found {', '.join(allowed)})")
                return None
            mask = self._values(fact, allowed["not"])
            return None if mask is None else fact.full & ~mask
        mask = 0
        for one in allowed if isinstance(allowed, list) else [allowed]:
            try:
                mask |= fact.bit(one)
            except ValueError as error:
                self._add("", str(error))
                return None
        return mask

    def _numbers(self, fact: Fact, allowed: Any) -> int | None:
        allowed = self._figure(allowed)
        if type(allowed) is int:
            allowed = {"from": allowed, "to": allowed}
        if not _is_band(allowed):
            self._add(fact.key, f"give a band, {{ from = 18, to = 23 }} (found {allowed!r})")
            return None
        ends = {end: self._figure(value) for end, value in allowed.items()}
        first, last = int(fact.values[0].key), int(fact.values[-1].key)
        if any(type(value) is not int for value in ends.values()):
            low, high = last, first
        else:
            low = ends["above"] + 1 if "above" in ends else ends.get("from", first)
            high = ends["below"] - 1 if "below" in ends else ends.get("to", last)
        if not first <= low <= high <= last:
            found = f"{ends.get('from', ends.get('above', first))!r} to {ends.get('to', ends.get('below', last))!r}"
            self._add(fact.key, f"give whole {fact.unit.en} from {first} to {last}, in order (found {found})")
            return None
        return ((1 << (high - low + 1)) - 1) << (low - first)

    def _figure(self, allowed: Any) -> Any:
        """What is written, or the value of the figure that it names."""
        return (
            self.figures(str(allowed["figure"]))
            if isinstance(allowed, dict) and set(allowed) == {"figure"}
            else allowed
        )

    def _add(self, key: str, message: str) -> None:
        where = f"{self.where} › when"
        self.faults.append(Fault(self.file, f"{where} › {key}" if key else where, message))


def _is_band(allowed: Any) -> bool:
    """Whether this gives at least one end, and neither end twice."""
    if not isinstance(allowed, dict) or not allowed or set(allowed) - set(ENDS):
        return False
    return not {"from", "above"} <= allowed.keys() and not {"to", "below"} <= allowed.keys()
