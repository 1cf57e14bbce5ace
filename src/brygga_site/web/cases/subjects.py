"""What a case is called on a page: its person, what else it is about, or the process and its number."""

from django.utils.translation import gettext as _

from brygga.process import CaseSubject
from brygga_site.agreements import registry
from brygga_site.cases.models import Case
from brygga_site.words import processes as words


def subject_of(case: Case, nameless: bool = False) -> str:
    """The name of a case that names no person; empty for one whose person is named instead."""
    if case.person_id and not nameless:
        return ""
    kind, _sep, name = case.subject.partition(":")
    if kind == CaseSubject.AGREEMENT and name in registry().agreements:
        return registry().agreement(name).head.short
    if kind == CaseSubject.AGREEMENT and name in registry().broken:
        return registry().broken[name].short
    number = _("%(process)s %(number)s") % {"process": words.title(case.runs), "number": str(case.pk)[:8]}
    return name or number
