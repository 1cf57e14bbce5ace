"""The made-up staff of the demo."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

PASSWORD = "brygga-demo-2026"  # noqa: S105 (shown on the demo's own sign-in page; refused in production)


@dataclass(frozen=True)
class Actor:
    """One of the cast: who it is and what the visitor can see as that person."""

    username: str
    name: str
    title: str
    unit_kind: str
    purpose: str
    shows: object


CAST = (
    Actor(
        "anna",
        "Anna Avdelning",
        "Sjuksköterska",
        "ward",
        "care",
        _("a ward: who is discharge-ready, what must be sent"),
    ),
    Actor(
        "boris",
        "Boris Hälsoström",
        "Koordinator",
        "health-centre",
        "care",
        _("a health centre: contacts, calls to SIP"),
    ),
    Actor(
        "cecilia", "Cecilia Hemqvist", "Sjuksköterska", "home-care", "care", _("municipal health care: who comes home")
    ),
    Actor(
        "david",
        "David Bistånd",
        "Handläggare",
        "case-officers",
        "social-care",
        _("social services: planning of interventions"),
    ),
    Actor(
        "ella",
        "Ella Ekonom",
        "Controller",
        "office-municipality",
        "administration",
        _("a municipality's office: what it owes"),
    ),
    Actor(
        "filip",
        "Filip Samverkan",
        "Controller",
        "office-region",
        "administration",
        _("the region's office: what all owe"),
    ),
    Actor(
        "gerda",
        "Gerda Granskare",
        "Loggranskare",
        "office-region",
        "log-review",
        _("a log reviewer: samples, patterns, findings"),
    ),
    Actor(
        "hugo",
        "Hugo Uppdragsson",
        "Administratör",
        "office-region",
        "assignments",
        _("the region's administrator: units, staff and assignments"),
    ),
    Actor(
        "ines",
        "Ines Medberg",
        "Administratör",
        "office-region",
        "assignments",
        _("the region's second administrator: approves what Hugo asks for"),
    ),
)
