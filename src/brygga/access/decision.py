"""May this unit read this about this person, now? One answer with its ground, for the page and for the write behind it.

The order is the acts' own: purpose, own record, what an act orders to be told, relation, relevance, block, consent and
what stands in for it. 2022:913 3:7: there is no other way, not even by consent.
"""

from dataclasses import dataclass

from brygga.access import grounds as by
from brygga.access.grounds import Branch, DataKind, Ground, Purpose, Way
from brygga.access.messages import Level
from brygga.access.wishes import Wishes
from brygga.process import NotAllowed, Role


@dataclass(frozen=True)
class Reader:
    """Who reads: a unit by HSA-id, its provider (`<organisation>:<branch>`), and what it is to the person.

    `related`: the unit takes part in a case about the person that is under way, or is the named contact.
    `is_own_record`: the person is the reader.
    """

    unit: str
    provider: str
    role: Role | None
    purpose: Purpose
    related: bool
    is_own_record: bool = False

    @property
    def branch(self) -> Branch:
        return Branch.SOCIAL_CARE if self.role is Role.SOCIAL_SERVICES else Branch.CARE


@dataclass(frozen=True)
class Told:
    """The data came to the reader's unit in a message. `ordered_by` is the clause that orders it told, if one does."""

    ordered_by: str | None = None


@dataclass(frozen=True)
class Data:
    """What is read: its kind, the unit and provider that documented it, and whether the reader's unit was told it."""

    kind: DataKind
    unit: str
    provider: str
    branch: Branch
    told: Told | None = None


@dataclass(frozen=True)
class Decision:
    """The answer: its ground, the clause it rests on and, when refused, the lawful ways on."""

    ground: Ground
    clause: str
    blocks: tuple[int, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.ground.allows

    @property
    def ways(self) -> tuple[Way, ...]:
        return self.ground.ways


RELEVANT: dict[Role, frozenset[DataKind]] = {
    Role.INPATIENT_CARE: frozenset(DataKind),
    Role.OUTPATIENT_CARE: frozenset(DataKind),
    Role.MUNICIPAL_HEALTH_CARE: frozenset(DataKind),
    Role.SOCIAL_SERVICES: frozenset(DataKind),
    Role.DENTAL_CARE: frozenset({DataKind.IDENTITY, DataKind.COORDINATION, DataKind.HEALTH}),
}
"""The kinds of data that can be assumed to matter for what a unit of each role does."""

_PURPOSES = {Branch.CARE: Purpose.CARE, Branch.SOCIAL_CARE: Purpose.SOCIAL_CARE}


def decide(reader: Reader, data: Data, wishes: Wishes) -> Decision:
    """Whether the reader may read the data, on what ground and by which clause."""
    social = reader.branch is Branch.SOCIAL_CARE
    if reader.role is None or reader.purpose is not _PURPOSES[reader.branch]:
        return _by(by.WRONG_PURPOSE)
    if reader.is_own_record:
        return _by(by.OWN_RECORD)
    if data.unit == reader.unit:
        return _by(by.OWN_UNIT_SOCIAL if social else by.OWN_UNIT)
    if data.told and data.told.ordered_by:
        return Decision(by.SENT_SOCIAL if social else by.SENT, data.told.ordered_by)
    if data.provider == reader.provider:
        return _within(reader, data, wishes, social)
    return _between(reader, data, wishes, social)


def _within(reader: Reader, data: Data, wishes: Wishes, social: bool) -> Decision:
    """Another unit of the same provider: 2008:355 4:1 and 4:4."""
    if not (reader.related or data.told):
        return _by(by.NO_RELATION_SOCIAL if social else by.NO_RELATION)
    if data.kind not in RELEVANT[reader.role or Role.DENTAL_CARE]:
        return _by(by.IRRELEVANT_SOCIAL if social else by.IRRELEVANT)
    if blocks := wishes.blocks(data.provider, data.unit, Level.UNIT):
        return _by(by.BLOCKED_UNIT, blocks)
    if data.told:
        return _by(by.SENT_SOCIAL if social else by.SENT)
    return _by(by.SAME_PROVIDER_SOCIAL if social else by.SAME_PROVIDER)


def _between(reader: Reader, data: Data, wishes: Wishes, social: bool) -> Decision:
    """Another provider: 2022:913 chapters 2 and 3."""
    in_emergency = not social and wishes.is_open_in_emergency(reader.unit)
    if not (reader.related or data.told or in_emergency):
        return _by(by.NO_RELATION_SOCIAL if social else by.NO_RELATION_OUTSIDE)
    if data.kind not in RELEVANT[reader.role or Role.DENTAL_CARE]:
        return _by(by.IRRELEVANT_SOCIAL if social else by.IRRELEVANT)
    if blocks := wishes.blocks(data.provider, data.unit, Level.PROVIDER):
        return _by(by.BLOCKED_PROVIDER_SOCIAL if social else by.BLOCKED_PROVIDER, blocks)
    if data.told:
        return _by(by.SENT_SOCIAL if social else by.SENT)
    return _by(_social(reader, data, wishes) if social else _care(reader, data, wishes, in_emergency))


def _care(reader: Reader, data: Data, wishes: Wishes, in_emergency: bool) -> Ground:
    if reader.related and wishes.consents(reader.provider, reader.unit, data.provider, data.kind):
        return by.CONSENT
    if reader.related and wishes.is_immature_child:
        return by.CHILD
    if reader.related and wishes.is_unable(reader.provider):
        return by.UNABLE
    return by.EMERGENCY if in_emergency else by.NO_CONSENT


def _social(reader: Reader, data: Data, wishes: Wishes) -> Ground:
    if wishes.consents(reader.provider, reader.unit, data.provider, data.kind):
        return by.CONSENT_SOCIAL
    # What stands in for consent opens other social care's data alone, never the care providers'.
    if data.branch is not Branch.SOCIAL_CARE:
        return by.NO_CONSENT_SOCIAL_HEALTH
    if wishes.is_immature_child:
        return by.CHILD_SOCIAL
    return by.UNABLE_SOCIAL if wishes.is_unable(reader.provider) else by.NO_CONSENT_SOCIAL


def _by(ground: Ground, blocks: tuple[int, ...] = ()) -> Decision:
    return Decision(ground, ground.clause, blocks)


def may_read(reader: Reader, data: Data, wishes: Wishes) -> bool:
    return decide(reader, data, wishes).allowed


def check_read(reader: Reader, data: Data, wishes: Wishes) -> Decision:
    """The decision when it allows. Raises NotAllowed with the ground's name and clause when it does not."""
    decision = decide(reader, data, wishes)
    if not decision.allowed:
        raise NotAllowed("reading is refused: {ground} ({clause})", ground=decision.ground.id, clause=decision.clause)
    return decision
