"""Fixtures for every test of the site, in requests and in a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.template.backends.jinja2 import Template
from django.test.signals import template_rendered
from tests.templates import asked_for

pytest_plugins = ["tests.start", "tests.site.database", "tests.site.fixtures", "tests.costs", "tests.failures"]

OF_EVERY_REQUEST = {"request", "csrf_input", "csrf_token"}


@pytest.fixture(scope="session", autouse=True)
def _pages_are_watched() -> Iterator[None]:
    """Every page that a test opens is passed all that its template may ask for, also where this page does not ask.

    Django's test client learns what a page was made of from Django's own templates alone; ours tell it too.
    """
    render = Template.render

    def watched(template: Template, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        name, given = template.template.name, set(context or ())
        if name.startswith("django/"):  # the widgets of forms
            return render(template, context, request)
        if request is not None:
            given |= OF_EVERY_REQUEST.union(*(make(request) for make in template.backend.template_context_processors))
        missing = asked_for(template.backend.env, name) - given
        assert not missing, f"{name} may ask for {', '.join(sorted(missing))}, and the view does not pass it"
        template_rendered.send(sender=template, template=template, context=context or {})
        return render(template, context, request)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Template, "render", watched)
        yield
