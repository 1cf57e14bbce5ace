"""The eleven duties of 2017:612 once more, by hand, from the act and the messages alone.

Shares no code with `brygga`: no fold, no table of moves, no duties as data, no calendar.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WARD, CENTRE = "inpatient-care", "outpatient-care"
OUTSIDE = (CENTRE, "municipal-health-care", "social-services")

Stands = dict[tuple[str, str], tuple[str, datetime | None]]
"""By duty and role: how it stands, and the wall clock when it is due."""


def clock(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("Europe/Stockholm")).replace(tzinfo=None, microsecond=0)


def last_second(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59))


def moment_of(wall: datetime) -> datetime:
    return wall.replace(tzinfo=ZoneInfo("Europe/Stockholm"))


def stage_of(live: list[Any]) -> str:
    stage = "new"
    for message in live:
        match message.body.kind, stage:
            case "admission", "new":
                stage = "admitted"
            case ("admission-notice", "admitted") | ("ready-withdrawn", "ready"):
                stage = "notified"
            case "ready-notice", "admitted" | "notified":
                stage = "ready"
            case ("discharged" | "aborted") as end, "admitted" | "notified" | "ready":
                stage = end
    return stage


def concerned_by_hand(live: list[Any]) -> tuple[set[str], dict[str, Any]]:
    """The needs, and of each that only somebody beside Brygga answers for the message that said so last."""
    needs, outside = set[str](), dict[str, Any]()
    for message in live:
        if message.body.kind == "admission-notice":
            needs, outside = set(message.body.needs), dict.fromkeys(message.body.outside, message)
        if message.body.kind == "notice-supplement":
            needs |= set(message.body.needs)
            outside = {need: m for need, m in outside.items() if need not in message.body.needs}
            outside |= dict.fromkeys(message.body.outside, message)
    return needs, outside


def untold_by_hand(live: list[Any], outside: dict[str, Any]) -> list[Any]:
    """What those beside Brygga have still to be told, in the order sent."""
    found = []
    for need, stated in outside.items():
        after = [m for m in live if m.sequence > stated.sequence]
        groups = (("changed-discharge-date",), ("ready-notice", "ready-withdrawn"), ("sip-call",))
        of_kinds = [[m for m in after if m.body.kind in group] for group in (*groups, ("information-transferred",))]
        told = {m.body.of for m in live if m.body.kind == "told-otherwise" and need in m.body.needs}
        found += [m for m in (stated, *(some[-1] for some in of_kinds if some)) if m.sequence not in told]
    return sorted(found, key=lambda m: m.sequence)


def duties_by_hand(messages: list[Any], now: datetime) -> Stands:
    withdrawn = {m.body.of for m in messages if m.body.kind == "correction"}
    withdrawn |= {m.sequence for m in messages if m.body.kind == "acknowledgement" and m.body.of in withdrawn}
    live = [m for m in messages if m.sequence not in withdrawn and m.body.kind != "correction"]
    stage = stage_of(live)
    if stage in {"new", "aborted"}:
        return {}

    def said(*kinds: str, after: int = 0) -> list[Any]:
        return [m for m in live if m.body.kind in kinds and m.sequence > after]

    def latest(*kinds: str, after: int = 0) -> Any:
        return (said(*kinds, after=after) or [None])[-1]

    worse = latest("ready-withdrawn").sequence if said("ready-withdrawn") else 0
    admission, notice, left = said("admission")[0].body, latest("admission-notice"), latest("discharged")
    judged, ready = latest("need-assessed"), latest("ready-notice", after=worse)
    need = judged.body.assessed_at if judged else admission.admitted_at if admission.needs_expected else None
    expected = latest("admission-notice", "changed-discharge-date")
    held, call, first_call = latest("sip-held"), latest("sip-call"), (said("sip-call") or [None])[0]
    planning = latest("sip-call", "sip-not-needed")
    needs, outside = concerned_by_hand(live)
    sip = bool(needs & {"municipal-health-care", "social-services"}) and bool(needs & {CENTRE, "municipal-health-care"})
    declines = planning and planning.body.kind == "sip-not-needed"
    if declines and planning.body.reason == "needs-from-one-principal":
        declines = not any(m.body.needs for m in said("notice-supplement", after=planning.sequence))
    sip = sip and not declines
    alive = not (left and left.body.destination == "deceased")
    found: Stands = {}

    def owe(
        duty: str,
        role: str,
        since: datetime,
        due: datetime | None,
        until: datetime | None,
        does: Callable[[Any], bool],
    ) -> None:
        done = next((m for m in live if does(m)), None)
        if done:
            found[duty, role] = ("late" if due and clock(done.sent_at) > due else "done", due)
        elif now < since:
            found[duty, role] = ("upcoming", due)
        elif until and until <= now:
            found[duty, role] = ("lapsed", due)
        else:
            found[duty, role] = ("overdue" if due and clock(now) > due else "open", due)

    def by(*kinds: str, since: datetime) -> Callable[[Any], bool]:
        return lambda m: (
            m.body.kind in kinds and m.sent_at >= since and (m.body.kind != "ready-notice" or m.sequence > worse)
        )

    gone = left.body.discharged_at if left else None
    if left and ready:  # told to the minute, a discharge may seem to be before a ready notice of that minute
        gone = max(gone, ready.sent_at)
    if need:
        due = clock(need).replace(microsecond=0) + timedelta(hours=24)
        owe("send-admission-notice", WARD, need, due, gone, by("admission-notice", since=need))
    naming = said("notice-supplement", "notice-forwarded")
    for role in OUTSIDE:
        wrong = [m.sequence for m in said("wrong-recipient") if f"the {role}" in m.body.recipients]
        naming_it = [m for m in naming if f"the {role}" in m.body.recipients and m.sequence > max(wrong, default=0)]
        told = [m.sent_at for m in naming_it] or [notice and notice.sent_at]
        if since := told[-1]:
            begun = by("acknowledgement", since=since)
            owe("start-planning", role, since, None, gone, lambda m, r=role, b=begun: b(m) and m.part == r)
        if since and role == CENTRE and expected:
            due = last_second(expected.body.expected_discharge)
            appointed = by("named-care-contact", since=moment_of(datetime.combine(clock(since), time())))
            owe("appoint-named-care-contact", CENTRE, since, due, gone, appointed)
    untold = untold_by_hand(live, outside)
    for role in (WARD, CENTRE):
        notes = [m for m in said("told-otherwise") if m.part == role]
        about = [m.sent_at for m in live if notes and m.sequence == notes[-1].body.of]
        if since := next((m.sent_at for m in untold if m.part == role), about[0] if about else None):
            all_told = not any(m.part == role for m in untold)
            noted = by("told-otherwise", since=since)
            owe(
                "tell-otherwise", role, since, None, None, lambda m, n=noted, o=notes, d=all_told: d and n(m) and m in o
            )
    if expected and stage == "notified":
        day = expected.body.expected_discharge
        begins, ends = moment_of(datetime.combine(day, time())), moment_of(last_second(day))
        heard = ("ready-notice", "changed-discharge-date", "discharged")
        owe("send-ready-notice", WARD, begins, None, ends, by(*heard, since=begins))
        owe("announce-changed-date", WARD, ends, None, gone, by(*heard, since=ends))
    if ready:
        stated = by("outpatient-interventions", since=ready.sent_at)
        owe("state-outpatient-interventions", CENTRE, ready.sent_at, None, gone, stated)
    if ready and sip and alive:
        due = last_second(clock(ready.sent_at).date() + timedelta(days=3))
        owe("call-to-sip", CENTRE, ready.sent_at, due, None, lambda m: m is first_call)
    if call and sip and alive:
        same_day = moment_of(datetime.combine(clock(first_call.sent_at), time()))
        due = last_second(clock(call.body.meeting_at).date())
        owe("hold-sip", CENTRE, first_call.sent_at, due, None, by("sip-held", since=same_day))
    lost = [m for m in said("wrong-recipient") if f"the {CENTRE}" in m.body.recipients]
    lost += [m for m in said("notice-forwarded") if m.part == CENTRE]
    passed_on = max((m.sequence for m in lost), default=0)
    outpatient = latest("outpatient-interventions", after=max(worse, passed_on))
    if stage == "ready" and (held or not sip) and outpatient and outpatient.body.status == "available":
        declined = latest("sip-not-needed")
        waited = [ready.sent_at, outpatient.sent_at, held and held.body.held_at, declined and declined.sent_at]
        since = max(moment for moment in waited if moment)
        owe("discharge-patient", WARD, since, None, gone, by("discharged", since=since))
    if left and alive:
        day = clock(gone).date()
        handed_over = by("information-transferred", since=moment_of(datetime.combine(day, time())))
        owe("transfer-information", WARD, gone, last_second(day), None, handed_over)
    return found
