"""The pages' templates: they compile, they are laid out as agreed, and nothing of a page is fixed at compile time."""

import ast
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from jinja2 import UndefinedError, nodes
from tests.templates import SRC, faults

from brygga_site.web.context import page

JINJA = engines["jinja2"].env
TEMPLATES = sorted(path.relative_to(root) for root in JINJA.loader.searchpath for path in Path(root).rglob("*.html"))
SAME_IN_EVERY_LANGUAGE = {"cite"}


def test_every_template_has_one_tag_a_line_and_no_long_line() -> None:
    assert faults() == []


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_every_template_compiles_and_every_filter_in_it_is_known(name: Path) -> None:
    assert JINJA.get_template(str(name)).root_render_func


def test_no_filter_is_used_on_a_constant() -> None:
    # Jinja would work it out once, when the page is compiled, in the language of whoever asked first.
    found = {
        f"{name}: {one.name}"
        for name in TEMPLATES
        for one in JINJA.parse(JINJA.loader.get_source(JINJA, str(name))[0]).find_all(nodes.Filter)
        if isinstance(one.node, nodes.Const) and one.name not in SAME_IN_EVERY_LANGUAGE | {"format"}
    }
    assert found == set()


def test_a_misspelt_name_is_an_error() -> None:
    for misspelt in (
        "{{ persn }}",
        "{{ person.nmae }}",
        "{% if persn %}{% endif %}",
        "{% for one in persn %}{% endfor %}",
    ):
        with pytest.raises(UndefinedError):
            JINJA.from_string(misspelt).render(person=object())
    with pytest.raises(TypeError, match="is not called"):
        JINJA.from_string("{{ text.upper }}").render(text="a")


def test_no_view_passes_a_name_that_every_page_has() -> None:
    # What every page has wins over what a view passes, so the view's own would be lost without a word.
    everywhere = {*page(RequestFactory().get(reverse("today"))), "user", "perms", "messages", "request"}
    given = {
        f"{file.relative_to(SRC)}: {key.value}"
        for file in (SRC / "brygga_site" / "web").rglob("*.py")
        if file.name != "context.py"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and key.value in everywhere
    }
    assert given == set()
