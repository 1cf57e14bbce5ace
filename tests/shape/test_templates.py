"""The pages' templates: they compile, they are laid out as agreed, and nothing of a page is fixed at compile time."""

import ast
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from jinja2 import UndefinedError, nodes
from tests.templates import SRC, fault_of_line, faults, unclosed

from brygga_site.web.context import page

JINJA = engines["jinja2"].env
TEMPLATES = sorted(path.relative_to(root) for root in JINJA.loader.searchpath for path in Path(root).rglob("*.html"))
SAME_IN_EVERY_LANGUAGE = {"cite"}


def test_every_template_has_one_tag_a_line_and_no_long_line() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('<li class="{{ \'a\' if b > 1 }}" {% if c %}id="d"{% endif %}>{{ e }}</li>', ""),
        ('<a href="f"><code>{{ g }}</code></a><br>', ""),
        ("<p><strong>h</strong></p>", "2 tags begin here; one a line"),
        ("<p>{% if i %}j{% endif %}</p>", "2 tags begin here; one a line"),
        ("k" * 121, "121 characters; at most 120"),
    ],
)
def test_a_line_begins_one_tag(line: str, fault: str) -> None:
    assert fault_of_line(line) == fault


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>\n<br>{% if a %}<em>b</em>{% else %}c{% endif %}</p>", []),
        ("<p>\n<em>a</p>", [(2, "<p> is closed here; open is <em> of line 2")]),
        ("{% if a %}\n<p>\n{% endif %}</p>", [(3, "if is closed here; open is <p> of line 2")]),
        ("{% if a %}<p>\n{% else %}</p>{% endif %}", [(2, "else begins here, while <p> of line 1 is open")]),
        ("<p>\n<em>a</em>", [(1, "<p> is not closed")]),
    ],
)
def test_what_is_opened_is_closed_in_the_same_branch(text: str, found: list[tuple[int, str]]) -> None:
    assert list(unclosed(text)) == found


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_every_template_compiles_and_every_filter_in_it_is_known(name: Path) -> None:
    assert JINJA.get_template(str(name)).root_render_func


def test_how_far_in_a_line_of_a_template_stands_is_no_part_of_the_page() -> None:
    laid_out = "<ul>\n  {% for one in text %}\n    <li>{{ one }}</li>\n  {% endfor %}\n</ul>"
    assert JINJA.from_string(laid_out).render(text="  a").split("\n") == [
        "<ul>",
        *["", "<li> </li>"] * 2,
        "",
        "<li>a</li>",
        "",
        "</ul>",
    ]


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
