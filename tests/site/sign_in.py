"""What the tests of sign-in do again and again."""

import base64
import hashlib
import hmac
import struct
import time
from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.site.cast import PASSWORD

from brygga_site.accounts.models import Session
from brygga_site.organisations.models import Staff

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def sign_in(client: Client, name: str = "anna", password: str = PASSWORD, **fields: str) -> HttpResponse:
    """What the sign-in form sends, in English."""
    sent = {"username": name, "password": password, **fields}
    client.defaults["HTTP_USER_AGENT"] = "Firefox/140 (Windows)"
    return client.post("/sign-in", sent, headers={"accept-language": "en"})


def is_in(client: Client) -> bool:
    return client.get("/your-sign-in").status_code == 200


def add_app(staff: Staff) -> None:
    TOTP.activate(staff, SECRET)


def code(secret: str = SECRET, later: int = 0) -> str:
    """What the authenticator app shows now, or some half-minutes later (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def age(staff: Staff, seen: timedelta, began: timedelta = timedelta()) -> None:
    """The staff member's sessions were used and began so long ago."""
    now = timezone.now()
    Session.objects.filter(staff=staff).update(seen_at=now - seen, began_at=now - max(seen, began))
