"""The reference as a page to read, `docs/generated/reference.md`, and as `brygga reference` prints it."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from brygga.reference.whole import Reference


def page(reference: Reference) -> str:
    """The whole reference in Markdown."""
    return "\n".join(_lines(reference)) + "\n"


def _lines(reference: Reference) -> Iterator[str]:
    shown = reference.to_json()
    yield "# Reference: what an agreement is written with"
    yield ""
    yield "Made by `python -m tests.spec` out of the types and the code, as `brygga reference` prints it; not to be"
    yield "edited by hand. How one writes an agreement stands in [agreements.md](../agreements.md)."
    for (file, where), of_place in groupby(reference.keys, key=lambda key: (key.file, key.where)):
        yield from _head(f"`{file}`" + (f" `{where}`" if where else ""))
        # Words with a mark where a key cannot be left out.
        rows = [(f"`{k.key}`" + ("" if not k.required else " *"), k.values, k.meaning, k.read_by) for k in of_place]
        yield from _table(("key (* needed)", "written", "what it is", "read by"), rows)
    yield from _head("Units of figures")
    yield from _table(("unit", "write"), ((one["unit"], one["values"]) for one in shown["units"]))
    yield from _head("Figures that Brygga reads by their key")
    rows_of_figures = ((f"`{x['key']}`", ", ".join(x["units"]), ", ".join(x["read_by"])) for x in shown["figures"])
    yield from _table(("key", "unit", "read by"), rows_of_figures)
    yield from _head("Carriers of clauses")
    yield from _table(("kind", "refers to"), ((f"`{kind}`", what) for kind, what in shown["carriers"].items()))
    for process in shown["processes"]:
        yield from _process(process)
    yield from _head("Worked cases")
    for case in shown["cases"]:
        yield from ("", f'### kind = "{case["kind"]}"', "")
        yield from _table(("", "key", "what it is"), _of_case(case))
    yield from _words(shown)


def _process(process: dict[str, Any]) -> Iterator[str]:
    yield from _head(f"Process `{process['name']}`")
    yield f"Parts: {', '.join(process['parts'])}."
    yield ""
    yield f"Events: {', '.join(process['events'])}."
    yield ""
    rows = ((f"`{m['kind']}`", ", ".join(m["sent_by"]), ", ".join(m["holds"])) for m in process["messages"])
    yield from _table(("message", "sent by", "holds"), rows)


def _of_case(case: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for part in ("given", "expect"):
        yield from ((part, f"`{key}`", what) for key, what in case[part].items())


def _words(shown: dict[str, Any]) -> Iterator[str]:
    yield from _head("Tables there are")
    rows = ((f"`{t['name']}`", t["asks"], ", ".join(t["answers"]), ", ".join(t["optional"])) for t in shown["tables"])
    yield from _table(("table", "asks", "answers", "may answer"), rows)
    yield from _head("Shared answers")
    yield from _table(
        ("answer", "means", "values"),
        ((f"`{a['key']}`", a["means"], ", ".join(a["values"])) for a in shown["answers"]),
    )
    yield from _head("Shared facts")
    facts = ((f"`{f['key']}`", f["kind"], " ".join(map(_said, f["values"])), f["means"]) for f in shown["facts"])
    yield from _table(("fact", "kind", "values", "means"), facts)


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _head(text: str) -> tuple[str, ...]:
    return ("", f"## {text}", "")


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
