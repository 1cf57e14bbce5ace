"""Fixtures for every test of the site, in requests and in a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.template.backends.jinja2 import Template
from django.test.signals import template_rendered

pytest_plugins = ["tests.site.fixtures"]


@pytest.fixture(scope="session", autouse=True)
def _responses_have_contexts() -> Iterator[None]:
    """Django's test client learns what a page was made of from Django's own templates alone; ours tell it too."""
    render = Template.render

    def telling(template: Template, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        if not template.template.name.startswith("django/"):  # the widgets of forms
            template_rendered.send(sender=template, template=template, context=context or {})
        return render(template, context, request)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Template, "render", telling)
        yield
