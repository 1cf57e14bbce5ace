"""Reads the vocabulary: the shared facts.toml, and the words that an agreement's own facts.toml adds to it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any, TypeVar

from brygga.files import UnreadableFile, read_toml
from brygga.identities import Places
from brygga.rules.conditions import ConditionReader
from brygga.rules.facts import (
    KINDS,
    YEARS,
    Agreeing,
    Answer,
    Fact,
    Hours,
    Impossible,
    Question,
    Text,
    Value,
    Vocabulary,
)
from brygga.rules.faults import Fault, InvalidRules, unknown

T = TypeVar("T")
DAYS = ("weekdays", "weekends-and-holidays", "working-days", "days-off")
MOST_NUMBERS = 2000
"""A fact counts at most so many numbers; an amount in kronor is a choice between bands."""
ASKED = {"key", "kind", "group", "sv", "en", "ask_sv", "ask_en", "definition_sv", "definition_en"}
COUNTED = {"values", "yes", "no", "from", "to", "unit_sv", "unit_en"}
HANDLED = {"after", "ordinary", "goes_without_saying", "is_question", "is_clock"}
FORMS = {
    "fact": ASKED | COUNTED | HANDLED,
    "answer": {"key", "sv", "en", "definition_sv", "definition_en", "values"},
    "table": {"name", "sv", "en", "answers", "optional"},
    "added": {"fact", "answer", "values"},
    "hours": {"value", "days", "from", "to"},
    "agreeing": {"tables", "answer", "when", "because_sv", "because_en"},
    "impossible": {"when", "because_sv", "because_en"},
}
SHARED_ALONE, OWN_ALONE = {"table", "agreeing"}, {"added"}
"""Forms that only the shared file has, and those that only an agreement's own has."""


def load(path: Path) -> Vocabulary:
    """The vocabulary of a file. Raises InvalidRules with every fault, OSError when it cannot be read."""
    try:
        content = read_toml(path)
    except UnreadableFile as error:
        raise InvalidRules([Fault(path.name, "the file", f"it is not readable TOML: {error}")]) from None
    return parse(content, path.name)


def parse(content: Mapping[str, Any], file: str = "facts.toml") -> Vocabulary:
    """The vocabulary in the content of facts.toml. Raises InvalidRules with every fault."""
    return _Reader(content, file).vocabulary()


def extend(shared: Vocabulary, content: Mapping[str, Any], file: str) -> Vocabulary:
    """The shared words with those of one agreement's own facts.toml. Raises InvalidRules with every fault."""
    return _Reader(content, file, shared).vocabulary()


