"""What `bench.restarts` runs on a server that it restarts: writers until standard input ends, then the checks."""

import sys

import django

from bench.killed.__main__ import WRITERS, Run, Writer


def main() -> int:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.killed import scene

    call_command("migrate", verbosity=0)
    scene.make(20)
    connection.close()
    run, writers = Run(), [Writer(name, {}) for name in WRITERS]
    try:
        for writer in writers:
            writer.wait_until_it_writes()
        print("writing", flush=True)
        sys.stdin.read()
    finally:
        for writer in writers:
            writer.kill()
    run.acknowledged = {key: line for writer in writers for key, line in map(run._take, writer.lines)}
    run.check_all()
    print(
        f"{len(run.acknowledged)} messages acknowledged; {len(run.faults)} faults: lost, torn, a projection that "
        "disagrees, an unsound file"
    )
    for fault in run.faults[:20]:
        print(f"  {fault}", file=sys.stderr)
    return 1 if run.faults else 0


if __name__ == "__main__":
    sys.exit(main())
