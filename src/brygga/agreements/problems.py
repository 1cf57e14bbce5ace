"""What is wrong in a folder of agreement data, said all at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError


@dataclass(frozen=True, order=True)
class AgreementProblem:
    """One error: the file, the key in it, and what was expected there."""

    file: str
    where: str
    message: str

    @property
    def agreement(self) -> str:
        """The id of the agreement whose file it is in; empty for a file that all share."""
        return self.file.partition("/")[0] if "/" in self.file else ""

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.message}"


class InvalidAgreements(ValueError):
    """Agreement data that cannot be used, with every problem found."""

    def __init__(self, problems: Iterable[AgreementProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def of_validation(file: str, error: ValidationError, content: object) -> list[AgreementProblem]:
    """The problems of one file out of pydantic's error; rows are named by their id rather than their number."""
    details = error.errors()
    return [
        AgreementProblem(file, _where(detail["loc"], content), _message(detail["msg"], detail["type"], detail["input"]))
        for detail in details
        if not (detail["type"] == "too_short" and _below(detail["loc"], (other["loc"] for other in details)))
    ]


def _below(path: tuple[int | str, ...], others: Iterable[tuple[int | str, ...]]) -> bool:
    # A list whose rows are faulty counts as empty to pydantic; the rows' own errors say enough.
    return any(len(other) > len(path) and other[: len(path)] == path for other in others)


def _where(path: tuple[int | str, ...], content: object) -> str:
    words: list[str] = []
    for step in path:
        if isinstance(step, str) and "[" in step:  # one of several types that would do, not a key of the file
            continue
        content = _inside(content, step)
        name = content.get("id") or content.get("key") or content.get("name") if isinstance(content, dict) else None
        words.append(
            f"'{name}'" if isinstance(step, int) and name else str(step if isinstance(step, str) else step + 1)
        )
    return " › ".join(words) or "the file"


def _inside(content: object, step: int | str) -> object:
    if isinstance(content, dict):
        return content.get(step)
    if isinstance(content, list) and isinstance(step, int) and step < len(content):
        return content[step]
    return None


def _message(text: str, kind: str, given: object) -> str:
    text = text.removeprefix("Value error, ")
    if kind == "missing":
        return "this key is missing"
    if kind == "extra_forbidden":
        return "there is no such key here"
    if kind == "too_short":
        return "give at least one"
    if kind == "tuple_type":
        text = "give a list"
    return f"{text} (found {given!r})" if isinstance(given, str | int | bool) else text
