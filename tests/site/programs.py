"""Programs that call the API with a key."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.site.approvals import approved

from brygga_site.api.actions import allow_key, take_key
from brygga_site.api.models import Key
from brygga_site.organisations.models import Assignment, Staff, Unit


class Program:
    """A program that shows a key."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})

    def __call__(
        self, method: str, address: str, body: object = None, status: int = 200, key: str | None = None
    ) -> Any:
        kind = "text/csv" if isinstance(body, str | bytes) else "application/json"
        content = body if isinstance(body, str | bytes) else json.dumps(body or {})
        data = content if method in ("post", "patch") else None
        headers = {"idempotency-key": key} if key is not None else {}
        send = getattr(self.client, method)
        address = address if address.startswith("/api/") else f"/api/v1{address}"
        response = send(address, data, content_type=kind, headers=headers) if data else send(address, headers=headers)
        assert response.status_code == status, response.content
        if status >= 400:
            assert response.headers["Content-Type"] == "application/problem+json"
        return response.json()


def administrators(of: Assignment) -> tuple[Assignment, Assignment]:
    """Two who give assignments in the organisation of this assignment; made where they are missing."""
    organisation = of.unit.organisation
    there = list(Assignment.objects.filter(unit__organisation=organisation, purpose="assignments").order_by("pk"))
    for number in range(len(there), 2):
        name = f"admin{number}-{organisation.kind}-{organisation.code}"
        hsa_id = f"SE0000000000-P{organisation.code}{number}"
        staff = Staff.objects.create(username=name, name=name, organisation=organisation, hsa_id=hsa_id)
        unit, _ = Unit.objects.get_or_create(
            hsa_id=f"SE0000000000-{organisation.code}A",
            defaults={
                "organisation": organisation,
                "kind": "office",
                "name": "Kansliet",
                "municipality": of.unit.municipality,
            },
        )
        today = timezone.localdate()
        there.append(
            Assignment.objects.create(
                staff=staff, unit=unit, title="Administratör", purpose="assignments", from_day=today
            )
        )
    return there[0], there[1]


def unit_key(holder: Assignment, scope: str = "cases:write", name: str = "Journalsystemet") -> tuple[Key, str]:
    """A key for the cases of the holder's unit, asked for and approved by two, and taken by the holder."""
    now = timezone.now()
    last_day = timezone.localdate(now) + timedelta(days=30)
    asks, approves = administrators(holder)
    waiting = allow_key(asks, holder, name, scope, last_day, now)
    key = Key.objects.get(pk=approved(approves, waiting).result)
    return key, take_key(holder, key, now)


def unit_program(holder: Assignment, scope: str = "cases:write", name: str = "Journalsystemet") -> Program:
    """A program at the holder's unit."""
    return Program(unit_key(holder, scope, name)[1])
