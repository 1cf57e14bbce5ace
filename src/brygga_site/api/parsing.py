"""What is sent, read as JSON: text that no database keeps is refused before anybody asks what it means."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser


class TextParser(Parser):
    """JSON and queries in which every text is one: no NUL, which PostgreSQL refuses, and no half of a character."""

    def parse_body(self, request: HttpRequest) -> Any:
        content = json.loads(request.body)
        _check_texts(content)
        return content

    def parse_querydict(self, data: MultiValueDict, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        try:
            _check_texts(dict(data.lists()))
        except UnicodeError as error:
            raise HttpError(400, "") from error
        return super().parse_querydict(data, list_fields, request)


def _check_texts(node: Any) -> None:
    """Raises UnicodeError."""
    if isinstance(node, str):
        node.encode()
        if "\0" in node:
            raise UnicodeError("a text holds NUL")
    elif isinstance(node, dict):
        _check_texts([*node, *node.values()])
    elif isinstance(node, list):
        for part in node:
            _check_texts(part)
