from django.apps import AppConfig


class Review(AppConfig):
    name = "brygga_site.review"

    def ready(self) -> None:
        from brygga_site.metrics.standing import stands
        from brygga_site.review.reads import rounds_waiting

        stands("brygga_review_rounds_waiting", "Rounds of the log review that wait to be drawn.", rounds_waiting)