class _Reader:
    def __init__(self, content: Mapping[str, Any], file: str, shared: Vocabulary | None = None) -> None:
        self.content, self.file, self.shared = content, file, shared
        self.facts = dict(shared.facts) if shared else {}
        self.answers = dict(shared.answers) if shared else {}
        self.faults: list[Fault] = []

    def vocabulary(self) -> Vocabulary:
        forms = set(FORMS) - (SHARED_ALONE if self.shared else OWN_ALONE)
        for key in set(self.content) - forms:
            self._add("the file", unknown("key", key, sorted(forms)))
        for fact in self._rows("fact", self._fact):
            self._place(fact)
        for answer in self._rows("answer", self._answer):
            self._place_answer(answer)
        self._rows("added", self._added)
        questions = {question.name: question for question in self._rows("table", self._question)}
        impossible = self._rows("impossible", self._impossible)
        hours = tuple(self._rows("hours", self._hours))
        agreeing = self._rows("agreeing", self._agreeing)
        if self.faults:
            raise InvalidRules(self.faults)
        if not self.shared:
            return Vocabulary(self.facts, self.answers, questions, tuple(impossible), tuple(agreeing), hours)
        own = Vocabulary(self.facts, self.answers, self.shared.questions)
        taken = [replace(one, when=own.taken_over(one.when, self.shared)) for one in self.shared.impossible]
        # Whoever says hours of their own says them all.
        hours = hours or self.shared.hours
        return replace(own, impossible=(*taken, *impossible), agreeing=self.shared.agreeing, hours=hours)

    def _place(self, fact: Fact) -> None:
        """A fact among the others: last, or where it is said to be asked."""
        if self.shared and fact.key in self.shared.facts:
            self._add(f"fact › '{fact.key}'", "this is a shared fact; add values to it under [[added]]")
        after = next((row.get("after") for row in self.content["fact"] if row.get("key") == fact.key), None)
        if after is not None and after not in self.facts:
            self._add(f"fact › '{fact.key}' › after", unknown("fact", after, list(self.facts)))
        order = [key for key in self.facts if key != fact.key]
        order.insert(order.index(after) + 1 if after in order else len(order), fact.key)
        self.facts = {key: fact if key == fact.key else self.facts[key] for key in order}

    def _place_answer(self, answer: Answer) -> None:
        if self.shared and answer.key in self.shared.answers:
            self._add(f"answer › '{answer.key}'", "this is a shared answer; add values to it under [[added]]")
        self.answers[answer.key] = answer

    def _added(self, where: str, row: dict[str, Any]) -> None:
        """More values of a shared fact that is a choice, or of a shared answer."""
        values = tuple(self._choice(one) for one in row["values"])
        if "answer" in row:
            answer = self.answers.get(row["answer"])
            if answer is None:
                raise ValueError(unknown("answer", row["answer"], list(self.answers)))
            self._new(where, values, answer.values)
            self.answers[answer.key] = replace(answer, values={**answer.values, **{str(v.key): v for v in values}})
            return
        fact = self.facts.get(row["fact"])
        if fact is None or fact.kind != "choice":
            choices = [one.key for one in self.facts.values() if one.kind == "choice"]
            raise ValueError(unknown("fact with values to choose from", row["fact"], choices))
        self._new(where, values, fact.bits)
        for value in values:
            if value.counts_as is not None and value.counts_as not in fact.bits:
                self._add(f"{where} › counts_as", unknown("value", value.counts_as, [str(key) for key in fact.bits]))
        self.facts[fact.key] = fact.with_values(values)

    def _new(self, where: str, values: tuple[Value, ...], there: Mapping[Any, Any]) -> None:
        for value in values:
            if value.key in there:
                self._add(where, f"'{value.key}' is a value already")

    def _rows(self, form: str, read: Callable[[str, dict[str, Any]], T]) -> list[T]:
        rows: list[T] = []
        names: set[str] = set()
        for number, row in enumerate(self.content.get(form, ()), start=1):
            name = str(row.get("key") or row.get("name") or number)
            where = f"{form} › '{name}'"
            for key in set(row) - FORMS[form]:
                self._add(where, unknown("key", key, sorted(FORMS[form])))
            if name in names:
                self._add(where, "this key stands twice")
            names.add(name)
            try:
                rows.append(read(where, row))
            except KeyError as error:
                self._add(where, f"{error.args[0]}: this key is missing")
            except (TypeError, ValueError, AttributeError) as error:
                self._add(where, str(error))
        return rows

    def _fact(self, where: str, row: dict[str, Any]) -> Fact:
        kind = row["kind"]
        if kind not in KINDS:
            raise ValueError(unknown("kind", kind, KINDS))
        ask, definition = _text(row, "ask_"), _text(row, "definition_")
        read = {"choice": self._choices, "yes-no": self._yes_no, "municipality": self._municipalities}
        unit = _text(row, "unit_") if kind == "number" else YEARS
        values = read.get(kind, self._numbers)(where, row)
        ordinary = row.get("ordinary")
        fact = Fact(row["key"], kind, _text(row), values, ask, definition, row["group"], unit, ordinary)
        if ordinary is not None:
            fact.bit(ordinary)
        goes_without_saying = self._flag(row, "goes_without_saying")
        if goes_without_saying and ordinary is None:
            raise ValueError("goes_without_saying: only an ordinary value does; give `ordinary` too")
        is_question, is_clock = self._flag(row, "is_question"), self._flag(row, "is_clock")
        return replace(fact, goes_without_saying=goes_without_saying, is_question=is_question, is_clock=is_clock)

    def _flag(self, row: dict[str, Any], key: str) -> bool:
        given = row.get(key, False)
        if not isinstance(given, bool):
            raise TypeError(f"{key}: give true or false (found {given!r})")
        return given

    def _choice(self, row: dict[str, Any]) -> Value:
        return Value(row["key"], _text(row), row.get("definition_sv"), row.get("counts_as"))

    def _municipalities(self, where: str, row: dict[str, Any]) -> tuple[Value, ...]:
        return tuple(Value(one.code, Text(one.short, one.short)) for one in Places.load().municipalities.values())

    def _choices(self, where: str, row: dict[str, Any]) -> tuple[Value, ...]:
        values = tuple(self._choice(one) for one in row["values"])
        if len({value.key for value in values}) < len(values):
            self._add(f"{where} › values", "a key stands twice")
        if len(values) < 2:
            self._add(f"{where} › values", "give at least two")
        return values

    def _yes_no(self, where: str, row: dict[str, Any]) -> tuple[Value, ...]:
        return Value(False, _text(row["no"])), Value(True, _text(row["yes"]))

    def _numbers(self, where: str, row: dict[str, Any]) -> tuple[Value, ...]:
        is_age = row["kind"] == "age"
        most, unit = (200, YEARS) if is_age else (MOST_NUMBERS, _text(row, "unit_"))
        if not 0 <= row["from"] < row["to"] <= most:
            what = "ages" if is_age else "numbers"
            raise ValueError(f"give the {what} in order, from 0 to at most {most} {unit.en}")
        every = range(row["from"], row["to"] + 1)
        return tuple(Value(one, Text(f"{one} {unit.sv}", f"{one} {unit.en}")) for one in every)

    def _answer(self, where: str, row: dict[str, Any]) -> Answer:
        values = {str(one.key): one for one in self._choices(where, row)}
        return Answer(row["key"], _text(row), values, _text(row, "definition_"))

    def _question(self, where: str, row: dict[str, Any]) -> Question:
        answers, optional = tuple(row["answers"]), tuple(row.get("optional", ()))
        for key in (*answers, *optional):
            if key not in self.answers:
                self._add(where, unknown("answer", key, list(self.answers)))
        return Question(row["name"], _text(row), answers, optional)

    def _impossible(self, where: str, row: dict[str, Any]) -> Impossible:
        (when,) = ConditionReader(self.facts, self.file, where, self.faults).read(row["when"])
        return Impossible(when, _text(row, "because_"))

    def _hours(self, where: str, row: dict[str, Any]) -> Hours:
        clock = next((fact for fact in self.facts.values() if fact.is_clock), None)
        if clock is None:
            raise ValueError("no fact is the clock: one says `is_clock = true`")
        values = row["value"] if isinstance(row["value"], list) else [row["value"]]
        if row["days"] not in DAYS:
            self._add(f"{where} › days", unknown("kind of days", row["days"], DAYS))
        start, end = self._time(row["from"]), self._time(row["to"])
        return Hours(sum({clock.bit(one) for one in values}), row["days"], start, end)

    def _time(self, given: Any) -> time | str:
        """A time of the clock, or the key of the figure that is one."""
        if isinstance(given, dict) and set(given) == {"figure"}:
            return str(given["figure"])
        if not isinstance(given, str):
            raise TypeError(f'give a time as 08:00, or {{ figure = "…" }} (found {given!r})')
        return time.fromisoformat(given)

    def _agreeing(self, where: str, row: dict[str, Any]) -> Agreeing:
        one, other = row["tables"]
        if row["answer"] not in self.answers:
            self._add(f"{where} › answer", unknown("answer", row["answer"], list(self.answers)))
        when = ConditionReader(self.facts, self.file, where, self.faults).read(row["when"])
        return Agreeing((one, other), row["answer"], when, _text(row, "because_"))

    def _add(self, where: str, message: str) -> None:
        self.faults.append(Fault(self.file, where, message))


def _text(row: Mapping[str, Any], prefix: str = "") -> Text:
    return Text(row[f"{prefix}sv"], row[f"{prefix}en"])
