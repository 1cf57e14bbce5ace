"""The package: one XML and one JSON file for each case, the protocol as PDF and CSV, and `manifest.xml` with digests.

It follows the build of a submission package (content, metadata, a manifest with SHA-256) and claims no conformance to
a specification of the National Archives': what it is to be called and carry beside, the archive says who takes it.
"""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator

from brygga_site.keeping import protocol
from brygga_site.keeping.archive.reads import ArchivedCase
from brygga_site.keeping.models import Destruction
from brygga_site.keeping.reads import kept_in, protocol_of

FORM = "brygga-archive-1"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Files of a package bear no time of their own, so that the same content is the same file."""


def write(run: Destruction, cases: Iterable[ArchivedCase], to: Path, now: datetime) -> int:
    """Writes the package and gives how many cases it holds. Nothing half-written stays. Raises OSError."""
    if to.exists():
        raise FileExistsError(f"{to} is there already: name another file, or move that one away")
    half = to.with_name(f".{to.name}.half")
    digests: dict[str, str] = {}
    count = 0
    try:
        # Nobody else reads it, not even while it is written.
        with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
                for one in cases:
                    plain, name = as_plain(one), f"content/{one.case.pk}"
                    _add(package, digests, f"{name}.json", json.dumps(plain, ensure_ascii=False, indent=1).encode())
                    _add(package, digests, f"{name}.xml", as_xml(plain))
                    count += 1
                with override("sv"):
                    lines = protocol_of(run)
                    _add(package, digests, "protocol.pdf", protocol.pdf(run, lines, kept_in(run), now))
                    _add(package, digests, "protocol.csv", protocol.csv_of(lines))
                _add(package, {}, "manifest.xml", _manifest(run, digests, count, now))
            file.flush()
            os.fsync(file.fileno())
        half.rename(to)
    finally:
        half.unlink(missing_ok=True)
    return count


def as_plain(one: ArchivedCase) -> dict[str, Any]:
    """A case as plain values, whole."""
    case, person = one.case, one.case.person
    return {
        "number": str(case.pk),
        "process": case.process,
        "agreement": case.agreement,
        "municipality": case.municipality,
        "opened_at": case.opened_at.isoformat(),
        "subject": case.subject,
        "person": {"number": person.identity_number, "name": str(person)} if person else None,
        "messages": [
            {
                "sequence": row.sequence,
                "kind": row.kind,
                "sent_at": row.sent_at.isoformat(),
                "unit": row.unit.hsa_id,
                "unit_name": row.unit.name,
                "organisation": row.unit.organisation.name,
                "by": row.assignment.staff.name if row.assignment else "",
                "content": row.content,
            }
            for row in one.messages
        ],
    }


def as_xml(plain: dict[str, Any]) -> bytes:
    """The same in XML: each name an element `value`, each of a list an element `item`."""
    file = io.StringIO()
    xml = SimplerXMLGenerator(file, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("case", {"form": FORM})
    _fill(xml, plain)
    xml.endElement("case")
    return file.getvalue().encode()


def _fill(xml: Any, value: Any) -> None:
    if isinstance(value, dict):
        for name, one in value.items():
            _element(xml, "value", {"name": name}, one)
    elif isinstance(value, list):
        for one in value:
            _element(xml, "item", {}, one)
    elif value is not None:
        xml.characters(("true" if value else "false") if isinstance(value, bool) else str(value))


def _element(xml: Any, name: str, attributes: dict[str, str], content: Any) -> None:
    xml.startElement(name, attributes)
    _fill(xml, content)
    xml.endElement(name)


def _manifest(run: Destruction, digests: dict[str, str], count: int, now: datetime) -> bytes:
    file = io.StringIO()
    xml = SimplerXMLGenerator(file, "utf-8", short_empty_elements=True)
    xml.startDocument()
    about = {"form": FORM, "made_at": now.isoformat(), "cases": str(count), "destruction": str(run.pk)}
    xml.startElement("manifest", about)
    xml.addQuickElement("producer", run.organisation.name)
    for name, digest in digests.items():
        xml.addQuickElement("file", attrs={"name": name, "sha256": digest})
    xml.endElement("manifest")
    return file.getvalue().encode()


def _add(package: zipfile.ZipFile, digests: dict[str, str], name: str, content: bytes) -> None:
    digests[name] = hashlib.sha256(content).hexdigest()
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    package.writestr(info, content)
