"""What a decision can rest on: each ground with the clause of the statutory baseline that says so.

A refusal also names the lawful ways on. The words for people are the site's; these are the names.
"""

from dataclasses import dataclass
from enum import StrEnum


class DataKind(StrEnum):
    """Kinds of data, as far as their relevance differs."""

    IDENTITY = "identity"
    COORDINATION = "coordination"
    HEALTH = "health"
    SOCIAL = "social"


class Way(StrEnum):
    """A lawful way on for whoever was refused."""

    JOIN_CASE = "join-case"
    ADMIT = "admit"
    ASK_CONSENT = "ask-consent"
    ASSESS_ABILITY = "assess-ability"
    EMERGENCY = "emergency"
    SEE_WHO_BLOCKED = "see-who-blocked"
    REQUEST_LIFT = "request-lift"
    PERSON_LIFTS = "person-lifts"
    OFFICER_LIFTS = "officer-lifts"
    OWN_REPORT = "own-report"
    CHANGE_ASSIGNMENT = "change-assignment"


@dataclass(frozen=True)
class AccessGround:
    """Why something is allowed or refused. `clause` is one of `sverige`; `emergency` is for the log reviewer."""

    id: str
    clause: str
    allows: bool
    ways: tuple[Way, ...] = ()
    emergency: bool = False


def _allowed(id: str, clause: str, emergency: bool = False) -> AccessGround:
    return AccessGround(id, clause, True, (), emergency)


def _refused(id: str, clause: str, *ways: Way) -> AccessGround:
    return AccessGround(id, clause, False, ways)


OWN_UNIT = _allowed("own-unit", "2008-355.4.1")
OWN_UNIT_SOCIAL = _allowed("own-unit-social", "2022-913.4.3.2")
SENT = _allowed("sent-to-unit", "2008-355.4.1")
SENT_SOCIAL = _allowed("sent-to-unit-social", "2022-913.4.3.2")
SAME_PROVIDER = _allowed("same-provider", "2008-355.4.1")
SAME_PROVIDER_SOCIAL = _allowed("same-provider-social", "2022-913.4.3.2")
EMERGENCY_SAME_PROVIDER = _allowed("emergency-same-provider", "2008-355.4.1", emergency=True)
CONSENT = _allowed("consent", "2022-913.3.1.2")
CONSENT_SOCIAL = _allowed("consent-social", "2022-913.3.2.3")
CHILD = _allowed("child", "2022-913.3.1.5")
CHILD_SOCIAL = _allowed("child-social", "2022-913.3.2.4")
UNABLE = _allowed("unable", "2022-913.3.3.2")
UNABLE_SOCIAL = _allowed("unable-social", "2022-913.3.4.2")
EMERGENCY = _allowed("emergency", "2022-913.3.6.2", emergency=True)
WHO_BLOCKED = _allowed("who-blocked", "2022-913.3.5.1", emergency=True)
EXISTS = _allowed("exists", "2022-913.2.4.3")
OPENS = _allowed("opens", "2008-355.4.1")
BETWEEN_PARTIES = _allowed("between-parties", "2008-355.4.1")

WRONG_PURPOSE = _refused("wrong-purpose", "2008-355.4.1", Way.CHANGE_ASSIGNMENT)
NOT_OPENING = _refused("not-opening", "2008-355.4.1", Way.CHANGE_ASSIGNMENT)
NO_PARTY = _refused("no-party", "2008-355.4.1")
OWN_RECORD = _refused("own-record", "2008-355.4.1", Way.OWN_REPORT)
NO_RELATION = _refused("no-relation", "2008-355.4.1", Way.JOIN_CASE, Way.ADMIT, Way.EMERGENCY)
NO_RELATION_OUTSIDE = _refused("no-relation-outside", "2022-913.3.1.1", Way.JOIN_CASE, Way.ADMIT, Way.EMERGENCY)
NO_RELATION_SOCIAL_DATA = _refused("no-relation-social-data", "2022-913.3.1.1", Way.JOIN_CASE, Way.ADMIT)
NO_RELATION_SOCIAL = _refused("no-relation-social", "2022-913.3.2.1", Way.JOIN_CASE)
IRRELEVANT = _refused("irrelevant", "2022-913.3.1.3", Way.JOIN_CASE)
IRRELEVANT_SOCIAL = _refused("irrelevant-social", "2022-913.3.2.2", Way.JOIN_CASE)
BLOCKED_UNIT = _refused("blocked-unit", "2008-355.4.4.1", Way.PERSON_LIFTS, Way.OFFICER_LIFTS)
BLOCKED_PROVIDER = _refused("blocked-provider", "2022-913.2.3.1", Way.PERSON_LIFTS, Way.SEE_WHO_BLOCKED)
BLOCKED_PROVIDER_SOCIAL = _refused("blocked-provider-social", "2022-913.2.3.1", Way.PERSON_LIFTS)
NO_CONSENT = _refused("no-consent", "2022-913.3.1.2", Way.ASK_CONSENT, Way.ASSESS_ABILITY, Way.EMERGENCY)
NO_CONSENT_SOCIAL_DATA = _refused("no-consent-social-data", "2022-913.3.1.2", Way.ASK_CONSENT, Way.ASSESS_ABILITY)
NO_CONSENT_SOCIAL = _refused("no-consent-social", "2022-913.3.2.3", Way.ASK_CONSENT, Way.ASSESS_ABILITY)
NO_CONSENT_SOCIAL_HEALTH = _refused("no-consent-social-health", "2022-913.3.2.3", Way.ASK_CONSENT)

GROUNDS: dict[str, AccessGround] = {one.id: one for one in list(globals().values()) if isinstance(one, AccessGround)}
