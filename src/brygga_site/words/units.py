"""The words on the pages for what a unit is."""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "inpatient-care": _("Ward"),
    "outpatient-care": _("Health centre"),
    "municipal-health-care": _("Municipal health care"),
    "social-services": _("Social services"),
    "dental-care": _("Dental care"),
    "": _("Collaboration office"),
}
"""By role; the empty one is that of an office."""

WHY_OFFERED = {
    "last-time": _("Told last time"),
    "listed": _("The patient is listed here"),
    "takes-in": _("Takes in for others"),
    "serves": _("Serves the municipality"),
    "knows": _("Takes part already"),
}
"""Why a unit stands first among those a message may go to."""
