"""The duties of a named contact on Gotland and in Jämtland Härjedalen, counted by hand from the messages alone.

Nothing of the state, the moves or the duties as data is asked: it goes through what was said, one by one.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from brygga.process import Sent

SWEDEN = ZoneInfo("Europe/Stockholm")
OFFERS = {"physician-contact": "offer-physician-contact", "home-help-contact": "offer-home-help-contact"}


def holding(sent: Iterable[Sent]) -> list[Sent]:
    sent = list(sent)
    gone = {message.body.of for message in sent if message.body.kind == "correction"}
    return [one for one in sent if one.sequence not in gone and one.body.kind != "correction"]


def open_by_hand(sent: list[Sent], now: datetime, closed: Mapping[str, datetime]) -> dict[str, frozenset[str]]:
    """What is owed or asked now on Gotland, with the end of life as in the north: each with the units that owe it."""
    need, seeks, has, over, until = None, False, None, False, None
    appointer, offered, accepted, told = "", False, False, set[str]()
    for message in holding(sent):
        body, kind = message.body, message.body.kind
        told |= {message.unit, *getattr(body, "recipients", ())}
        if kind == "contact-need":
            need, seeks, appointer = body, True, body.recipients[0] if body.recipients else message.unit
        elif kind == "contact-offered":
            offered = True
        elif kind == "contact-accepted":
            accepted = True
        elif kind == "contact-appointed":
            seeks, has, review, until, said, said_at = False, body, body.review, body.until, body, message.sent_at
        elif kind == "contact-reviewed":
            review = body.review
        elif kind in {"contact-handed-over", "successor-asked"}:
            appointer, seeks, offered, accepted = body.recipients[0], True, False, False
        elif kind == "contact-vacant":
            seeks, has, offered, accepted, until = True, None, False, False, None
        elif kind in {"contact-ended", "contact-declined", "contact-not-appointed"}:
            over = True
    told |= {message.unit for message in sent}
    if need is None or over:
        return {}
    found = dict[str, frozenset[str]]()
    mine = frozenset({appointer})
    if seeks:
        first = OFFERS.get(need.contact_kind)
        if first is None:
            found["appoint-care-contact"] = mine
        elif not offered:
            found[first] = mine
        elif accepted:
            found["appoint-accepted-contact"] = mine
    if has and not seeks and until and now >= _morning(_next(until)):
        found["see-to-successor"] = mine
    if has and not seeks and review and now >= _morning(review):
        found["review-contact"] = mine
    if has and need.end_of_life and now > said_at and said.profession != "physician" and not said.physician_is_another:
        found["appoint-physician-at-end-of-life"] = mine
    if appointer in closed and now >= closed[appointer] and (others := told - {appointer}):
        asks = {next((m.unit for m in sent if m.body.kind == "contact-need"), "")} & others
        found["ask-for-successor"] = frozenset(asks if seeks and not has and asks else others)
    return found


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SWEDEN)


def _next(day: date) -> date:
    return day + timedelta(days=1)
