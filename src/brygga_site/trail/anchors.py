"""Heads that sites keep for each other: another's is kept here once it continues the one before, ours is sent there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from brygga_site.trail import heads, keys
from brygga_site.trail.continuing import SealLink, leads
from brygga_site.trail.heads import Head
from brygga_site.trail.models import KeptHead, SentHead


class NoWitness(Exception):
    """The site has no key to countersign with, so it keeps nobody's heads."""


@dataclass(frozen=True)
class Anchor:
    """Whose heads are kept here, or where ours are: the newest that was taken, and the newest that was not."""

    name: str
    taken: KeptHead | SentHead | None
    wrong: KeptHead | SentHead | None

    @property
    def is_wrong(self) -> bool:
        """Whether something was wrong after the newest that was taken."""
        return self.wrong is not None and (self.taken is None or self.wrong.pk > self.taken.pk)


def kept_of(name: str) -> KeptHead | None:
    """The newest head that is kept of somebody; None of whoever has sent none."""
    return KeptHead.objects.filter(of=name, finding="").order_by("-pk").first()


def keep(name: str, head: Head, links: Iterable[SealLink], now: datetime) -> KeptHead:
    """Keeps somebody's head, countersigned, when it continues the one kept before; else keeps it as a finding.

    The first of somebody is taken as it is. Sent again it is the row made the first time. Raises NoWitness, and
    ValueError for a head that is not signed as it says.
    """
    if problem := heads.problem_of(head):
        raise ValueError(problem)
    if settings.BRYGGA_WITNESS_KEY is None:
        raise NoWitness
    load = keys.load_or_make if settings.BRYGGA_DEMO else keys.load
    key = load(settings.BRYGGA_WITNESS_KEY)
    # Of two that come at once the second waits, and is compared with the first.
    with transaction.atomic():
        KeptHead.wait()
        again = KeptHead.objects.filter(of=name, last=head.seal.last, head=head.seal.head, finding="").first()
        if again:
            return again
        before = kept_of(name)
        finding = _finding(before, head, list(links))
        made = KeptHead(of=name, at=now, last=head.seal.last, head=head.seal.head, key=head.seal.key, finding=finding)
        made.other_key = bool(before) and before.key != head.seal.key
        bare = head.model_copy(update={"countersignatures": []})
        made.document = (bare if finding else heads.countersign(bare, key, now)).model_dump_json()
        made.save(force_insert=True)
    return made


def _finding(before: KeptHead | None, head: Head, links: list[SealLink]) -> str:
    if before is None or leads(before.last, before.head, links, head):
        return ""
    return KeptHead.Finding.SHORTER if head.seal.last < before.last else KeptHead.Finding.ANOTHER


def note_sent(to: str, now: datetime, last: int, outcome: str, says: str = "", document: str = "") -> SentHead:
    """Keeps that our head was sent to another site, and what came of it."""
    return SentHead.objects.create(to=to, at=now, last=last, outcome=outcome, says=says[:300], document=document)


def kept_here() -> list[Anchor]:
    """Whose heads are kept here, by name."""
    names = KeptHead.objects.order_by("of").values_list("of", flat=True).distinct()
    return [
        Anchor(name, kept_of(name), _newest(KeptHead.objects.filter(of=name).exclude(finding=""))) for name in names
    ]


def kept_elsewhere() -> list[Anchor]:
    """Where our heads are kept, by address."""
    sent, taken = SentHead.objects.all(), SentHead.Outcome.KEPT
    return [
        Anchor(to, _newest(sent.filter(to=to, outcome=taken)), _newest(sent.filter(to=to).exclude(outcome=taken)))
        for to in sent.order_by("to").values_list("to", flat=True).distinct()
    ]


def _newest(rows: QuerySet) -> KeptHead | SentHead | None:
    return rows.order_by("-pk").first()
