"""Reads conditions: what stands under `when`."""

from collections.abc import Iterator, Mapping
from typing import Any

from brygga.rules.facts import Condition, Fact
from brygga.rules.faults import Fault, unknown


class ConditionReader:
    """Reads the conditions of one row of one file and collects what is wrong with them."""

    def __init__(self, facts: Mapping[str, Fact], file: str, where: str, faults: list[Fault]) -> None:
        self.facts, self.file, self.where, self.faults = facts, file, where, faults

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
            mask = self._age(fact, allowed) if fact.is_age else self._values(fact, allowed)
            if mask == 0:
                self._add(key, "no value is left that would fit")
            elif mask == fact.full:
                self._add(key, "every value fits; leave the fact out")
            elif mask is not None:
                yield key, mask

    def _values(self, fact: Fact, allowed: Any) -> int | None:
        if isinstance(allowed, dict):
            if set(allowed) != {"not"}:
                self._add(fact.key, f"the only key here is `not` (found {', '.join(allowed)})")
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

    def _age(self, fact: Fact, allowed: Any) -> int | None:
        if isinstance(allowed, int) and not isinstance(allowed, bool):
            allowed = {"from": allowed, "to": allowed}
        if not isinstance(allowed, dict) or not allowed or set(allowed) - {"from", "to"}:
            self._add(fact.key, f"give a band, {{ from = 18, to = 23 }} (found {allowed!r})")
            return None
        first, last = fact.values[0].key, fact.values[-1].key
        low, high = allowed.get("from", first), allowed.get("to", last)
        if not (type(low) is int and type(high) is int and int(first) <= low <= high <= int(last)):
            self._add(fact.key, f"give whole years from {first} to {last}, in order (found {low!r} to {high!r})")
            return None
        return sum(1 << (year - int(first)) for year in range(low, high + 1))

    def _add(self, key: str, message: str) -> None:
        where = f"{self.where} › when"
        self.faults.append(Fault(self.file, f"{where} › {key}" if key else where, message))
