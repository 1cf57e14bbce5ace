"""Reads one decision table out of the content of its TOML file, for each stretch of days for which it reads alike."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from brygga.rules.conditions import ConditionReader, Figures, no_figures
from brygga.rules.facts import Question, Scalar, Text, Vocabulary
from brygga.rules.faults import Fault, InvalidRules, unknown
from brygga.rules.table import DeclaredGap, HitPolicy, Row, Table

KEYS = {
    "the table": ("name", "hit_policy", "falls_to_baseline", "row", "declared_gap"),
    "row": ("id", "when", "then", "clauses", "falls_to_baseline", "general", "note_sv", "note_en", "from", "to"),
    "declared_gap": ("id", "when", "then", "clauses", "because_sv", "because_en", "from", "to"),
}
DATED = ("row", "declared_gap")
Figure = Callable[[str, date], Scalar]
"""The value of a figure by its key on a day. Raises LookupError where it has none."""


def parse(content: Mapping[str, Any], vocabulary: Vocabulary, agreement: str, file: str) -> Table:
    """The table in `content`. `file` is named in errors. Raises InvalidRules with every fault of the file."""
    return _Reader(content, vocabulary, file).table(agreement)


def stretches(
    content: Mapping[str, Any],
    vocabulary: Vocabulary,
    agreement: str,
    file: str,
    figure: Figure,
    changes: Callable[[str], Collection[date]],
) -> tuple[Table, ...]:
    """The table in `content` as it reads in each stretch of days, the earliest first.

    A stretch ends where a row or a declared gap begins or ends, and where a figure that one names changes: `changes`
    gives the days from which a figure's values hold. There is no table for days without a figure, nor for days on which
    no row holds and nothing falls to the baseline. Raises InvalidRules with every fault.
    """
    faults = _date_faults(content, file)
    if faults:
        raise InvalidRules(faults)
    edges = [date.min, *sorted(_edges(content, changes)), None]
    found: list[Table] = []
    for start, after in pairwise(edges):
        if start is None:
            continue
        figures = _FiguresOn(start, figure)
        try:
            table = _Reader(_on(content, start), vocabulary, file, figures, len(edges) > 2).table(agreement)
        except InvalidRules as invalid:
            if not any(changes(key) for key in figures.lacking):
                faults += invalid.faults
        else:
            if table.rulings or table.falls_to_baseline:
                first, last = start if start > date.min else None, after - timedelta(days=1) if after else None
                found.append(replace(table, from_=first, to=last))
    if faults or not found:
        raise InvalidRules(faults or [Fault(file, "the table", "it holds on no day")])
    return tuple(found)


class _FiguresOn:
    """The figures on one day, and the keys of those that were asked for and have no value then."""

    def __init__(self, day: date, figure: Figure) -> None:
        self.day, self.figure = day, figure
        self.lacking: set[str] = set()

    def __call__(self, key: str) -> Scalar:
        try:
            return self.figure(key, self.day)
        except LookupError:
            self.lacking.add(key)
            raise


def _date_faults(content: Mapping[str, Any], file: str) -> list[Fault]:
    faults = []
    for form, row in _dated(content):
        start, end = row.get("from", date.min), row.get("to", date.max)
        if type(start) is not date or type(end) is not date or end < start:
            message = f"give days in order, as 2025-07-01 (found {row.get('from')} to {row.get('to')})"
            faults.append(Fault(file, f"{form} › '{row.get('id')}'", message))
    return faults


def _dated(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows and declared gaps that can have days."""
    for form in DATED:
        rows = content.get(form, [])
        yield from ((form, row) for row in (rows if isinstance(rows, list) else []) if isinstance(row, dict))


def _edges(content: Mapping[str, Any], changes: Callable[[str], Collection[date]]) -> set[date]:
    """The days from which the table reads otherwise than the day before."""
    edges: set[date] = set()
    for _, row in _dated(content):
        if "from" in row:
            edges.add(row["from"])
        if row.get("to", date.max) < date.max:
            edges.add(row["to"] + timedelta(days=1))
        for key in _figures_named(row.get("when")):
            edges.update(changes(key))
    return edges - {date.min}


def _figures_named(when: Any) -> Iterator[str]:
    """The keys of the figures that a condition names."""
    if isinstance(when, list):
        for one in when:
            yield from _figures_named(one)
    elif isinstance(when, dict):
        if set(when) == {"figure"}:
            yield str(when["figure"])
        else:
            for one in when.values():
                yield from _figures_named(one)


def _on(content: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The content with only the rows and declared gaps that hold on a day."""

    def holds(row: Any) -> bool:
        return not isinstance(row, dict) or row.get("from", date.min) <= day <= row.get("to", date.max)

    rows = {form: content[form] for form in DATED if isinstance(content.get(form), list)}
    return {**content, **{form: [row for row in every if holds(row)] for form, every in rows.items()}}


def _catches_all(when: Any) -> bool:
    """Whether some alternative names no fact by what it is, but at most by what it is not."""
    if not when:
        return True
    alternatives = when if isinstance(when, list) else [when]
    return any(
        all(isinstance(value, dict) and set(value) == {"not"} for value in one.values())
        for one in alternatives
        if isinstance(one, dict)
    )


class _Reader:
    def __init__(
        self,
        content: Mapping[str, Any],
        vocabulary: Vocabulary,
        file: str,
        figures: Figures = no_figures,
        may_be_empty: bool = False,
    ) -> None:
        self.content, self.vocabulary, self.file = content, vocabulary, file
        self.figures, self.may_be_empty = figures, may_be_empty
        self.faults: list[Fault] = []

    def table(self, agreement: str) -> Table:
        self._keys("the table", "the table", self.content)
        question, policy = self._question(), self._policy()
        falls = self._flag("the table", self.content)
        rows = tuple(self._row(name, row, question) for name, row in self._named("row"))
        gaps = tuple(self._gap(name, row, question) for name, row in self._named("declared_gap"))
        if not rows and not gaps and not self.may_be_empty:
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
        when = ConditionReader(self.vocabulary.facts, self.file, where, self.faults, self.figures).read(row.get("when"))
        hands_over = self._flag(where, row)
        if hands_over and "then" in row:
            self._add(where, "give either `then` or `falls_to_baseline = true`")
        then = None if hands_over else self._then(where, row, question)
        note = self._text(where, row, "note", optional=True)
        return Row(row["id"], when, then, self._clauses(where, row), note, self._flag(where, row, "general"))

    def _gap(self, where: str, row: dict[str, Any], question: Question | None) -> DeclaredGap:
        when = ConditionReader(self.vocabulary.facts, self.file, where, self.faults, self.figures).read(row.get("when"))
        because = self._text(where, row, "because") or Text("", "")
        then, clauses = self._then(where, row, question), self._clauses(where, row)
        return DeclaredGap(row["id"], when, then, clauses, because, _catches_all(row.get("when")))

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

    def _flag(self, where: str, row: Mapping[str, Any], key: str = "falls_to_baseline") -> bool:
        given = row.get(key, False)
        if not isinstance(given, bool):
            self._add(f"{where} › {key}", f"give true or false (found {given!r})")
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
