"""A second, simpler answer to who may read what, written from the acts alone; it asks the raw list of statements."""

from datetime import datetime, timedelta
from typing import Any

from brygga.process import Sent

CARE = {"inpatient-care", "outpatient-care", "municipal-health-care", "dental-care"}
SHIFT = timedelta(hours=12)


def answer(reader: Any, data: Any, said: list[Sent], now: datetime, is_child: bool) -> tuple[bool, str]:
    """Whether the reader may read the data, and the clause that says so."""
    care = reader.role in CARE
    if reader.role is None or reader.purpose != ("care" if care else "social-care") or reader.is_own_record:
        return False, "2008-355.4.1"
    inside = "2008-355.4.1" if care else "2022-913.4.3.2"
    if data.unit == reader.unit:
        return True, inside
    if data.told and data.told.ordered_by:
        return True, data.told.ordered_by
    holding = [one.body for one in said if not over(one, said, now)]
    if data.provider == reader.provider:
        return within(reader, data, holding, said, now, inside)
    return between(reader, data, holding, said, now, is_child, care)


def within(
    reader: Any, data: Any, holding: list[Any], said: list[Sent], now: datetime, inside: str
) -> tuple[bool, str]:
    """2008:355 chapter 4: one takes part in the care, and the patient has not blocked against the other units."""
    needs = reader.related or data.told or in_danger(reader, data, said, now)
    if not needs or of_no_use(reader, data):
        return False, inside
    if any(one.kind == "block" and one.unit == data.unit and one.provider == data.provider for one in holding):
        return False, "2008-355.4.4.1"
    return True, inside


def between(
    reader: Any, data: Any, holding: list[Any], said: list[Sent], now: datetime, is_child: bool, care: bool
) -> tuple[bool, str]:
    """2022:913 chapters 2 and 3."""
    danger = in_danger(reader, data, said, now)
    if not (reader.related or data.told or danger):
        return False, "2022-913.3.1.1" if care else "2022-913.3.2.1"
    if of_no_use(reader, data):
        return False, "2022-913.3.1.3" if care else "2022-913.3.2.2"
    if any(one.kind == "block" and one.provider == data.provider and one.unit in ("", data.unit) for one in holding):
        return False, "2022-913.2.3.1"
    if data.told:
        return True, "2008-355.4.1" if care else "2022-913.4.3.2"
    consent = reader.related and any(consents(one, reader, data, now, is_child) for one in holding)
    child = reader.related and is_child and any(one.kind == "immature-child" for one in holding)
    unable = reader.related and any(
        one.kind == "unable" and one.provider == reader.provider and one.would_not_object for one in holding
    )
    if care:
        ways = [(consent, "1.2"), (child, "1.5"), (unable, "3.2"), (danger, "6.2")]
    else:
        social = data.branch == "social-care"
        ways = [(consent, "2.3"), (child and social, "2.4"), (unable and social, "4.2")]
    open_by = [place for opens, place in ways if opens]
    return bool(open_by), f"2022-913.3.{open_by[0] if open_by else ways[0][1]}"


def over(one: Sent, said: list[Sent], now: datetime) -> bool:
    """Whether something said later has ended this; a lift without the person's word ends a block for a shift."""
    for later in said:
        if later.sequence <= one.sequence or getattr(later.body, "of", None) != one.sequence:
            continue
        if later.body.kind == "withdrawn" and one.body.kind in {"consent", "unable", "immature-child", "emergency"}:
            return True
        if later.body.kind == "block-lifted" and one.body.kind == "block":
            asked: Any = later.body
            if asked.ground == "person-asks" or now - later.sent_at < SHIFT:
                return True
    return False


def in_danger(reader: Any, data: Any, said: list[Sent], now: datetime) -> bool:
    """3:6 is for care providers, about what care providers hold, and a shift long."""
    if reader.role not in CARE or data.branch != "care":
        return False
    opened = [one for one in said if one.body.kind == "emergency" and not over(one, said, now)]
    return any(vars(one.body)["unit"] == reader.unit and timedelta(0) <= now - one.sent_at < SHIFT for one in opened)


def consents(one: Any, reader: Any, data: Any, now: datetime, is_child: bool) -> bool:
    return (
        one.kind == "consent"
        and one.provider == reader.provider
        and one.unit in ("", reader.unit)
        and (one.about == () or data.provider in one.about)
        and data.kind in one.kinds
        and one.from_day <= now.date() <= (one.to_day or now.date())
        and (one.by != "guardian" or is_child)
    )


def of_no_use(reader: Any, data: Any) -> bool:
    return reader.role == "dental-care" and data.kind == "social"
