"""Clauses: what an agreement or an act says, and what in Brygga carries it out."""

import re
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


class Frozen(BaseModel):
    """A value that cannot be changed and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ClauseLevel(StrEnum):
    BINDING = "binding"
    GUIDING = "guiding"
    BACKGROUND = "background"


class ClauseKind(StrEnum):
    DUTY = "duty"
    RIGHT = "right"
    PROHIBITION = "prohibition"
    CONDITION = "condition"
    FIGURE = "figure"
    DEFINITION = "definition"
    PROCEDURE = "procedure"
    PURPOSE = "purpose"
    BACKGROUND = "background"


class ClauseState(StrEnum):
    """What is wrong with a clause in the source itself."""

    UNFINISHED = "unfinished"
    CONTRADICTORY = "contradictory"


class CarrierKind(StrEnum):
    """The kinds of thing in Brygga that can carry a clause out."""

    MESSAGE = "message"
    DUTY = "duty"
    SETTLEMENT = "settlement"
    PARAMETER = "parameter"
    TERM = "term"
    PARTIES = "parties"
    BODY = "body"
    ADOPTION = "adoption"
    DOCUMENT = "document"
    AREA = "area"
    ACCESS = "access"
    TABLE = "table"
    MEASURE = "measure"
    STATEMENT = "statement"
    PENDING = "pending"


CAPABILITIES = frozenset(
    [
        "adoption",
        "bodies",
        "compulsory",
        "contacts",
        "contracts",
        "dental",
        "deviation",
        "discharge",
        "dispute",
        "division",
        "enrolment",
        "followup",
        "implementation",
        "initiatives",
        "localplan",
        "measures",
        "medaids",
        "opening",
        "oralstats",
        "othermun",
        "palliative",
        "physician",
        "placecost",
        "placement",
        "plans",
        "purchase",
        "register",
        "relatives",
        "rights",
        "roadmap",
        "selfcare",
        "sharedcosts",
        "targetgroups",
        "training",
        "users",
        "year",
    ]
)
"""What later work builds; a clause may wait for one of these and for nothing else."""

BOUND = frozenset(
    [
        "region",
        "municipality",
        "inpatient-care",
        "outpatient-care",
        "health-centre",
        "municipal-health-care",
        "social-services",
        "school",
        "physician",
        "named-care-contact",
        "dental-care",
        "head-of-unit",
        "care-provider",
        "social-provider",
        "staff",
        "private-provider",
        "supplier",
        "person",
        "relative",
        "state",
        "authority",
        "politicians",
        "other-party",
    ]
)
"""Whom a clause can bind, beside the agreement's own bodies (`body:<id>`).

