"""Whatever is done to a sealed trail is found, and located, against a head that was exported before."""

from random import Random

import pytest
from tests.properties.trail.chance import MUTATIONS, NOW, SEALED, SITE, WAITING, Trail, whole
from tests.tries import tries

from brygga_site.trail import keys
from brygga_site.trail.heads import ALL_OF_THE_LAST, head_of
from brygga_site.trail.stored import Sealed
from brygga_site.trail.verification import TrailFinding, VerificationReport, verify

EACH = tries(150)
TRAILS = [whole(Random(seed)) for seed in range(10)]
HEADS = [head_of(trail.seals) for trail in TRAILS]
TRUSTED = frozenset({keys.public(SITE)})


def verified(trail: Trail, number: int) -> VerificationReport:
    return verify(trail.rows, trail.seals, TRUSTED, NOW, HEADS[number])


@pytest.mark.parametrize("number", range(len(TRAILS)))
def test_a_trail_that_nobody_has_touched_is_whole(number):
    report = verified(TRAILS[number], number)
    assert report.findings == ()
    assert (report.entries, report.seals, report.unsealed) == (SEALED + WAITING, 5, WAITING)
    assert report.head == HEADS[number].seal.head


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda one: one.__name__)
def test_every_mutation_is_found_where_it_was_made(mutate):
    chance = Random(mutate.__name__)
    for _ in range(EACH):
        number = chance.randrange(len(TRAILS))
        trail = TRAILS[number].copy()
        place = mutate(trail, chance)
        found = verified(trail, number).findings
        assert any(one.first <= place.last and place.first <= one.last for one in found), (place, found)


@pytest.mark.parametrize("at", range(1, SEALED + 1))
def test_a_single_change_is_located_to_the_entry(at):
    trail = TRAILS[0].copy()
    row = trail.rows[at - 1]
    trail.rows[at - 1] = type(row)(row.content | {"staff": "somebody else"}, row.digest)
    assert verified(trail, 0).findings == (TrailFinding("changed", at, at),)
    del trail.rows[at - 1]
    assert verified(trail, 0).findings == (TrailFinding("removed", at, at),)


def test_the_head_of_a_long_trail_stays_small_and_holds_every_late_seal():
    one = TRAILS[0].seals[0]
    seals = [Sealed(n, n, one.previous, b"", f"head {n}", one.at, one.key, one.signature) for n in range(1, 20_001)]
    lasts = [last for last, _ in head_of(seals).seals]
    assert lasts[-ALL_OF_THE_LAST:] == list(range(20_000 - ALL_OF_THE_LAST + 1, 20_001))
    assert len(lasts) < 6 * ALL_OF_THE_LAST
