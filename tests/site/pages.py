"""Reads a page as a visitor does."""

import re
from html import unescape

from django.test import Client


def page(client: Client, url: str, status: int = 200) -> str:
    """The page's text in English, checked to have come with `status`."""
    response = client.get(url, headers={"accept-language": "en"})
    assert response.status_code == status, url
    return unescape(response.content.decode())


def close(text: str) -> str:
    """The page without the space around its tags, to look for a piece of it."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"[ \n]+", " ", text))
