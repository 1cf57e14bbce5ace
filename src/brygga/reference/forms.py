"""The keys of an agreement's files, drawn from the types and readers that load them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from brygga.agreements.clauses import BOUND, Carrier, CarrierKind, ClauseId, Lines
from brygga.agreements.figures import UNITS
from brygga.agreements.load import FORMS
from brygga.rules import parse, vocabulary
from brygga.rules.facts import KINDS
from brygga.rules.table import HitPolicy

WRITTEN: Mapping[Any, str] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    date: "a day, 2026-01-31",
    time: "a time of day, 12:00",
    ClauseId: "the id of a clause",
    Lines: '"748-752" or "748"',
    Carrier: f"a table of one key: {', '.join(CarrierKind)}",
}
PLAINER = {
    "Parameter.unit": f"one of {', '.join(UNITS)}",
    "Clause.binds": f"a list of {', '.join(sorted(BOUND))}, or body:<id>",
    "LiabilityRule.amount": '"national", or a list of tables as below',
    "DatedValue.value": "a value of the figure's unit",
    "facts.toml fact.kind": f"one of {', '.join(KINDS)}",
    "facts.toml hours.days": f"one of {', '.join(vocabulary.DAYS)}",
    "tables/*.toml the table.hit_policy": f"one of {', '.join(HitPolicy)}",
}


@dataclass(frozen=True)
class Key:
    """One key: the file and the table of TOML it may stand in, what is written, what it is, and what reads it."""

    file: str
    where: str
    key: str
    values: str
    required: bool
    meaning: str
    read_by: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def keys() -> Iterator[Key]:
    """Every key of every file, in the order in which they are written."""
    for file, form in FORMS.items():
        yield from _of_type(file, "", form)
    for file, forms in (("facts.toml", vocabulary.FORMS), ("tables/*.toml", parse.KEYS)):
        for row, names in forms.items():
            where, owner = "" if row == "the table" else f"[[{row}]]", f"{file} {row}"
            for name in sorted(names) if isinstance(names, set) else names:
                yield Key(file, where, name, PLAINER.get(f"{owner}.{name}", ""), False, *meaning(owner, name))


def meaning(owner: str, name: str) -> tuple[str, str]:
    """What a key is and what reads it; empty where no words were written (a test finds it)."""
    what, read_by = meanings().get(owner, {}).get(name, ("", ""))
    return what, read_by


@cache
def meanings() -> dict[str, dict[str, list[str]]]:
    """The words for keys by type or form."""
    return tomllib.loads((files("brygga.reference") / "meanings.toml").read_text(encoding="utf-8"))


def _of_type(file: str, where: str, form: type[BaseModel]) -> Iterator[Key]:
    nested: list[tuple[str, type[BaseModel]]] = []
    for field, info in form.model_fields.items():
        name = info.alias or field
        inner = _model(info.annotation)
        values = PLAINER.get(f"{form.__name__}.{name}") or _written(info.annotation, info)
        if inner:
            several = get_origin(_given(info.annotation)) is tuple
            path = f"{where.strip('[]')}.{name}".lstrip(".")
            place = f"[[{path}]]" if several else f"[{path}]"
            values = PLAINER.get(f"{form.__name__}.{name}", place)
            nested.append((place, inner))
        yield Key(file, where, name, values, info.is_required(), *meaning(form.__name__, name))
    for path, inner in nested:
        yield from _of_type(file, path, inner)


def _given(annotation: Any) -> Any:
    """What may be given, where None only stands for nothing."""
    rest = [one for one in get_args(annotation) if one is not NoneType] if NoneType in get_args(annotation) else []
    return rest[0] if len(rest) == 1 else annotation


def _model(annotation: Any) -> type[BaseModel] | None:
    """The type of the table of TOML that stands here; None for a plain value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return None if annotation in WRITTEN else annotation
    return next((found for one in get_args(annotation) if (found := _model(one))), None)


def _written(annotation: Any, info: FieldInfo | None = None) -> str:
    given = _given(annotation)
    if given in WRITTEN:
        return WRITTEN[given] + (_bounds(info) if info else "")
    if isinstance(given, type) and issubclass(given, StrEnum):
        return f"one of {', '.join(given)}"
    origin, inside = get_origin(given), get_args(given)
    if origin is Annotated:
        return _written(inside[0])
    if origin is Literal:
        return ("one of " if len(inside) > 1 else "") + ", ".join(map(str, inside))
    if origin is tuple:
        return f"a list: {_written(inside[0])}"
    if origin is dict:
        return "a table"
    return " or ".join(_written(one) for one in inside if one is not NoneType)


def _bounds(info: FieldInfo) -> str:
    limits = [f"at least {one.ge}" for one in info.metadata if isinstance(one, Ge)]
    limits += [f"at most {one.le}" for one in info.metadata if isinstance(one, Le)]
    return f", {' and '.join(limits)}" if limits else ""
