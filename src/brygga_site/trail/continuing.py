"""Whether one head continues another: shown by the seals between them, whose digests lead from one to the other."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from brygga_site.trail import digests
from brygga_site.trail.heads import Head, head_of
from brygga_site.trail.stored import Sealed

AT_MOST = 1_200_000
"""Bytes of digests that are sent at once; more is sent in steps, each of which ends in a seal."""


class SealLink(BaseModel):
    """A seal between two heads: its entries from `first` to `last`, and `covered`, their digests in base64.

    `algorithm` is that of the digests, and of the head that they lead to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    first: int
    last: int
    covered: str
    algorithm: str = digests.FIRST

    def as_sent(self) -> dict[str, object]:
        """The link for another site. Of the first algorithm nothing is said: it was all that versions before knew."""
        return self.model_dump(exclude_defaults=True)


def leads(last: int, head: str, links: Iterable[SealLink], to: Head) -> bool:
    """Whether the links lead from the head up to the entry `last` to another head, without a gap."""
    for link in links:
        try:
            covered = b64decode(link.covered, validate=True)
        except ValueError:
            return False
        if link.algorithm not in digests.ALGORITHMS:
            return False
        if link.first != last + 1 or link.last <= last:
            return False
        if len(covered) != (link.last - last) * digests.size(link.algorithm):
            return False
        last, head = link.last, digests.head(head, link.first, link.last, covered, link.algorithm)
    return (last, head) == (to.seal.last, to.seal.head)


def steps(seals: Iterable[Sealed], kept: int | None) -> Iterator[tuple[Head, list[SealLink]]]:
    """The heads to send, each with the links from the one before, to somebody who has kept the one up to `kept`.

    To somebody who has kept none goes the newest alone: what came before it nobody there has seen.
    """
    known, links, size = list[Sealed](), list[SealLink](), 0
    for seal in seals:
        if links and size + len(seal.digests) > AT_MOST:
            yield head_of(known), links
            links, size = [], 0
        known.append(_without_digests(seal))
        if kept is not None and seal.last > kept:
            covered, algorithm = b64encode(seal.digests).decode(), digests.algorithm_of(seal.head) or digests.FIRST
            links.append(SealLink(first=seal.first, last=seal.last, covered=covered, algorithm=algorithm))
            size += len(seal.digests)
    if known:
        yield head_of(known), links


def _without_digests(seal: Sealed) -> Sealed:
    return Sealed(seal.first, seal.last, seal.previous, b"", seal.head, seal.at, seal.key, seal.signature)
