"""The year's chart: each municipality's mean against the limit, or its charged days, month by month, as SVG."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brygga.calendars import Month
from brygga_site.charges.account import Account, Group
from brygga_site.charges.entries import SettlementEntry

OVER, UNDER, LIMIT, INK = "#b3253a", "#0b6b4f", "#5b4a00", "#23262b"
FACET_WIDTH, FACET_HEIGHT, ALONE_WIDTH, ALONE_HEIGHT = 260, 120, 820, 260
NARROW_WIDTH = 300


def parts(account: Account) -> dict[str, list[Group]]:
    """The municipalities over the limit in some month, or with a day to pay for (`over`), and the `rest`."""
    found: dict[str, list[Group]] = {"over": [], "rest": []}
    for group in account.groups():
        found["over" if group.over or not (account.by_mean or group.zero == len(group.entries)) else "rest"].append(
            group
        )
    return found


def draw(account: Account, groups: Sequence[Group], narrow: bool = False) -> str:
    """The chart of these municipalities, one small chart each; `narrow` sets them in one column for a small screen."""
    import vl_convert

    one = len(groups) == 1
    width = NARROW_WIDTH if narrow else ALONE_WIDTH if one else FACET_WIDTH
    chart = _chart(account, groups, width, ALONE_HEIGHT if one and not narrow else FACET_HEIGHT)
    facets = chart.facet(facet=_heading(groups), columns=1 if narrow or one else 4).resolve_axis(x="independent")
    spec = facets.configure(**_look()).to_dict()
    return vl_convert.vegalite_to_svg(spec, format_locale="sv-SE" if get_language() == "sv" else "en-US")


def _chart(account: Account, groups: Sequence[Group], width: int, height: int) -> Any:
    import altair as alt

    rows = [row for group in groups for row in _rows(account, group)]
    title = _("Mean, days") if account.by_mean else _("Charged days")
    names = _month_names(account)
    # Small charts have room for every second name.
    axis = alt.Axis(labelAngle=0, labelOverlap=False, values=names if width == ALONE_WIDTH else names[::2])
    months = alt.X("month:O", sort=names, title=None, axis=axis)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=months, y=alt.Y("value:Q", title=title, axis=alt.Axis(tickMinStep=1))
    )
    side = alt.condition("datum.over", alt.value(OVER), alt.value(UNDER))
    if not account.by_mean:
        return base.mark_bar().encode(color=side).properties(width=width, height=height)
    line = base.mark_line(color=INK, strokeWidth=1.2, opacity=0.5)
    shape = alt.condition("datum.over", alt.value("triangle-up"), alt.value("circle"))
    points = base.mark_point(filled=True, size=70, opacity=1).encode(color=side, shape=shape)
    limit = base.mark_line(color=LIMIT, strokeDash=[5, 3]).encode(y="limit:Q")
    return alt.layer(limit, line, points).properties(width=width, height=height)


def _heading(groups: Sequence[Group]) -> Any:
    import altair as alt

    header = alt.Header(labelAnchor="start", labelFontSize=13, labelFontWeight="bold", labelLimit=FACET_WIDTH)
    return alt.Facet("name:N", sort=[group.name for group in groups], title=None, header=header)


def _rows(account: Account, group: Group) -> Iterator[dict[str, Any]]:
    known = {entry.line.month: entry for entry in group.entries}
    for month in account.first.until(Month(account.first.year, 12)):
        entry = known.get(month)
        yield {
            "name": group.name,
            "month": _month_name(month),
            "value": _value(entry, account.by_mean),
            "over": bool(entry and (entry.over or (not account.by_mean and entry.line.amount))),
            "limit": float(account.limit) if account.limit is not None else None,
        }


def _value(entry: SettlementEntry | None, by_mean: bool) -> float | None:
    if entry is None:
        return None
    if not by_mean:
        return entry.line.individual_days
    part = entry.line.only_mean
    return part.mean[1] / part.mean[0] if part and part.mean else None


def _month_names(account: Account) -> list[str]:
    return [_month_name(month) for month in account.first.until(Month(account.first.year, 12))]


def _month_name(month: Month) -> str:
    return str(MONTHS_3[month.number])


def _look() -> dict[str, Any]:
    font = "system-ui, 'Segoe UI', Roboto, Arial, sans-serif"
    return {
        "background": "#ffffff",
        "font": font,
        "axis": {"labelColor": INK, "titleColor": INK, "gridColor": "#e3e5e8", "labelFontSize": 11},
        "view": {"stroke": "#c9ced4"},
    }
