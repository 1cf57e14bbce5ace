from django.apps import AppConfig


class Door(AppConfig):
    name = "brygga_site.door"

    def ready(self) -> None:
        from brygga_site.door import checks  # noqa: F401 (it connects itself)
