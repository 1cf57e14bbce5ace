"""What goes in and out. Times are ISO 8601; codes are those of regions and municipalities."""

from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from ninja import Field, Schema

from brygga_site.api.strict import StrictSchema

T = TypeVar("T")
Kind = Literal["ward", "health-centre", "home-care", "case-officers", "dental", "office"]
Purpose = Literal["care", "social-care", "administration", "log-review", "assignments"]


class Listed(Schema, Generic[T]):
    """A part of a list: how many there are in all, and where the next part is (null at the end)."""

    count: int
    next: str | None
    items: list[T]


class Problem(Schema):
    type: str
    status: int
    title: str
    errors: list[dict[str, str | int]] | None = None


class OrganisationOut(Schema):
    kind: str
    code: str = Field(description="County code, municipality code, or organisation number")
    name: str


class NewProvider(StrictSchema):
    number: str = Field(description="Organisation number, NNNNNN-NNNN")
    name: str


class UnitOut(Schema):
    hsa_id: str
    name: str
    kind: Kind
    municipality: str
    organisation: OrganisationOut
    principal: OrganisationOut | None = None
    areas: str = Field(description="What it serves: `1480 Hisingen, 1407`; empty for its own municipality")
    takes_in: bool = Field(description="Whether it is told for others of its organisation, and passes it on")
    closed_at: datetime | None = None


class EndedOut(Schema):
    ended: int = Field(description="How many sessions were ended")


class NewUnit(StrictSchema):
    hsa_id: str
    name: str
    kind: Kind
    municipality: str = Field(description="Four digits")
    provider: str | None = Field(None, description="Organisation number of a private provider under contract")
    areas: str = Field("", description="What it serves: municipalities by name or code, each perhaps with a part of it")
    takes_in: bool = False


class ChangedUnit(StrictSchema):
    name: str | None = None
    municipality: str | None = None
    areas: str | None = None
    takes_in: bool | None = None


class StaffOut(Schema):
    id: int
    username: str
    name: str
    hsa_id: str | None = None
    is_active: bool
    organisation: OrganisationOut | None = Field(None, description="The organisation that keeps the account")


class NewStaff(StrictSchema):
    username: str
    name: str
    hsa_id: str | None = None
    identity_number: str = ""


class ChangedStaff(StrictSchema):
    username: str | None = None
    name: str | None = None
    hsa_id: str | None = None
    identity_number: str | None = None


class AssignmentOut(Schema):
    id: int
    staff: str = Field(description="User name", alias="staff.username")
    staff_hsa_id: str | None = Field(None, alias="staff.hsa_id")
    unit: str = Field(description="The unit's HSA-id", alias="unit.hsa_id")
    title: str
    purpose: Purpose
    hsa_id: str | None = None
    from_day: date
    to_day: date | None = None
    revoked_at: datetime | None = None


class NewAssignment(StrictSchema):
    staff: str = Field(description="HSA-id, or the user name of somebody your organisation has")
    unit: str = Field(description="The unit's HSA-id")
    title: str
    purpose: Purpose
    from_day: date
    to_day: date | None = None
    hsa_id: str | None = None


class PendingOut(Schema):
    id: int
    address: str = Field(description="Where it is asked what became of it")
    kind: str = Field(description="assignment, assignment-days, account, import, one-time-code, key or stand-in")
    state: Literal["waiting", "approved", "declined", "withdrawn", "expired"]
    asked_at: datetime
    until: datetime = Field(description="When it falls unless it has been approved")
    decided_at: datetime | None = None
    reason: str = Field("", description="Why it was declined")
    result: int | None = Field(None, description="The number of what came of it, when approved")


class EndedAssignment(StrictSchema):
    to_day: date | None = Field(description="The last day; null lets the assignment go on without end")


class ImportStepOut(Schema):
    line: int
    kind: str
    what: str


class Imported(Schema):
    applied: bool
    waiting: PendingOut | None = Field(None, description="The file waits for another administrator")
    rows: int
    unchanged: int
    steps: list[ImportStepOut]
