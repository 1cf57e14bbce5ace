"""Digests, keys and signatures say their algorithm: another is chosen any day, and what was written before verifies."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.test_heads_of_others import other, sent
from tests.site.test_trail_sealed import brygga, unguarded, verified
from tests.site.trail import entries, sql

from brygga.process import FreeMessage
from brygga_site.append_only import TABLES
from brygga_site.backup.manifest import CopiedTable, DataFile, Manifest, Trail
from brygga_site.cases.actions import say
from brygga_site.cases.models import Case, Message
from brygga_site.trail import digests, heads, keys, reads
from brygga_site.trail.continuing import SealLink
from brygga_site.trail.models import KeptHead, Seal

__all__ = ["other", "unguarded"]
pytestmark = pytest.mark.django_db
LATER, SIGNING_LATER = "sha3-512", "ml-dsa-65"


@pytest.fixture
def before(sealed: None, cast: Cast) -> list[Seal]:
    """The seals of the first algorithms; an entry of theirs waits for its seal."""
    signed_in(cast.boris).get("/board")
    return list(Seal.objects.order_by("first"))


@pytest.fixture
def changed(before: list[Seal], settings: Any, tmp_path: Path) -> list[Seal]:
    """From now on other algorithms are chosen, in the two places where they are: a setting, and the key's file."""
    settings.BRYGGA_TRAIL_TRUSTED = [before[-1].key]
    settings.BRYGGA_TRAIL_DIGEST = LATER
    settings.BRYGGA_TRAIL_KEY = tmp_path / "later.pem"
    keys.make(settings.BRYGGA_TRAIL_KEY, SIGNING_LATER)
    return before


def said(cast: Cast, case: Case) -> Message:
    return say(cast.anna, case.pk, FreeMessage(text="hej"), 2, "more", timezone.now()) and Message.objects.last()


def test_what_was_sealed_before_verifies_beside_what_is_sealed_after(
    changed: list[Seal], cast: Cast, notified: Case
) -> None:
    said(cast, notified)
    call_command("seal_trail", stdout=None)
    assert entries()[5].digest == digests.written(digests.raw(entries()[5].digest), digests.FIRST)
    assert entries()[6].digest.startswith(f"{LATER}:")
    of_before, after = list(Seal.objects.order_by("first"))[len(changed) :]
    # What had waited is sealed by the digests that it has, what came after by its own; both with the new key.
    assert (of_before.first, of_before.last, after.first) == (6, 6, 7)
    assert len(of_before.head) == 64 and after.head.startswith(f"{LATER}:")
    assert after.previous == of_before.head
    assert all(seal.key.startswith(f"{SIGNING_LATER}:") for seal in (of_before, after))
    report = verified()
    assert (report["findings"], report["unsealed"], report["head"]) == ([], 0, after.head)


def test_a_change_is_found_on_either_side(changed: list[Seal], cast: Cast, notified: Case, unguarded: None) -> None:
    message = said(cast, notified)
    call_command("seal_trail", stdout=None)
    sql("UPDATE trail_entry SET staff = 'nobody' WHERE sequence IN (2, 7)")
    found = verified()["findings"]
    assert {"kind": "changed", "from": 2, "to": 2} in found and {"kind": "changed", "from": 7, "to": 7} in found
    first = Message.objects.order_by("pk")[0]
    TABLES["cases_message"].remove(connection)
    sql(f"UPDATE cases_message SET part = 'x' WHERE id IN ({first.pk}, {message.pk})")
    rows = [one["what"] for one in verified()["findings"] if "what" in one]
    assert rows == [f"cases_message {one.pk}" for one in (first, message)]


WRONG = ["sha3-512:00", "md5:" + "0" * 32, "sha256:" + "0" * 64, "SHA3-512:" + "0" * 128, ":"]


@pytest.mark.parametrize("value", WRONG)
def test_a_digest_of_no_algorithm_that_is_known_or_not_as_one_is_written_is_found(
    before: list[Seal], unguarded: None, value: str
) -> None:
    sql(f"UPDATE trail_entry SET digest = '{value}' WHERE sequence IN (2, 6)")
    found = verified()["findings"]
    assert found == [{"kind": "changed", "from": 2, "to": 2}, {"kind": "changed", "from": 6, "to": 6}]
    assert brygga("verify").exit_code == 1
    sql(f"UPDATE trail_seal SET head = '{value}' WHERE first = 3")
    assert {"kind": "seal", "from": 3, "to": 3} in verified()["findings"]


