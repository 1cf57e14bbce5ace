"""`python -m tests.templates`: whether every template has one tag a line and no line of more than 120 characters.

A line begins one element or one statement. What does not count: `<br>` and `<wbr>`, statements within a start tag,
and the `<code>` that is all a link holds.
"""

import re
import sys
from pathlib import Path

SRC = Path(__file__).parents[1] / "src"
LONGEST = 120

JINJA = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
# From `<` to `>`, or to the end of the line where the tag goes on.
START_TAG = re.compile(rf"<[a-zA-Z](?:{JINJA}|\"(?:{JINJA}|[^\"])*\"|'(?:{JINJA}|[^'])*'|[^<>\"'])*>?")
STATEMENT = re.compile(r"\{%-?\s*(?!end|else|elif|pluralize)\w")
BESIDE = re.compile(r"<w?br>|(?<=>)<code>")


def faults() -> list[str]:
    """What is wrong, each with file and line."""
    return [
        f"{file.relative_to(SRC.parent)}:{number}: {fault}"
        for file in sorted(SRC.rglob("*.html"))
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if (fault := _fault(line))
    ]


def _fault(line: str) -> str:
    if len(line) > LONGEST:
        return f"{len(line)} characters; at most {LONGEST}"
    text, elements = START_TAG.subn("", BESIDE.sub("", line))
    begun = elements + len(STATEMENT.findall(text))
    return f"{begun} tags begin here; one a line" if begun > 1 else ""


if __name__ == "__main__":
    found = faults()
    print("\n".join(found), file=sys.stderr)
    sys.exit(bool(found))
