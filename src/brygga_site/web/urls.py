"""The pages' addresses: each subject has its own."""

from django.urls import include, path

from brygga_site.web.contact import security_txt

SUBJECTS = ("sign_in", "cases", "persons", "agreements", "rules", "settlement", "review", "keeping", "accessibility")

urlpatterns = [
    path(".well-known/security.txt", security_txt, name="security-txt"),
    *(path("", include(f"brygga_site.web.{subject}.urls")) for subject in SUBJECTS),
    path("administration/", include("brygga_site.web.administration.urls")),
]
