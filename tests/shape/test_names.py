"""A name means one thing: no class name with two meanings, no two modules told apart by their endings alone."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, takewhile
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
COMMAND = "Command"
"""The name by which Django finds each of its commands."""

ALIKE = {("brygga", "process", "processes")}
"""Meant to stay, as the folder and both names: what processes share, and the list of them."""

STEM = 4
"""Letters that two words share before one is taken for another form of the other."""
ENDING = re.compile(r"(e?s|e?d|ing|able|ables|e|er|ers|or|ors|ion|ions|al|als|ment|ments|y|ied|ies)?")


def classes() -> Iterator[str]:
    """The name of every public class of every module, as often as it is defined; classes within others stand aside."""
    for file in sorted(SRC.rglob("*.py")):
        if "migrations" not in file.parts:
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    yield node.name


def test_no_class_name_has_two_meanings() -> None:
    named = Counter(classes())
    assert named["TableLine"] == 1
    assert not {name for name, times in named.items() if times > 1 and name != COMMAND}


def modules(folder: Path) -> list[str]:
    """What may be imported from a folder: its modules and the folders in it that hold any."""
    files = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    return sorted(files | {inner.name for inner in folder.iterdir() if any(inner.glob("*.py"))})


def alike(one: str, other: str) -> bool:
    """Whether two names are forms of one word: 'refused' and 'refusals', 'plan' and 'planning'."""
    same = takewhile(lambda letters: letters[0] == letters[1], zip(one, other, strict=False))
    stem = "".join(letter for letter, _ in same)
    if len(stem) < STEM or "_" in one + other:
        return False
    endings = (word[len(stem) :] for word in (one, other))
    return all(ENDING.fullmatch(ending) or ENDING.fullmatch(ending.removeprefix(stem[-1])) for ending in endings)


def test_no_two_modules_of_a_folder_are_told_apart_by_their_endings_alone() -> None:
    folders = {file.parent for file in SRC.rglob("*.py") if "migrations" not in file.parts}
    found = {
        (str(folder.relative_to(SRC)), one, other)
        for folder in folders
        for one, other in combinations(modules(folder), 2)
        if alike(one, other)
    }
    assert found == ALIKE


def test_forms_of_one_word_are_known_from_two_words() -> None:
    assert alike("refusals", "refused") and alike("stated", "stating") and alike("plan", "planning")
    assert alike("carried", "carries") and alike("carry", "carried")
    assert not alike("contact", "context")
    assert not alike("said", "sayable")
    assert not alike("message", "mess_ages")
