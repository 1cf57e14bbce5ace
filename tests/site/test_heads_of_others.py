"""A head is exported on schedule, and kept by another site once it continues the one that is kept there."""

import json
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
import requests
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.test_trail_sealed import a_key, unguarded, verified
from tests.site.trail import sql

from brygga_site.api.actions import make_key
from brygga_site.cases.models import Case
from brygga_site.trail import actions, anchors, continuing, digests, heads, reads, sending
from brygga_site.trail.models import Entry, KeptHead, Seal, SentHead

__all__ = ["unguarded"]
pytestmark = pytest.mark.django_db
ADDRESS = "https://brygga.example/api/v1/heads"


class Answer:
    """What the other site answers, as a client sees it."""

    def __init__(self, response: Any) -> None:
        self.status_code, self.json = response.status_code, lambda: json.loads(response.content)


@pytest.fixture
def other(cast: Cast, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The other site, which here is this one: it has given us a key. `down` says how often it does not answer."""
    secret = make_key(cast.hugo, "Brygga Halland", "heads", timezone.localdate(), timezone.now())[1]
    file = tmp_path / "their-key"
    file.write_text(secret + "\n")
    settings.BRYGGA_HEADS_TO, settings.BRYGGA_HEADS_TO_KEYS = [ADDRESS], [str(file)]
    state: dict[str, Any] = {"down": 0, "slept": [], "asked": []}

    def request(method: str, address: str, json: Any, headers: dict[str, str], **_: Any) -> Answer:
        assert address == ADDRESS
        state["asked"].append(method)
        if state["down"]:
            state["down"] -= 1
            raise requests.ConnectionError
        client = Client(headers={name.lower(): value for name, value in headers.items()})
        send = client.get if method == "GET" else client.post
        more = {} if method == "GET" else {"data": json, "content_type": "application/json"}
        return Answer(send("/api/v1/heads", **more))

    monkeypatch.setattr(requests, "request", request)
    monkeypatch.setattr(sending.time, "sleep", state["slept"].append)
    return state


def sent() -> SentHead:
    call_command("send_heads", stdout=None)
    return SentHead.objects.order_by("-pk")[0]


def more(cast: Cast) -> None:
    signed_in(cast.boris).get("/board")
    actions.seal(timezone.now())


def test_a_head_is_kept_and_countersigned_and_verification_takes_it(
    sealed: None, other: dict[str, Any], tmp_path: Path
) -> None:
    actions.seal(timezone.now())
    made = sent()
    last = Seal.objects.order_by("-first")[0].last
    assert (made.outcome, made.last) == ("kept", last)
    file = tmp_path / "countersigned.json"
    file.write_text(made.document)
    head = heads.read(file)
    assert len(head.countersignatures) == 1
    assert head.countersignatures[0].key not in head.keys
    assert verified("--head", str(file))["ok"]


def test_the_next_head_continues_the_one_kept_and_sent_again_it_is_the_same(
    sealed: None, cast: Cast, other: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.seal(timezone.now())
    first = sent()
    for _ in range(3):
        more(cast)
    second, again = sent(), sent()
    assert second.last > first.last
    assert again.document == second.document
    assert KeptHead.objects.filter(finding="").count() == 2
    # More than is sent at once goes in steps, each kept by itself.
    monkeypatch.setattr(continuing, "AT_MOST", digests.size(digests.FIRST))
    for _ in range(3):
        more(cast)
    assert sent().last == Seal.objects.order_by("-first")[0].last
    assert KeptHead.objects.filter(finding="").count() == 5


def rewritten(number: int) -> None:
    """Somebody with the database and the site's key changes an entry and makes every seal anew."""
    Seal.objects.all().delete()
    sql(f"UPDATE trail_entry SET purpose = 'x' WHERE sequence = {number}")
    entry = Entry.objects.get(pk=number)
    about = list(entry.subjects.order_by("person").values_list("person", flat=True))
    digest = digests.entry_digest(reads.content(entry, about))
    sql(f"UPDATE trail_entry SET digest = '{digest}' WHERE sequence = {number}")
    actions.seal(timezone.now())


def test_a_rewritten_trail_is_refused_and_both_log_reviewers_are_told(
    sealed: None, cast: Cast, other: dict[str, Any], unguarded: None
) -> None:
    actions.seal(timezone.now())
    sent()
    assert "danger" not in page(cast, "/review/heads")
    rewritten(3)
    more(cast)
    assert verified()["ok"]
    with pytest.raises(CommandError, match="not every site has kept the head"):
        call_command("send_heads", stdout=None)
    last = SentHead.objects.order_by("-pk")[0]
    assert (last.outcome, last.document) == ("refused", "")
    kept = KeptHead.objects.order_by("-pk")[0]
    assert kept.finding == "another"
    assert heads.parsed(kept.document.encode(), "kept").countersignatures == []
    for said in ("was refused", "Our log may have been changed", "does not continue the one that is kept: their log"):
        assert said in page(cast, "/review/heads")
    assert "Something is wrong with the log of another Brygga" in page(cast, "/review")


def page(cast: Cast, address: str) -> str:
    answer = signed_in(cast.gerda).get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_trail_whose_end_is_cut_off_is_refused(
    sealed: None, cast: Cast, other: dict[str, Any], unguarded: None
) -> None:
    actions.seal(timezone.now())
    sent()
    last = Seal.objects.order_by("-first")[0]
    sql(
        f"DELETE FROM trail_subject WHERE entry_id >= {last.first}",
        f"DELETE FROM trail_entry WHERE sequence >= {last.first}",
        f"DELETE FROM trail_seal WHERE first = {last.first}",
    )
    with pytest.raises(CommandError):
        call_command("send_heads", stdout=None)
    assert KeptHead.objects.order_by("-pk")[0].finding == "shorter"
    assert "the end of their log may have been cut off" in page(cast, "/review/heads")


def test_links_that_are_missing_or_made_up_lead_nowhere(sealed: None, cast: Cast) -> None:
    now = timezone.now()
    seals = list(reads.seals(reads.newest()))
    kept = heads.head_of(seals[:1])
    anchors.keep("them", kept, [], now)
    [(newest, links)] = continuing.steps(iter(seals), kept.seal.last)
    wrong = [[], links[1:], [*links, links[-1]], [link.model_copy(update={"covered": "AAAA"}) for link in links]]
    wrong += [[link.model_copy(update={"covered": "%"}) for link in links], list(reversed(links))]
    assert [anchors.keep("them", newest, one, now).finding for one in wrong] == ["another"] * len(wrong)
    assert anchors.keep("them", newest, links, now).finding == ""
    assert KeptHead.objects.count() == 2 + len(wrong)


def test_a_head_signed_with_another_key_is_kept_and_its_reader_is_told(
    sealed: None, cast: Cast, other: dict[str, Any], settings: Any, tmp_path: Path
) -> None:
    actions.seal(timezone.now())
    sent()
    settings.BRYGGA_TRAIL_TRUSTED = [Seal.objects.all()[0].key]
    settings.BRYGGA_TRAIL_KEY = a_key(tmp_path / "new.pem")
    more(cast)
    assert sent().outcome == "kept"
    assert "signed with another key than the one before" in page(cast, "/review/heads")
    assert verified()["ok"]


def test_it_is_sent_anew_while_the_other_does_not_answer_and_then_that_is_said(
    sealed: None, cast: Cast, other: dict[str, Any]
) -> None:
    other["down"] = 3
    assert sent().outcome == "kept"
    assert other["slept"] == [2, 4, 8]
    other["down"] = 99
    with pytest.raises(CommandError):
        call_command("send_heads", stdout=None)
    assert "no connection, 5 times" in SentHead.objects.order_by("-pk")[0].says
    assert "could not be sent" in page(cast, "/review/heads")


def test_only_a_key_for_heads_has_them_kept_and_only_where_there_is_a_key_to_countersign(
    sealed: None, cast: Cast, settings: Any
) -> None:
    def keyed(scope: str) -> Client:
        secret = make_key(cast.hugo, scope, scope, timezone.localdate(), timezone.now())[1]
        return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})

    body = {"head": heads.head_of(reads.seals(reads.newest())).model_dump(), "links": []}
    assert Client().get("/api/v1/heads").status_code == 401
    assert keyed("write").post("/api/v1/heads", body, "application/json").status_code == 403
    theirs = keyed("heads")
    assert theirs.get("/api/v1/units").status_code == 403
    assert theirs.get("/api/v1/heads").json() == {"last": None}
    changed = json.loads(json.dumps(body))
    changed["head"]["seal"]["last"] += 1
    assert theirs.post("/api/v1/heads", changed, "application/json").status_code == 422
    settings.BRYGGA_WITNESS_KEY = None
    assert theirs.post("/api/v1/heads", body, "application/json").status_code == 409
    assert KeptHead.objects.count() == 0


