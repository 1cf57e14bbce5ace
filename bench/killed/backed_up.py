"""`python -m bench.killed.backed_up COUNT`: backups of the empty database of the settings while writers write in it."""

import os
import sys
import tempfile
import time
from pathlib import Path

import django

from bench.killed.__main__ import Writer

WRITERS = 4  # each alone in its cases: nothing is said twice because somebody else has said something meanwhile
CASES = 200  # so many that none grows long, which would make each message dearer
BEFORE = 5.0  # seconds that the writers write before the first backup, and between two
WANTED = 50  # messages a second that a backup has to bear


def main(count: int) -> int:
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from bench.killed import scene
    from brygga_site.backup import actions, manifest
    from brygga_site.trail.actions import seal

    call_command("migrate", verbosity=0)
    scene.make(CASES)
    seal(timezone.now())
    connection.close()
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="brygga-backups-") as folder:
        taken = []
        writers = [Writer(str(number), WRITERS) for number in range(WRITERS)]
        try:
            for writer in writers:
                writer.wait_until_it_writes()
            for number in range(count):
                written = sum(len(writer.lines) for writer in writers)
                time.sleep(BEFORE)
                known = [line for writer in writers for line in list(writer.lines)]
                begun = time.monotonic()
                made = actions.back_up(Path(folder) / str(number), [], [], actions.silently)
                took = time.monotonic() - begun
                said = sum(len(writer.lines) for writer in writers) - len(known)
                taken.append((Path(folder) / str(number), known))
                before = (len(known) - written) / BEFORE
                told = f"while {said} were said, {said / took:.0f} a second ({before:.0f} before)"
                few = f"; fewer than {WANTED}: the machine is busy" if said / took < WANTED else ""
                print(
                    f"{connection.vendor}: {made.tables['cases_message'].rows} messages backed up in {took:.2f} s, "
                    f"{told}{few}",
                    flush=True,
                )
        finally:
            connection.close()
            for writer in writers:
                writer.process.kill()
        for one, known in taken:
            faults += _faults(manifest.read(one), one, known)
    print(f"  {len(faults)} faults: lost, torn, gaps, a projection that disagrees, an unsound file, a trail not whole")
    for fault in faults[:20]:
        print(f"  {fault}", file=sys.stderr)
    return 1 if faults else 0


def _faults(made: object, folder: Path, known: list[str]) -> list[str]:
    from bench.killed import checks
    from brygga_site.backup import actions
    from brygga_site.backup.engines import engine

    with engine().beside(f"brygga_backed_up_{os.getpid()}"):
        trail = actions.restore(made, folder, [], actions.silently)
        keys = {f"{sender}-{number}": line for line in known for sender, number, *_ in [line.split()]}
        faults = [*trail.findings, *checks.lost(keys), *_gaps(), *checks.unsound()]
        for case in checks.changed_since(0):
            faults += [*checks.torn(case), *checks.disagreeing(case)]
    return faults


def _gaps() -> list[str]:
    """Each sender says its messages one after the other: of one moment there are all up to some number."""
    from brygga_site.cases.models import Message

    numbers: dict[str, list[int]] = {}
    for key in Message.objects.filter(idempotency_key__contains=".").values_list("idempotency_key", flat=True):
        sender, number = key.rsplit("-", 1)
        numbers.setdefault(sender, []).append(int(number))
    return [
        f"{sender}: {len(found)} messages, up to {max(found)}"
        for sender, found in numbers.items()
        if sorted(found) != list(range(1, len(found) + 1))
    ]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brygga_site.settings.test")
    sys.exit(main(int(sys.argv[1])))
