"""What a message holds: the JSON schema drawn from its type, and what was sent, read by that type."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from brygga.calendars import YEARS
from brygga.process import AnyProcess, Body
from brygga_site.api.problems import Unusable
from brygga_site.words import processes as words
from brygga_site.words.refusals import said

ABOUT = "about"
"""What another case's message is about is filled in from that message, and never by hand."""

FIRST_YEAR, LAST_YEAR = YEARS[0], YEARS[-1]


def content_schema(process: AnyProcess, body: type[Body]) -> dict[str, Any]:
    """The JSON schema of what a message of this kind holds, whole in itself, in the language of the request."""
    drawn = body.model_json_schema()
    defined = drawn.get("$defs", {})
    properties = {}
    for name, field in drawn.get("properties", {}).items():
        if name != ABOUT:
            help_text = words.help_text(process, body.kind, name)
            described = {"description": help_text} if help_text else {}
            label = words.field(process, body.kind, name)
            properties[name] = {"title": label, **described, **_inlined(process, field, defined)}
    return {
        "title": words.said(body.kind),
        "description": words.about(body.kind),
        "type": "object",
        "properties": properties,
        "required": [name for name in drawn.get("required", []) if name != ABOUT],
        "additionalProperties": False,
    }


def _inlined(process: AnyProcess, node: Any, defined: Mapping[str, Any]) -> Any:
    """A part of a schema with what it refers to in its place, and each choice with its words."""
    if isinstance(node, list):
        return [_inlined(process, part, defined) for part in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        rest = {name: part for name, part in node.items() if name != "$ref"}
        return _inlined(process, defined[node["$ref"].rpartition("/")[2]] | rest, defined)
    if "enum" in node:
        choices = [{"const": value, "title": words.choice(process, value)} for value in node["enum"]]
        return {"type": "string", "oneOf": choices} | {name: node[name] for name in ("default",) if name in node}
    return {
        name: _inlined(process, part, defined) for name, part in node.items() if name not in ("title", "description")
    }


def body_of(process: AnyProcess, kind: str, content: Mapping[str, Any]) -> Body:
    """The message that was sent. Raises Unusable: which field, and what is wrong with it."""
    if kind not in process.bodies:
        known = ", ".join(process.bodies)
        what = _("There is no such message in this process. There are: %(known)s.") % {"known": known}
        raise Unusable({"where": "kind", "what": what})
    if ABOUT in content:
        what = _("Leave it out here: what a case is about is said beside the content.")
        raise Unusable({"where": f"content.{ABOUT}", "what": what})
    return filled(process.bodies[kind], content)


def filled(body: type[Body], content: Mapping[str, Any]) -> Body:
    """The message of a type that holds this. Raises Unusable."""
    try:
        # JSON's own types, and nothing taken for another: a number is no moment, and “no” is not false.
        message = body.model_validate_json(json.dumps(content), strict=True)
    except ValidationError as error:
        raise Unusable(
            *({"where": _place(detail["loc"]), "what": said(detail["msg"])} for detail in error.errors())
        ) from None
    odd = [{"where": place, "what": text} for place, text in _out_of_time("content", message)]
    if odd:
        raise Unusable(*odd)
    return message


def _place(steps: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in ("content", *steps))


def _out_of_time(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """The places of days and moments that no calendar is kept for."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _out_of_time(f"{place}.{name}", getattr(value, name))
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _out_of_time(f"{place}.{number}", part)
    elif isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        yield place, _("The year is to be from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}


def written(message: Body) -> dict[str, Any]:
    """What a message holds, as JSON. A message of another case is told without the number of that case."""
    content = message.model_dump(mode="json")
    if content.get(ABOUT):
        content[ABOUT] = {name: value for name, value in content[ABOUT].items() if name != "case"}
    return content
