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

SITE = Path(__file__).parents[2] / "src" / "brygga_site"
WEB = SITE / "web"
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


CARRIES = {"GET", "POST", "FILES", "COOKIES", "META", "headers", "body"}
"""What of a request holds values as they came."""

DOORS = {
    "web/screens.py": "what a page left open brings along, which is sealed",
    "accounts/actions.py": "the browser's name, cut",
    "accounts/at_once.py": "the session's cookie",
    "accounts/places.py": "the browser, of which a known name is kept",
    "accounts/middleware.py": "where one was, checked to be here; the form that waits",
    "api/cases/routes.py": "the query that was checked, for the next part's address",
    "api/keys.py": "a program's key",
    "api/listing.py": "the query that was checked, for the next part's address",
    "api/strict.py": "the names of the query",
    "door/gate.py": "length, method and where it comes from",
    "door/health.py": "a monitor's word",
    "door/outages.py": "what is to be sent again",
    "door/proxy.py": "the proxy's two headers",
    "trail/middleware.py": "the address",
}
"""The files in which a value is taken from a request, and what they judge it by. All others give the fields on."""

COMPARE_HEADERS = {"web/cases/views/case.py", "web/review/views/rounds.py", "web/sign_in/views/by_provider.py"}
"""Views that compare a header with what they know, and do nothing else with it."""


def raw_reads(file: Path) -> Iterator[str]:
    """Places that take a value out of a request themselves, instead of giving its fields to a form or a door."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute | ast.Subscript):
            held = [node.value]
        elif isinstance(node, ast.Compare):
            held = node.comparators
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("dict", "list", "set"):
            held = node.args
        elif isinstance(node, ast.For | ast.comprehension):
            held = [node.iter]
        else:
            continue
        for one in held:
            if isinstance(one, ast.Attribute) and one.attr in CARRIES and _is_request(one.value):
                yield f"{file.relative_to(SITE)}:{one.lineno} {one.attr}"


def _is_request(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id in ("request", "asked")) or (
        isinstance(node, ast.Attribute) and node.attr == "request"
    )


def test_every_value_of_a_request_comes_in_by_a_form_or_a_named_door() -> None:
    raw = [place for file in sorted(SITE.rglob("*.py")) for place in raw_reads(file)]
    beside = [place for place in raw if place.partition(":")[0] not in DOORS]
    assert {place.partition(":")[0] for place in beside if place.endswith(" headers")} == COMPARE_HEADERS
    assert [place for place in beside if not place.endswith(" headers")] == []
    assert {place.partition(":")[0] for place in raw} == DOORS.keys() | COMPARE_HEADERS


def test_a_raw_read_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = ['request.GET.get("q")', 'request.POST["q"]', '"q" in self.request.GET', "dict(request.POST)"]
    reads += ['request.headers["X"]', "[one for one in request.COOKIES]", "request.body.decode()"]
    monkeypatch.setattr("tests.shape.test_doors.SITE", tmp_path)
    for number, read in enumerate(reads):
        file = tmp_path / f"{number}.py"
        file.write_text(f"found = {read}\n")
        assert [place.partition(" ")[0] for place in raw_reads(file)] == [f"{number}.py:1"], read
    file.write_text("form = Form(request.POST or None, request.FILES)\nword(request.GET, 'q')\n")
    assert list(raw_reads(file)) == []


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
