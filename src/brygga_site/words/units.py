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
