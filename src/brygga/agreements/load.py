"""Loads the folder of agreements; every error of every file is reported at once."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, reduce
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from brygga.agreements import crosscheck
from brygga.agreements.agreement import Agreement, AgreementHead, AgreementKind, AgreementScope, WorkedCase
from brygga.agreements.broken import BrokenAgreement, UnusableAgreement, of_agreement, of_folder
from brygga.agreements.clauses import Clause, Frozen, LeftOut
from brygga.agreements.duties import Duty
from brygga.agreements.liability import Liability
from brygga.agreements.parameters import Parameter
from brygga.agreements.problems import AgreementProblem, InvalidAgreements, of_validation
from brygga.files import UnreadableFile, read_toml
from brygga.identities import Places
from brygga.rules import vocabulary
from brygga.rules.facts import Scalar, Vocabulary
from brygga.rules.faults import InvalidRules
from brygga.rules.parse import stretches
from brygga.rules.table import Table

T = TypeVar("T")
NO_WORDS = Vocabulary({}, {}, {}, ())
DRAFTS = "drafts"
"""The folder, among those of the agreements, whose folders are drafts: read only when one is asked for by its name."""


class _ClauseFile(Frozen):
    clause: tuple[Clause, ...]
    left_out: tuple[LeftOut, ...] = ()


class _ParameterFile(Frozen):
    parameter: tuple[Parameter, ...]


class _DutyFile(Frozen):
    duty: tuple[Duty, ...]


class _CaseFile(Frozen):
    case: tuple[WorkedCase, ...]


FORMS: dict[str, type[Frozen]] = {
    "agreement.toml": AgreementHead,
    "clauses.toml": _ClauseFile,
    "parameters.toml": _ParameterFile,
    "duties.toml": _DutyFile,
    "liability.toml": Liability,
    "cases/*.toml": _CaseFile,
}
"""What stands in each file of an agreement, beside its words and tables (`rules.vocabulary`, `rules.parse`)."""


@dataclass(frozen=True)
class Registry:
    """Every agreement by id, with the registry of places they speak of; `broken` are those that cannot be used."""

    agreements: Mapping[str, Agreement]
    places: Places = field(default_factory=Places.load)
    vocabulary: Vocabulary = NO_WORDS
    broken: Mapping[str, BrokenAgreement] = field(default_factory=dict)

    def agreement(self, agreement_id: str) -> Agreement:
        """The agreement with this id.

        Raises UnusableAgreement for one that is broken, and LookupError that lists the ids there are for any other.
        """
        if agreement_id in self.agreements:
            return self.agreements[agreement_id]
        if agreement_id in self.broken:
            raise UnusableAgreement(self.broken[agreement_id])
        known = ", ".join(sorted({*self.agreements, *self.broken}))
        raise LookupError(f"there is no agreement '{agreement_id}'; there are {known}")

    @cached_property
    def baseline(self) -> Agreement:
        """The statutory baseline, which falls back to nothing."""
        return next(a for a in self.agreements.values() if a.fallback is None)

    @cached_property
    def every_word(self) -> Vocabulary:
        """The shared words and every agreement's own. Raises ValueError where two agreements mean two things by one."""
        words = (a.vocabulary for a in self.agreements.values() if a.vocabulary)
        return reduce(Vocabulary.merged, words, self.vocabulary)

    def words_of(self, county: str) -> Vocabulary:
        """What may be asked of people in a county: every fact, without the values that only another county has."""
        own = (a.vocabulary for a in self.agreements.values() if a.vocabulary and a.head.county == county)
        here = reduce(Vocabulary.merged, own, self.vocabulary)
        return replace(here, facts={key: here.facts.get(key, fact) for key, fact in self.every_word.facts.items()})

    def applying_to(
        self, municipality: str, scope: AgreementScope = AgreementScope.RESPONSIBILITY, day: date | None = None
    ) -> Agreement:
        """The agreement that regulates something for a municipality on a day: its own, else the statutory baseline.

        One that has ended, or has not begun, applies no longer or not yet; but of payment liability also one that
        knows that its rule of the day is missing. Without a day, at whatever time. Raises TwoAgreements when two do,
        and UnusableAgreement where it may be one that is broken: the acts do not answer in its place.
        """
        own = [
            agreement
            for agreement in self.agreements.values()
            if agreement.fallback
            and scope in agreement.head.covers
            and agreement.is_party(municipality)
            and (
                day is None
                or agreement.term.on(day).in_force
                or (scope is AgreementScope.PAYMENT_LIABILITY and agreement.liability.look_in(day))
            )
        ]
        if len(own) > 1:
            raise TwoAgreements(municipality, scope, day, tuple(agreement.id for agreement in own))
        for broken in self.broken.values() if not own else ():
            if broken.may_apply(municipality, scope):
                raise UnusableAgreement(broken)
        return own[0] if own else self.baseline


