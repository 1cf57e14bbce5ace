"""The protocol of a run of destruction, as PDF in Swedish and as CSV: kinds, periods, rules and counts, no person."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.template.defaultfilters import date as format_date
from django.utils import timezone

from brygga.processes import PROCESSES
from brygga_site.agreements import registry
from brygga_site.keeping import words
from brygga_site.keeping.listing import is_as_decided
from brygga_site.keeping.models import Destruction
from brygga_site.keeping.reads import ProtocolLine
from brygga_site.organisations.models import Assignment
from brygga_site.review import paper
from brygga_site.words.processes import title

TEMPLATE = Path(__file__).with_name("protocol.typ")
COLUMNS = (
    *("process", "handlingar", "regel", "sista_uppgift_fran", "sista_uppgift_till", "listade", "gallrade"),
    *("slappta", "kvar", "meddelanden"),
)


def pdf(run: Destruction, lines: Sequence[ProtocolLine], kept: Sequence[tuple[str, int]], made_at: datetime) -> bytes:
    """The protocol. Ask for it with Swedish switched on."""
    data = {
        "number": run.pk,
        "organisation": run.organisation.name,
        "on": _day(run.on),
        "stage": words.stage(run.stage),
        "proposed": _who(run.proposed_by, run.proposed_at),
        "decided": _who(run.decided_by, run.decided_at) if run.decided_by and run.decided_at else "",
        "finished": _moment(run.finished_at) if run.finished_at else "",
        "is_as_decided": is_as_decided(run),
        "lines": [
            {
                "what": f"{_process(one.process)}, {words.record(one.record).lower()}",
                "rule": rule_in_words(one.rule),
                "period": _day(one.first) if one.first == one.last else f"{_day(one.first)} – {_day(one.last)}",
                "listed": str(one.listed),
                "destroyed": str(one.destroyed),
                "released": str(one.released),
                "kept": str(one.kept),
                "messages": str(one.messages),
            }
            for one in lines
        ],
        "kept": [{"why": words.reason(reason), "count": str(count)} for reason, count in kept],
        "printed": _moment(made_at),
    }
    return paper.pdf(TEMPLATE, data, made_at)


def csv_of(lines: Sequence[ProtocolLine]) -> bytes:
    """The same lines, parted by semicolons, in UTF-8 with its mark, as spreadsheets here expect."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in lines:
        counts = (one.listed, one.destroyed, one.released, one.kept, one.messages)
        rule = rule_in_words(one.rule)
        # A decision's number is text that somebody wrote; a spreadsheet would run what begins like a formula.
        rule = f"'{rule}" if rule[:1] in "=+-@\t" else rule
        writer.writerow([one.process, one.record, rule, one.first, one.last, *counts])
    return file.getvalue().encode("utf-8-sig")


def rule_in_words(rule: str) -> str:
    """The citation of a clause of the acts; a decision's number as it is."""
    return registry().agreement("sverige").cite(rule)


def _process(name: str) -> str:
    return title(PROCESSES[name]) if name in PROCESSES.names else name


def _who(assignment: Assignment, at: datetime) -> str:
    return f"{assignment.staff.name}, {assignment.title}, {assignment.unit.name}, {_moment(at)}"


def _day(day: date) -> str:
    return format_date(day, "j F Y")


def _moment(at: datetime) -> str:
    return format_date(timezone.localtime(at), "j F Y H:i")
