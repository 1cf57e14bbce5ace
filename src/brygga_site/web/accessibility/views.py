"""The page of the accessibility statement."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brygga_site.web.accessibility.statement import Conformance, UseSituation, statement
from brygga_site.web.guards import open_to_all

CONFORMANCES = {
    Conformance.FULLY: _("fully in accordance"),
    Conformance.PARTLY: _("partly in accordance"),
    Conformance.NOT: _("not in accordance"),
}

SITUATIONS = {
    UseSituation.WITHOUT_SIGHT: _("Use without sight"),
    UseSituation.REDUCED_SIGHT: _("Use with reduced sight"),
    UseSituation.COLOUR: _("Use without perceiving colours"),
    UseSituation.HEARING: _("Use without hearing, or with reduced hearing"),
    UseSituation.VOICE: _("Use without a voice"),
    UseSituation.FINE_MOTOR: _("Use with reduced fine motor control"),
    UseSituation.MOBILITY: _("Use with reduced strength, reach or mobility"),
    UseSituation.FLICKER: _("Need to avoid flicker"),
    UseSituation.COGNITION: _("Use with reduced cognition"),
}


@open_to_all
def show(request: HttpRequest) -> HttpResponse:
    told = statement()
    found = [(text, [one for one in told.problem if one.situation is kind]) for kind, text in SITUATIONS.items()]
    context = {
        "statement": told,
        "conformance": CONFORMANCES[told.conformance],
        "situations": [(text, problems) for text, problems in found if problems],
        "burdensome": any(one.paragraph == "12 §" for one in told.outside),
        "is_old": told.is_old(timezone.localdate()),
        "actor": settings.BRYGGA_OPERATOR or _("Whoever runs this site"),
        "contact": settings.BRYGGA_ACCESSIBILITY_CONTACT,
    }
    return render(request, "accessibility/statement.html", context)
