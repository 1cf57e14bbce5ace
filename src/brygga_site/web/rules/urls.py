"""The addresses of the decision tables' pages."""

from django.urls import path

from brygga_site.web.rules.views import compare, responsible, table

urlpatterns = [
    path("agreements/<str:agreement_id>/tables/<slug:name>", table.table, name="rules-table"),
    path("responsible", responsible.responsible, name="responsible"),
    path("compare", compare.comparison, name="rules-compare"),
]
