"""The addresses of the log review."""

from django.urls import path

from brygga_site.web.review.views import anchors, persons, rounds

urlpatterns = [
    path("review", rounds.start, name="review"),
    path("review/heads", anchors.heads, name="review-heads"),
    path("review/log", persons.log, name="review-log"),
    path("review/report", persons.report, name="review-report"),
    path("review/rounds/<int:round_id>", rounds.show, name="review-round"),
    path("review/rounds/<int:round_id>/protocol", rounds.as_protocol, name="review-protocol"),
    path("review/rounds/<int:round_id>/flags/<int:flag_id>", rounds.flag, name="review-flag"),
    path("review/entries/<int:entry>", rounds.entry, name="review-entry"),
    path("review/findings/<int:finding_id>", rounds.finding, name="review-finding"),
]