class TwoAgreements(LookupError):
    """Two agreements that would both apply, so that neither can be chosen."""

    def __init__(self, municipality: str, scope: AgreementScope, day: date | None, ids: tuple[str, ...]) -> None:
        self.municipality, self.scope, self.day, self.ids = municipality, scope, day, ids
        super().__init__(
            f"{' and '.join(ids)} both regulate {scope} for the municipality {municipality}"
            f"{' on ' + day.isoformat() if day else ''}: end one of them, or take the subject out of its covers"
        )


def default_folder() -> Path:
    """The folder of agreements: `BRYGGA_AGREEMENTS`, else the one of this checkout or installation."""
    if named := os.environ.get("BRYGGA_AGREEMENTS"):
        return Path(named)
    inside = Path(__file__).parents[1] / "_agreements"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "agreements"


def load_all(folder: Path | None = None, draft: str | None = None) -> Registry:
    """Every agreement of `folder` that can be used; the others stand in `Registry.broken`, each with its faults.

    With `draft`, the draft of that id stands in the place of the agreement, or beside the others when it is new; else
    no draft is read. Raises LookupError for a draft there is not, and InvalidAgreements when what all rest on has a
    fault: the shared words, or the acts.
    """
    registry, problems = read(folder or default_folder(), draft)
    registry = without(registry, problems)
    if any(problem.agreement not in registry.broken for problem in problems) or not registry.agreements:
        raise InvalidAgreements(problems)
    return registry


def without(registry: Registry, problems: Iterable[AgreementProblem]) -> Registry:
    """The registry without the agreements that have any of these problems, or rest on one that has.

    Raises InvalidAgreements when that leaves no acts for the others to fall back to.
    """
    faults = tuple(problems)
    faulty = {problem.agreement for problem in faults} | set(registry.broken)
    sound = {
        name: agreement
        for name, agreement in registry.agreements.items()
        if not faulty.intersection(one.id for one in agreement.lineage())
    }
    broken = dict(registry.broken)
    for name in set(registry.agreements) - set(sound):
        broken[name] = of_agreement(registry.agreements[name], _of(name, faults))
    if faults and not any(agreement.fallback is None for agreement in sound.values()):
        raise InvalidAgreements(faults)
    return replace(registry, agreements=sound, broken=broken)


def read(folder: Path, draft: str | None = None) -> tuple[Registry, list[AgreementProblem]]:
    """What can be read of `folder`, and every problem found, first causes alone (the check shows both).

    Raises LookupError for a draft there is not.
    """
    if not folder.is_dir():
        return Registry({}), [AgreementProblem(str(folder), "the folder", "there is no such folder of agreements")]
    problems: list[AgreementProblem] = []
    words = _vocabulary(folder, problems)
    folders = {path.name: _Folder(path, words, problems) for path in _paths(folder, draft)}
    drafts = {name: one.draft() for name, one in folders.items()}
    loaded = {name: draft for name, draft in drafts.items() if draft}
    if not loaded:
        problems.append(AgreementProblem(str(folder), "the folder", "no agreement in it could be read"))
    linked = {name: _linked(name, loaded, drafts.keys(), problems) for name in loaded}
    agreements = _with_tables({name: agreement for name, agreement in linked.items() if agreement}, folders)
    unusable = {
        name: _unusable(folders[name].path, loaded.get(name), problems) for name in set(drafts) - set(agreements)
    }
    registry = Registry(agreements, vocabulary=words or NO_WORDS, broken=unusable)
    problems.extend(_without_fallback(loaded))
    for agreement in agreements.values():
        files = {file for one in agreement.lineage() for file in folders[one.id].unread}
        problems.extend(crosscheck.problems(agreement, registry.places, files))
    return registry, problems


