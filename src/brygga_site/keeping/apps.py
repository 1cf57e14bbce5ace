from django.apps import AppConfig


class Keeping(AppConfig):
    name = "brygga_site.keeping"

    def ready(self) -> None:
        from brygga_site.cases import let_go
        from brygga_site.keeping import reads
        from brygga_site.people import let_go as people

        let_go.ask(reads.has_let_go)
        people.ask(reads.has_let_go_of)
