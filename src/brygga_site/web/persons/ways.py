"""The lawful ways on for whoever was refused: what can be done, and the page where it is done."""

from dataclasses import dataclass

from django.urls import reverse

from brygga.access import Decision, Way
from brygga_site.organisations.models import Assignment
from brygga_site.people.reads import may_seek
from brygga_site.web.cases.begins import admits
from brygga_site.words import access as words

_FORMS = {Way.ASK_CONSENT: "consent", Way.ASSESS_ABILITY: "unable", Way.EMERGENCY: "emergency"}


@dataclass(frozen=True)
class WayOn:
    """One thing that can be done; `address` and `label` are empty where it is not done in Brygga."""

    text: object
    address: str = ""
    label: object = ""


def ways_on(decision: Decision, assignment: Assignment, person: int | None) -> list[WayOn]:
    """The ways that are open to this assignment. Those about a person lead there only when the reader knows who it is.

    Whoever may find people by number begins there when the person is not known.
    """
    return [found for way in decision.ways if (found := _way(way, assignment, person))]


def _way(way: Way, assignment: Assignment, person: int | None) -> WayOn | None:
    if way is Way.ADMIT and not admits(assignment):
        return None
    address = _address(way, assignment, person)
    if way is Way.EMERGENCY and not address:
        return None
    return WayOn(words.WAYS[way], address, words.WAY_LINKS[way] if address else "")


def _address(way: Way, assignment: Assignment, person: int | None) -> str:
    if way is Way.ADMIT:
        begin = reverse("new-case", args=[admits(assignment)[0].name])
        return f"{begin}?person={person}" if person else begin
    if way is Way.CHANGE_ASSIGNMENT:
        return reverse("choose-assignment")
    if way is Way.JOIN_CASE and person is None and may_seek(assignment):
        return reverse("find-person")
    if person is None:
        return ""
    if way in _FORMS:
        return reverse("state-wish", args=[person, _FORMS[way]])
    return _about_blocks(way, person)


def _about_blocks(way: Way, person: int) -> str:
    if way is Way.SEE_WHO_BLOCKED:
        return reverse("who-blocked", args=[person])
    if way is Way.OFFICER_LIFTS:
        return reverse("state-wish", args=[person, "block-lifted"])
    return reverse("state-wish", args=[person, "lift-requested"]) if way is Way.REQUEST_LIFT else ""
