"""Programs that call the API with a key."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

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


def administrator(of: Assignment) -> Assignment:
    """Whoever gives assignments in the organisation of this assignment; somebody else than whom it is for."""
    organisation = of.unit.organisation
    there = Assignment.objects.filter(unit__organisation=organisation, purpose="assignments").first()
    if there:
        return there
    name = f"admin-{organisation.kind}-{organisation.code}"
    staff = Staff.objects.create(username=name, name=name, organisation=organisation)
    unit = Unit.objects.create(
        hsa_id=f"SE0000000000-{organisation.code}A",
        organisation=organisation,
        kind="office",
        name=name,
        municipality=of.unit.municipality,
    )
    today = timezone.localdate()
    return Assignment.objects.create(
        staff=staff, unit=unit, title="Administratör", purpose="assignments", from_day=today
    )


def unit_key(holder: Assignment, scope: str = "cases:write", name: str = "Journalsystemet") -> tuple[Key, str]:
    """A key for the cases of the holder's unit, allowed by an administrator and taken by the holder."""
    now = timezone.now()
    last_day = timezone.localdate(now) + timedelta(days=30)
    key = allow_key(administrator(holder), holder, name, scope, last_day, now)
    return key, take_key(holder, key, now)


def unit_program(holder: Assignment, scope: str = "cases:write", name: str = "Journalsystemet") -> Program:
    """A program at the holder's unit."""
    return Program(unit_key(holder, scope, name)[1])
