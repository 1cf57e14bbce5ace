"""`python -m bench.served.aged CASES`: the demo county in the empty database of the settings, with a history behind it.

The county of today is the demo's, open cases and all. Behind it lie as many years as the act has been in force, each of
as many cases as it takes, of which none is open or shown on any list: whoever works there has as much to do in a county
of 330,000 cases as in one of 3,300. Each ten thousand has people of its own, so that nobody is ill a hundred times. The
units are the same.
On the trail each case was read by everybody who takes part. All goes in by the doors that the demo uses.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import django

YEARS = 7
"""Before today's own. 2017:612 is in force since 2018: no agreement has figures for what was before."""
READ_BY = 4
"""Entries on the trail for each case of the past, at most."""


def main(cases: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone
    from rich.console import Console

    from brygga_site.cases.models import Case
    from brygga_site.organisations.models import Unit
    from brygga_site.web.demo import county

    now = timezone.now()
    call_command("migrate", verbosity=0)
    county.make(now, Console(quiet=True))
    units = {unit.hsa_id: unit for unit in Unit.objects.all()}
    for year, group in _years(cases, county.STAYS_A_YEAR):
        if (left := cases - Case.objects.count()) <= 0:
            break
        _load(_over(year, group, now, left), units, _people(group), now)
        print(f"  {Case.objects.count():8} cases of {cases}", file=sys.stderr, flush=True)


def _years(cases: int, a_year: int) -> Iterator[tuple[int, int]]:
    """Which year back, of which people: today's own county, (0, 0), is there already."""
    groups = max(1, round(cases / (a_year * YEARS)))
    yield from ((year, group) for year in range(YEARS + 1) for group in range(groups) if (year, group) != (0, 0))


def _over(year: int, group: int, now: datetime, most: int) -> list[Any]:
    """A year's cases, those alone that are over and shown no longer."""
    from brygga.identities import Places
    from brygga.processes import PROCESSES
    from brygga.synthetic import synthesize
    from brygga_site.web.demo import county

    made = synthesize(
        Places.load(),
        county.COUNTY,
        county.PEOPLE,
        county.SEED + 100 * group + year,
        now - timedelta(days=365 * year),
        stays_per_year=county.STAYS_A_YEAR,
        municipalities=county.MUNICIPALITIES,
    )
    found = []
    for case in made.cases:
        process = PROCESSES[case.process]
        state = process.fold(case.messages, now)
        if process.is_over(state) and process.listed_until(state) < now:
            found.append(case)
    return found[:most]


def _people(group: int) -> dict[int, Any]:
    """The people of a group by the number that their cases know them by; made the first time."""
    from brygga_site.people.models import Person
    from brygga_site.web.demo import county

    if group == 0:
        stored = list(Person.objects.filter(pk__lte=county.PEOPLE).order_by("pk"))
    else:
        first = 1_000_000 + group * county.PEOPLE
        numbers = [f"RES-{county.COUNTY}-{first + number:07d}" for number in range(county.PEOPLE)]
        if not Person.objects.filter(identity_number=numbers[0]).exists():
            like = Person.objects.filter(pk__lte=county.PEOPLE).order_by("pk")
            Person.objects.bulk_create([_as(one, number) for one, number in zip(like, numbers, strict=True)], 2000)
        stored = list(Person.objects.filter(identity_number__in=numbers).order_by("pk"))
    return dict(enumerate(stored))


def _as(like: Any, number: str) -> Any:
    """Somebody who lives as another does."""
    like.pk, like.identity_number, like._state.adding = None, number, True
    return like


def _load(cases: list[Any], units: dict[str, Any], people: dict[int, Any], now: datetime) -> None:
    from brygga_site.cases import bulk
    from brygga_site.trail import bulk as trail

    bulk.load(cases, units, people, now, lambda done: None)
    trail.load(_read(cases, people))


def _read(cases: Iterable[Any], people: dict[int, Any]) -> Iterator[tuple[Any, list[int]]]:
    """An entry for each unit that took part, the day it was told."""
    from brygga.access.basis import Basis
    from brygga_site.trail.models import Action, Entry, Outcome

    chance = Random(len(people))
    for case in sorted(cases, key=lambda one: one.messages[0].sent_at):
        for message in case.messages[:READ_BY]:
            entry = Entry(
                at=message.sent_at + timedelta(minutes=chance.randint(1, 600)),
                staff=f"past-{message.unit[-6:]}",
                assignment="0",
                unit=message.unit,
                purpose=case.process,
                action=Action.READ.value,
                decision=Outcome.ALLOWED.value,
                ground=str(Basis.TAKES_PART),
                what="case",
                origin="127.0.0.1",
            )
            yield entry, [people[case.person.number].pk]


if __name__ == "__main__":
    main(int(sys.argv[1]))
