"""What each municipality's months and their stays come to, kept until a message changes a stay with a day in them.

A month is settled whole and by nothing but `brygga.settlement`: a mean has no meaning stay by stay. It depends on no
other month and on no clock, since who is still in hospital is counted to the last day of the month. So a message that
changes a stay only takes away the months in which the stay, as it was or as it is, has some day; whoever next reads
them has them settled anew, and no other.
"""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Any

import duckdb
from django.db import transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from brygga.agreements import Agreement
from brygga.calendars import Month
from brygga.settlement import COLUMNS, RULES, Stretch
from brygga.settlement.reach import days_reached, reaches
from brygga_site.agreements import registry
from brygga_site.charges import plain
from brygga_site.charges.account import Account, Detailed
from brygga_site.charges.entries import StayFault
from brygga_site.charges.models import KeptStay, SettledMonth, SettledPlace
from brygga_site.charges.rates import held_in
from brygga_site.charges.settling import settle_cases, without_entries
from brygga_site.charges.stays import stay_from

PlaceMonth = tuple[str, Month]
"""A municipality's code and a month."""


def changed(stays: Sequence[KeptStay]) -> None:
    """Takes away what is kept of the months of these stays. In the transaction that changes them."""
    by_place: dict[tuple[str, str], list[KeptStay]] = defaultdict(list)
    for stay in stays:
        by_place[stay.municipality, stay.agreement].append(stay)
    # In one order everywhere, so that no two who change several places wait for each other.
    marks = [SettledPlace(municipality=code, agreement=agreement) for code, agreement in sorted(by_place)]
    once = {"update_conflicts": True, "unique_fields": ["municipality", "agreement"], "update_fields": ["mark"]}
    SettledPlace.objects.bulk_create(marks, **once)
    for (code, agreement), own in by_place.items():
        kept = SettledMonth.objects.filter(municipality=code, agreement=agreement, closed=False)
        kept.filter(month__gte=min(str(_first_month(stay)) for stay in own)).filter(_until(own)).delete()


def account(agreement: Agreement, codes: Sequence[str], first: Month, last: Month) -> Account:
    """The settlement of these municipalities for months of one year; what has not changed is not settled again.

    What cannot be settled is told in it, as `settle_cases` tells it.
    """
    # The stays of a year are a hundred times the sums, and are not read for them.
    return _summed(agreement, codes, first, last, SettledMonth.objects.defer("stays"))[0]


def detailed(agreement: Agreement, codes: Sequence[str], first: Month, last: Month) -> Detailed:
    """The same settlement with every stay."""
    found, kept = _summed(agreement, codes, first, last, SettledMonth.objects.all())
    stays = (plain.stay_from(one, agreement.id, Month.parse(row.month)) for row in kept for one in row.stays)
    return Detailed(found, tuple(stays))


def stays_in(agreement: str, codes: Iterable[str], first: Month, last: Month) -> QuerySet[KeptStay]:
    """The stays of these municipalities under an agreement of which some day is in these months.

    Found by when they began, but for the few that are long, so that it costs the same in a month of any year.
    """
    start, end = _midnight(first), _midnight(last.following())
    own = KeptStay.objects.filter(municipality__in=list(codes), agreement=agreement)
    short, long = (own.filter(span=span) for span in KeptStay.Span)
    short = short.filter(admitted_at__gte=start - KeptStay.SHORT, admitted_at__lt=end, discharged_at__gte=start)
    # What ends before it begins is told of in the months of both.
    unfit = long.filter(discharged_at__lt=F("admitted_at"), admitted_at__gte=start).filter(discharged_at__lt=end)
    long = long.filter(Q(discharged_at__isnull=True) | Q(discharged_at__gte=start), admitted_at__lt=end)
    return short.union(long, unfit).order_by("case_id")


def rests_on(agreement: Agreement, month: Month) -> str:
    """A digest of all that a month depends on beside its stays: rules, amounts, clauses, and the code that settles.

    Empty where the month depends on others besides, and cannot be kept.
    """
    held = held_in(agreement, month, month)[0]
    if any(reaches(one.rule) for one in held.ruled):
        return ""
    # Of a rule that is not the month's alone only what it says, not since when.
    agreed = [
        (max(one.first, month.first), min(one.last, month.last), one.held, one.amount, *_figures(one))
        for one in held.ruled
    ]
    cited = [agreement.clauses_carried_by("settlement", rule) for rule in RULES]
    return _digest(repr([agreed, held.unruled, cited, _code()]).encode())


def _figures(one: Stretch) -> tuple[int, int]:
    return one.admission_notice_hours, one.sip_call_days


