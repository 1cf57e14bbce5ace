"""Does in a database what its standard input says, line by line, and answers each: for tests that restart the server.

`say KEY` a message, `seal` the trail, `seal slowly`: its seal is written and not committed until another line comes,
`verify` the trail, and `messages` gives their keys.
"""

import sys
from collections.abc import Callable

import django
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone


def main() -> None:
    django.setup()
    from bench.killed import scene

    call_command("migrate", verbosity=0)
    scene.make(1)
    seal("")
    answer("ready")
    verbs: dict[str, Callable[[str], str]] = {"say": say, "seal": seal, "verify": verify, "messages": messages}
    for line in sys.stdin:
        verb, _, word = line.strip().partition(" ")
        try:
            answer(verbs[verb](word))
        except OperationalError as error:
            connection.close()
            answer(type(error).__name__)


def answer(text: str) -> None:
    print(text, flush=True)


def say(key: str) -> str:
    from bench.killed import scene

    from brygga.process import FreeMessage
    from brygga_site.cases import actions
    from brygga_site.cases.models import Message

    [case] = scene.case_ids()
    seen = Message.objects.filter(case=case).count()
    body = FreeMessage(text=f"meddelande {key}")
    return str(actions.say(scene.assignments()[0], case, body, seen, key, timezone.now()).sequence)


def seal(how: str) -> str:
    from django.db.models.signals import post_save

    from brygga_site.trail.actions import seal
    from brygga_site.trail.models import Seal

    def wait(**_: object) -> None:
        answer("written")
        sys.stdin.readline()

    if how == "slowly":
        post_save.connect(wait, sender=Seal)
    try:
        made = seal(timezone.now())
    finally:
        post_save.disconnect(wait, sender=Seal)
    return f"{made.first} to {made.last}" if made else "nothing"


def verify(_: str) -> str:
    from brygga_site.trail.inspecting import verified

    report, _last = verified(timezone.now())
    return f"{report.seals} seals, {report.unsealed} unsealed, {[one.kind for one in report.findings]}"


def messages(_: str) -> str:
    from brygga_site.cases.models import Message

    return " ".join(Message.objects.order_by("pk").values_list("idempotency_key", flat=True))


if __name__ == "__main__":
    main()