def test_a_signature_is_by_the_algorithm_of_its_key_and_no_other(tmp_path: Path) -> None:
    own = {name: keys.make(tmp_path / f"{name}.pem", name) for name in keys.ALGORITHMS}
    signed = {name: key.sign(b"something").hex() for name, key in own.items()}
    public = {name: keys.public(key) for name, key in own.items()}
    for of, key in public.items():
        for by, signature in signed.items():
            assert keys.holds(key, signature, b"something") is (of == by)
        assert not keys.holds(key, signed[of], b"something else")
        digits = key.rpartition(":")[2]
        for name in (*keys.ALGORITHMS, "rsa", ""):
            if f"{name}:{digits}" != key:
                assert not keys.holds(f"{name}:{digits}", signed[of], b"something")
    assert not keys.holds(None, None, b"something")  # type: ignore[arg-type]


def test_heads_go_on_being_kept_elsewhere_across_the_change_and_are_countersigned_by_another_algorithm(
    before: list[Seal], cast: Cast, other: dict[str, Any], settings: Any, tmp_path: Path
) -> None:
    call_command("seal_trail", stdout=None)
    assert sent().outcome == "kept"
    settings.BRYGGA_TRAIL_DIGEST = LATER
    settings.BRYGGA_WITNESS_KEY = tmp_path / "witness.pem"
    keys.make(settings.BRYGGA_WITNESS_KEY, SIGNING_LATER)
    for _ in range(2):
        signed_in(cast.boris).get("/board")
        call_command("seal_trail", stdout=None)
    made = sent()
    assert (made.outcome, KeptHead.objects.filter(finding="").count()) == ("kept", 2)
    file = tmp_path / "head.json"
    file.write_text(made.document)
    head = heads.read(file)
    assert head.seal.head.startswith(f"{LATER}:")
    assert head.countersignatures[0].key.startswith(f"{SIGNING_LATER}:")
    assert verified("--head", str(file))["ok"]


def test_a_link_says_nothing_of_the_first_algorithm_as_versions_before_knew_no_other() -> None:
    assert set(SealLink(first=1, last=1, covered="").as_sent()) == {"first", "last", "covered"}
    assert SealLink(first=1, last=1, covered="", algorithm=LATER).as_sent()["algorithm"] == LATER


def test_the_manifest_of_a_backup_is_signed_and_believed_by_another_algorithm(
    before: list[Seal], settings: Any, tmp_path: Path
) -> None:
    data = DataFile(file="data", encrypted=False, bytes=0, sha256="", script_bytes=0, script_sha256="")
    table = CopiedTable(rows=0, columns={})
    trail = Trail(entries=0, seals=0, head=None, findings=[])
    bare = Manifest(
        brygga="1", engine="sqlite", taken_at="", migrations={}, tables={"t": table}, data=data, trail=trail
    )
    first = bare.with_signature()
    settings.BRYGGA_TRAIL_TRUSTED = [before[-1].key]
    settings.BRYGGA_TRAIL_KEY = tmp_path / "later.pem"
    keys.make(settings.BRYGGA_TRAIL_KEY, SIGNING_LATER)
    second = bare.with_signature()
    assert second.signed.key.startswith(f"{SIGNING_LATER}:")
    assert first.is_as_signed() and second.is_as_signed()
    assert not second.model_copy(update={"taken_at": "2026"}).is_as_signed()


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_a_key_is_made_by_a_command_for_its_owner_alone_and_never_over_another(tmp_path: Path, algorithm: str) -> None:
    file = tmp_path / "own.pem"
    made = brygga("key", "--out", str(file), "--algorithm", algorithm)
    assert made.exit_code == 0, made.stderr
    assert keys.public(keys.load(file)) in made.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text()
    again = brygga("key", "--out", str(file))
    assert again.exit_code == 2 and "is there already" in again.stderr
    assert file.read_text() == text
    unknown = brygga("key", "--out", str(tmp_path / "x"), "--algorithm", "rsa")
    assert unknown.exit_code == 2 and "there are ed25519, ml-dsa-65" in unknown.stderr


def test_a_head_of_the_first_algorithms_is_written_as_it_always_was(before: list[Seal], tmp_path: Path) -> None:
    """Whoever keeps one with an earlier version reads those of this one."""
    document = json.loads(heads.head_of(reads.seals(reads.newest())).model_dump_json())
    assert set(document) == {"document", "seal", "keys", "seals", "countersignatures"}
    assert set(document["seal"]) == {"first", "last", "previous", "head", "at", "key", "signature"}
    assert all(len(key) == 64 for key in document["keys"])
