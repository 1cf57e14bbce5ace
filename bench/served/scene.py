"""Who loads a site, and with what: staff at the busiest units, signed in, each with the cases they may write in.

`python -m bench.served.scene COUNT` makes the staff where they are missing and prints the scene as JSON, under the
settings of the candidate that is to take their sessions.
"""

import json
import re
import sys
from datetime import date
from typing import Any

from bench.served import ready

KINDS = {"ward": "care", "health-centre": "care", "home-care": "care", "case-officers": "social-care"}
AT_A_UNIT = 2
SPOKEN_IN = ("notified", "ready", "discharged")
"""The stages of a discharge in which everybody who takes part may send a free message."""


def scene(count: int) -> dict[str, Any]:
    """The signed-in staff, `count` of them, and the number of the last message of each of their cases."""
    from django.utils import timezone

    from brygga_site.cases.models import Case

    cases = Case.objects.filter(
        process="discharge", overview__listed_until__gte=timezone.now(), overview__stage__in=SPOKEN_IN
    )
    staff = [_signed_in(name, cases) for name in _staff(count)]
    spoken = {case for one in staff for case in one["cases"]}
    versions = cases.filter(pk__in=spoken).values_list("pk", "overview__version")
    return {"staff": staff, "seen": {str(pk): version for pk, version in versions}}


def _staff(count: int) -> list[str]:
    """User names, as many at each kind of unit, at the units where most goes on."""
    from django.db.models import Count, Q
    from django.utils import timezone

    from brygga_site.organisations.models import Assignment, Staff, Unit

    names, of_a_kind = [], count // len(KINDS)
    under_way = Q(
        participations__case__overview__listed_until__gte=timezone.now(),
        participations__case__overview__stage__in=SPOKEN_IN,
    )
    for kind, purpose in KINDS.items():
        counted = Unit.objects.filter(kind=kind).annotate(under_way=Count("participations", filter=under_way))
        units = list(counted.order_by("-under_way", "hsa_id")[: -(-of_a_kind // AT_A_UNIT)])
        for number in range(of_a_kind):
            name = f"bench-{kind}-{number}"
            unit = units[number // AT_A_UNIT % len(units)]
            staff, is_new = Staff.objects.get_or_create(
                username=name, defaults={"name": name, "organisation_id": unit.organisation_id}
            )
            if is_new:
                Assignment.objects.create(
                    staff=staff, unit=unit, title="Tester", purpose=purpose, from_day=date(2020, 1, 1)
                )
            names.append(name)
    return names


def _signed_in(name: str, cases: Any) -> dict[str, Any]:
    """A session that holds the token of a real form, and the cases of the unit."""
    mine = cases.filter(participants__unit__assignments__staff__username=name).order_by("pk")
    spoken_in = [str(pk) for pk in mine.values_list("pk", flat=True)]
    if not spoken_in:
        raise SystemExit(f"{name} has no case to write in: the county is too small for so many staff")
    session = signed_in(name, f"/cases/{spoken_in[0]}/say/free-message")
    return {"name": name, "cases": spoken_in, **session}


def signed_in(name: str, form: str) -> dict[str, str]:
    """A new session's cookies, and the token of the form at an address."""
    from django.test import Client

    from brygga_site.organisations.models import Staff

    client = Client()
    client.force_login(Staff.objects.get(username=name))
    page = client.get(form, HTTP_HOST="127.0.0.1").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    if token is None:
        raise SystemExit(f"{form} is no form for {name}: {page[:500]}")
    cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
    return {"cookies": cookies, "token": token[1]}


if __name__ == "__main__":
    ready()
    json.dump(scene(int(sys.argv[1])), sys.stdout)
