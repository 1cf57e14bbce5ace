"""The addresses of keeping."""

from django.urls import path

from brygga_site.web.keeping import extract, views

urlpatterns = [
    path("review/extract", extract.extract, name="review-extract"),
    path("retention", views.start, name="retention"),
    path("retention/<int:run_id>", views.run, name="retention-run"),
    path("retention/<int:run_id>/pdf", views.as_pdf, name="retention-pdf"),
    path("retention/<int:run_id>/csv", views.as_csv, name="retention-csv"),
]
