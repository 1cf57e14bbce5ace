"""Connects what happens at sign-in with the sessions and the security log, and checks the settings."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "brygga_site.accounts"
    # Its tables were made under this name, and keep it.
    label = "sign_in"

    def ready(self) -> None:
        from brygga_site.accounts import checks, signals  # noqa: F401 (both connect themselves)
