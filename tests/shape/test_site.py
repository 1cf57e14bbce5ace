"""The site's own shape: routes are guarded, persons are fetched through the guard, every text has Swedish words."""

import ast
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.urls import URLPattern, URLResolver, get_resolver

SITE = Path(__file__).parents[2] / "src" / "brygga_site"
GUARDS = {"assignment", "open", "signed in"}
FRAMEWORK = {"set_language", "openapi-json", "api-root"}
ABOUT_PERSONS = {"Person", "Case", "Message", "Receipt", "Overview", "Owing", "Participant", "Entry", "Subject"}
MAY_FETCH = {"reads.py", "actions.py", "projection.py", "bulk.py", "models.py"}


def _patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in resolver.url_patterns:
        found += _patterns(one) if isinstance(one, URLResolver) else [one]
    return found


PAGES = [one for one in _patterns(get_resolver()) if one.lookup_str.split(".")[0] != "ninja" or one.name in FRAMEWORK]
"""The routes of the API are tried one by one in tests/site/test_api.py: they answer nobody without a key."""


@pytest.mark.parametrize("pattern", PAGES, ids=lambda one: one.name)
def test_every_route_says_who_may_open_it(pattern: URLPattern) -> None:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    assert pattern.name in FRAMEWORK or getattr(view, "guard", None) in GUARDS


def test_only_reads_and_actions_query_what_is_about_a_person() -> None:
    found = []
    for file in SITE.rglob("*.py"):
        if file.name in MAY_FETCH or "migrations" in file.parts or "commands" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            queried = node.value if isinstance(node, ast.Attribute) and node.attr == "objects" else None
            if isinstance(queried, ast.Name) and queried.id in ABOUT_PERSONS:
                found.append(f"{file.relative_to(SITE)}:{node.lineno} {queried.id}.objects")
    # The demo makes its county and its past from nothing, before there is anyone to guard it from.
    assert [place for place in found if not place.startswith("web/demo/")] == []


def test_every_text_on_the_pages_has_its_swedish_words() -> None:
    with (SITE / "locale" / "sv" / "LC_MESSAGES" / "django.po").open("rb") as stream:
        catalogue = read_po(stream)
    translated = {ids[0] if isinstance(ids, tuple) else ids for ids in (m.id for m in catalogue if m.id and m.string)}
    used = {text: file for file in SITE.rglob("*") if file.suffix in {".py", ".html"} for text in _texts(file)}
    assert {text: str(file.relative_to(SITE)) for text, file in used.items() if text not in translated} == {}


def _texts(file: Path) -> set[str]:
    if file.suffix == ".html":
        return _texts_of_template(file)
    names = {"_", "gettext", "gettext_lazy", "ngettext", "gettext_noop"}
    calls = (n for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Call))
    texts = (c.args[0] for c in calls if isinstance(c.func, ast.Name) and c.func.id in names and c.args)
    return {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}


def _texts_of_template(file: Path) -> set[str]:
    options = {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
    with file.open("rb") as stream:
        calls = list(extract("jinja2.ext:babel_extract", stream, options=options))
    return {ids[0] if isinstance(ids, tuple) else ids for _, ids, _, _ in calls}
