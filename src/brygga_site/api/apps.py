"""What lower rooms are told by this one: who a program is, and how a key that was asked for is let be taken."""

from django.apps import AppConfig


class Api(AppConfig):
    name = "brygga_site.api"

    def ready(self) -> None:
        from brygga_site.api.actions import KEY, carry_out_key
        from brygga_site.api.keys import program_of
        from brygga_site.door.pace import PROGRAMS
        from brygga_site.organisations.approval.kinds import register

        PROGRAMS.append(program_of)
        register(KEY, carry_out_key)
