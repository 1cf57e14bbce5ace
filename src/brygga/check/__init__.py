"""What `brygga check` says: every agreement loads, every clause is carried, every worked case comes out right."""

from brygga.check.carriers import Link, carried_out_by, links
from brygga.check.report import AgreementReport, Report, check

__all__ = ["AgreementReport", "Link", "Report", "carried_out_by", "check", "links"]
