"""A sealed trail, and everything that somebody with the database in hand can do to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from brygga_site.trail import digests, keys, sealing
from brygga_site.trail.stored import Sealed, StoredEntry

SITE, STRANGER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
NOW = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
SEALED_BY = (7, 1, 12, 9, 3)
SEALED, WAITING = sum(SEALED_BY), 3
TEXTS = ("staff", "assignment", "unit", "purpose", "action", "decision", "ground", "paragraph", "what", "origin")


@dataclass
class Trail:
    rows: list[StoredEntry]
    seals: list[Sealed]

    def copy(self) -> "Trail":
        return Trail(list(self.rows), list(self.seals))


@dataclass(frozen=True)
class Place:
    """Where something was done: some finding has to reach into it."""

    first: int
    last: int


def digested(content: dict[str, Any]) -> StoredEntry:
    """The last seals are of another algorithm than the first: it was changed between."""
    number = content["sequence"]
    is_later = isinstance(number, int) and number > sum(SEALED_BY[:3])
    return StoredEntry(content, digests.entry_digest(content, "sha3-512" if is_later else digests.FIRST))


def entry(number: int, chance: Random) -> StoredEntry:
    content = {
        "sequence": number,
        "at": digests.moment(NOW - timedelta(minutes=500 - number, microseconds=chance.randrange(10**6))),
        "case": f"{chance.getrandbits(128):032x}" if chance.random() < 0.7 else None,
        "persons": sorted(chance.sample(range(1, 400), chance.choice((0, 1, 1, 1, 5)))),
    }
    # Entries from before the number of staff was kept are without it.
    later = {"staff_number": chance.randrange(1, 9)} if number > SEALED_BY[0] else {}
    return digested(content | later | {name: f"{name} {chance.randrange(4)}" for name in TEXTS})


def sealed(rows: list[StoredEntry], key: Ed25519PrivateKey, start: Sequence[Sealed] = ()) -> list[Sealed]:
    """Seals over the rows, after those there are."""
    seals = list(start)
    for size in SEALED_BY[len(seals) :]:
        first = seals[-1].last if seals else 0
        covered = [row.digest for row in rows[first : first + size]]
        if covered:
            raw, algorithm = b"".join(map(digests.raw, covered)), digests.algorithm_of(covered[0])
            seals.append(sealing.make(seals[-1] if seals else None, raw, key, NOW, algorithm))
    return seals


def whole(chance: Random) -> Trail:
    rows = [entry(number, chance) for number in range(1, SEALED + WAITING + 1)]
    return Trail(rows, sealed(rows, SITE))


def _other(value: Any, chance: Random) -> Any:
    """Another value than this one, like it or not at all."""
    near = {
        int: lambda: [value + 1, value - 1, -value, float(value) + 0.5, str(value), None],
        str: lambda: [value + " ", value[:-1], value[::-1] + "x", "", value.upper() + "Å", None, value.encode()],
        list: lambda: [value[1:], [*value, 999], value[::-1], [value], []],
        type(None): lambda: ["", "None", 0, "f" * 32],
        bytes: lambda: [value[:-1], b"", bytes([value[0] ^ 1]) + value[1:], value * 2],
    }[type(value)]()
    return chance.choice([one for one in near if one != value or type(one) is not type(value)])


def change(trail: Trail, chance: Random) -> Place:
    """A column of an entry, with the digest as it was."""
    at = chance.randrange(len(trail.rows))
    row = trail.rows[at]
    name = chance.choice([one for one in row.content if one != "sequence"])
    trail.rows[at] = StoredEntry(row.content | {name: _other(row.content[name], chance)}, row.digest)
    return Place(at + 1, at + 1)


def change_with_digest(trail: Trail, chance: Random) -> Place:
    at = chance.randrange(SEALED)
    content = trail.rows[at].content
    name = chance.choice([one for one in content if one != "sequence"])
    trail.rows[at] = digested(content | {name: _other(content[name], chance)})
    return Place(at + 1, at + 1)


def change_digest(trail: Trail, chance: Random) -> Place:
    at = chance.randrange(len(trail.rows))
    trail.rows[at] = replace(trail.rows[at], digest=_other(trail.rows[at].digest, chance))
    return Place(at + 1, at + 1)


def change_number(trail: Trail, chance: Random) -> Place:
    """An entry gets another number, and stands where a database would list it."""
    at = chance.randrange(SEALED)
    content = trail.rows[at].content
    number = chance.choice([0, -5, at + 1.5, None, "7", SEALED + WAITING + 4])
    moved = [digested, lambda changed: StoredEntry(changed, trail.rows[at].digest)]
    row = chance.choice(moved)(content | {"sequence": number})
    del trail.rows[at]
    _place(trail, row)
    return Place(at + 1, at + 1)


def remove(trail: Trail, chance: Random) -> Place:
    at = chance.randrange(SEALED)
    count = chance.choice((1, 1, 2, 5))
    del trail.rows[at : at + count]
    return Place(at + 1, min(at + count, SEALED))


def remove_and_close_up(trail: Trail, chance: Random) -> Place:
    at = chance.randrange(SEALED)
    del trail.rows[at]
    _renumber(trail, at, chance)
    return Place(at + 1, at + 1)


def insert(trail: Trail, chance: Random) -> Place:
    """An entry that never was, and the numbers after it moved up."""
    at = chance.randrange(SEALED)
    trail.rows.insert(at, entry(at + 1, chance))
    _renumber(trail, at + 1, chance)
    return Place(at + 1, at + 1)


def insert_beside(trail: Trail, chance: Random) -> Place:
    """An entry that never was, with a number that is none, or is taken where the database no longer minds."""
    number = chance.choice(
        [0, -3, chance.randrange(1, SEALED) + 0.5, chance.randrange(1, SEALED), None, "twelve", b"\x01"]
    )
    _place(trail, digested(entry(1, chance).content | {"sequence": number}))
    return Place(int(number), int(number) + 1) if isinstance(number, int | float) else Place(1, SEALED + WAITING + 1)


def swap(trail: Trail, chance: Random) -> Place:
    """Two entries change places; the digests are moved along, made anew, or left."""
    one, other = sorted(chance.sample(range(SEALED), 2))
    first, second = trail.rows[one], trail.rows[other]
    how = chance.choice(
        [
            lambda to, by: StoredEntry(by.content | {"sequence": to}, by.digest),
            lambda to, by: digested(by.content | {"sequence": to}),
        ]
    )
    trail.rows[one], trail.rows[other] = how(one + 1, second), how(other + 1, first)
    return Place(one + 1, one + 1)


def truncate_entries(trail: Trail, chance: Random) -> Place:
    at = chance.randrange(SEALED)
    del trail.rows[at:]
    return Place(at + 1, SEALED)


def truncate(trail: Trail, chance: Random) -> Place:
    """The end is cut off, entries and seals alike; perhaps the rest is sealed anew with the site's own key."""
    at = chance.randrange(SEALED)
    del trail.rows[at:]
    kept = [seal for seal in trail.seals if seal.last <= at]
    trail.seals = sealed(trail.rows, SITE, kept) if chance.random() < 0.5 else kept
    return Place(at + 1, SEALED)


