"""Reads the vocabulary from facts.toml."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from brygga.files import UnreadableFile, read_toml
from brygga.rules.conditions import ConditionReader
from brygga.rules.facts import Answer, Fact, Impossible, Question, Text, Value, Vocabulary
from brygga.rules.faults import Fault, InvalidRules, unknown

T = TypeVar("T")
KINDS = ("choice", "yes-no", "age")
FORMS = {
    "fact": {"key", "kind", "group", "sv", "en", "ask_sv", "ask_en", "definition_sv", "definition_en"}
    | {"values", "yes", "no", "from", "to"},
    "answer": {"key", "sv", "en", "definition_sv", "definition_en", "values"},
    "table": {"name", "sv", "en", "answers", "optional"},
    "impossible": {"when", "because_sv", "because_en"},
}


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


class _Reader:
    def __init__(self, content: Mapping[str, Any], file: str) -> None:
        self.content, self.file = content, file
        self.faults: list[Fault] = []

    def vocabulary(self) -> Vocabulary:
        for key in set(self.content) - set(FORMS):
            self._add("the file", unknown("key", key, list(FORMS)))
        facts = {fact.key: fact for fact in self._rows("fact", self._fact)}
        answers = {answer.key: answer for answer in self._rows("answer", self._answer)}
        self.answers = answers
        questions = {question.name: question for question in self._rows("table", self._question)}
        self.facts = facts
        impossible = tuple(self._rows("impossible", self._impossible))
        if self.faults:
            raise InvalidRules(self.faults)
        return Vocabulary(facts, answers, questions, impossible)

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
        values = {"choice": self._choices, "yes-no": self._yes_no, "age": self._years}[kind](where, row)
        return Fact(row["key"], kind, _text(row), values, ask, definition, row["group"])

    def _choices(self, where: str, row: dict[str, Any]) -> tuple[Value, ...]:
        values = tuple(Value(one["key"], _text(one), one.get("definition_sv")) for one in row["values"])
        if len({value.key for value in values}) < len(values):
            self._add(f"{where} › values", "a key stands twice")
        if len(values) < 2:
            self._add(f"{where} › values", "give at least two")
        return values

    def _yes_no(self, where: str, row: dict[str, Any]) -> tuple[Value, ...]:
        return Value(False, _text(row["no"])), Value(True, _text(row["yes"]))

    def _years(self, where: str, row: dict[str, Any]) -> tuple[Value, ...]:
        if not 0 <= row["from"] < row["to"] <= 200:
            self._add(where, "give the ages in order, from 0 to at most 200 years")
        return tuple(Value(year, Text(f"{year} år", f"{year} years")) for year in range(row["from"], row["to"] + 1))

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

    def _add(self, where: str, message: str) -> None:
        self.faults.append(Fault(self.file, where, message))


def _text(row: Mapping[str, Any], prefix: str = "") -> Text:
    return Text(row[f"{prefix}sv"], row[f"{prefix}en"])
