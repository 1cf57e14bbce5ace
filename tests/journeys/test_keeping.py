"""What has come of age goes: one at the office lists, another approves, the operator carries it out. In a browser."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect
from tests.journeys.conftest import SignIn, faults_at_each_width
from tests.site.cast import Cast
from tests.site.test_keeping import office_fellow, stay

from brygga_site.cases.models import Case
from brygga_site.keeping.management.commands import destroy_records
from brygga_site.keeping.models import Destruction
from brygga_site.organisations.models import Organisation
from brygga_site.people.models import Person
from brygga_site.web.keeping import views


def test_one_lists_another_approves_and_it_goes(
    page_for: SignIn, cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BRYGGA_EXAMPLE_RATES = {timezone.localdate().year + n: 12000 for n in (-1, 0)}
    Organisation.objects.filter(pk=cast.filip.unit.organisation_id).update(name="Regionhälsovårdsförvaltningen" * 4)
    person = Person.objects.create(
        identity_number="195012042130", given_name="Tolv", family_name="Tolvansson", municipality="1480"
    )
    stay(cast, person, [cast.boris])
    later = timezone.now() + timedelta(days=11 * 366)
    clock = SimpleNamespace(now=lambda: later, localdate=lambda: timezone.localdate(later))
    for room in (views, destroy_records):
        monkeypatch.setattr(room, "timezone", clock)

    filip = page_for(cast.filip)
    filip.goto("/retention")
    filip.get_by_role("button", name="Räkna nu").click()
    expect(filip.locator("#held ~ .scrolls td.figure")).to_have_text(["1", "1"])
    assert faults_at_each_width(filip) == []
    filip.get_by_role("button", name="Gör en gallringslista").click()
    filip.wait_for_url("**/retention/*")
    expect(filip.get_by_role("button", name="Godkänn gallringen")).to_have_count(0)
    run = Destruction.objects.get()

    second = page_for(office_fellow(cast.filip))
    second.goto(f"/retention/{run.pk}")
    # On a telephone each figure stands under its name, and nothing is to be found by moving sideways.
    assert faults_at_each_width(second) == []
    region = second.locator(".scrolls")
    assert region.evaluate("node => node.scrollWidth <= node.clientWidth")
    expect(second.locator("main")).not_to_contain_text("Tolvansson")
    second.get_by_role("button", name="Godkänn gallringen").click()
    expect(second.locator("h1")).to_contain_text("godkänd, ska genomföras")

    call_command("destroy_records", run.pk)
    assert not Case.objects.exists() and not Person.objects.filter(pk=person.pk).exists()
    second.reload()
    expect(second.locator("h1")).to_contain_text("genomförd")
    assert faults_at_each_width(second) == []
