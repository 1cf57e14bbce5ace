"""Which entries of the trail rest on a rule for emergencies: each is to be looked at afterwards."""

from brygga.access.grounds import GROUNDS

LIFTED_UNASKED = "2008-355.4.5.2"
"""The clause by which a block is lifted for care that cannot wait, of a person who cannot be asked."""

_GROUNDS = frozenset(one.id for one in GROUNDS.values() if one.emergency)
_OTHERS = frozenset(one.clause for one in GROUNDS.values() if not one.emergency)
# A clause that ordinary grounds rest on too says nothing of an emergency by itself.
_CLAUSES = frozenset(GROUNDS[name].clause for name in _GROUNDS) - _OTHERS | {LIFTED_UNASKED}


def is_emergency(ground: str, clause: str) -> bool:
    """Whether a decision with this ground, by the id of `GROUNDS`, and this clause of `sverige` was an emergency's."""
    return ground in _GROUNDS or clause in _CLAUSES
