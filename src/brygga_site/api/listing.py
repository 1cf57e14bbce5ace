"""Lists in parts."""

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Schema

MOST = 500


class ListPart(Schema):
    """Which part of a list: how many at most, after how many."""

    limit: int = Query(100, ge=1, le=MOST)
    offset: int = Query(0, ge=0, le=10_000_000)


def listed(request: HttpRequest, rows: QuerySet, part: ListPart) -> dict[str, object]:
    """A part of the rows, in an order that stays the same between parts."""
    count, end = rows.count(), part.offset + part.limit
    asked = request.GET.copy()
    asked["offset"], asked["limit"] = str(end), str(part.limit)
    following = f"{request.path}?{asked.urlencode()}" if end < count else None
    return {"count": count, "next": following, "items": list(rows[part.offset : end])}
