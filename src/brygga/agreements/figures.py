"""What a figure may be: the units there are, what a value in each is, and what is to be written where it is not."""

import re
from dataclasses import dataclass
from enum import StrEnum

Value = bool | int | str


class FigureForm(StrEnum):
    """What a value is."""

    WHOLE = "a whole number"
    NUMBER = "a number"
    SHARE = "a fraction"
    CLOCK = "a time of day"
    YES_NO = "true or false"
    WORD = "a word"


UNITS = {
    "SEK": FigureForm.WHOLE,
    "SEK per day": FigureForm.WHOLE,
    "age turned in the calendar year": FigureForm.WHOLE,
    "area codes": FigureForm.WORD,
    "areas": FigureForm.WHOLE,
    "body": FigureForm.WORD,
    "boolean": FigureForm.YES_NO,
    "calendar days": FigureForm.NUMBER,
    "days": FigureForm.NUMBER,
    "days of the month": FigureForm.WORD,
    "fraction": FigureForm.SHARE,
    "hours": FigureForm.NUMBER,
    "hours per week": FigureForm.NUMBER,
    "minutes": FigureForm.NUMBER,
    "model": FigureForm.WORD,
    "months": FigureForm.WHOLE,
    "percent": FigureForm.NUMBER,
    "persons": FigureForm.WHOLE,
    "posts": FigureForm.NUMBER,
    "time of day": FigureForm.CLOCK,
    "units": FigureForm.WHOLE,
    "weekdays": FigureForm.NUMBER,
    "weeks": FigureForm.NUMBER,
    "year": FigureForm.WHOLE,
    "years": FigureForm.WHOLE,
}
"""Per unit what its values are. `days` is for what a source calls days without saying which."""

EXAMPLES = {
    FigureForm.WHOLE: "12",
    FigureForm.NUMBER: '12, or "2.5" as text with a point',
    FigureForm.SHARE: '"2/3"',
    FigureForm.CLOCK: '"17:00:00"',
    FigureForm.YES_NO: "true",
    FigureForm.WORD: '"hsf"',
}

_WRITTEN = {
    FigureForm.WHOLE: re.compile(r"\d+"),
    FigureForm.NUMBER: re.compile(r"\d+(\.\d+)?"),
    FigureForm.SHARE: re.compile(r"\d+/[1-9]\d*"),
    FigureForm.CLOCK: re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?"),
    FigureForm.WORD: re.compile(r"\S+"),
}


@dataclass(frozen=True)
class FigureUse:
    """As what a figure is read: the units that its reader can count in, and what a value has to be for it."""

    units: tuple[str, ...]
    form: FigureForm


def is_in(form: FigureForm, value: Value) -> bool:
    """Whether a value is what the form asks for. No figure is negative."""
    if form is FigureForm.YES_NO or isinstance(value, bool):
        return isinstance(value, bool) and form is FigureForm.YES_NO
    return bool(_WRITTEN[form].fullmatch(str(value)))


def refusal(form: FigureForm, value: Value) -> str:
    """Why a value is not what the form asks for, and what to write."""
    shown = str(value).lower() if isinstance(value, bool) else f"'{value}'"
    return f"{shown} is not {form.value}: write {EXAMPLES[form]}"
