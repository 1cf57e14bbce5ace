from django.apps import AppConfig


class Charges(AppConfig):
    name = "brygga_site.charges"

    def ready(self) -> None:
        from brygga_site.charges import keeping

        keeping.begin()
