"""Reads one decision table out of the content of its TOML file."""

from collections.abc import Mapping
from typing import Any

from brygga.rules.conditions import ConditionReader
from brygga.rules.facts import Question, Text, Vocabulary
from brygga.rules.faults import Fault, InvalidRules, unknown
from brygga.rules.table import DeclaredGap, HitPolicy, Row, Table

KEYS = {
    "the table": ("name", "hit_policy", "falls_to_baseline", "row", "declared_gap"),
    "row": ("id", "when", "then", "clauses", "falls_to_baseline", "note_sv", "note_en"),
    "declared_gap": ("id", "when", "then", "clauses", "because_sv", "because_en"),
}


def parse(content: Mapping[str, Any], vocabulary: Vocabulary, agreement: str, file: str) -> Table:
    """The table in `content`. `file` is named in errors. Raises InvalidRules with every fault of the file."""
    reader = _Reader(content, vocabulary, file)
    return reader.table(agreement)


class _Reader:
    def __init__(self, content: Mapping[str, Any], vocabulary: Vocabulary, file: str) -> None:
        self.content, self.vocabulary, self.file = content, vocabulary, file
        self.faults: list[Fault] = []

    def table(self, agreement: str) -> Table:
        self._keys("the table", "the table", self.content)
        question, policy = self._question(), self._policy()
        falls = self._flag("the table", self.content)
        rows = tuple(self._row(name, row, question) for name, row in self._named("row"))
        gaps = tuple(self._gap(name, row, question) for name, row in self._named("declared_gap"))
        if not rows and not gaps:
            self._add("the table", "give at least one row, or leave the table out")
        if self.faults or question is None:
            raise InvalidRules(self.faults)
        return Table(agreement, question, self.vocabulary, policy, rows, gaps, falls)

    def _question(self) -> Question | None:
        name = self.content.get("name")
        question = self.vocabulary.questions.get(str(name))
        if question is None:
            self._add("name", unknown("table", name, list(self.vocabulary.questions)))
        return question

    def _policy(self) -> HitPolicy:
        given = self.content.get("hit_policy")
        if given not in list(HitPolicy):
            self._add("hit_policy", unknown("hit policy", given, list(HitPolicy)))
            return HitPolicy.FIRST
        return HitPolicy(given)

    def _named(self, form: str) -> list[tuple[str, dict[str, Any]]]:
        found: list[tuple[str, dict[str, Any]]] = []
        rows = self.content.get(form, [])
        for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
            if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"]:
                self._add(f"{form} › {number}", "id: this key is missing")
                continue
            self._keys(form, f"{form} › '{row['id']}'", row)
            if row["id"] in self._ids():
                self._add(f"{form} › '{row['id']}'", "this id stands twice; an id is used once")
            found.append((f"{form} › '{row['id']}'", row))
        return found

    def _ids(self) -> set[str]:
        """Ids that stand more than once among rows and declared gaps."""
        lists = [rows for form in ("row", "declared_gap") if isinstance(rows := self.content.get(form), list)]
        every = [str(row.get("id")) for rows in lists for row in rows if isinstance(row, dict)]
        return {one for one in every if every.count(one) > 1}

    def _row(self, where: str, row: dict[str, Any], question: Question | None) -> Row:
        when = ConditionReader(self.vocabulary.facts, self.file, where, self.faults).read(row.get("when"))
        hands_over = self._flag(where, row)
        if hands_over and "then" in row:
            self._add(where, "give either `then` or `falls_to_baseline = true`")
        then = None if hands_over else self._then(where, row, question)
        return Row(row["id"], when, then, self._clauses(where, row), self._text(where, row, "note", optional=True))

    def _gap(self, where: str, row: dict[str, Any], question: Question | None) -> DeclaredGap:
        when = ConditionReader(self.vocabulary.facts, self.file, where, self.faults).read(row.get("when"))
        because = self._text(where, row, "because") or Text("", "")
        return DeclaredGap(row["id"], when, self._then(where, row, question), self._clauses(where, row), because)

    def _then(self, where: str, row: dict[str, Any], question: Question | None) -> dict[str, str]:
        then = row.get("then")
        if not isinstance(then, dict):
            self._add(where, "then: this key is missing")
            return {}
        if question is None:
            return {}
        for key in question.answers:
            if key not in then:
                self._add(f"{where} › then", f"{key}: this key is missing")
        for key, given in then.items():
            if key not in (allowed := (*question.answers, *question.optional)):
                self._add(f"{where} › then", unknown(f"answer of '{question.name}'", key, allowed))
            elif not isinstance(given, str) or given not in self.vocabulary.answers[key].values:
                self._add(f"{where} › then › {key}", unknown("value", given, list(self.vocabulary.answers[key].values)))
        return {str(key): str(given) for key, given in then.items()}

    def _clauses(self, where: str, row: dict[str, Any]) -> tuple[str, ...]:
        clauses = row.get("clauses")
        if not isinstance(clauses, list) or not clauses or not all(isinstance(one, str) for one in clauses):
            self._add(f"{where} › clauses", "cite at least one clause, as a list of ids")
            return ()
        return tuple(clauses)

    def _flag(self, where: str, row: Mapping[str, Any]) -> bool:
        given = row.get("falls_to_baseline", False)
        if not isinstance(given, bool):
            self._add(f"{where} › falls_to_baseline", f"give true or false (found {given!r})")
        return given is True

    def _text(self, where: str, row: dict[str, Any], key: str, optional: bool = False) -> Text | None:
        sv, en = row.get(f"{key}_sv"), row.get(f"{key}_en")
        if sv and en:
            return Text(sv, en)
        if sv or en or not optional:
            self._add(where, f"give {key}_sv and {key}_en")
        return None

    def _keys(self, form: str, where: str, row: Mapping[str, Any]) -> None:
        for key in row:
            if key not in KEYS[form]:
                self._add(where, unknown("key", key, KEYS[form]))

    def _add(self, where: str, message: str) -> None:
        self.faults.append(Fault(self.file, where, message))
