"""What clauses may name as their carrier: the grounds, and what else carries out who may read and write what."""

from collections.abc import Mapping

from brygga.access.grounds import GROUNDS

_BESIDE = {
    "guardian": "a guardian blocks nothing for a child and speaks for no adult (`guards`)",
    "exhaustive": "what another provider holds is opened by nothing but the grounds of 2022:913 chapter 3 (`decision`)",
    "lift": "who lifts a block, on what ground and for how long; requests and their answers (`guards`, `wishes`)",
    "protected-identity": "where a protected person's address, name and number may stand (`protection`)",
    "provider": "each unit belongs to one provider, an organisation in one branch, which answers for its data",
    "assignments": "one reads under an assignment: unit, role, purpose and days, given and ended by the provider",
    "one-principal": "an organisation that is region and municipality in one opens units of both (`administration`)",
    "sign-in": "nobody reads anything before it is known who it is",
    "trail": "every reading and writing leaves an entry in the same transaction; nobody changes or removes one",
    "log-review": "the provider's reviewer looks through the entries, at random and by pattern, and notes findings",
    "destruction": "what the acts let go is destroyed by rule, by two persons, on the trail (`brygga.retention`)",
    "extract": "the person is given what the organisation holds about them, and told what is withheld and why",
    "access-report": "the person is told who has read about them, at what unit, when and why",
}

CARRIED: Mapping[str, str] = {
    **{ground.id: f"the ground {ground.id}, {ground.clause}" for ground in GROUNDS.values()},
    **_BESIDE,
}
"""Each name with what it does."""