def _paths(folder: Path, draft: str | None) -> Iterator[Path]:
    """The folders of the agreements; that of the draft in place of the agreement whose id it has."""
    agreements = {path.name: path for path in folder.iterdir() if path.is_dir() and path.name != DRAFTS}
    drafts = {path.name: path for path in (folder / DRAFTS).glob("*") if path.is_dir()}
    if draft is not None:
        if draft not in drafts:
            there_are = ", ".join(sorted(drafts)) or "none"
            raise LookupError(f"there is no draft '{draft}' in {DRAFTS}; there are {there_are}")
        agreements[draft] = drafts[draft]
    yield from (agreements[name] for name in sorted(agreements))


def _unusable(folder: Path, draft: Agreement | None, problems: Iterable[AgreementProblem]) -> BrokenAgreement:
    faults = _of(folder.name, problems)
    return of_agreement(draft, faults) if draft else of_folder(folder, faults)


def _of(name: str, problems: Iterable[AgreementProblem]) -> tuple[AgreementProblem, ...]:
    return tuple(problem for problem in problems if problem.agreement == name)


def _with_tables(linked: Mapping[str, Agreement], folders: Mapping[str, "_Folder"]) -> dict[str, Agreement]:
    """The agreements with their tables, which may name figures of what the agreement falls back to."""
    done: dict[str, Agreement] = {}

    def finished(name: str, agreement: Agreement) -> Agreement:
        if name not in done:
            target = agreement.head.falls_back_to or ""
            below = finished(target, agreement.fallback) if agreement.fallback else None
            whole = replace(agreement, fallback=below)
            figures_read = not any("parameters.toml" in folders[one.id].unread for one in whole.lineage())
            done[name] = folders[name].with_tables(whole) if figures_read else folders[name].without_tables(whole)
        return done[name]

    return {name: finished(name, agreement) for name, agreement in linked.items()}


def _vocabulary(folder: Path, problems: list[AgreementProblem]) -> Vocabulary | None:
    """The words that tables may use; none where the folder has no facts.toml, None where it cannot be read."""
    try:
        return vocabulary.load(folder / "facts.toml")
    except FileNotFoundError:
        return NO_WORDS
    except InvalidRules as invalid:
        problems.extend(AgreementProblem(fault.file, fault.where, fault.message) for fault in invalid.faults)
        return None


