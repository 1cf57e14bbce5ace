"""Words: what a process calls its kinds, stages, parts, fields, choices, facts, events and refusals, in both languages.

They stand once, in `words.toml` beside the process; what all processes share stands in `process/words.toml`. A
language that is not Swedish is English.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field


class Phrase(BaseModel):
    """One thing in Swedish and in English."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sv: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __call__(self, language: str) -> str:
        return self.sv if language.startswith("sv") else self.en


class MessageWords(BaseModel):
    """A message: `said` once it has been sent, `do` on the button, `about` what it is, in a sentence.

    `fields` are the labels of what it holds, `help` what stands under a label where there is more to say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    said: Phrase
    do: Phrase
    about: Phrase
    fields: Mapping[str, Phrase] = Field(default_factory=dict)
    help: Mapping[str, Phrase] = Field(default_factory=dict)


class Words(BaseModel):
    """Everything that a process names. `refusals` are the Swedish sentences, by the English ones in the code.

    `courtesies` are what units are asked to say, by the id of the courtesy; `nobody` what a page says of a case at a
    stage where nobody owes anything and nobody is waited for, where that is not the whole truth; `paper` what stands
    on what the person is given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Phrase
    board: Phrase
    nothing_here: Phrase
    closed: Phrase | None = None
    stages: Mapping[str, Phrase]
    parts: Mapping[str, Phrase]
    facts: Mapping[str, Phrase] = Field(default_factory=dict)
    choices: Mapping[str, Phrase] = Field(default_factory=dict)
    events: Mapping[str, Phrase] = Field(default_factory=dict)
    courtesies: Mapping[str, Phrase] = Field(default_factory=dict)
    nobody: Mapping[str, Phrase] = Field(default_factory=dict)
    messages: Mapping[str, MessageWords]
    paper: Mapping[str, Phrase] = Field(default_factory=dict)
    refusals: Mapping[str, str]

    def refusal(self, reason: str, language: str) -> str:
        """The sentence of a refusal in a language, its names still in braces."""
        return self.refusals.get(reason, reason) if language.startswith("sv") else reason


def load_words(package: str) -> Words:
    """The words of a process, with those that all processes share. Raises ValueError: which file, what is wrong."""
    shared, own = (_read(name) for name in ("brygga.process", package))
    for table in ("choices", "events", "messages", "refusals"):
        own[table] = {**shared.get(table, {}), **own.get(table, {})}
    try:
        return Words.model_validate(own)
    except ValueError as error:
        raise ValueError(f"{package}/words.toml: {error}") from None


def _read(package: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((files(package) / "words.toml").read_text(encoding="utf-8"))
