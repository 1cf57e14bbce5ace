from django.apps import AppConfig


class Keeping(AppConfig):
    name = "brygga_site.keeping"
