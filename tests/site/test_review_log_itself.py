"""The first page says how the log itself is: sealed, exported, verified; and warns when somebody has not done it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.pages import close, page
from tests.site.trail import sql
from typer.testing import CliRunner

from brygga_site.cases.models import Case
from brygga_site.trail import actions, cli
from brygga_site.trail.models import APPEND_ONLY, Inspection

pytestmark = pytest.mark.django_db
OVERDUE, UNSEALED = "has not been verified for 30 days", "have waited for their seal since"


def brygga(*arguments: str) -> int:
    return CliRunner().invoke(cli.app, list(arguments)).exit_code


def start(cast: Cast) -> str:
    return page(signed_in(cast.gerda), "/review")


def test_a_log_that_was_never_verified_nor_exported_says_so(cast: Cast, sealed: None) -> None:
    text = start(cast)
    for said in ("never been verified", "No head has been exported", OVERDUE):
        assert said in text


def test_what_the_commands_did_stands_on_the_first_page(cast: Cast, sealed: None, tmp_path: Path) -> None:
    file = str(tmp_path / "head.json")
    assert brygga("head", "--out", file) == 0
    assert brygga("verify", "--head", file) == 0
    text = start(cast)
    for said in ("A head was last exported", "up to entry 5", "It was whole.", "compared with an exported head"):
        assert said in text
    assert OVERDUE not in text
    assert brygga("verify") == 0
    assert "judged by the site" in start(cast)


def test_findings_of_a_verification_are_told_until_it_is_whole_again(cast: Cast, sealed: None) -> None:
    for table in APPEND_ONLY:
        table.remove(connection)
    sql("UPDATE trail_entry SET staff = 'nobody' WHERE sequence = 2")
    assert brygga("verify", "--json") == 1
    assert Inspection.objects.get().findings == 1
    text = start(cast)
    assert "<strong>1 finding.</strong>" in close(text)
    assert "The log was not whole" in text


def test_a_verification_older_than_thirty_days_is_too_old(cast: Cast, sealed: None) -> None:
    for days, expected in [(31, True), (29, False)]:
        actions.note_verified(timezone.now() - timedelta(days=days), 5, 0, True)
        assert (OVERDUE in start(cast)) is expected


def test_entries_that_wait_for_their_seal_are_told_of_after_ten_minutes(
    cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert UNSEALED not in start(cast)
    later = timezone.now() + timedelta(minutes=11)
    with monkeypatch.context() as eleven_minutes_on:
        eleven_minutes_on.setattr("brygga_site.web.review.views.rounds.timezone.now", lambda: later)
        assert UNSEALED in start(cast)
    actions.seal(timezone.now())
    assert UNSEALED not in start(cast)


def test_a_database_that_takes_no_note_is_verified_all_the_same(sealed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError("read-only")

    monkeypatch.setattr(actions, "note_verified", refuse)
    ran = CliRunner().invoke(cli.app, ["verify"])
    assert ran.exit_code == 0
    assert "could not be noted" in ran.stderr


@pytest.mark.parametrize("statement", ["UPDATE trail_inspection SET findings = 0", "DELETE FROM trail_inspection"])
def test_the_database_itself_refuses_to_change_what_was_found(statement: str) -> None:
    actions.note_verified(timezone.now(), 5, 3, True)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)
