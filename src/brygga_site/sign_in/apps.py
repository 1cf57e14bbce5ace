"""Connects what happens at sign-in with the sessions and the security log, and checks the settings."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "brygga_site.sign_in"

    def ready(self) -> None:
        from brygga_site.sign_in import checks, signals  # noqa: F401 (both connect themselves)
