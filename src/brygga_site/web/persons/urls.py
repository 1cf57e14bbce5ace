"""The addresses of the pages about persons."""

from django.urls import path

from brygga_site.web.persons.views import persons, who, wish

urlpatterns = [
    path("people", persons.find, name="find-person"),
    path("people/<int:person_id>", persons.show, name="person"),
    path("people/<int:person_id>/blocked", persons.blockers, name="who-blocked"),
    path("people/<int:person_id>/protection", persons.protect, name="protect-person"),
    path("people/<int:person_id>/details", who.correct, name="correct-person"),
    path("people/<int:person_id>/number", who.replace, name="replace-number"),
    path("people/<int:person_id>/say/<slug:kind>", wish.state, name="state-wish"),
]
