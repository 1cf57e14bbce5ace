"""Sends our newest head to another site, which keeps it and countersigns it."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from brygga_site.trail import anchors, continuing, heads, reads
from brygga_site.trail.models import SentHead

TRIES = 5
FIRST_PAUSE = 2.0
TIMEOUT = (10, 60)
"""Seconds to connect, and to wait for the answer."""


class NotSent(Exception):
    """The other site does not answer, or not as it should."""


@dataclass(frozen=True)
class Witness:
    """Another site that keeps our heads: the address of its API's heads, and the key that it has given us."""

    address: str
    key: str


def witnesses() -> list[Witness]:
    """Those of the settings. Raises ImproperlyConfigured."""
    addresses, files = settings.BRYGGA_HEADS_TO, settings.BRYGGA_HEADS_TO_KEYS
    if len(addresses) != len(files):
        raise ImproperlyConfigured("BRYGGA_HEADS_TO and BRYGGA_HEADS_TO_KEYS must name as many addresses as key files")
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise ImproperlyConfigured(f"BRYGGA_HEADS_TO: {address} must begin with https://")
    return [Witness(*one) for one in zip(addresses, (Path(file).read_text().strip() for file in files), strict=True)]


def send(to: Witness, now: datetime) -> SentHead:
    """Sends what the other has not got, in steps; gives what came of the last. It is noted for the log's reviewers."""
    last = 0
    try:
        kept = _asked("GET", to)["last"]
        for head, links in continuing.steps(reads.seals(reads.newest()), kept):
            last = head.seal.last
            sent = {"head": head.model_dump(), "links": [link.as_sent() for link in links]}
            answered = _asked("POST", to, sent)
            signed = heads.parsed(json.dumps(answered).encode(), "the answer")
            if signed.seal != head.seal or not signed.countersignatures:
                raise NotSent("the answer is not our head, countersigned")
            noted = anchors.note_sent(to.address, now, last, SentHead.Outcome.KEPT, "", signed.model_dump_json())
    except _Refused as refused:
        return anchors.note_sent(to.address, now, last, SentHead.Outcome.REFUSED, str(refused))
    except (NotSent, ValueError, KeyError, TypeError, requests.RequestException) as error:
        says = str(error) if isinstance(error, NotSent | ValueError) else type(error).__name__
        return anchors.note_sent(to.address, now, last, SentHead.Outcome.UNREACHABLE, says)
    if not last:
        return anchors.note_sent(to.address, now, 0, SentHead.Outcome.UNREACHABLE, "nothing has been sealed yet")
    return noted


class _Refused(Exception):
    """The other site does not keep it: it says that our head does not continue the one before."""


def _asked(method: str, to: Witness, body: object = None) -> dict:
    """The answer, asked for again while the other does not answer. Raises NotSent and _Refused."""
    pause, said = FIRST_PAUSE, ""
    for at in range(TRIES):
        if at:
            time.sleep(pause)
            pause *= 2
        try:
            answer = requests.request(
                method,
                to.address,
                json=body,
                headers={"Authorization": f"Bearer {to.key}", "Accept-Language": "en"},
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.exceptions.SSLError:
            # Not asked again: whoever answers there is somebody else, or nobody that this machine knows.
            raise NotSent("its certificate is not believed") from None
        except (requests.ConnectionError, requests.Timeout):
            said = "no connection"
            continue
        if answer.status_code == 429 or answer.status_code >= 500:
            said = f"status {answer.status_code}"
            continue
        if answer.status_code == 409:
            raise _Refused(answer.json().get("title", ""))
        if answer.status_code != 200:
            raise NotSent(f"status {answer.status_code}")
        return answer.json()
    raise NotSent(f"{said}, {TRIES} times")
