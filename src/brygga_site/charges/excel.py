"""The settlement as an Excel workbook, in Swedish: the lines, the stays behind them, and what the sums rest on."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import override
from xlsxwriter.utility import xl_range

from brygga_site.agreements import registry
from brygga_site.charges.account import Detailed
from brygga_site.charges.columns import FORMATS, LINES, STAYS, SUMMED, Column
from brygga_site.charges.document import stopped
from brygga_site.charges.entries import SettlementEntry, StayEntry
from brygga_site.charges.selection import Selection
from brygga_site.charges.sentences import dates_told, published, rule_told
from brygga_site.charges.words import DESTROYED, FAULTS

EXAMPLE = "EXEMPELBELOPP – inte ur någon föreskrift. Får inte faktureras."


def workbook(owner: str, selection: Selection, found: Sequence[Detailed]) -> bytes:
    """The sheets «Avräkning» (a row for each municipality and month, with totals), «Underlag» (a row for each stay and
    month) and «Om»: numbers are numbers, days are days, headings stay in sight."""
    output = BytesIO()
    with override("sv"), xlsxwriter.Workbook(output, {"constant_memory": True}) as book:
        book.set_properties({"title": f"Betalningsansvar {selection.year}", "author": "Brygga", "company": owner})
        example = any(one.account.example for one in found)
        entries = [entry for one in found for entry in one.account.entries]
        stays = [stay for one in found for stay in one.stays]
        _Sheet(book, "Avräkning", LINES, example).fill(entries, totals=True)
        _Sheet(book, "Underlag", STAYS, example).fill(stays, totals=False)
        _about(book, owner, selection, found)
    return output.getvalue()


class _Sheet:
    """A sheet with a heading row that stays in sight; above it a mark when an example rate was used."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, columns: Sequence[Column], example: bool) -> None:
        self.sheet = book.add_worksheet(name)
        self.columns = columns
        self.formats = {kind: book.add_format(form) for kind, form in FORMATS.items()}
        self.bold = {kind: book.add_format({**form, "bold": True, "top": 1}) for kind, form in FORMATS.items()}
        self.head = 1 if example else 0
        if example:
            marked = book.add_format({"bold": True, "font_color": "#9C0006", "bg_color": "#FFE3E6"})
            self.sheet.write_string(0, 0, EXAMPLE, marked)
        heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "text_wrap": True})
        for column, (title, _, width, _) in enumerate(columns):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(self.head, column, title, heading)
        self.sheet.freeze_panes(self.head + 1, 2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(self.head)

    def fill(self, rows: Sequence[SettlementEntry | StayEntry], totals: bool) -> None:
        first = self.head + 1
        for number, row in enumerate(rows, start=first):
            for column, (_, kind, _, read) in enumerate(self.columns):
                self._write(number, column, kind, read(row))
        last = first + len(rows) - 1
        if rows:
            self.sheet.autofilter(self.head, 0, last, len(self.columns) - 1)
        if totals:
            self._totals(rows, first, last)

    def _totals(self, rows: Sequence[SettlementEntry | StayEntry], first: int, last: int) -> None:
        """Sums as formulas, with the values they have now, so that no reader needs to calculate."""
        self.sheet.write_string(last + 1, 0, "Summa", self.bold["text"])
        for column, (_, kind, _, read) in enumerate(self.columns[1:], start=1):
            form = self.bold[kind]
            if kind not in SUMMED or not rows:
                self.sheet.write_blank(last + 1, column, None, form)
                continue
            area = xl_range(first, column, last, column)
            self.sheet.write_formula(last + 1, column, f"=SUM({area})", form, sum(read(row) or 0 for row in rows))

    def _write(self, row: int, column: int, kind: str, value: Any) -> None:
        form = self.formats[kind]
        if value is None:
            self.sheet.write_blank(row, column, None, form)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, form)
        elif isinstance(value, date | datetime):
            self.sheet.write_datetime(row, column, value, form)
        else:
            self.sheet.write_number(row, column, value, form)


def _about(book: xlsxwriter.Workbook, owner: str, selection: Selection, found: Sequence[Detailed]) -> None:
    sheet = book.add_worksheet("Om")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    month = f"-{selection.month:02d}" if selection.month else ""
    rows = [("Framtagen för", owner), ("Period", f"{selection.year}{month}")]
    for one in found:
        account, agreement = one.account, registry().agreement(one.account.agreement)
        rows.append(("Avtal", agreement.head.title))
        for stage in account.stages:
            rows.append((f"Regel {stage.rule.id}", f"{dates_told(stage)}. {' '.join(rule_told(stage.rule))}"))
            if stage.rule.reading:
                rows.append(("Så läst", stage.rule.reading))
            if stage.amount.kronor is not None:
                source = EXAMPLE if stage.amount.is_given else published(stage)
                rows.append((f"Belopp per dygn {stage.first.year}", f"{stage.amount.kronor} kr. {source}"))
        rows += [("Inte avräknat", stopped(account))] if account.stopped else []
        rows += [
            (f"Utelämnat {fault.stay_id}", str(FAULTS.get(fault.column, fault.message))) for fault in account.faults
        ]
        rows += [
            (f"Gallrat {entry.line.month}", f"{entry.line.name}: {DESTROYED}")
            for entry in account.entries
            if entry.closed
        ]
    for number, (title, text) in enumerate(rows):
        sheet.write_string(number, 0, title)
        sheet.write_string(number, 1, text)