@dataclass(frozen=True)
class _Folder:
    """One agreement's folder while it is being read. `unread` names the files that could not be."""

    path: Path
    vocabulary: Vocabulary | None
    problems: list[AgreementProblem]
    unread: set[str] = field(default_factory=set)
    figures_read: set[tuple[str, str]] = field(default_factory=set)

    def draft(self) -> Agreement | None:
        head = self._file("agreement.toml", AgreementHead, required=True)
        clauses = self._clauses()
        parameters = self._file("parameters.toml", _ParameterFile)
        duties = self._file("duties.toml", _DutyFile)
        liability = self._file("liability.toml", Liability)
        cases = [self._file(f"cases/{path.name}", _CaseFile) for path in sorted(self.path.glob("cases/*.toml"))]
        if head is None or clauses is None:
            return None
        if head.id != self.path.name:
            self._add("agreement.toml", "id", f"the id '{head.id}' is not the name of its folder, '{self.path.name}'")
            return None
        return Agreement(
            head,
            tuple(clause for file in clauses.values() for clause in file.clause),
            tuple(left_out for file in clauses.values() for left_out in file.left_out),
            parameters.parameter if parameters else (),
            duties.duty if duties else (),
            tuple(case for file in cases if file for case in file.case),
            clause_files=tuple(part for part in clauses if part),
            liability=liability or Liability(),
        )

    def with_tables(self, agreement: Agreement) -> Agreement:
        """The agreement with the words of its own that it has, and its tables; none where the words cannot be read."""
        words = self._words()
        if words is None:
            return self.without_tables(agreement)
        paths = sorted(self.path.glob("tables/*.toml"))
        tables = tuple(table for path in paths for table in self._tables(path, agreement, words))
        return replace(agreement, vocabulary=words, own_tables=tables, figures_in_tables=frozenset(self.figures_read))

    def without_tables(self, agreement: Agreement) -> Agreement:
        """The agreement while what its tables rest on cannot be read: their faults would only be that file's."""
        self.unread.add("tables")
        return agreement

    def _words(self) -> Vocabulary | None:
        path = self.path / "facts.toml"
        if self.vocabulary is None or not path.exists():
            return self.vocabulary
        content = self._toml("facts.toml", path)
        if content is None:
            return None
        try:
            return vocabulary.extend(self.vocabulary, content, "facts.toml")
        except InvalidRules as invalid:
            for fault in invalid.faults:
                self._add(fault.file, fault.where, fault.message)
            return None

    def _clauses(self) -> dict[str, _ClauseFile] | None:
        """What each file of clauses holds, by its part; a short agreement has one, of every part, under no name."""
        parts = sorted(path.stem for path in self.path.glob("clauses/*.toml"))
        if not parts:
            whole = self._file("clauses.toml", _ClauseFile, required=True)
            return {"": whole} if whole else None
        if (self.path / "clauses.toml").exists():
            self._add("clauses.toml", "the file", "clauses stand in this file or in the folder clauses, not in both")
        read = {part: self._file(f"clauses/{part}.toml", _ClauseFile) for part in parts}
        for part, file in read.items():
            for clause in file.clause if file else ():
                if clause.part != part:
                    message = f"'{clause.part}' is not the name of its file, '{part}'"
                    self._add(f"clauses/{part}.toml", f"clause › '{clause.id}' › part", message)
        found = {part: file for part, file in read.items() if file}
        return found if len(found) == len(parts) else None

    def _tables(self, path: Path, agreement: Agreement, words: Vocabulary) -> tuple[Table, ...]:
        """One table, for each stretch of days for which it reads alike."""
        name = f"tables/{path.name}"
        content = self._toml(name, path)
        if content is None:
            self.unread.add("tables")
            return ()

        def figure(key: str, day: date) -> Scalar:
            self.figures_read.add((key, path.stem))
            return agreement.parameter(key, day).value

        try:
            found = stretches(content, words, self.path.name, name, figure, agreement.figure_changes)
        except InvalidRules as invalid:
            for fault in invalid.faults:
                self._add(fault.file, fault.where, fault.message)
            self.unread.add("tables")
            return ()
        if found[0].name != path.stem:
            self._add(name, "name", f"the name '{found[0].name}' is not the name of its file, '{path.stem}'")
        return found

    def _file(self, name: str, form: type[T], required: bool = False) -> T | None:
        path = self.path / name
        if not path.exists():
            if required:
                self._add(name, "the file", "this file is missing")
            return None
        content = self._toml(name, path)
        try:
            if content is not None:
                return TypeAdapter(form).validate_python(content)
        except ValidationError as error:
            self.problems.extend(of_validation(f"{self.path.name}/{name}", error, content))
        self.unread.add(name)
        return None

    def _toml(self, name: str, path: Path) -> dict[str, Any] | None:
        try:
            return read_toml(path)
        except UnreadableFile as error:
            self._add(name, "the file", f"it is not readable TOML: {error}")
            return None

    def _add(self, name: str, where: str, message: str) -> None:
        self.problems.append(AgreementProblem(f"{self.path.name}/{name}", where, message))


def _without_fallback(drafts: Mapping[str, Agreement]) -> list[AgreementProblem]:
    alone = [name for name, draft in drafts.items() if draft.head.falls_back_to is None]
    if len(alone) < 2:
        return []
    message = "only the acts fall back to nothing; name the agreement that this one falls back to"
    return [
        AgreementProblem(f"{name}/agreement.toml", "falls_back_to", message)
        for name in alone
        if drafts[name].head.kind is not AgreementKind.STATUTE
    ]


def _linked(
    name: str,
    loaded: Mapping[str, Agreement],
    folders: Collection[str],
    problems: list[AgreementProblem],
    below: Iterable[str] = (),
) -> Agreement | None:
    """The agreement over the one that it falls back to; None where that one cannot be read."""
    draft = loaded[name]
    target = draft.head.falls_back_to
    if target is None:
        return draft
    if target not in folders or target in {name, *below}:
        reason = f"'{target}' is no other agreement that could be read"
        problems.append(AgreementProblem(f"{name}/agreement.toml", "falls_back_to", reason))
        return None
    fallback = _linked(target, loaded, folders, problems, {name, *below}) if target in loaded else None
    return replace(draft, fallback=fallback) if fallback else None
