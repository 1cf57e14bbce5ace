"""What is sent, read as JSON: every text in it as it is kept, and nothing that is none, nor anything said twice."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser

from brygga.files import without_doubles
from brygga.texts import UnusableText, kept


class Unseen(ValueError):
    """A text with a character that nobody would see: `where` it stands, and the `character`."""

    def __init__(self, where: str, character: str) -> None:
        self.where, self.character = where, character
        super().__init__(where)


class TextParser(Parser):
    """JSON and queries in which every text is one, in the form in which texts are kept."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            return _kept(json.loads(request.body, object_pairs_hook=without_doubles), ())
        except RecursionError as error:
            raise ValueError("nested too deeply") from error

    def parse_querydict(self, data: MultiValueDict, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        try:
            texts = MultiValueDict({name: _kept(values, (name,)) for name, values in data.lists()})
        except ValueError as error:
            raise HttpError(400, "") from error
        return super().parse_querydict(texts, list_fields, request)


def _kept(node: Any, at: tuple[str, ...]) -> Any:
    """Raises Unseen, and UnicodeError for NUL and half a character, which are no text at all."""
    if isinstance(node, str):
        node.encode()
        if "\0" in node:
            raise UnicodeError("a text holds NUL")
        try:
            return kept(node)
        except UnusableText as unusable:
            raise Unseen(".".join(at), unusable.character) from None
    if isinstance(node, dict):
        return {_kept(name, at): _kept(value, (*at, name)) for name, value in node.items()}
    if isinstance(node, list):
        return [_kept(part, (*at, str(number))) for number, part in enumerate(node)]
    return node
