from django.apps import AppConfig


class Api(AppConfig):
    name = "brygga_site.api"

    def ready(self) -> None:
        from brygga_site.api.keys import program_of
        from brygga_site.door.pace import PROGRAMS

        PROGRAMS.append(program_of)