def _summed(
    agreement: Agreement, codes: Sequence[str], first: Month, last: Month, rows: QuerySet[SettledMonth]
) -> tuple[Account, list[SettledMonth]]:
    """The account, and the months that it was made of."""
    bare = without_entries(agreement, first, last)
    kept: list[SettledMonth] = []
    if not bare.stopped:
        bare, kept = _kept(agreement, codes, bare, rows)
    if bare.stopped:
        concerned = stays_in(agreement.id, codes, first, last).exists()
        return (bare if concerned else replace(bare, missing_year=None, problem="")), []
    entries = tuple(replace(plain.entry_from(row.entry), closed=row.closed) for row in kept if row.entry)
    faults = {fault["stay_id"]: StayFault(**fault) for row in kept for fault in row.faults}
    return replace(bare, entries=entries, faults=tuple(faults[key] for key in sorted(faults))), kept


def _kept(
    agreement: Agreement, codes: Sequence[str], bare: Account, rows: QuerySet[SettledMonth]
) -> tuple[Account, list[SettledMonth]]:
    """Each month of each municipality, in order; what is not kept is settled now and kept for the next reader.

    The account tells why, where some could not be settled.
    """
    # Before the stays are read: what changes from here on has another mark, and what was read is then not kept.
    marks = _marks(agreement, codes)
    digests = {month: rests_on(agreement, month) for month in bare.first.until(bare.last)}
    rows = rows.filter(municipality__in=codes, agreement=agreement.id, month__in=list(map(str, digests)))
    rows = rows.filter(Q(rests_on__in=digests.values()) | Q(closed=True))
    kept = {}
    for row in rows:
        month = Month.parse(row.month)
        if row.closed or (row.rests_on and row.rests_on == digests[month]):
            kept[row.municipality, month] = row
    missing = [(code, month) for code in codes for month in digests if (code, month) not in kept]
    fresh = []
    for span in _spans(missing):
        account, settled = _settled(agreement, *span, digests)
        if account.stopped:
            return replace(
                bare, missing_year=account.missing_year, regulation=account.regulation, problem=account.problem
            ), []
        # A run of months may go past some that are kept, and never takes the place of one that is closed.
        fresh += [row for row in settled if (row.municipality, Month.parse(row.month)) not in kept]
    _keep(agreement, marks, [row for row in fresh if row.rests_on])
    kept |= {(row.municipality, Month.parse(row.month)): row for row in fresh}
    return bare, [kept[key] for key in sorted(kept)]


def _spans(missing: Iterable[PlaceMonth]) -> Iterator[tuple[list[str], Month, Month]]:
    """The municipalities that want the same run of months, with its first and last."""
    months: dict[str, list[Month]] = defaultdict(list)
    for code, month in missing:
        months[code].append(month)
    alike: dict[tuple[Month, Month], list[str]] = defaultdict(list)
    for code, own in months.items():
        alike[min(own), max(own)].append(code)
    for (first, last), codes in alike.items():
        yield codes, first, last


def _settled(
    agreement: Agreement, codes: Sequence[str], first: Month, last: Month, digests: Mapping[Month, str]
) -> tuple[Account, list[SettledMonth]]:
    rows = list(stays_in(agreement.id, codes, *_reached(agreement, codes, first, last)))
    settled = settle_cases(agreement, [stay_from(row) for row in rows], first, last)
    found = settled.account
    late = _late(rows)
    entries = {
        (one.line.municipality, one.line.month): plain.plain_entry(one, late[one.line.municipality, one.line.month])
        for one in found.entries
    }
    counted: dict[PlaceMonth, list[list[Any]]] = defaultdict(list)
    for one in settled.stays:
        counted[one.result.municipality, one.result.month].append(plain.plain_stay(one))
    stays = {str(row.case_id): row for row in rows}
    faults: dict[PlaceMonth, list[dict[str, str]]] = defaultdict(list)
    for fault in found.faults:
        stay = stays[fault.stay_id]
        for month in max(first, _first_month(stay)).until(min(last, _last_month(stay) or last)):
            faults[fault.municipality, month].append(asdict(fault))
    return found, [
        SettledMonth(
            agreement=agreement.id,
            municipality=code,
            month=str(month),
            rests_on=digests[month],
            entry=entries.get((code, month)),
            stays=counted[code, month],
            faults=faults[code, month],
        )
        for code in codes
        for month in first.until(last)
    ]


def _reached(agreement: Agreement, codes: Sequence[str], first: Month, last: Month) -> tuple[Month, Month]:
    """The months whose stays decide these: further ones where a mean reaches over several."""
    held = held_in(agreement, first, last)[0]
    if not any(reaches(one.rule) for one in held.ruled):
        return first, last
    out = KeptStay.objects.filter(municipality__in=list(codes), agreement=agreement.id).aggregate(Min("discharged_at"))
    earliest = out["discharged_at__min"]
    begins, ends = days_reached(held, first.first, last.last, earliest and timezone.localdate(earliest))
    return Month.of(begins), Month.of(ends)


def _late(stays: Iterable[KeptStay]) -> dict[PlaceMonth, list[tuple[str, str]]]:
    """The stays that a message sent after the month of their discharge has changed, in each month that they have."""
    found: dict[PlaceMonth, list[tuple[str, str]]] = defaultdict(list)
    for stay in stays:
        last = _last_month(stay)
        if last and stay.changed_at >= _midnight(last.following()):
            for month in _first_month(stay).until(last):
                found[stay.municipality, month].append((str(stay.case_id), stay.changed_at.isoformat()))
    return found


