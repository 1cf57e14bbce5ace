from django.apps import AppConfig, apps
from django.db.models.signals import pre_migrate


class Door(AppConfig):
    name = "brygga_site.door"

    def ready(self) -> None:
        from brygga_site import upgrades
        from brygga_site.door import checks  # noqa: F401 (it connects itself)

        # Sent once for each app that has tables; this one has none.
        pre_migrate.connect(upgrades.before_migrating, sender=apps.get_app_config("organisations"))
