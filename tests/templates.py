"""How templates are laid out: `python -m tests.templates`, in `make check`, says with file and line what is wrong.

- No line has more than 120 characters.
- A line begins one element or one statement. What does not count: `<br>` and `<wbr>`, statements within a start tag,
  and the `<code>` that is all a link holds.
- What is opened is closed, in the same branch of the same statement.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, meta, nodes

SRC = Path(__file__).parents[1] / "src"
LONGEST = 120

JINJA = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
# From `<` to `>`; seen by the line, to the end of the line where the tag goes on.
START_TAG = rf"<[a-zA-Z](?:{JINJA}|\"(?:{JINJA}|[^\"])*\"|'(?:{JINJA}|[^'])*'|[^<>\"'])*"
BEGINS_ELEMENT = re.compile(START_TAG + ">?")
BEGINS_STATEMENT = re.compile(r"\{%-?\s*(?!end|else|elif|pluralize)\w")
BESIDE = re.compile(r"<w?br>|(?<=>)<code>")

PIECE = re.compile(
    rf"{{#.*?#}}|(?P<element>{START_TAG}>)|</(?P<closed>[\w-]+)>|{{%-?\s*(?P<statement>\w+)(?P<rest>.*?)%}}", re.S
)
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
BLOCKS = {"block", "call", "filter", "for", "if", "macro", "trans", "with"}
BRANCHES = {"else", "elif", "pluralize"}


def faults() -> list[str]:
    """What is wrong, each with file and line."""
    found = []
    for file in sorted(SRC.rglob("*.html")):
        text = file.read_text()
        in_lines = ((number, fault_of_line(line)) for number, line in enumerate(text.splitlines(), start=1))
        found += [
            f"{file.relative_to(SRC.parent)}:{at}: {fault}" for at, fault in (*in_lines, *unclosed(text)) if fault
        ]
    return found


def fault_of_line(line: str) -> str:
    if len(line) > LONGEST:
        return f"{len(line)} characters; at most {LONGEST}"
    text, elements = BEGINS_ELEMENT.subn("", BESIDE.sub("", line))
    begun = elements + len(BEGINS_STATEMENT.findall(text))
    return f"{begun} tags begin here; one a line" if begun > 1 else ""


def unclosed(text: str) -> Iterator[tuple[int, str]]:
    """Where something is closed, or another branch begins, while something within is still open."""
    opened: list[tuple[str, int]] = []
    for piece in PIECE.finditer(text):
        line = text.count("\n", 0, piece.start()) + 1
        statement = piece["statement"] or ""
        if tag := piece["element"]:
            name = re.match(r"<([\w-]+)", tag)[1]
            if name not in VOID and not tag.endswith("/>"):
                opened.append((f"<{name}>", line))
        elif statement in BLOCKS or (statement == "set" and "=" not in piece["rest"]):
            opened.append((statement, line))
        elif piece["closed"] or statement.startswith("end"):
            closed = f"<{piece['closed']}>" if piece["closed"] else statement.removeprefix("end")
            if not opened or opened[-1][0] != closed:
                still = f"{opened[-1][0]} of line {opened[-1][1]}" if opened else "nothing"
                yield line, f"{closed} is closed here; open is {still}"
                return
            opened.pop()
        elif statement in BRANCHES and opened[-1][0] not in ("if", "for", "trans"):
            yield line, f"{statement} begins here, while {opened[-1][0]} of line {opened[-1][1]} is open"
            return
    if opened:
        yield opened[-1][1], f"{opened[-1][0]} is not closed"


@cache
def asked_for(environment: Environment, name: str) -> frozenset[str]:
    """The names that a page, what it extends and what it includes ask for; not those they test with `is defined`."""
    tree = environment.parse(environment.loader.get_source(environment, name)[0])
    asked = meta.find_undeclared_variables(tree)
    for part in tree.find_all((nodes.Extends, nodes.Include)):
        asked |= asked_for(environment, part.template.value)
    own = {one.name for one in tree.find_all(nodes.Name) if one.ctx in ("store", "param")}
    own |= {one.name for one in tree.find_all(nodes.Macro)}
    own |= {one for part in tree.find_all(nodes.FromImport) for one in part.names}
    tested = {one.node.name for one in tree.find_all(nodes.Test) if one.name == "defined" and hasattr(one.node, "name")}
    return frozenset(asked - own - tested - environment.globals.keys())


if __name__ == "__main__":
    found = faults()
    print("\n".join(found), file=sys.stderr)
    sys.exit(bool(found))
