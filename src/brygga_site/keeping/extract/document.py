"""The extract as JSON, for programs, and as a PDF in plain Swedish, set from `extract.typ`."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from brygga.processes import PROCESSES
from brygga_site.agreements import registry
from brygga_site.keeping.extract.held import Extract, Held, HeldCase
from brygga_site.keeping.extract.reads import OTHERS
from brygga_site.review import paper
from brygga_site.words.processes import title

TEMPLATE = Path(__file__).with_name("extract.typ")
FORM = "brygga-extract-1"


def as_json(extract: Extract) -> bytes:
    """The extract as one JSON document: what is said both in words and as it is kept."""
    accesses = [
        {
            "day": day.day.isoformat(),
            "from": one.first.isoformat(),
            "to": one.last.isoformat(),
            "unit": one.unit,
            "staff": one.staff,
            "title": one.title,
            "what": one.what,
            "why": one.why,
            "refused": one.refused,
            "times": one.times,
        }
        for day in extract.accesses.days
        for one in day.accesses
    ]
    made = {
        "form": FORM,
        "organisation": extract.organisation.name,
        "made_at": extract.made_at.isoformat(),
        "number": extract.number,
        "identity": [list(pair) for pair in extract.identity],
        "statements": [_plain(one) for one in extract.statements],
        "cases": [_plain_case(one) for one in extract.cases],
        "destruction_stopped": [list(pair) for pair in extract.holds],
        "accesses": accesses,
        "ask_also": list(extract.accesses.others),
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


def _plain(one: Held) -> dict[str, Any]:
    given = {"says": [list(pair) for pair in one.says], "content": dict(one.content)}
    return {
        "key": one.key,
        "kind": one.kind,
        "label": one.label,
        "at": one.at.isoformat(),
        "unit": one.unit,
        "organisation": one.organisation,
        "read": [list(pair) for pair in one.read],
        **({"withheld": cited(one.withheld)} if one.withheld else given),
    }


def _plain_case(case: HeldCase) -> dict[str, Any]:
    return {
        "number": case.number,
        "process": case.process,
        "agreement": case.agreement,
        "municipality": case.municipality,
        "opened_at": case.opened_at.isoformat(),
        "units": list(case.units),
        "messages": [_plain(one) for one in case.messages],
        "settlement": [list(pair) for pair in case.stay],
    }


def pdf(extract: Extract) -> bytes:
    """The document. The extract has to have been fetched in Swedish, as its words are by then chosen."""
    data = {
        "number": extract.number,
        "name": extract.name,
        "organisation": extract.organisation.name,
        "contact": extract.contact,
        "made": _moment(extract.made_at),
        "identity": extract.identity,
        "statements": [_said(one) for one in extract.statements],
        "cases": [
            {
                "title": title(PROCESSES[case.process]) if case.process in PROCESSES.names else case.process,
                "opened": _moment(case.opened_at),
                "number": case.number,
                "units": case.units,
                "messages": [_said(one) for one in case.messages],
                "stay": case.stay,
            }
            for case in extract.cases
        ],
        "holds": extract.holds,
        "others": sorted({one.organisation for one in extract.told if not one.is_own} | set(extract.accesses.others)),
        "times": extract.accesses.times,
        "accesses": [
            [f"{day.day.isoformat()}", one.unit, one.staff, one.what + (" (nekades)" if one.refused else ""), one.why]
            for day in extract.accesses.days
            for one in day.accesses
        ],
    }
    return paper.pdf(TEMPLATE, data, extract.made_at)


def _said(one: Held) -> dict[str, Any]:
    why = ""
    if one.withheld == OTHERS:
        why = f"{one.organisation} har skrivit det och lämnar ut det. Fråga dem."
    elif one.withheld:
        why = f"Lämnas inte ut enligt {cited(one.withheld)}."
    return {
        "label": one.label,
        "when": _moment(one.at),
        "by": f"{one.unit}, {one.organisation}",
        "says": one.says,
        "read": [f"{unit} {when}" for unit, when in one.read],
        "withheld": why,
    }


def cited(paragraph: str) -> str:
    """A paragraph as one cites it."""
    return registry().agreement("sverige").cite(paragraph)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
