"""Situations and answers in Swedish and English words."""

from collections.abc import Mapping

from brygga.rules.boxes import spans
from brygga.rules.facts import Condition, Fact, Vocabulary

OR = {"sv": "eller", "en": "or"}
NOT = {"sv": "inte", "en": "not"}
NEITHER = {"sv": "varken", "en": "neither"}
NOR = {"sv": "eller", "en": "nor"}
NEGATED = {"sv": ("inte ", "ingen ", "inget ", "inga "), "en": ("not ", "no ", "none", "nobody", "nothing")}
"""How labels begin that hold a negation already, so that another would have to be undone in one's head."""
ANY = {"sv": "i varje situation", "en": "in every situation"}


def situation(vocabulary: Vocabulary, condition: Condition, language: str = "sv") -> str:
    """A condition as one line: 'ålder 0–17 år; boende: korttidsplats; behovet varar över tid'."""
    parts = [fact_in(fact, condition[key], language) for key, fact in vocabulary.facts.items() if key in condition]
    return "; ".join(parts) or ANY[language]


def fact_in(fact: Fact, mask: int, language: str = "sv") -> str:
    """One fact with the values of a mask; by those it has not where that is shorter and no double negation."""
    every = [(value.label.of(language), fact.bits[value.key] & mask) for value in fact.values]
    chosen = [label for label, here in every if here]
    if fact.kind == "yes-no":
        return f" {OR[language]} ".join(chosen)
    label = fact.label.of(language)
    if fact.is_number:
        return f"{label} {_ages(fact, mask, language)}"
    said, others = _either(chosen, language), [one for one, here in every if not here]
    negated = _neither(others, language)
    plain = not negated or len(said) <= len(negated) or any(one.startswith(NEGATED[language]) for one in others)
    return f"{label}: {said if plain else negated}"


def answer(vocabulary: Vocabulary, then: Mapping[str, str], language: str = "sv") -> str:
    """An answer as one line: 'ansvarig huvudman: regionen; utförare: vårdcentral'."""
    return "; ".join(
        f"{vocabulary.answers[key].label.of(language)}: {vocabulary.answers[key].values[value].label.of(language)}"
        for key, value in then.items()
    )


def _ages(fact: Fact, mask: int, language: str) -> str:
    said, others = _bands(fact, mask, language), _bands(fact, fact.full & ~mask, language)
    chosen = _neither(others, language) if 0 < len(others) < len(said) else _either(said, language)
    return f"{chosen} {fact.unit.of(language)}"


def _bands(fact: Fact, mask: int, language: str) -> list[str]:
    last = int(fact.values[-1].key)
    at_least = {"sv": "minst {}", "en": "at least {}"}[language]
    return [at_least.format(low) if high == last else _band(low, high) for low, high in spans(fact, mask)]


def _band(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _either(parts: list[str], language: str) -> str:
    return _listed(parts, OR[language])


def _neither(parts: list[str], language: str) -> str:
    """'inte A', 'varken A, B eller C'; nothing of nothing."""
    if len(parts) < 2:
        return "".join(f"{NOT[language]} {one}" for one in parts)
    return f"{NEITHER[language]} {_listed(parts, NOR[language])}"


def _listed(parts: list[str], joint: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {joint} {parts[-1]}"
