"""Jinja2 as the pages use it. A misspelt name is an error; docs/decisions/2026-11-29-pages-are-compiled.md says why."""

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from inspect import getmembers, isfunction, isroutine
from types import ModuleType
from typing import Any

from django.template import defaultfilters
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import formats, html, timezone, translation
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from jinja2 import BaseLoader, Environment, StrictUndefined
from jinja2.ext import Extension

from brygga_site.web import dates, filters
from brygga_site.web.administration import filters as of_administration
from brygga_site.web.agreements import filters as of_agreements
from brygga_site.web.keeping import filters as of_keeping
from brygga_site.web.persons import filters as of_persons
from brygga_site.web.review import filters as of_review
from brygga_site.web.rules import filters as of_rules
from brygga_site.web.settlement import filters as of_settlement


class Unindented(Extension):
    """Leaves out how far in the lines of a template stand, which is a fifth of a page and of no use to a browser."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"^ +", "", source, flags=re.MULTILINE)


REMEMBERED = 4096
"""So many addresses are kept as text: the pages of a unit write the same ones again and again."""


def environment(loader: BaseLoader, auto_reload: bool, **_: Any) -> Environment:
    """For `TEMPLATES`: every public function of a subject's `filters.py` is a filter, by its own name."""
    made = Environment(
        loader=loader,
        auto_reload=auto_reload,
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", Unindented],
        finalize=in_language,
    )
    # A text in `trans` may be broken over lines; its message id is one line.
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals |= {"language": translation.get_language, "static": static, "url": url}
    made.filters |= {
        "capfirst": capfirst,
        "date": dates.written,
        "escapejs": html.escapejs,
        "json_script": html.json_script,
        "linebreaksbr": lines,
    }
    for module in (
        filters,
        of_administration,
        of_agreements,
        of_keeping,
        of_persons,
        of_review,
        of_rules,
        of_settlement,
    ):
        for name, function in own_functions(module).items():
            if name in made.filters:
                raise ValueError(f"{module.__name__}: there is a filter '{name}' already")
            made.filters[name] = function
    return made


def own_functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    return {
        name: function
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def in_language(value: Any) -> Any:
    """What `{{ }}` writes: numbers and dates as in the language of the page."""
    if isinstance(value, str):
        return value
    if isinstance(value, float | Decimal | date | time):
        return formats.localize(timezone.template_localtime(value))
    if isroutine(value):
        raise TypeError(f"{value.__qualname__} is not called")
    return value


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its name, as Django's `{% url %}`."""
    return _reversed(get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(REMEMBERED)
def _reversed(prefix: str, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, args=args, kwargs=dict(kwargs))


def lines(text: object) -> SafeString:
    return defaultfilters.linebreaksbr(text, autoescape=True)
