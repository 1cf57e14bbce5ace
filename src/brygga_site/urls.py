"""Every address of the site."""

from django.urls import include, path

from brygga_site.api.v1 import v1

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", v1.urls),
    path("", include("brygga_site.web.urls")),
]

# An outage of the database is answered by 503, with what to do; all other errors by 500.
# What cannot be read, or is too large, gets a page that says so.
handler400 = "brygga_site.door.turned_away.faulty"
handler500 = "brygga_site.door.outages.error"
# Too many attempts to sign in: 429.
handler429 = "brygga_site.accounts.pages.too_many"
# A refusal about a person says why, by which paragraph, and what can be done instead.
handler403 = "brygga_site.web.persons.refused.refused"