def remove_seals(trail: Trail, chance: Random) -> Place:
    at = chance.randrange(len(trail.seals))
    gone = trail.seals[at : at + chance.choice((1, 1, 2, 5))]
    trail.seals = [seal for seal in trail.seals if seal not in gone]
    return Place(gone[0].first, gone[-1].last)


def change_seal(trail: Trail, chance: Random) -> Place:
    at = chance.randrange(len(trail.seals))
    seal = trail.seals[at]
    name = chance.choice([field.name for field in fields(Sealed)])
    value = getattr(seal, name)
    changed = replace(
        seal, **{name: _other(value, chance) if name != "at" else digests.moment(NOW + timedelta(days=1))}
    )
    trail.seals[at] = changed if isinstance(changed.digests, bytes) else replace(changed, digests=b"")
    trail.seals.sort(key=lambda one: _order(one.first))
    return Place(seal.first, seal.last)


def swap_seals(trail: Trail, chance: Random) -> Place:
    one, other = sorted(chance.sample(range(len(trail.seals)), 2))
    first, second = trail.seals[one], trail.seals[other]
    trail.seals[one] = replace(second, first=first.first, last=first.last)
    trail.seals[other] = replace(first, first=second.first, last=second.last)
    return Place(first.first, first.last)


def sign_with_another_key(trail: Trail, chance: Random) -> Place:
    """From some seal on, nothing else changed; a stranger's key, which may be claimed to be the site's."""
    at = chance.randrange(len(trail.seals))
    place = Place(trail.seals[at].first, trail.seals[at].last)
    trail.seals = sealed(trail.rows, STRANGER, trail.seals[:at])
    if chance.random() < 0.5:
        trail.seals[at:] = [replace(seal, key=keys.public(SITE)) for seal in trail.seals[at:]]
    return place


def rewrite(trail: Trail, chance: Random) -> Place:
    """The worst: an entry is changed or taken out, and all that follows is made anew, with the site's own key."""
    at = chance.randrange(SEALED)
    seal = next(number for number, one in enumerate(trail.seals) if one.first <= at + 1 <= one.last)
    place = Place(trail.seals[seal].first, trail.seals[seal].last)
    if chance.random() < 0.5:
        content = trail.rows[at].content
        trail.rows[at] = digested(content | {"staff": "somebody else"})
    else:
        del trail.rows[at]
        trail.rows[at:] = [digested(row.content | {"sequence": n}) for n, row in enumerate(trail.rows[at:], at + 1)]
    trail.seals = sealed(trail.rows, chance.choice((SITE, STRANGER)), trail.seals[:seal])
    return place


def _renumber(trail: Trail, start: int, chance: Random) -> None:
    """The rows from a place on get the numbers of their places, with their digests or with new ones."""
    anew = chance.random() < 0.5
    for at in range(start, len(trail.rows)):
        content = trail.rows[at].content | {"sequence": at + 1}
        trail.rows[at] = digested(content) if anew else StoredEntry(content, trail.rows[at].digest)


def _place(trail: Trail, row: StoredEntry) -> None:
    trail.rows.append(row)
    trail.rows.sort(key=lambda one: _order(one.sequence))


def _order(value: Any) -> tuple[int, Any]:
    """As SQLite lists what its columns hold."""
    if value is None:
        return 0, 0
    if isinstance(value, int | float):
        return 1, value
    return (2, value.encode()) if isinstance(value, str) else (3, value)


MUTATIONS: tuple[Callable[[Trail, Random], Place], ...] = (
    change,
    change_with_digest,
    change_digest,
    change_number,
    remove,
    remove_and_close_up,
    insert,
    insert_beside,
    swap,
    truncate_entries,
    truncate,
    remove_seals,
    change_seal,
    swap_seals,
    sign_with_another_key,
    rewrite,
)
