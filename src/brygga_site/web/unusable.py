"""The answer where only an agreement that cannot be used could give one: what is wrong, and nothing in its place."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brygga.agreements import UnusableAgreement


class AgreementFaults:
    """Answers 503 with a page that says which agreement has a fault; to those who are signed in also where it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, UnusableAgreement):
            return None
        context = {"broken": error.broken, "sent": request.method == "POST"}
        return render(request, "unusable.html", context, status=503)
