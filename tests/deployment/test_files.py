"""What deploy/ holds for copying: units that systemd takes, timers of real commands, a container as no one."""

import re
import subprocess
from pathlib import Path
from shutil import copytree, which

import pytest
import typer
from django.core.management import get_commands
from tests.start import ROOT

from brygga import cli
from brygga_site.backup.cli import backup

DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))

cli.app.command("backup")(backup)


@pytest.mark.skipif(not which("systemd-analyze"), reason="no systemd-analyze to verify the units with")
def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    folder = copytree(UNITS, tmp_path / "units")
    for file in (one for one in folder.rglob("*") if one.is_file()):
        # systemd looks whether what a unit starts is there.
        file.write_text(file.read_text().replace("/opt/brygga/.venv/bin/", "/bin/env /opt/brygga/.venv/bin/"))
    units = [*folder.glob("*.timer"), folder / "brygga.service", *_instances(folder)]
    done = subprocess.run(["systemd-analyze", "verify", *map(str, units)], capture_output=True, text=True, check=False)
    # Units of the machine's own are read along; what is wrong with those is not ours.
    assert [line for line in done.stderr.splitlines() if "brygga" in line] == []
    assert SERVICES and len(units) > 4


def _instances(folder: Path) -> list[Path]:
    named = [re.search(r"(?m)^Unit=(.+)", file.read_text())[1] for file in folder.glob("*.timer")]
    for name in named:
        if (folder / name).exists():
            continue
        (folder / name).symlink_to(folder / "brygga@.service")
    return [folder / name for name in named]


def test_every_timer_starts_a_command_of_the_site() -> None:
    timers = [one for one in UNITS.glob("*.timer") if one.name != "brygga-backup.timer"]
    started = {re.search(r"(?m)^Unit=brygga@(.+)\.service$", file.read_text())[1] for file in timers}
    assert started == {"seal_trail", "draw_rounds", "purge_trail", "count_retention", "export_head", "send_heads"}
    assert started <= set(get_commands())


def test_the_backup_of_each_night_is_a_command_and_has_one_folder_to_write_in() -> None:
    text = (UNITS / "brygga-backup.service").read_text()
    arguments = re.search(r"(?m)^ExecStart=\S+/brygga (.+)$", text)[1].split()
    assert typer.main.get_command(cli.app).commands["backup"].make_context("backup", arguments[1:])
    assert f"StateDirectory={Path(arguments[1]).name}\n" in text


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_what_runs_is_no_one_and_writes_nowhere(service: Path) -> None:
    text = service.read_text()
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="):
        assert f"\n{line}\n" in text


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_what_runs_cannot_read_where_the_code_came_from(service: Path) -> None:
    assert "\nInaccessiblePaths=-/opt/brygga/.git\n" in service.read_text()
    assert ".git" in (UNITS.parents[1] / ".dockerignore").read_text().splitlines()


@pytest.mark.skipif(not which("systemd-analyze"), reason="no systemd-analyze to judge the units with")
@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_systemd_finds_little_that_a_unit_could_do_beside_its_work(service: Path) -> None:
    """What is left is the network of the machine itself, and sockets; 10 is a unit without any protection."""
    judge = ["systemd-analyze", "security", "--offline=yes", "--threshold=10", str(service)]
    done = subprocess.run(judge, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert float(re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)[1]) <= 1.0


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_no_unit_reaches_another_machine_unless_it_is_named(service: Path) -> None:
    assert re.findall(r"(?m)^(?:IPAddress|SocketBind)\w+=.*$", service.read_text())[:2] == [
        "IPAddressDeny=any",
        "IPAddressAllow=localhost",
    ]


def test_only_what_seals_the_trail_and_what_signs_backups_is_given_its_key() -> None:
    given = {file for file in UNITS.rglob("*") if file.is_file() and "trail-key" in file.read_text()}
    assert given == {UNITS / "brygga@seal_trail.service.d" / "key.conf", UNITS / "brygga-backup.service"}
    for one in given:
        assert "LoadCredential=trail-key:/etc/brygga/trail-key.pem" in one.read_text()
        assert "Environment=BRYGGA_TRAIL_KEY=%d/trail-key" in one.read_text()


def test_the_container_runs_as_no_one_and_is_made_by_a_target_that_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"(?m)^USER 65534:65534$", text)
    target = re.search(r"make PYTHON=\S+ (\S+)", text)[1]
    assert re.search(rf"(?m)^{target}:", (ROOT / "Makefile").read_text())


def test_every_figure_that_an_alert_looks_at_is_one_of_the_sites() -> None:
    code = "".join(file.read_text() for file in (ROOT / "src" / "brygga_site").rglob("*.py"))
    rules = (DEPLOY / "prometheus" / "brygga-rules.yml").read_text()
    asked = {re.sub(r"_(total|bucket)$", "", name) for name in re.findall(r"\bbrygga_[a-z_]+", rules)}
    moments = {name for name in asked if name.startswith("brygga_trail_") and name.endswith("_timestamp_seconds")}
    assert len(asked) > 10
    assert [name for name in asked - moments if f'"{name}"' not in code] == []
    assert [
        name
        for name in moments
        if f'"{name.removeprefix("brygga_trail_").removesuffix("_timestamp_seconds")}": (' not in code
    ] == []
    assert all(f"severity: {word}" in rules for word in ("critical", "warning"))


def test_operations_names_every_file_that_is_copied() -> None:
    told = (ROOT / "docs" / "operations.md").read_text()
    files = [one.relative_to(ROOT) for one in DEPLOY.rglob("*") if one.is_file() and UNITS not in one.parents]
    assert [one for one in files if str(one) not in told] == []
    assert [one.name for one in UNITS.glob("*.timer") if one.name not in told] == []
