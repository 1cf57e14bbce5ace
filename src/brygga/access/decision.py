"""May this unit read this about this person, now? One answer with its ground, for the page and for the write behind it.

The order is the acts' own: purpose, own record, what an act orders to be told, relation, relevance, block, consent and
what stands in for it. 2022:913 3:7: there is no other way, not even by consent.
"""

from dataclasses import dataclass

from brygga.access import grounds as by
from brygga.access.grounds import AccessGround, Way
from brygga.access.messages import BlockLevel
from brygga.access.reading import RELEVANT, Data, Reader
from brygga.access.wishes import Wishes
from brygga.process import Branch, NotAllowed, Purpose, Role


@dataclass(frozen=True)
class Decision:
    """The answer: its ground, the clause it rests on and, when refused, the lawful ways on."""

    ground: AccessGround
    clause: str
    blocks: tuple[int, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.ground.allows

    @property
    def ways(self) -> tuple[Way, ...]:
        return self.ground.ways


_NEEDED, _NEEDED_SOCIAL = "2008-355.4.1", "2022-913.4.3.2"
"""Within one provider a lack of relation or relevance is a lack of need for the work."""

_PURPOSES = {Branch.CARE: Purpose.CARE, Branch.SOCIAL_CARE: Purpose.SOCIAL_CARE}


def decide(reader: Reader, data: Data, wishes: Wishes) -> Decision:
    """Whether the reader may read the data, on what ground and by which clause."""
    social = reader.branch is Branch.SOCIAL_CARE
    if refused := check_purpose(reader):
        return refused
    if data.unit == reader.unit:
        return _by(by.OWN_UNIT_SOCIAL if social else by.OWN_UNIT)
    if data.told and data.told.ordered_by:
        return Decision(by.SENT_SOCIAL if social else by.SENT, data.told.ordered_by)
    if data.provider == reader.provider:
        return _within(reader, data, wishes, social)
    return _between(reader, data, wishes, social)


def check_purpose(reader: Reader) -> Decision | None:
    """The refusal of whoever reads for another purpose than to help this person; None for everyone else."""
    if reader.role is None or reader.purpose is not _PURPOSES[reader.branch]:
        return _by(by.WRONG_PURPOSE)
    return _by(by.OWN_RECORD) if reader.is_own_record else None


def _within(reader: Reader, data: Data, wishes: Wishes, social: bool) -> Decision:
    """Another unit of the same provider: 2008:355 4:1 and 4:4; for social care 2022:913 4:3."""
    if not (reader.related or data.told or _in_emergency(reader, data, wishes)):
        return Decision(by.NO_RELATION_SOCIAL, _NEEDED_SOCIAL) if social else _by(by.NO_RELATION)
    if data.kind not in RELEVANT[reader.role or Role.DENTAL_CARE]:
        return Decision(by.IRRELEVANT_SOCIAL, _NEEDED_SOCIAL) if social else Decision(by.IRRELEVANT, _NEEDED)
    if blocks := wishes.blocks(data.provider, data.unit, BlockLevel.UNIT):
        return _by(by.BLOCKED_UNIT, blocks)
    if data.told:
        return _by(by.SENT_SOCIAL if social else by.SENT)
    if social:
        return _by(by.SAME_PROVIDER_SOCIAL)
    return _by(by.SAME_PROVIDER if reader.related else by.EMERGENCY_SAME_PROVIDER)


def _between(reader: Reader, data: Data, wishes: Wishes, social: bool) -> Decision:
    """Another provider: 2022:913 chapters 2 and 3."""
    in_emergency = _in_emergency(reader, data, wishes)
    if not (reader.related or data.told or in_emergency):
        return _by(_unrelated(data, social))
    if data.kind not in RELEVANT[reader.role or Role.DENTAL_CARE]:
        return _by(by.IRRELEVANT_SOCIAL if social else by.IRRELEVANT)
    if blocks := wishes.blocks(data.provider, data.unit, BlockLevel.PROVIDER):
        # 2:5 and 3:5: who has blocked is told to care providers alone, and of care providers alone.
        hidden = social or data.branch is Branch.SOCIAL_CARE
        return _by(by.BLOCKED_PROVIDER_SOCIAL if hidden else by.BLOCKED_PROVIDER, blocks)
    if data.told:
        return _by(by.SENT_SOCIAL if social else by.SENT)
    return _by(_social(reader, data, wishes) if social else _care(reader, data, wishes, in_emergency))


def _care(reader: Reader, data: Data, wishes: Wishes, in_emergency: bool) -> AccessGround:
    if reader.related and wishes.consents(reader.provider, reader.unit, data.provider, data.kind):
        return by.CONSENT
    if reader.related and wishes.is_immature_child:
        return by.CHILD
    if reader.related and wishes.is_unable(reader.provider):
        return by.UNABLE
    if in_emergency:
        return by.EMERGENCY
    return by.NO_CONSENT if data.branch is Branch.CARE else by.NO_CONSENT_SOCIAL_DATA


def _social(reader: Reader, data: Data, wishes: Wishes) -> AccessGround:
    if wishes.consents(reader.provider, reader.unit, data.provider, data.kind):
        return by.CONSENT_SOCIAL
    # What stands in for consent opens other social care's data alone, never the care providers'.
    if data.branch is not Branch.SOCIAL_CARE:
        return by.NO_CONSENT_SOCIAL_HEALTH
    if wishes.is_immature_child:
        return by.CHILD_SOCIAL
    return by.UNABLE_SOCIAL if wishes.is_unable(reader.provider) else by.NO_CONSENT_SOCIAL


def _in_emergency(reader: Reader, data: Data, wishes: Wishes) -> bool:
    """2022:913 3:6 is for care providers and about what care providers hold; social care's data stay as they are."""
    both_care = reader.branch is Branch.CARE and data.branch is Branch.CARE
    return both_care and wishes.is_open_in_emergency(reader.unit)


def _unrelated(data: Data, social: bool) -> AccessGround:
    if social:
        return by.NO_RELATION_SOCIAL
    return by.NO_RELATION_OUTSIDE if data.branch is Branch.CARE else by.NO_RELATION_SOCIAL_DATA


def _by(ground: AccessGround, blocks: tuple[int, ...] = ()) -> Decision:
    return Decision(ground, ground.clause, blocks)


def may_read(reader: Reader, data: Data, wishes: Wishes) -> bool:
    return decide(reader, data, wishes).allowed


def check_read(reader: Reader, data: Data, wishes: Wishes) -> Decision:
    """The decision when it allows. Raises NotAllowed with the ground's name and clause when it does not."""
    decision = decide(reader, data, wishes)
    if not decision.allowed:
        raise NotAllowed("reading is refused: {ground} ({clause})", ground=decision.ground.id, clause=decision.clause)
    return decision
