"""Prepares a database for the settings of production: the cast and a case, of which it prints the number."""

from datetime import timedelta

import django
from django.core.management import call_command
from django.utils import timezone


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)

    from tests.site.cast import notice
    from tests.site.fixtures import make_cast

    from brygga.discharge.messages import Admission
    from brygga_site.cases import actions
    from brygga_site.people.models import Person

    cast, now = make_cast(), timezone.now()
    person = Person.objects.create(identity_number="201801042381", given_name="Tolv", municipality="1480")
    admission = Admission(admitted_at=now - timedelta(hours=1), care_type="somatic", needs_expected=True)
    case = actions.open_case(cast.anna, person, admission, "open", now)
    actions.say(cast.anna, case.pk, notice(cast, now), 1, "notice", now)
    print(case.pk)


if __name__ == "__main__":
    main()
