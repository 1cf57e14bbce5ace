"""The addresses of the agreements, their clauses and what carries these out."""

from django.urls import path

from brygga_site.web.agreements import views

urlpatterns = [
    path("agreements", views.index, name="agreements"),
    path("agreements/search", views.search, name="clause-search"),
    path("agreements/<str:agreement_id>", views.show, name="agreement"),
    path("agreements/<str:agreement_id>/clauses/<str:clause_id>", views.clause, name="clause"),
    path("carriers/<slug:kind>/<path:ref>", views.carrier, name="carrier"),
]
