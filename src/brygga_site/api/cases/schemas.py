"""What goes in and out about cases. Kinds, stages, parts and choices are names; their words stand with the process."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

from brygga.process import Phrase
from brygga_site.api.schemas import Problem
from brygga_site.api.strict import StrictSchema


class Named(Schema):
    """A name with its words."""

    name: str
    title: Phrase


class StageTold(Named):
    over: bool = Field(description="Whether a case in this stage is closed")


class KindTold(Schema):
    """A message that can be sent."""

    kind: str
    said: Phrase
    do: Phrase
    about: Phrase
    by: list[str] = Field(description="The parts that may send it")
    begins: bool = Field(description="Whether it begins the case")
    content: dict[str, Any] = Field(description="The JSON schema of what it holds, labels in the language asked for")


class ProcessTold(Schema):
    """A process."""

    name: str
    title: Phrase
    subject: str = Field(description="What its cases are about: person, agreement, body, plan or unit")
    person_required: bool = Field(description="Whether a case must be about a person")
    begun_with: str = Field(description="The kind of message that begins a case")
    begun_alone: bool = Field(description="Whether a case can be begun by itself, over the API as on the pages")
    begun_from_message: bool = Field(description="Whether a case can be begun about a message of another case")
    may_begin: bool = Field(description="Whether your unit begins such cases")
    stages: list[StageTold]
    parts: list[Named]
    facts: list[Named]
    choices: list[Named]
    kinds: list[KindTold]


class UnitNamed(Schema):
    hsa_id: str
    name: str


class Recipient(UnitNamed):
    kind: str
    role: str | None = Field(description="What the unit is to a person's care; null for an office")
    municipality: str = Field(description="Four digits")
    why: str | None = Field(description="Why it is offered first; null for one that was searched for")
    staffed: bool = Field(description="Whether anybody has an assignment there: nobody reads what is told otherwise")


class PersonNamed(Schema):
    identity_number: str
    given_name: str
    family_name: str
    is_protected: bool = Field(description="Protected identity: show it to nobody who does not need it")


class PersonOpened(PersonNamed):
    address: str | None = Field(description="The registered address, where your unit may see it")


class FactValueTold(Schema):
    kind: Literal["moment", "day", "since", "choice", "text", "kronor", "unit"]
    value: datetime | date | int | str


class FactTold(Schema):
    name: str
    values: list[FactValueTold]


class CaseListed(Schema):
    """A case in a list. One that boards no longer show, or between parties, may name neither person nor facts."""

    id: UUID
    process: str
    agreement: str
    subject: str = Field(description="What it is about when it is not about a person, agreement:gotland")
    stage: str
    over: bool
    opened_at: datetime
    changed_at: datetime
    last: int = Field(description="The number of the last message")
    person: PersonNamed | None
    facts: list[FactTold]
    href: str


class CasesListed(Schema):
    items: list[CaseListed]
    next: str | None = Field(description="Where the next part is; null at the end")


class Participating(UnitNamed):
    part: str


class ConsequenceTold(Schema):
    """What the agreement makes of a message as the case stands now: of a ready notice, what the days cost."""

    of: int = Field(description="The number of the message")
    facts: list[FactTold]
    clauses: list[str] = Field(description="Clauses of the case's agreement")


class DutyTold(Schema):
    """What is owed, or was. `due_at` is null for what is to be done as soon as possible.

    Without a clause it is a courtesy: another unit waits for it, and nobody owes it.
    """

    duty: str
    label: Phrase
    part: str
    units: list[UnitNamed] = Field(description="Who owes it: one, or several of which any does it for all")
    standing: Literal["open", "overdue", "done", "late"]
    since: datetime
    due_at: datetime | None
    done_by: int | None = Field(description="The number of the message that did it")
    done_at: datetime | None
    does: list[str] = Field(description="The kinds of message that do it")
    clauses: list[str] = Field(description="Clauses of the case's agreement")


class Withheld(Schema):
    """Why a message is not open to you."""

    ground: str
    why: str
    clause: str = Field(description="A clause of the statutory baseline, `sverige`")


class MessageShown(Schema):
    """A message as it was sent."""

    number: int
    kind: str
    sent_at: datetime
    unit: UnitNamed
    part: str
    sender: str | None
    content: dict[str, Any]
    withdrawn_by: int | None = Field(None, description="The number of the message that withdrew it")


class MessageWithheld(Schema):
    """A message that is not open to you."""

    number: int
    withheld: Withheld


class MayBeSaid(Schema):
    """A message that your unit may send now."""

    kind: str
    does: str | None = Field(description="The duty of your unit that it does, if any")
    of: list[int] | None = Field(description="The messages that `of` may name; null where it names none")
    recipients: str | None = Field(description="Where the units it may go to are listed; null where it goes to none")


class CaseOpened(Schema):
    """A case as far as your unit may read it.

    `stage`, `seen`, facts, duties and what may be said are for a unit that takes part; others read messages alone.
    """

    id: UUID
    process: str
    agreement: str
    agreement_usable: bool = Field(
        description="False while its data has a fault: then nothing is told of what is owed, and nothing can be said"
    )
    subject: str
    stage: str | None
    over: bool | None
    opened_at: datetime
    person: PersonOpened | None
    of_colleague: bool = Field(description="The person works in your organisation; the log reviewer looks at it")
    part: str | None = Field(description="What your unit is in the case")
    participants: list[Participating]
    facts: list[FactTold]
    consequence: ConsequenceTold | None
    owed: list[DutyTold]
    turn: list[str] = Field(description="The parts that owe something now")
    messages: list[MessageShown | MessageWithheld]
    seen: int | None = Field(description="What to send as `seen` with the next message")
    say: list[MayBeSaid]
    begins: list[str] = Field(description="The processes of which your unit may begin a case about one of the messages")


class CasePerson(StrictSchema):
    """Whom a case is about. The names and the municipality are for somebody who is not known here yet."""

    identity_number: Annotated[str, Field(max_length=40, description="Ten or twelve digits, or a reserve number")]
    given_name: str = Field("", max_length=200)
    family_name: str = Field("", max_length=200)
    municipality: str = Field("", max_length=4, description="That of registration, four digits")
    registered_address: str = Field("", max_length=300)
    protection: Literal["none", "confidentiality-marking", "protected-registration"] = "none"


class CaseMessage(StrictSchema):
    """A message of a case that your unit takes part in."""

    case: UUID
    number: int = Field(ge=1, strict=True)


class NewCase(StrictSchema):
    """A case about a person, or about a message of another case, or about neither where the process allows it."""

    process: str = Field(max_length=20)
    person: CasePerson | None = None
    about: CaseMessage | None = None
    content: dict[str, Any] = Field(description="What the message that begins the case holds: see /processes")


class CaseBegun(Schema):
    id: UUID
    process: str
    seen: int = Field(description="What to send as `seen` with the next message")
    href: str


class NewMessage(StrictSchema):
    """A message to send."""

    kind: str = Field(max_length=40)
    content: dict[str, Any] = Field({}, description="What it holds: see /processes")
    seen: int = Field(ge=0, strict=True, description="The number of the last message you have read")


class ChangedProblem(Problem):
    """Others have said something that you had not seen, and nothing was sent. Read it, and send again with `seen`."""

    since: list[MessageShown | MessageWithheld] | None = None
    seen: int | None = None


class Refusal(Problem):
    """Why something about a person is not open to you, by which clause, and the lawful ways on."""

    ground: str | None = None
    clause: str | None = None
    ways: list[str] | None = None


ChangedSince = Annotated[AwareDatetime | None, Field(description="Only those changed at or after this moment")]
