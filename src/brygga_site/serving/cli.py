"""`brygga serve`: the site for real, behind a proxy that ends TLS."""

import os
from typing import Annotated

import typer

from brygga.cli.output import bad_input, err
from brygga_site.serving.shared import share

app = typer.Typer(help="Serve the site, behind a proxy that ends TLS.")

Listen = Annotated[str, typer.Option(help="The address for the proxy: HOST:PORT, of IPv6 [HOST]:PORT.")]
Processes = Annotated[int, typer.Option(min=0, help="How many web processes; 0 is one for each core.")]


@app.callback(invoke_without_command=True)
def serve(listen: Listen = "127.0.0.1:8000", processes: Processes = 0) -> None:
    """Serve the site, behind a proxy that ends TLS. TERM ends it when what is under way is answered."""
    with bad_input():
        host, port = _address(listen)
        _ready()
        from brygga_site.agreements import faults
        from brygga_site.metrics.standing import PROCESSES
        from brygga_site.serving import server

        # One county's fault is no reason to turn all the others away.
        for fault in faults():
            err.print(fault, style="red", markup=False, highlight=False, soft_wrap=True)
        listening = server.listen(host, port)
    count = processes or len(os.sched_getaffinity(0))
    told = f"{count} web processes" if count > 1 else "One web process"
    err.print(f"{told} at {host} port {listening.getsockname()[1]}", highlight=False, soft_wrap=True)
    PROCESSES.watched_by_this()
    server.serve(listening, count, preload_app=True)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"'{text}' is no address to listen at: write HOST:PORT, for instance 127.0.0.1:8000")
    return host.strip("[]"), int(port)


def _ready() -> None:
    """Makes the site ready, with the settings of production unless others are named. Raises ValueError for what is
    missing, so that nothing is served that would turn everybody away or believe anybody."""
    import django
    from django.core.checks import WARNING, run_checks
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brygga_site.settings.production")
    # Where the processes are counted together has to be known before anything is counted.
    share()
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise ValueError(str(error)) from error
    messages = run_checks(include_deployment_checks=True)
    if faults := [str(one) for one in messages if one.is_serious(WARNING) and not one.is_silenced()]:
        raise ValueError("\n".join(faults))
    if not _files_are_collected():
        raise ValueError("the pages' files are not collected: run `manage.py collectstatic`")
    _check_database()


def _files_are_collected() -> bool:
    from django.contrib.staticfiles.storage import staticfiles_storage

    return bool(getattr(staticfiles_storage, "hashed_files", True))


def _check_database() -> None:
    """Whether it is this code's. One that is away is no hindrance: the site says so on a page of its own."""
    from django.db import DatabaseError

    from brygga_site import upgrades

    try:
        waiting, unknown = upgrades.waiting(), upgrades.unknown()
    except DatabaseError:
        return
    try:
        upgrades.refuse_newer(unknown)
    except upgrades.NewerDatabase as newer:
        raise ValueError(str(newer)) from newer
    if waiting:
        raise ValueError(f"the database is of an older version ({', '.join(waiting)}): run `manage.py migrate`")
