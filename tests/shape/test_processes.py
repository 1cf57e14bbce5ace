"""Every process is whole: words in both languages, known events and parts, a page, a worked case, a made-up case."""

import ast
import re
from datetime import datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from types import NoneType
from typing import get_args

import pytest
from tests.toy import INQUIRY
from tests.toy.reading import READING

from brygga.agreements import load_all
from brygga.calendars.deadlines import SWEDEN
from brygga.identities import Places
from brygga.process import AnyProcess, Body, NotAllowed, Words
from brygga.process import process as engine
from brygga.processes import PROCESSES, Processes
from brygga.synthetic import synthesize

ROOT = Path(__file__).resolve().parents[2]
LISTED = list(PROCESSES)
EVERY = [*LISTED, INQUIRY, READING]
named = pytest.mark.parametrize("process", EVERY, ids=lambda process: process.name)
listed = pytest.mark.parametrize("process", LISTED, ids=lambda process: process.name)


def choices_of(body: type[Body]) -> set[str]:
    """Every value out of a list that a message of this type can hold."""
    kinds: list[object] = [info.annotation for info in body.model_fields.values()]
    found: set[str] = set()
    while kinds:
        kind = kinds.pop()
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            found |= {value.value for value in kind}
        kinds += [inner for inner in get_args(kind) if inner not in (NoneType, ...)]
    return found


def refusals_in(folder: Path) -> set[str]:
    """The sentences with which the modules of a folder refuse: the texts given to NotAllowed, directly or by name."""
    sentences: set[str] = set()
    for file in folder.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        texts = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == NotAllowed.__name__ and node.args:
                given = node.args[0]
                text = given.value if isinstance(given, ast.Constant) else texts.get(getattr(given, "id", ""))
                sentences |= {text} if isinstance(text, str) else set()
    return sentences


def folder_of(process: AnyProcess) -> Path:
    spec = find_spec(process.state.__module__)
    assert spec and spec.origin
    return Path(spec.origin).parent


@named
def test_everything_that_a_process_names_has_words_in_both_languages(process: AnyProcess) -> None:
    words: Words = process.words
    assert set(words.messages) >= set(process.bodies)
    for kind, body in process.bodies.items():
        assert set(words.messages[kind].fields) == set(body.model_fields), kind
        assert set(words.messages[kind].help) <= set(body.model_fields), kind
    assert set(words.stages) == {stage.value for stage in process.stages}
    assert set(words.parts) == {part.value for part in process.parts}
    assert set(words.events) == process.event_names
    assert {value for body in process.bodies.values() for value in choices_of(body)} <= set(words.choices)


@named
def test_every_refusal_of_a_process_has_swedish_words(process: AnyProcess) -> None:
    own, shared = refusals_in(folder_of(process)), refusals_in(Path(engine.__file__).parent)
    assert shared, "the engine refuses with nothing: this test no longer finds where"
    assert {process.opening.refusal, *own, *shared} - set(process.words.refusals) == set()


@named
def test_no_words_of_a_process_are_left_over(process: AnyProcess) -> None:
    shared = {"acknowledgement", "correction", "free-message"}
    assert set(process.words.messages) - shared <= set(process.bodies)
    facts = set(re.findall(r'fact\(\s*"([a-z-]+)"', "".join(f.read_text() for f in folder_of(process).glob("*.py"))))
    assert set(process.words.facts) == facts


@named
def test_a_sentence_keeps_its_names_in_swedish(process: AnyProcess) -> None:
    names = re.compile(r"\{\w+\}")
    for english, swedish in process.words.refusals.items():
        assert set(names.findall(english)) == set(names.findall(swedish)), english


@listed
def test_a_process_has_its_page_a_worked_case_and_a_made_up_case(process: AnyProcess) -> None:
    assert (ROOT / "docs" / "generated" / f"{process.name}.md").exists()
    assert (ROOT / "docs" / "processes" / f"{process.name}.md").exists()
    cases = [case for agreement in load_all().agreements.values() for case in agreement.cases]
    assert [case for case in cases if case.kind == process.name]
    assert find_spec(f"brygga.synthetic.{process.name}")


def test_a_made_up_county_has_cases_of_every_process_at_every_stage_that_they_can_rest_at() -> None:
    now = datetime(2026, 7, 28, 14, tzinfo=SWEDEN)
    county = synthesize(Places.load(), "14", 3000, 7, now, stays_per_year=3300, open_cases=300)
    made: dict[str, set[str]] = {process.name: set() for process in LISTED}
    for case in county.cases:
        made[case.process].add(PROCESSES[case.process].fold(case.messages, now).stage.value)
    for process in LISTED:
        assert made[process.name] >= {column.value for column in process.columns}, process.name


def test_two_processes_share_neither_a_name_nor_a_kind_of_message() -> None:
    with pytest.raises(ValueError, match="there are two processes inquiry"):
        Processes(INQUIRY, INQUIRY)
    taken = engine.replace(INQUIRY, name="other")
    with pytest.raises(ValueError, match="the process other: other messages are already called inquiry-answered"):
        Processes(INQUIRY, taken)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"own_words": frozenset({"song"})}, "own_words names a message that nobody may send"),
        ({"columns": ("nowhere",)}, "opens, columns or over names something that the moves or stages do not have"),
        ({"told": {}}, "nothing says who orders inquiry-asked told"),
        ({"parts": READING.parts}, "inquiry-asked is sent by a part that nobody declares"),
        ({"person_required": False}, "only what is about a person can be part of somebody's records"),
    ],
)
def test_a_process_that_contradicts_itself_cannot_exist(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match="the process inquiry: ") as error:
        engine.replace(INQUIRY, **change)
    assert said in str(error.value)
