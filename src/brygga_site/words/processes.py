"""What the processes call their messages, stages, parts, facts and refusals, in the language of the page.

The words themselves stand in each process's `words.toml`. A name that nobody has words for is written as it is.
"""

from collections.abc import Mapping

from django.utils.translation import get_language

from brygga.process import AnyProcess, NotAllowed, Phrase
from brygga.processes import PROCESSES


def in_language(phrase: Phrase) -> str:
    """The phrase in the language of the page."""
    return phrase(get_language() or "sv")


def title(process: AnyProcess) -> str:
    """What the process is called."""
    return in_language(process.words.title)


def stage(process: AnyProcess, name: str) -> str:
    return _of(process.words.stages, name)


def part(process: AnyProcess, name: str) -> str:
    return _of(process.words.parts, name)


def fact(process: AnyProcess, name: str) -> str:
    return _of(process.words.facts, name)


def on_paper(process: AnyProcess, name: str) -> str:
    """What stands on what the person is given."""
    return _of(process.words.paper, name)


def choice(process: AnyProcess, value: str) -> str:
    return _of(process.words.choices, value)


def event(process: AnyProcess, name: str) -> str:
    return _of(process.words.events, name)


def said(kind: str) -> str:
    """What a message says once it has been sent."""
    return _of_message(kind, "said")


def to_do(kind: str) -> str:
    """What the button says."""
    return _of_message(kind, "do")


def about(kind: str) -> str:
    """What a message is, in a sentence; nothing for one that nobody knows."""
    process = PROCESSES.of_kind(kind)
    return in_language(process.words.messages[kind].about) if process else ""


def is_message(kind: str) -> bool:
    return PROCESSES.of_kind(kind) is not None


def field(process: AnyProcess, kind: str, name: str) -> str:
    """The label of something that a message holds."""
    return _of(process.words.messages[kind].fields, name)


def help_text(process: AnyProcess, kind: str, name: str) -> str:
    """What stands under the label; nothing where there is no more to say."""
    phrase = process.words.messages[kind].help.get(name)
    return in_language(phrase) if phrase else ""


def refusal(refused: NotAllowed) -> str | None:
    """The sentence of a refusal, its names still in braces; None for one that is no process's."""
    return sentence(refused.reason)


def sentence(english: str) -> str | None:
    """What a process says it cannot take, in the language of the page; None for what no process says."""
    language = get_language() or "sv"
    for process in PROCESSES:
        if english in process.words.refusals:
            return process.words.refusal(english, language)
    return None


def known_names() -> dict[str, str]:
    """Every kind, stage and part of every process by its name, for refusals that speak of them."""
    names: dict[str, str] = {}
    for process in PROCESSES:
        for table in (process.words.stages, process.words.parts):
            names |= {name: in_language(phrase) for name, phrase in table.items()}
        names |= {kind: in_language(words.said) for kind, words in process.words.messages.items()}
    return names


def _of(table: Mapping[str, Phrase], name: str) -> str:
    return in_language(table[name]) if name in table else name


def _of_message(kind: str, what: str) -> str:
    process = PROCESSES.of_kind(kind)
    return in_language(getattr(process.words.messages[kind], what)) if process else kind