@transaction.atomic
def _keep(agreement: Agreement, marks: Mapping[str, uuid.UUID], fresh: Sequence[SettledMonth]) -> None:
    """Keeps what was settled of municipalities in which nothing has changed meanwhile."""
    codes = sorted({row.municipality for row in fresh})
    if not codes:
        return
    now = _marks(agreement, codes, lock=True)
    still = [row for row in fresh if row.municipality in marks and marks[row.municipality] == now[row.municipality]]
    once = {
        "update_conflicts": True,
        "unique_fields": ["municipality", "agreement", "month"],
        "update_fields": ["rests_on", "entry", "stays", "faults"],
    }
    SettledMonth.objects.bulk_create(still, batch_size=500, **once)


def _marks(agreement: Agreement, codes: Sequence[str], lock: bool = False) -> dict[str, uuid.UUID]:
    places = SettledPlace.objects.filter(municipality__in=codes, agreement=agreement.id).order_by("municipality")
    places = places.select_for_update() if lock else places
    return dict(places.values_list("municipality", "mark"))


class Unsettled(Exception):
    """A month that a stay is in cannot be settled, so its sum cannot be kept when the stay goes. `problem` says why."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


def close(stays: Sequence[KeptStay]) -> None:
    """Settles the months of these stays for good and takes the stays away; the sums stay, without who they are of.

    In the transaction that destroys their cases. Raises Unsettled, and then nothing is taken away.
    """
    by_place: dict[tuple[str, str], set[Month]] = defaultdict(set)
    for stay in stays:
        months = _first_month(stay).until(_last_month(stay) or _first_month(stay))
        by_place[stay.agreement, stay.municipality] |= set(months)
    gone = {str(stay.case_id) for stay in stays}
    for (agreement_id, code), months in sorted(by_place.items()):
        agreement = registry().agreement(agreement_id)
        for year in sorted({month.year for month in months}):
            own = [month for month in months if month.year == year]
            found, rows = _summed(agreement, [code], min(own), max(own), SettledMonth.objects.all())
            if found.stopped:
                why = f"no amount for {found.missing_year}" if found.missing_year else found.problem
                raise Unsettled(f"{code} {min(own)}: {why}")
            _without(agreement_id, code, [row for row in rows if Month.parse(row.month) in months], gone)
    KeptStay.objects.filter(case__in=[stay.case_id for stay in stays]).delete()


def _without(agreement: str, code: str, rows: Sequence[SettledMonth], gone: Set[str]) -> None:
    """Closes months, and keeps of the stays that are gone nothing that tells one from another."""
    number = COLUMNS.index("stay_id")
    # Whoever has read the stays before this has an older mark, and keeps nothing over what is closed here.
    SettledPlace.objects.filter(municipality=code, agreement=agreement).update(mark=uuid.uuid4())
    for row in rows:
        row.closed = True
        row.stays = [one for one in row.stays if one[number] not in gone]
        row.faults = [one for one in row.faults if one["stay_id"] not in gone]
        if row.entry:
            row.entry["changed"] = [one for one in row.entry["changed"] if one[0] not in gone]
    once = {
        "update_conflicts": True,
        "unique_fields": ["municipality", "agreement", "month"],
        "update_fields": ["rests_on", "entry", "stays", "faults", "closed"],
    }
    fresh = [SettledMonth(**{name: getattr(row, name) for name in _COLUMNS}) for row in rows]
    SettledMonth.objects.bulk_create(fresh, **once)


_COLUMNS = ("agreement", "municipality", "month", "rests_on", "entry", "stays", "faults", "closed")


@cache
def _code() -> str:
    """A digest of the code that settles and of the engine that runs it."""
    rooms = {
        "brygga.settlement": (".py", ".sql"),
        "brygga_site.charges": ("months.py", "plain.py", "rates.py", "settling.py", "stays.py"),
    }
    found = [
        file
        for room, ends in rooms.items()
        for file in sorted(files(room).iterdir(), key=attrgetter("name"))
        if file.name.endswith(ends)
    ]
    return _digest(b"\0".join([duckdb.__version__.encode(), *(file.read_bytes() for file in found)]))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _first_month(stay: KeptStay) -> Month:
    return _month(min(stay.admitted_at, stay.discharged_at or stay.admitted_at))


def _last_month(stay: KeptStay) -> Month | None:
    """None for one that is under way."""
    return _month(max(stay.admitted_at, stay.discharged_at)) if stay.discharged_at else None


def _until(stays: Iterable[KeptStay]) -> Q:
    """Until the last of the stays' months, which has none while one is under way."""
    last = [_last_month(stay) for stay in stays]
    return Q() if None in last else Q(month__lte=max(map(str, last)))


def _month(moment: datetime) -> Month:
    return Month.of(timezone.localdate(moment))


def _midnight(month: Month) -> datetime:
    return timezone.make_aware(datetime(month.year, month.number, 1))
