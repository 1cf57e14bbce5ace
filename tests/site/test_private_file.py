"""The database file and what lies beside it can be read by the site's own account alone."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from brygga_site.settings.databases import sqlite


def modes(folder: Path) -> dict[str, int]:
    return {one.name: stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()}


@pytest.fixture
def written(db: None, tmp_path: Path) -> Iterator[Path]:
    """A database that is in use, with its log beside it."""
    before = os.umask(0)
    try:
        alias = connections.create_connection("default")
        made = type(alias).__module__
        if "sqlite" not in made:
            pytest.skip("PostgreSQL keeps its own files")
        one = type(alias)({**alias.settings_dict, **sqlite(tmp_path / "db.sqlite3")}, "another")
        with one.cursor() as cursor:
            cursor.execute("CREATE TABLE word (said text)")
            cursor.execute("INSERT INTO word VALUES ('x')")
            yield tmp_path
        one.close()
    finally:
        os.umask(before)


def test_a_database_that_is_made_is_for_its_owner_alone_with_all_that_lies_beside_it(written: Path) -> None:
    found = modes(written)
    assert {"db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"} <= found.keys()
    assert set(found.values()) == {0o600}


def test_a_database_that_others_could_read_is_closed_to_them(written: Path) -> None:
    for one in written.iterdir():
        one.chmod(0o666)
    alias = connections.create_connection("default")
    another = type(alias)({**alias.settings_dict, **sqlite(written / "db.sqlite3")}, "another")
    with another.cursor() as cursor:
        cursor.execute("SELECT said FROM word")
    another.close()
    assert set(modes(written).values()) == {0o600}


def test_a_copy_that_may_only_be_read_stays_so(tmp_path: Path) -> None:
    from brygga_site.sqlite import private

    copy = tmp_path / "copy.sqlite3"
    copy.touch(mode=0o444)
    private.keep(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o400
    private.keep(tmp_path / "nowhere" / "db.sqlite3")
    assert not (tmp_path / "nowhere").exists()