`other-party` is whoever is a party without being a region or a municipality.
"""

_SEGMENT = r"[0-9A-Za-zÅÄÖåäöé\-]+"
_ID = re.compile(rf"{_SEGMENT}(\.{_SEGMENT})*")
_LINES = re.compile(r"([1-9]\d*)(?:-([1-9]\d*))?")


def _clause_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError("a clause id is letters, digits and hyphens parted by dots, for instance B.3.kommun.2")
    return text


def _bound(who: str) -> str:
    if who not in BOUND and not who.startswith("body:"):
        raise ValueError(f"a clause binds one of {', '.join(sorted(BOUND))}, or body:<id>")
    return who


ClauseId = Annotated[str, AfterValidator(_clause_id)]


class Carrier(Frozen):
    """One thing that carries a clause out; written in TOML as a table of one key, `{ message = "ready-notice" }`."""

    kind: CarrierKind
    ref: str

    @model_validator(mode="before")
    @classmethod
    def _from_one_key(cls, given: Any) -> Any:
        if isinstance(given, dict) and len(given) == 1:
            kind, ref = next(iter(given.items()))
            if kind in set(CarrierKind):
                return {"kind": kind, "ref": ref}
        raise ValueError(f"a carrier is a table of one key out of {', '.join(CarrierKind)}")

    @model_validator(mode="after")
    def _room_exists(self) -> "Carrier":
        if self.kind is CarrierKind.PENDING and self.ref not in CAPABILITIES:
            raise ValueError(f"a clause may wait for one of {', '.join(sorted(CAPABILITIES))}")
        if not self.ref.strip():
            raise ValueError("say what carries the clause")
        return self


class Lines(Frozen):
    """A run of lines in a source, counted from 1, both ends included; written `748-752` or `748`."""

    first: int
    last: int

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        match = _LINES.fullmatch(given) if isinstance(given, str) else None
        if not match:
            raise ValueError("lines are written 748-752 or 748")
        return {"first": int(match[1]), "last": int(match[2] or match[1])}

    @model_validator(mode="after")
    def _in_order(self) -> "Lines":
        if self.last < self.first:
            raise ValueError("the last line stands before the first")
        return self


_ACT = re.compile(r"(hslf-fs-)?(\d{4})-(\d+)(?:-.+)?")
_PARAGRAPH = re.compile(r"(?:(\d+(?: [a-z])?) kap\. )?(\d+(?: [a-z])?) §.*")
_NUMBERED = re.compile(r"(?:Avsnitt |Bilaga )?(?:[A-Z]\.)?\d+[a-z]?(?:\.\d+)*(?= |$)")
_SMALLER = re.compile(
    "första|andra|tredje|sista|stycke|mening|punkt|led|strecksats|rad|fotnot|rubrik|inledning|ingress|citat|exempel|kriteri"
)


class Clause(Frozen):
    """One duty, right, figure, condition or statement that can be cited on its own.

    `lines` are where it stands in the stored text; a source that is not stored has none. `from_` and `to` are the first
    and the last day of its wording, where it is not that of its whole part; `by` is the amending act that gave it the
    wording and whose day `from_` is, `2019:973`. `reading` says in what Brygga reads more out of the text than its
    words, so that whoever relies on an answer can see it.
    """

    id: ClauseId
    part: str
    heading: str = Field(min_length=1)
    summary: str = Field(min_length=1)
    source: str
    place: str = Field(min_length=1)
    lines: Lines | None = None
    level: ClauseLevel
    kind: ClauseKind
    binds: tuple[Annotated[str, AfterValidator(_bound)], ...]
    rests_on: tuple[str, ...] = ()
    carried_by: tuple[Carrier, ...] = Field(min_length=1)
    state: ClauseState | None = None
    note: str | None = None
    reading: str | None = Field(default=None, min_length=1)
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    by: str | None = Field(default=None, pattern=r"^\d{4}:\d+$")

    @model_validator(mode="after")
    def _complete(self) -> "Clause":
        if self.by and not self.from_:
            raise ValueError("by: say from which day the wording holds, the day on which the amending act took effect")
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError("to: the last day stands before the first")
        free = self.level is ClauseLevel.BACKGROUND or self.kind in {ClauseKind.DEFINITION, ClauseKind.PURPOSE}
        if not self.binds and not free:
            raise ValueError("binds: a binding or guiding clause says whom it binds")
        if self.state and not self.note:
            raise ValueError("note: a clause that is unfinished or contradictory says how")
        return self

    @property
    def cited(self) -> str:
        """How the clause is cited wherever it is: by section or paragraph, without sentence or line.

        Of an act `2017:612 5:4`, or `1985:125 5 §` where there are no chapters, whichever of its wordings it is; of an
        agreement, whose name stands beside it, `Avsnitt 7.2` or `Del C, In- och utskrivning, 5.2`.
        """
        first, *rest = self.place.split(", ")
        if act := _ACT.fullmatch(self.source):
            found = _PARAGRAPH.fullmatch(first)
            chapter, paragraph = found.groups() if found else (None, None)
            where = f"{chapter}:{paragraph}" if chapter else f"{paragraph} §" if paragraph else first
            series = "HSLF-FS " if act[1] else ""
            return f"{series}{act[2]}:{act[3]} {where}"
        parts = [first, *takewhile(lambda part: not _SMALLER.match(part), rest)]
        numbered = [(at, found[0]) for at, part in enumerate(parts) if (found := _NUMBERED.match(part))]
        if numbered:
            at, number = numbered[-1]
            parts = [*parts[:at], number]
        return ", ".join(parts)

    def holds(self, day: date) -> bool:
        """Whether this is the wording of a day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    @property
    def is_pending(self) -> bool:
        """Whether anything of it waits for a later part of Brygga."""
        return any(carrier.kind is CarrierKind.PENDING for carrier in self.carried_by)

    @property
    def is_statement(self) -> bool:
        """Whether nothing in Brygga needs to carry it out."""
        return all(carrier.kind is CarrierKind.STATEMENT for carrier in self.carried_by)


class LeftOut(Frozen):
    """Lines of a source that are no clause (a table of contents, a signature), and why."""

    source: str
    lines: Lines
    reason: str = Field(min_length=1)
