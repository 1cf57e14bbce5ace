"""Asks a page under the settings of production, in a process of its own, and prints what came back as JSON."""

import json
import sys
from http.cookies import SimpleCookie


def main(address: str, secure: bool) -> None:
    import django
    from django.conf import settings

    # What collectstatic makes is not there in a test.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.core.files.storage.memory.InMemoryStorage"},
    }
    django.setup()
    from django.test import Client

    answer = Client(raise_request_exception=False).get(address, secure=secure, SERVER_NAME="brygga.example")
    cookies: SimpleCookie = answer.cookies
    print(
        json.dumps(
            {
                "status": answer.status_code,
                "headers": dict(answer.headers),
                "cookies": {name: dict(cookie) for name, cookie in cookies.items()},
                "settings": {
                    name: getattr(settings, name)
                    for name in ("DEBUG", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY")
                },
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] == "https")
