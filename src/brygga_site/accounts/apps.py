"""Connects what happens at sign-in with the sessions and the security log, and checks the settings."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "brygga_site.accounts"
    # Its tables were made under this name, and keep it.
    label = "sign_in"

    def ready(self) -> None:
        from brygga_site.accounts import actions, checks, signals  # noqa: F401 (the latter connect themselves)
        from brygga_site.organisations.approval.kinds import register

        register(actions.ONE_TIME_CODE, actions.carry_out_invitation)
