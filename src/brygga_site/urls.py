"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("brygga_site.web.urls")),
]

# An outage of the database is answered by 503, with what to do; all other errors by 500.
handler500 = "brygga_site.web.outages.error"

# A refusal about a person says why, by which paragraph, and what can be done instead.
handler403 = "brygga_site.web.views.refused.refused"
