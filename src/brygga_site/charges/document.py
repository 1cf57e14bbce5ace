"""The settlement as a PDF in Swedish, tagged after PDF/UA, set by typst from `settlement.typ`."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.template.defaultfilters import date as format_date
from django.utils.translation import override

from brygga.calendars import Month
from brygga.settlement import Stretch
from brygga_site.agreements import registry
from brygga_site.charges.account import Account, Detailed, Totals
from brygga_site.charges.entries import SettlementEntry, StayEntry
from brygga_site.charges.selection import Selection
from brygga_site.charges.sentences import dates_told, published, rule_told
from brygga_site.charges.words import DESTROYED, GROUPS, REASONS

TEMPLATE = Path(__file__).with_name("settlement.typ")
SPACE = "\N{NARROW NO-BREAK SPACE}"


def pdf(owner: str, selection: Selection, found: Sequence[Detailed], made_at: datetime) -> bytes:
    """The document: a table for each agreement; for one month of one municipality also its stays."""
    with override("sv"):
        data = {
            "owner": owner,
            "period": _month(Month(selection.year, selection.month)) if selection.month else str(selection.year),
            "made": format_date(made_at, "j F Y"),
            "example": any(one.account.example and one.account.entries for one in found),
            "accounts": [_account(one, bool(selection.municipality and selection.month)) for one in found],
        }
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        # The fonts within typst alone: the same document on every machine.
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        format="pdf",
        timestamp=int(made_at.timestamp()),
    )


def _account(one: Detailed, with_stays: bool) -> dict[str, Any]:
    account = one.account
    return {
        "agreement": registry().agreement(account.agreement).head.title,
        "by_mean": account.by_mean,
        "limit": _decimal(account.limit) if account.limit is not None else "gränsen",
        "stages": [_stage(stage) for stage in account.stages],
        "example": account.example,
        "problem": stopped(account),
        "faults": [fault.stay_id for fault in account.faults],
        "destroyed": _destroyed(account),
        "lines": [_line(entry) for entry in account.entries],
        "total": _total(account),
        "municipalities": [{"name": group.name, "total": _total(group)} for group in account.groups()],
        "stays": [_stay(stay) for stay in one.in_order()] if with_stays else [],
    }


def _destroyed(account: Account) -> str:
    """Of which months stays have been destroyed; nothing where there are none."""
    months = [f"{one.line.name} {format_date(one.line.month.first, 'b Y')}" for one in account.entries if one.closed]
    return f"{', '.join(months)}: {DESTROYED}" if months else ""


def _stage(stage: Stretch) -> dict[str, Any]:
    return {
        "days": dates_told(stage),
        "says": " ".join(rule_told(stage.rule)),
        "reading": stage.rule.reading or "",
        "rate": _number(stage.amount.kronor),
        "source": published(stage),
        "example": stage.amount.is_given,
    }


def stopped(account: Account) -> str:
    """Why nothing is settled, in Swedish; nothing when all is well."""
    if account.missing_year is None:
        return account.problem
    regulation = account.regulation or "Socialstyrelsens föreskrift (HSLF-FS) om belopp per vårddygn för året"
    return f"Belopp per vårddygn saknas för {account.missing_year}. Det fastställs i: {regulation}."


def _line(entry: SettlementEntry) -> dict[str, Any]:
    line = entry.line
    return {
        "name": line.name,
        "month": format_date(line.month.first, "b Y"),
        "stays": _number(line.stays),
        "in_mean": _number(line.in_mean),
        "sum_days": _number(line.sum_days),
        "mean": _decimal(entry.mean),
        "over": entry.over,
        "excess": _decimal(float(line.excess_days) if line.excess_days is not None else None),
        "somatic": str(entry.somatic),
        "psychiatric": str(entry.psychiatric),
        "days": _number(line.individual_days),
        "excluded": _number(entry.excluded),
        "amount": _number(line.amount),
        "zero": entry.zero,
    }


def _total(totals: Account | Totals) -> dict[str, str]:
    names = (
        "stays",
        "in_mean",
        "sum_days",
        "somatic",
        "psychiatric",
        "individual_days",
        "excluded",
        "over",
        "zero",
        "amount",
    )
    sums = {name: _number(getattr(totals, name)) for name in names}
    return {**sums, "excess": _decimal(float(totals.excess))}


def _stay(one: StayEntry) -> dict[str, str]:
    return {
        "number": one.number,
        "ready": _day(one.stay.ready_at),
        "discharged": _day(one.stay.discharged_at),
        "days": _number(one.result.days),
        "how": str(REASONS[one.result.reason] if one.result.reason else GROUPS[one.group]),
        "charged": "–" if one.group in ("mean", "gate") else _number(one.result.charged_days),
        "amount": "–" if one.group in ("mean", "gate") else _number(one.result.amount),
        "clauses": one.cited,
    }


def _month(month: Month) -> str:
    return format_date(month.first, "F Y")


def _day(moment: datetime | None) -> str:
    return format(moment, "%Y-%m-%d %H:%M") if moment else "–"


def _number(value: int | None) -> str:
    return "–" if value is None else f"{value:,}".replace(",", SPACE)


def _decimal(value: Any) -> str:
    written = f"{value:g}" if isinstance(value, float) else str(value)
    return "–" if value is None else written.replace(".", ",")
