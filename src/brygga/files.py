"""What is read from a file: exactly that file, whatever its name, and never a second meaning in it."""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any


class UnreadableFile(ValueError):
    """A file that cannot be read as what it should be. The message says which, where in it, and what to do."""


def in_duckdb(path: Path) -> str:
    """The file as a text in DuckDB's SQL. `*`, `?` and `[` stand for themselves.

    Beside a file's path, `hive_partitioning = false` belongs in every reading: a folder called `municipality=1490` is
    no column. Raises UnreadableFile for a name that cannot be said.
    """
    name = str(path)
    if "\\" in name and re.search(r"[*?[]", name):
        # Where there is a pattern DuckDB takes a backslash for the end of a folder's name, and knows no escape.
        raise UnreadableFile(f"'{path}': a name with both a backslash and one of * ? [ cannot be read; rename the file")
    return "'" + re.sub(r"([*?[])", r"[\1]", name).replace("'", "''") + "'"


def in_spark(path: Path) -> str:
    """The file as Spark names it: `* ? [ ] { }` and a backslash stand for themselves."""
    return re.sub(r"([*?\[\]{}\\])", r"\\\1", str(path.absolute()))


def read_json(path: Path, most: int | None = None) -> Any:
    """What a JSON file in UTF-8 holds, with or without a byte order mark.

    Raises UnreadableFile, also when an object says one thing twice, or the file holds more than `most` bytes.
    """
    if most is not None and (size := path.stat().st_size) > most:
        raise UnreadableFile(f"{path} holds {size:,} bytes; it may hold {most:,}")
    try:
        return json.loads(_text(path).removeprefix("\ufeff"), object_pairs_hook=without_doubles)
    except RecursionError:
        raise UnreadableFile(f"{path} is no JSON that can be read: it is nested too deeply; flatten it") from None
    except ValueError as error:
        raise UnreadableFile(f"{path} is no JSON: {error}") from None


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON (json's `object_pairs_hook`). Raises ValueError for a key that occurs twice: neither counts."""
    whole = dict(pairs)
    if len(whole) < len(pairs):
        times = Counter(key for key, _ in pairs)
        twice = next(key for key, count in times.items() if count > 1)
        raise ValueError(f"“{twice[:80]}” is given twice in one object; leave one of them")
    return whole


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file in UTF-8 holds. Raises UnreadableFile; OSError when it is not there."""
    try:
        return tomllib.loads(_text(path))
    except RecursionError:
        raise UnreadableFile("it is nested too deeply; flatten it") from None
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFile(str(error)) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"it is not UTF-8 at byte {error.start + 1}; save it as UTF-8") from None
