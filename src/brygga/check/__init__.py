"""What `brygga check` says: every agreement loads, every clause is carried, every worked case comes out right."""

from brygga.check.carriers import Link, carried_out_by, links
from brygga.check.gate import let_in
from brygga.check.report import AgreementReport, CheckReport, check
from brygga.check.standings import ClauseStanding, Standings

__all__ = [
    "AgreementReport",
    "CheckReport",
    "ClauseStanding",
    "Link",
    "Standings",
    "carried_out_by",
    "check",
    "let_in",
    "links",
]
