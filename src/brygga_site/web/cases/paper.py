"""What the person is given of a case, as a PDF: tagged after PDF/UA, set by typst from `paper.typ`."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.process import CasePaper, PaperLine, PaperSection
from brygga_site.cases.reads import OpenedCase
from brygga_site.web.cases.facts import in_words
from brygga_site.web.dates import written
from brygga_site.words import processes as words

TEMPLATE = Path(__file__).with_name("paper.typ")
ORDINARY, LARGE = 11.5, 18
"""Sizes of the text in points; large print is 16 points or more."""


def pdf(opened: OpenedCase, paper: CasePaper, now: datetime, language: str, is_large: bool) -> bytes:
    """The document in the language of the page. Names the person, and neither number nor address."""
    process, person = opened.process, opened.case.person
    units = {unit.hsa_id: unit.name for unit in opened.parts}

    def told(line: PaperLine) -> dict[str, Any]:
        name = words.on_paper(process, line.name) if line.name else ""
        says = ", ".join(in_words(process, line.values, now, units))
        return {"name": name, "says": says, "detail": line.detail}

    def section(one: PaperSection) -> dict[str, Any]:
        heading = words.on_paper(process, one.heading) if one.heading else one.own
        return {"heading": heading, "own": bool(one.own), "lines": [told(line) for line in one.lines]}

    data = {
        "title": words.on_paper(process, paper.title),
        "language": language,
        "size": LARGE if is_large else ORDINARY,
        "name": f"{person.given_name} {person.family_name}",
        "made": _("Taken out %(day)s") % {"day": written(timezone.localdate(now), "j F Y")},
        "page": _("Page"),
        "of": _("of"),
        "sections": [section(one) for one in paper.sections],
    }
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        # The fonts within typst alone: the same document on every machine.
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        format="pdf",
        timestamp=int(now.timestamp()),
    )
