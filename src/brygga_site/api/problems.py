"""Errors as `application/problem+json` (RFC 9457): the status, what was wrong, where, and what to do."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from brygga.access.administration import NotAdministered
from brygga.agreements import UnusableAgreement
from brygga.process import NotAllowed
from brygga_site.api.parsing import Unseen
from brygga_site.door.outages import RETRY_AFTER, marked, outage_of
from brygga_site.metrics import counted
from brygga_site.organisations.fitness import Unfit
from brygga_site.people.refused import Refused
from brygga_site.told.actions import OtherContent
from brygga_site.words import access as words_access
from brygga_site.words.refusals import in_words

Where = list[dict[str, Any]]


class Unusable(Exception):
    """What was sent cannot be used; each of `errors` says `where` and `what`."""

    def __init__(self, *errors: dict[str, Any]) -> None:
        self.errors = list(errors)
        super().__init__(errors)


def problem(
    status: int, title: str, errors: Where | None = None, more: Mapping[str, Any] | None = None, **headers: str
) -> HttpResponse:
    """An answer that says what was wrong; each of `errors` says `where` and `what`. `more` stands beside these."""
    content: dict[str, Any] = {"type": "about:blank", "status": status, "title": title, **(more or {})}
    if errors:
        content["errors"] = errors
    return JsonResponse(content, status=status, content_type="application/problem+json", headers=headers)


def install(api: NinjaAPI) -> None:
    """Makes every error of the API a problem."""
    api.add_exception_handler(NotAllowed, _not_allowed)
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(Unusable, _unusable)
    api.add_exception_handler(OtherContent, _other_content)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(UnusableAgreement, _faulty)
    api.add_exception_handler(Exception, _outage)


def _not_allowed(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    text = in_words(refusal)
    if isinstance(refusal, Unfit):
        return problem(422, _("A value cannot be used."), [{"where": refusal.field, "what": text}])
    # What an administrator may not do is not theirs; what may not be said in a case may be so another time.
    return problem(403 if isinstance(refusal, NotAdministered) else 409, text)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    ground = refused.decision.ground
    more = {"ground": ground.id, "clause": refused.decision.clause}
    more |= {"ways": [str(words_access.WAYS[way]) for way in refused.decision.ways]}
    return problem(403, str(words_access.GROUNDS[ground.id]), more=more)


def _unusable(request: HttpRequest, unusable: Unusable) -> HttpResponse:
    return problem(422, _("A value cannot be used."), unusable.errors)


def _other_content(request: HttpRequest, error: OtherContent) -> HttpResponse:
    title = _("The key was sent before with something else, which stands. Send this with a key of its own.")
    return problem(409, title)


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, _("There is no such thing, or it is not open to what your key is for."))


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        title = _("No key, or one that does not hold. Send “Authorization: Bearer” and a key from your administrator.")
        return problem(401, title, **{"WWW-Authenticate": "Bearer"})
    if isinstance(error.__cause__, UnicodeError):
        return problem(400, _("What was sent holds characters that are no text. Nothing was saved."))
    if isinstance(error.__cause__, Unseen):
        said = _("This holds a character that cannot be seen (%(character)s). Write it anew without it.")
        what = said % {"character": error.__cause__.character}
        return problem(422, _("A value cannot be used."), [{"where": error.__cause__.where, "what": what}])
    return problem(error.status_code, error.message)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # What was sent is not sent back: it may be long, and end in a log.
    errors = [{"where": _path(one["loc"]), "what": one["msg"]} for one in error.errors]
    return problem(422, _("What was sent has not the form that openapi.json describes."), errors)


def _path(steps: tuple[Any, ...]) -> str:
    """The place in what was sent, without the names under which the library keeps its parts."""
    return ".".join(str(step) for step in steps[2 if steps[0] == "body" else 1 :])


def _faulty(request: HttpRequest, error: UnusableAgreement) -> HttpResponse:
    title = _("The agreement of the case cannot be used until its data is mended; nothing was saved.")
    faults = [{"where": f"{one.file}: {one.where}", "what": one.message} for one in error.broken.faults]
    return problem(503, title, faults, {"agreement": error.broken.id})


def _outage(request: HttpRequest, error: Exception) -> HttpResponse:
    outage = outage_of(error)
    if outage is None:
        raise error
    counted.database_failed(outage)
    title = _("The database does not answer just now. Nothing was saved unless you are told so; send it again.")
    return marked(problem(503, title, **{"Retry-After": str(RETRY_AFTER)}), outage)
