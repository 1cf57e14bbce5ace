"""The counters that all processes share: what somebody puts into their table is read as JSON, or not at all."""

import base64
import pickle
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from brygga_site.accounts.models import Counter

pytestmark = pytest.mark.django_db


class Harmful:
    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.file,)


def test_what_a_writer_in_the_database_leaves_among_the_counters_is_never_run(tmp_path: Path) -> None:
    file = tmp_path / "run"
    cache.set("logins", [1.5], 60)
    written = base64.b64encode(pickle.dumps(Harmful(file))).decode()
    Counter.objects.update(value=written)
    assert cache.get("logins", []) == []
    assert not file.exists()


def test_a_value_is_kept_for_its_time_and_read_as_it_was(django_assert_max_num_queries: object) -> None:
    for value in ([1.5, 2], {"a": None}, True, "text å", 0):
        cache.set("one", value, 60)
        assert cache.get("one") == value
    cache.set("over", 1, 0)
    assert (cache.get("over", "gone"), "over" in cache, cache.touch("over")) == ("gone", False, False)
    cache.set("kept", 1, None)
    Counter.objects.filter(pk__endswith="one").update(expires=timezone.now() - timedelta(seconds=1))
    assert cache.get_many(["one", "kept"]) == {"kept": 1}
    assert cache.add("one", 7, 60)
    assert not cache.add("one", 8, 60)
    assert cache.incr("one") == 8
    assert cache.touch("one", 90)
    assert cache.delete("one")
    assert not cache.delete("one")
    with pytest.raises(TypeError):
        cache.set("one", object())
    cache.clear()
    assert Counter.objects.count() == 0


def test_with_too_many_the_ones_that_end_first_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_max_entries", 6)
    for number in range(7):
        cache.set(f"{number}", number, 100 + number)
    assert sorted(cache.get_many(map(str, range(7)))) == ["3", "4", "5", "6"]


def test_of_several_who_use_a_token_at_once_one_alone_is_the_first(transactional_db: None) -> None:
    won: list[bool] = []

    def use() -> None:
        won.append(cache.add("logout-token", "used", 60))
        connection.close()

    threads = [Thread(target=use) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(won) == [False] * 5 + [True]
