"""A writer: several senders at once, each message acknowledged on standard output once it is committed.

`python -m bench.killed.writer NAME '{"NAME.0": 17, …}'`: each sender goes on after its last acknowledged message, so
that one killed between commit and acknowledgement sends that message again, with the same key. Senders meet in cases,
where each is told of what the others have said meanwhile.

`python -m bench.killed.writer NAME 4`: one sender alone, in every fourth case, so that as much is said as can be.
"""

import hashlib
import json
import os
import sys
import time
import traceback
from threading import Thread
from typing import Any
from uuid import UUID

import django

SENDERS = 3


def acknowledgement(sender: str, number: int, sequence: int, content: dict[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return f"{sender} {number} {sequence} {digest}"


def _send_without_end(sender: str, place: int, number: int, cases: list[UUID]) -> None:
    from bench.killed import scene

    try:
        everyone = scene.assignments()
        while True:
            number += 1
            message = _send(everyone[place % len(everyone)], scene.case_of(cases, number), sender, number)
            # One write of less than a page: a pipe takes it whole or not at all.
            os.write(1, f"{acknowledgement(sender, number, message.sequence, message.content)}\n".encode())
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _send(assignment: Any, case_id: UUID, sender: str, number: int) -> Any:
    from django.db import OperationalError, connection
    from django.utils import timezone

    from bench.killed import scene
    from brygga.process import NotAllowed
    from brygga_site.cases import actions
    from brygga_site.cases.models import Message
    from brygga_site.door.outages import Outage, outage_of
    from brygga_site.told.actions import Changed, OtherContent

    key, seen = scene.key_of(sender, number), None
    while True:
        try:
            if seen is None:
                seen = Message.objects.filter(case=case_id).count()
            for body in scene.bodies(assignment.unit.role, number, key, seen, timezone.now()):
                try:
                    return actions.say(assignment, case_id, body, seen, key, timezone.now())
                except NotAllowed:
                    continue
        except Changed as changed:
            seen += len(changed.since)
        except OperationalError as error:
            # Where it is slow, or gone for a moment, one is told so and sends again, with the same key.
            outage = outage_of(error)
            if outage not in (Outage.HELD, Outage.UNREACHABLE):
                raise
            if outage is Outage.UNREACHABLE:
                connection.close()
                time.sleep(0.1)
        except OtherContent:
            # What the writer before this one sent under the key was stored before it was killed, and stands.
            return Message.objects.get(case=case_id, idempotency_key=key)


def main(name: str, given: Any) -> None:
    django.setup()
    from bench.killed import scene

    cases = scene.case_ids()
    if isinstance(given, int):
        _send_without_end(f"{name}.0", int(name), 0, cases[int(name) :: given])
    for number in range(SENDERS):
        sender = f"{name}.{number}"
        Thread(target=_send_without_end, args=(sender, int(name) + number, given.get(sender, 0), cases)).start()


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
