"""Runs a worked case of access: the units, what has been stated, who would read what; and what the acts answer.

A statement names in `where` the unit that records it; its own provider is filled in. Each is recorded only when it may
be: a case that ends with a refused statement expects the reason.
"""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from brygga import access
from brygga.access import Data, DataKind, Reader, Told
from brygga.calendars.deadlines import SWEDEN
from brygga.process import NotAllowed, Purpose, Role, Sent


class _Unit(BaseModel):
    """A unit of the case, as reader and as whoever documented; without a role an office."""

    model_config = ConfigDict(extra="forbid")
    unit: str
    provider: str
    role: Role | None = None
    purpose: Purpose | None = None
    takes_part: bool = True
    own_record: bool = False

    def reader(self) -> Reader:
        social = self.role is Role.SOCIAL_SERVICES
        purpose = self.purpose or (Purpose.SOCIAL_CARE if social else Purpose.CARE)
        return Reader(self.unit, self.provider, self.role, purpose, self.takes_part, self.own_record)


class _Data(BaseModel):
    """What would be read: who documented it, of what kind, and whether it was told the reader's unit by order."""

    model_config = ConfigDict(extra="forbid")
    unit: str
    kind: DataKind = DataKind.HEALTH
    told: bool = False
    ordered_by: str | None = None

    def data(self, units: dict[str, Reader]) -> Data:
        holder = units[self.unit]
        told = Told(self.ordered_by) if self.told or self.ordered_by else None
        return Data(self.kind, holder.unit, holder.provider, holder.branch, told)


def run(given: dict[str, Any]) -> dict[str, Any]:
    """The decision with its ground, clause, ways on and what one may know; or the reason why a statement is refused."""
    units = {one["unit"]: _Unit.model_validate(one).reader() for one in given["units"]}
    now, is_child = _local(given["now"]), given.get("is_child", False)
    sent: list[Sent] = []
    for number, row in enumerate(given.get("statements", ()), start=1):
        try:
            sent.append(_recorded(number, dict(row), units, sent, is_child))
        except NotAllowed as refusal:
            return {"refused": str(refusal), "statement": number}
    reader, wishes = units[given["reader"]], access.fold(sent, now, is_child)
    decision = access.decide(reader, _Data.model_validate(given["data"]).data(units), wishes)
    known = {
        "unblocked": access.knows_of_unblocked(reader),
        "blocked": access.knows_of_blocked(reader),
        "who-blocked": access.knows_who_blocked(reader, wishes),
    }
    return {
        "allowed": decision.allowed,
        "ground": decision.ground.id,
        "clause": decision.clause,
        "ways": [way.value for way in decision.ways],
        "may_know": [name for name, one in known.items() if one.allowed],
    }


def _recorded(number: int, row: dict[str, Any], units: dict[str, Reader], before: list[Sent], is_child: bool) -> Sent:
    at, where, kind = _local(row.pop("at")), units[row.pop("where")], row.pop("say")
    if kind in access.BODIES and "provider" in access.BODIES[kind].model_fields:
        row.setdefault("provider", where.provider)
    if kind == "emergency":
        row.setdefault("unit", where.unit)
    body = access.parse(kind, row)
    access.check_says(where, body, access.fold(before, at, is_child), is_child)
    assert where.role  # noqa: S101 (nobody without a role records anything)
    return Sent(number, at, where.unit, where.role, body)


def _local(value: datetime) -> datetime:
    return value.replace(tzinfo=SWEDEN)