def test_a_head_is_exported_whole_into_a_folder_that_keeps_the_newest(
    sealed: None, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="set BRYGGA_HEADS_FOLDER"):
        call_command("export_head")
    settings.BRYGGA_HEADS_FOLDER, settings.BRYGGA_HEADS_KEPT = tmp_path / "heads", 2
    for _ in range(3):
        more(cast)
        call_command("export_head", stdout=None)
    files = sorted(path.name for path in (tmp_path / "heads").iterdir())
    last = Seal.objects.order_by("-first")[0].last
    assert files == [f"head-{last - 1:012d}.json", f"head-{last:012d}.json"]
    assert verified("--head", str(tmp_path / "heads" / files[0]))["ok"]


def test_a_clock_that_is_set_back_breaks_no_seal(cast: Cast, notified: Case) -> None:
    for hours in (0, -3, -1):
        signed_in(cast.boris).get("/board")
        actions.seal(timezone.now() + timedelta(hours=hours))
    report = verified()
    assert (report["ok"], report["seals"], report["unsealed"]) == (True, 3, 0)


@pytest.mark.django_db(transaction=True)
def test_of_many_that_seal_at_once_each_entry_is_sealed_once(
    transactional_db: None, cast: Cast, notified: Case
) -> None:
    together, failures = Barrier(4), list[BaseException]()

    def seals() -> None:
        try:
            together.wait()
            for _ in range(5):
                actions.seal(timezone.now())
                signed_in(cast.boris).get("/board")
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=seals) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    actions.seal(timezone.now())
    assert failures == []
    report = verified()
    assert (report["ok"], report["unsealed"]) == (True, 0)
