"""Documents in Swedish, tagged after PDF/UA, set by typst."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst


def pdf(template: Path, data: dict[str, Any], made_at: datetime) -> bytes:
    """The document that a template makes of the data."""
    return typst.compile(
        template,
        root=template.parent,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        # The fonts within typst alone: the same document on every machine.
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        format="pdf",
        timestamp=int(made_at.timestamp()),
    )
