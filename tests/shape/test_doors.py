"""Nothing comes in beside the doors: forms take text, days and moments by their fields, the API knows what it takes."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from ninja.operation import Operation, PathView
from pydantic import BaseModel

from brygga_site.api.parsing import TextParser
from brygga_site.api.v1 import v1

WEB = Path(__file__).parents[2] / "src" / "brygga_site" / "web"
BESIDE = {"CharField", "DateField", "DateTimeField", "EmailField", "SlugField", "RegexField", "URLField", "JSONField"}
"""Django's own fields, which would take text or a day as it comes."""


def fields_beside(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BESIDE):
            continue
        # A password is taken as it is typed.
        if not any(word.arg == "strip" for word in node.keywords):
            yield f"{file.relative_to(WEB)}:{node.lineno} {node.func.attr}"


def test_every_field_of_a_form_is_one_that_knows_what_may_come_in() -> None:
    assert [place for file in WEB.rglob("*.py") for place in fields_beside(file)] == []


def test_no_view_takes_a_key_or_a_number_as_it_comes() -> None:
    raw = [
        f"{file.relative_to(WEB)}"
        for file in WEB.rglob("*.py")
        for name in ("key", "seen")
        if f'request.POST.get("{name}"' in file.read_text(encoding="utf-8") and file.name != "sending.py"
    ]
    # An import's `seen` is a digest that is compared, and nothing else.
    assert raw == ["administration/views/importing.py"]


def operations() -> list[Operation]:
    views: list[PathView] = [view for _, router in v1._routers for view in router.path_operations.values()]
    return [operation for view in views for operation in view.operations]


def models_within(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from models_within(field.annotation)
    for part in get_args(kind):
        yield from models_within(part)


def test_there_are_operations_to_look_at() -> None:
    assert len(operations()) > 20
    assert isinstance(v1.parser, TextParser)


@pytest.mark.parametrize("operation", operations(), ids=lambda one: f"{one.methods[0]} {one.path}")
def test_what_is_sent_to_the_api_holds_nothing_that_it_does_not_know(operation: Operation) -> None:
    taken = [model for model in operation.models if model.__ninja_param_source__ in ("body", "query")]
    schemas = {
        kind for model in taken for field in model.model_fields.values() for kind in models_within(field.annotation)
    }
    assert [kind.__name__ for kind in schemas if kind.model_config.get("extra") != "forbid"] == []
