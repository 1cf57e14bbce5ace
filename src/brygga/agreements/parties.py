"""Who has made an agreement, in what parts it stands, who works with it, and how it was adopted."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from brygga.agreements.clauses import ClauseId, Frozen


class Parties(Frozen):
    """The parties by code. `"all"` stands for every region or municipality of the country (the acts)."""

    regions: tuple[str, ...] | Literal["all"]
    municipalities: tuple[str, ...] | Literal["all"]
    others: tuple[str, ...] = ()

    def has_municipality(self, code: str) -> bool:
        return self.municipalities == "all" or code in self.municipalities


class Source(Frozen):
    """A document that the agreement is read from; `address` is where anybody can read it, once that is known.

    `file` is the text as it is stored beside the project. A public text may be cited without being stored: then it has
    no `file`, and says by `address` and `read` where it was read and on which day.

    `wording_from` and `wording_to` are the first and the last day whose wording stands in it, where that is not always;
    `renews` is the earlier source whose whole text it shows anew, so that what it has left unchanged is known longer.
    """

    id: str
    title: str
    publisher: str | None = None
    file: str | None = Field(default=None, min_length=1)
    address: str | None = Field(default=None, pattern=r"^https://\S+$")
    read: date | None = None
    wording_from: date | None = None
    wording_to: date | None = None
    renews: str | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> "Source":
        if self.file and self.read:
            raise ValueError("read: a stored text needs no day on which it was read; leave it out, or its file")
        if not self.file and not (self.address and self.read):
            raise ValueError("a text that is not stored has an address and the day it was read, or else a file")
        return self

    @property
    def is_stored(self) -> bool:
        return self.file is not None


class PartKind(StrEnum):
    MAIN = "main"
    ANNEX = "annex"
    STRATEGY = "strategy"
    DECISION = "decision"
    STATUTE = "statute"
    PREPARATORY = "preparatory"
    """What was written before a statute, or about one: it tells how things are and binds nobody."""


class AgreementPart(Frozen):
    """A part or annex of an agreement, or one act of the statutory baseline.

    `concerns` are the bodies whose sphere it says that it is about, where it says so.
    """

    id: str
    title: str
    kind: PartKind
    concerns: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_to: date | None = None
    note: str | None = None


class AgreementBody(Frozen):
    """A forum, board or office that the agreement gives a task, with its level and sphere."""

    id: str
    name: str
    level: Literal["national", "county", "subregional", "local", "authority", "unit"]
    sphere: Literal["political", "management", "operational"]
    clauses: tuple[ClauseId, ...] = ()
    note: str | None = None


class Adoption(Frozen):
    """A decision by which a body answered a consultation on, proposed, endorsed or adopted the agreement.

    The source may be silent on `on`. `what` is what was decided where it is not the agreement but what it rests on.
    """

    id: str
    body: str
    on: date | None = None
    action: Literal["consulted", "proposed", "recommended", "endorsed", "adopted", "approved", "revised"]
    what: str | None = Field(default=None, min_length=1)
    reference: str | None = None
    clauses: tuple[ClauseId, ...] = ()
    note: str | None = None


class Document(Frozen):
    """A guideline, routine, plan or annex that clauses refer to; `stored` says whether we have its text."""

    id: str
    title: str
    kind: Literal["guideline", "annex", "routine", "plan", "agreement", "handbook", "form"]
    stored: bool = False
    clauses: tuple[ClauseId, ...] = ()
    note: str | None = None


class Area(Frozen):
    """A part of the county with work of its own; `municipalities` is empty where the source names none.

    Its municipalities need be no parties: a region may divide its own work by their borders.
    """

    id: str
    name: str
    municipalities: tuple[str, ...] = ()
    clauses: tuple[ClauseId, ...] = ()
