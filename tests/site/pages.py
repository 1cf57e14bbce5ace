"""Reads a page as a visitor does."""

from html import unescape

from django.test import Client


def page(client: Client, url: str, status: int = 200) -> str:
    """The page's text in English, checked to have come with `status`."""
    response = client.get(url, headers={"accept-language": "en"})
    assert response.status_code == status, url
    return unescape(response.content.decode())
