"""Letters beyond ASCII, which SQLite alone neither orders nor takes for one letter in capitals and small."""

import re
from functools import lru_cache
from sqlite3 import Connection

from brygga.texts import compare_swedish
from brygga_site.swedish import SQLITE


def register(connection: Connection) -> None:
    """Has LIKE, LOWER and UPPER know every letter, as on PostgreSQL, and adds the order of Swedish.

    No index and no constraint may be made of any of these: another program would find them otherwise.
    """
    connection.create_collation(SQLITE, compare_swedish)
    connection.create_function("like", 2, _like, deterministic=True)
    connection.create_function("like", 3, _like, deterministic=True)
    connection.create_function("lower", 1, _lower, deterministic=True)
    connection.create_function("upper", 1, _upper, deterministic=True)


def _like(pattern: object, value: object, escape: str = "") -> bool | None:
    if pattern is None or value is None:
        return None
    return _compiled(str(pattern), escape).fullmatch(str(value)) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str, escape: str) -> re.Pattern[str]:
    parts, signs = [], iter(pattern)
    for sign in signs:
        if escape and sign == escape:
            parts.append(re.escape(next(signs, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(sign) or re.escape(sign))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


def _upper(text: object) -> object:
    return text.upper() if isinstance(text, str) else text
