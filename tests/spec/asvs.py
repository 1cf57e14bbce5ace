"""The page docs/security/asvs.md: a verdict for every requirement of OWASP ASVS that Brygga is held to."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
DATA = DOCS / "security" / "asvs.toml"
VERDICTS = ("met", "partly", "not met", "not applicable")
LEVELS = (1, 2, 3)
CHAPTERS = {
    1: "Encoding and sanitization",
    2: "Validation and business logic",
    3: "Web frontend",
    4: "API and web service",
    5: "Files",
    6: "Authentication",
    7: "Sessions",
    8: "Authorization",
    9: "Self-contained tokens",
    10: "OAuth and OpenID Connect",
    11: "Cryptography",
    12: "Secure communication",
    13: "Configuration",
    14: "Data protection",
    15: "Secure coding and architecture",
    16: "Logging and errors",
    17: "WebRTC",
}


@dataclass(frozen=True)
class Requirement:
    """One requirement: its number and level in the standard, what it is about, and how Brygga stands to it."""

    id: str
    level: int
    about: str
    verdict: str
    tests: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    says: str = ""
    pending: str = ""

    @property
    def chapter(self) -> int:
        return int(self.id[1:].partition(".")[0])


def requirements() -> list[Requirement]:
    """Every requirement with its verdict, in the standard's order. Raises TypeError for a name that is none."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["requirement"]
    lists = ("tests", "documents")
    return [Requirement(**{key: tuple(value) if key in lists else value for key, value in row.items()}) for row in rows]


def page() -> str:
    """The page, with the counts first and what is not met before all the rest."""
    every = requirements()
    return "\n\n".join(_parts(every)) + "\n"


def _parts(every: list[Requirement]) -> Iterator[str]:
    yield "# Brygga and OWASP ASVS 5.0.0"
    yield (
        "Levels 1 and 2, and chapters 8 (authorization) and 16 (logging) at level 3. Numbers and levels are the "
        "standard's; what each requirement is about is said in our words. `met` names the tests that show it, or "
        "the section of a document where no test can."
    )
    yield "Made of `asvs.toml` by `python -m tests.spec`; not to be edited by hand."
    yield "## In numbers"
    yield _counts("level", [(f"{level}", [one for one in every if one.level == level]) for level in LEVELS], every)
    chapters = [
        (f"V{number} {name}", [one for one in every if one.chapter == number]) for number, name in CHAPTERS.items()
    ]
    yield _counts("chapter", chapters, every)
    if waiting := [one for one in every if one.pending]:
        yield f"**{len(waiting)} verdicts are provisional**: the tests of another part are still to be named."
    yield "## What is not met, and what is met in part"
    yield from _rows([one for one in every if one.verdict in ("partly", "not met")])
    for number, name in CHAPTERS.items():
        yield f"## V{number} {name}"
        yield from _rows([one for one in every if one.chapter == number])


def _counts(what: str, groups: Iterable[tuple[str, list[Requirement]]], every: list[Requirement]) -> str:
    """How many have each verdict. One that is provisional is counted as such and not as what it may become."""
    heads = (*VERDICTS, "provisional", "all")
    lines = [f"| {what} | {' | '.join(heads)} |", "| --- " * (len(heads) + 1) + "|"]
    for name, ones in [*groups, ("all", every)]:
        sure = Counter(one.verdict for one in ones if not one.pending)
        numbers = [*(sure[verdict] for verdict in VERDICTS), len(ones) - sure.total(), len(ones)]
        lines.append(f"| {name} | {' | '.join(map(str, numbers))} |")
    return "\n".join(lines)


def _rows(ones: list[Requirement]) -> Iterator[str]:
    lines = ["| | level | about | verdict | shown by, or why |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {one.id} | {one.level} | {one.about} | {one.verdict} | {_shown(one)} |" for one in ones]
    yield "\n".join(lines)


def _shown(one: Requirement) -> str:
    documents = [_link(document) for document in one.documents]
    tests = [f"`{test.removeprefix('tests/')}`" for test in one.tests]
    waits = [f"*provisional: waits for {one.pending}*"] if one.pending else []
    return "; ".join([*([one.says] if one.says else []), *documents, *tests, *waits])


def _link(document: str) -> str:
    path, _, heading = document.partition("#")
    folder = "" if path.startswith("docs/security/") else "../"
    inside = path.removeprefix("docs/security/").removeprefix("docs/")
    return f"[{heading.replace('-', ' ')}]({folder}{inside}#{heading})"
