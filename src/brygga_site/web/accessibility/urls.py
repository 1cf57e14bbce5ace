"""The address of the accessibility statement."""

from django.urls import path

from brygga_site.web.accessibility import views

urlpatterns = [path("accessibility", views.show, name="accessibility")]
