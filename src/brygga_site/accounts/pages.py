"""The answers when a sign-in does not succeed: refused, no answer from the provider, too many attempts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brygga_site.accounts.commission import SignInRefused
from brygga_site.accounts.log import security


def refused(request: HttpRequest, refusal: SignInRefused) -> HttpResponse:
    """403: the provider knows who it is, Brygga does not let them in, and says who can change that."""
    security("sign-in-refused", refusal.staff, reason=refusal.reason.value)
    context = {"reason": refusal.reason.value, "given": refusal.given}
    return render(request, "sign_in/refused.html", context, status=403)


def no_answer(request: HttpRequest, error: object) -> HttpResponse:
    """502: the identity provider did not answer, or answered something that cannot be believed."""
    security("provider-failed", None, error=type(error).__name__ if isinstance(error, Exception) else str(error))
    return render(request, "sign_in/no_answer.html", status=502)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: attempts come faster than a person makes them."""
    security("attempts-limited", None)
    seconds = settings.BRYGGA_ATTEMPTS_SECONDS
    context = {"minutes": -(-seconds // 60)}
    page = render(request, "sign_in/too_many.html", context, status=429)
    page["Retry-After"] = str(seconds)
    return page
