from django.apps import AppConfig


class Cases(AppConfig):
    name = "brygga_site.cases"

    def ready(self) -> None:
        from brygga_site.cases.lists import versions

        versions.begin()
