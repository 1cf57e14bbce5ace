"""The addresses of the settlement."""

from django.urls import path

from brygga_site.web.settlement import views

urlpatterns = [
    path("settlement", views.year, name="settlement"),
    path("settlement/chart", views.chart, name="settlement-chart"),
    path("settlement/excel", views.as_excel, name="settlement-excel"),
    path("settlement/pdf", views.as_pdf, name="settlement-pdf"),
    path("settlement/<str:municipality>/<str:month>", views.month, name="settlement-month"),
    path("settlement/<str:municipality>/<str:month>/<uuid:stay_id>", views.stay, name="settlement-stay"),
]
