"""Reads a file of comma-separated values, as Excel and other programs write it, into rows by column."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from brygga_site.organisations.importing.columns import HEADINGS

LARGEST = 2 * 1024 * 1024
"""Bytes. A file of ten thousand rows is about one."""

MOST_ROWS = 20_000

WINDOWS = "Windows-1252"

_TOLD = re.compile(r"""\s*"?sep=([;,\t])"?[;,\t ]*(?=\r|\n|$)""", re.IGNORECASE)
"""The line by which Excel tells itself what stands between cells."""


@dataclass(frozen=True)
class FileFault:
    """What is wrong in a file: the line (1 is that of the headings, 0 the whole file), the column's field, and why."""

    line: int
    column: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class FileRow:
    """A line of the file: what is written, without blanks around it, by field of the columns it has."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass
class File:
    """What a file holds, and every fault found on the way."""

    encoding: str = "UTF-8"
    rows: list[FileRow] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)


class _Unreadable(Exception):
    def __init__(self, fault: FileFault) -> None:
        self.fault = fault
        super().__init__(fault.reason)


def read(content: bytes) -> File:
    """The rows of a file. Whatever the bytes are, the answer is rows or faults with their lines."""
    found = File()
    try:
        found.encoding, text = _decoded(content)
        lines = _lines(text)
        line, headings = next(lines, (1, []))
        fields = _fields(line, headings, found)
        for line, cells in lines:
            _add(found, line, cells, fields)
    except _Unreadable as unreadable:
        found.faults.append(unreadable.fault)
    if not found.rows and not found.faults:
        found.faults.append(FileFault(0, "", "the file holds no rows below its headings"))
    return found


def _decoded(content: bytes) -> tuple[str, str]:
    if len(content) > LARGEST:
        raise _Unreadable(FileFault(0, "", "the file is larger than 2 MB; divide it"))
    encodings = {"UTF-8": "utf-8-sig", WINDOWS: "cp1252"}
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = {"UTF-16": "utf-16"}
    for name, codec in encodings.items():
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return name, unicodedata.normalize("NFC", text)
    raise _Unreadable(FileFault(0, "", "the file is no text; save it as “CSV UTF-8”"))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every line that is not blank, with the number of the line it begins on."""
    told = _TOLD.match(text)
    first = text.lstrip().partition("\n")[0]
    delimiter = told[1] if told else max(";,\t", key=first.count)
    # Left blank, so that every line keeps its number.
    text = text[: told.start()] + text[told.end() :] if told else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            reason = "the line cannot be read; look for a quotation mark that is opened and not closed"
            raise _Unreadable(FileFault(begins, "", reason)) from None
        if any(cell.strip() for cell in cells):
            yield begins, [cell.strip() for cell in cells]


def _fields(line: int, headings: list[str], found: File) -> list[str | None]:
    """The field of each column; None for one that is not known, which is a fault."""
    fields: list[str | None] = []
    for written in headings:
        name = HEADINGS.get(written.lower())
        if written and name is None:
            reason = "there is no column “{written}”; see the list of columns"
            found.faults.append(FileFault(line, "", reason, {"written": written}))
        if name and name in fields:
            found.faults.append(FileFault(line, name, "the column stands twice"))
        fields.append(name)
    if not {"unit", "person", "username"} & set(fields):
        reason = "the first line names no column by which a unit or a person is known; begin from the example file"
        raise _Unreadable(FileFault(line, "", reason))
    return fields


def _add(found: File, line: int, cells: list[str], fields: list[str | None]) -> None:
    if len(found.rows) == MOST_ROWS:
        raise _Unreadable(FileFault(line, "", "the file has more than {most} rows; divide it", {"most": MOST_ROWS}))
    if any(cells[len(fields) :]):
        found.faults.append(FileFault(line, "", "the line has more cells than there are headings"))
        return
    pairs = zip(fields, cells, strict=False)
    found.rows.append(FileRow(line, {name: cell for name, cell in pairs if name}))
