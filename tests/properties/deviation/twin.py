"""What Västra Götaland's A.16 asks in a deviation once more, by hand, from the text and the messages alone.

Shares no code with `brygga`: no fold, no table of moves, no duties as data, no calendar.
"""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

Stands = dict[tuple[str, str], tuple[str, datetime | None]]
"""By duty and unit: how it stands, and the wall clock when it is due."""


def clock(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("Europe/Stockholm")).replace(tzinfo=None, microsecond=0)


def last_second(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59))


def holding(messages: list[Any]) -> list[Any]:
    withdrawn = {m.body.of for m in messages if m.body.kind == "correction"}
    return [m for m in messages if m.sequence not in withdrawn and m.body.kind != "correction"]


def parts_of(live: list[Any]) -> dict[str, str]:
    """Who is what: the last of report, sending on and return says with whom the deviation is."""
    if not live:
        return {}
    parts = {unit: "contributor" for m in live if m.body.kind == "deviation-drawn-in" for unit in m.body.recipients}
    with_whom = None
    for m in live:
        if m.body.kind in {"deviation-report", "deviation-forwarded"}:
            (with_whom,) = m.body.recipients
        elif m.body.kind == "deviation-returned":
            with_whom = None
    if with_whom:
        parts[with_whom] = "receiver"
    return parts | {live[0].unit: "reporter"}


def duties_by_hand(messages: list[Any], now: datetime) -> Stands:
    live = holding(messages)
    kinds = [m.body.kind for m in live]
    if not live or "deviation-dismissed" in kinds:
        return {}
    parts, stands = parts_of(live), Stands()
    ends = {m.body.kind: m.sent_at for m in live if m.body.kind in {"deviation-answered", "deviation-closed"}}

    def owe(duty: str, part: str, done: Any, due: datetime | None = None, until: str = "deviation-closed") -> None:
        for unit in parts:
            if parts[unit] == part:
                owes(duty, unit, done, due, until)

    def owes(duty: str, unit: str, done: Any, due: datetime | None = None, until: str = "deviation-closed") -> None:
        if done is not None:
            stands[duty, unit] = ("late" if due and clock(done.sent_at) > due else "done", due)
        elif until in ends and ends[until] <= now:
            stands[duty, unit] = ("lapsed", due)
        else:
            stands[duty, unit] = ("overdue" if due and clock(now) > due else "open", due)

    def last(*these: str) -> Any:
        return next((m for m in reversed(live) if m.body.kind in these), None)

    def first(*these: str, by: str | None = None) -> Any:
        return next((m for m in live if m.body.kind in these and by in {None, parts.get(m.unit)}), None)

    came = last("deviation-report", "deviation-forwarded", "deviation-returned")
    since = live[live.index(came) :]
    received = next((m for m in since if m.body.kind == "deviation-received"), None)
    if came.body.kind == "deviation-returned":
        owe("send-deviation-on", "reporter", None)
    else:
        owe("receive-deviation", "receiver", received)
    analysed, answer = first("deviation-analysed"), first("deviation-answered")
    if received and came.body.kind != "deviation-returned":
        owe("analyse-deviation", "receiver", analysed)
    drawn = [(unit, m) for m in live if m.body.kind == "deviation-drawn-in" for unit in m.body.recipients]
    for unit, drawn_in in drawn:
        if parts[unit] == "contributor":
            accounts = [m for m in live if m.body.kind == "deviation-account" and m.unit == unit]
            heard = next((m for m in accounts if m.sequence > drawn_in.sequence), None)
            owes("contribute-to-analysis", unit, heard, until="deviation-answered")
    plan = next(
        (m for m in live if m.body.kind in {"measure-planned", "no-measures"} and parts[m.unit] == "receiver"), None
    )
    if analysed:
        owe("plan-measures", "receiver", plan)
    if analysed and plan:
        owe("answer-reporter", "receiver", answer)
    settled = {m.body.of: m for m in live if m.body.kind in {"measure-done", "measure-left"}}
    measures = [m for m in live if m.body.kind == "measure-planned"]
    for unit, part in parts.items():
        own = [m for m in measures if m.unit == unit]
        waiting = sorted((m for m in own if m.sequence not in settled), key=lambda m: (m.body.due, m.sequence))
        if waiting:
            owes(f"{part}-takes-measures", unit, None, last_second(waiting[0].body.due))
        elif own:
            against = {m.sequence: clock(settled[m.sequence].sent_at) - last_second(m.body.due) for m in own}
            worst = max(own, key=lambda m: (against[m.sequence], m.sequence))
            owes(f"{part}-takes-measures", unit, settled[worst.sequence], last_second(worst.body.due))
    if answer is None or len(settled) < len(measures):
        return stands
    ready = max([answer, *settled.values()], key=lambda m: m.sequence)
    looks = [m for m in live if m.body.kind == "deviation-followed-up"]
    if any(m.body.kind == "measure-done" for m in settled.values()):
        owe("follow-up-measures", "receiver", next((m for m in looks if m.sequence > ready.sequence), None))
        if not any(m.sequence > ready.sequence for m in looks):
            return stands
    owe("close-deviation", "receiver", last("deviation-closed"))
    return stands
