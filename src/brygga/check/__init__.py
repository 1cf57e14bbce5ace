"""What `brygga check` says: every agreement loads, every clause is carried, every worked case comes out right."""

from brygga.check.carriers import Link, carried_out_by, links
from brygga.check.report import AgreementReport, CheckReport, check

__all__ = ["AgreementReport", "CheckReport", "Link", "carried_out_by", "check", "links"]
