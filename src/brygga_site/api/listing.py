"""Lists in parts. A part begins after the last row of the part before, whatever has come or gone meanwhile."""

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query

from brygga_site.api.strict import StrictSchema

MOST = 500


class ListPart(StrictSchema):
    """Which part of a list: how many at most, and where the part before ended."""

    limit: int = Query(100, ge=1, le=MOST)
    after: int = Query(0, ge=0, lt=2**63, description="Where the part before this one ended; `next` has it")


def listed(request: HttpRequest, rows: QuerySet, part: ListPart) -> dict[str, object]:
    """A part of the rows, in the order of their numbers, which no row ever changes."""
    found = list(rows.filter(pk__gt=part.after).order_by("pk")[: part.limit + 1])
    items, following = found[: part.limit], None
    if len(found) > part.limit:
        asked = request.GET.copy()
        asked["after"], asked["limit"] = str(items[-1].pk), str(part.limit)
        following = f"{request.path}?{asked.urlencode()}"
    return {"count": rows.count(), "next": following, "items": items}
