"""Which county is meant, how large its municipalities are, and how quickly each takes its people home."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from brygga.identities import Municipality, Places
from brygga.synthetic.chance import stream


def county_code(places: Places, text: str) -> str:
    """The code of the county that `text` names: `14`, `Västra Götaland`, `Västra Götalands län`, `vastra-gotaland`.

    An agreement's id that begins with the county's name (`jamtland-harjedalen`) will do too. Raises LookupError with
    the nearest spelling.
    """
    asked = _slug(text)
    known = {_slug(name): r.code for r in places.regions.values() for name in (r.code, r.name, r.short)}
    starts = [slug for slug in known if asked == slug or asked.startswith(f"{slug}-")]
    if starts:
        return known[max(starts, key=len)]
    by_slug = {_slug(region.short): region.short for region in places.regions.values()}
    near = by_slug[get_close_matches(asked, by_slug, n=1, cutoff=0.0)[0]]
    raise LookupError(f"there is no county '{text}'; did you mean {near}? A code such as 14 or a name will do")


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.strip().lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def weights(municipalities: Sequence[Municipality]) -> tuple[float, ...]:
    """How many of the county's people live in each municipality, as shares that sum to 1.

    There is no population file, so the code decides: `xx80` is the county's seat and has 35 %; `xx81` to `xx99` were
    towns before 1971 and weigh 3; the others weigh 1. A factor of 0.6 to 1.4 from the code tells equals apart.
    """
    raw = [_weight(one.code) for one in municipalities]
    others = sum(w for one, w in zip(municipalities, raw, strict=True) if not _is_seat(one.code)) or 1.0
    seat = any(_is_seat(one.code) for one in municipalities)
    if seat:
        raw = [others * 35 / 65 if _is_seat(m.code) else w for m, w in zip(municipalities, raw, strict=True)]
    total = sum(raw)
    return tuple(w / total for w in raw)


def _is_seat(code: str) -> bool:
    return code.endswith("80")


def _weight(code: str) -> float:
    return (3.0 if int(code[2:]) > 80 else 1.0) * (0.6 + (int(code) * 37 % 9) / 10)


@dataclass(frozen=True)
class HomewardPace:
    """How quickly a municipality takes its people home from somatic care.

    `same_day` is the share who leave on the day of the ready notice; `median` the days of the others.
    """

    same_day: float
    median: float


def paces(municipalities: Sequence[Municipality], seed: int) -> dict[str, HomewardPace]:
    """Each municipality's pace by code: one in seven is slow (mean over 3.0 days), never the largest."""
    rng = stream(seed, "paces")
    shares = dict(zip((m.code for m in municipalities), weights(municipalities), strict=True))
    by_size = sorted(shares, key=lambda code: (-shares[code], code))
    slow = set(rng.sample(by_size[1:], round(len(by_size) / 7 + 0.2)))
    return {
        code: HomewardPace(*((0.08 + 0.08 * rng.random(), 5.3) if code in slow else (0.66 + 0.12 * rng.random(), 3.65)))
        for code in sorted(shares)
    }
