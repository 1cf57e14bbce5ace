"""How the pages write what the library names."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from brygga.agreements import Asked
from brygga.process import AnyProcess, OwedDuty, Phrase
from brygga.processes import PROCESSES
from brygga_site.agreements import registry
from brygga_site.cases.models import Case
from brygga_site.cases.reads import OpenedCase
from brygga_site.web.dates import written
from brygga_site.words import access as words_access
from brygga_site.words import processes, units


def _word(table: Mapping[Any, Any], key: Any) -> str:
    return str(table.get(key, key))


def stage(case: Case) -> str:
    """Where a case stands."""
    return processes.stage(case.runs, case.overview.stage)


def stage_of(name: str, process: AnyProcess) -> str:
    return processes.stage(process, name)


def spoken(phrase: Phrase) -> str:
    """Something that stands in both languages, in that of the page."""
    return processes.in_language(phrase)


def part(name: str, process: AnyProcess) -> str:
    return processes.part(process, name)


def owed_by(owed: OwedDuty, opened: OpenedCase) -> str:
    """Whose a duty is: the part, with the unit where others have the same part and owe it for themselves."""
    name = processes.part(opened.process, owed.part)
    alike = [unit for unit, its in opened.parts.items() if its == owed.part]
    if len(alike) == len(owed.units):
        return name
    return f"{name}, {', '.join(unit.name for unit in alike if unit.hsa_id in owed.units)}"


def why_offered(value: str) -> str:
    """Why a unit stands first among those a message may go to."""
    return _word(units.WHY_OFFERED, value)


def role(value: str) -> str:
    return _word(units.ROLES, value)


def choice(value: str, process: str) -> str:
    """A value that a message of a process can hold."""
    return processes.choice(PROCESSES[process], value)


def said(kind: str) -> str:
    return processes.said(kind)


def to_do(kind: str) -> str:
    return processes.to_do(kind)


def process_title(process: AnyProcess) -> str:
    return processes.title(process)


def ground(value: str) -> str:
    return _word(words_access.GROUNDS, value)


def stated(kind: str) -> str:
    return _word(words_access.STATED, kind)


def to_state(kind: str) -> str:
    return _word(words_access.TO_STATE, kind)


def cite(clause_id: str, agreement: str = "sverige") -> str:
    """A clause of an agreement, or of the acts, as it is cited everywhere: by section."""
    return registry().agreement(agreement).cite(clause_id)


def by_section(clauses: Iterable[str], agreement: str) -> list[tuple[str, str]]:
    """Clauses by how they are cited, each section once with the first of its clauses."""
    found: dict[str, str] = {}
    for clause in clauses:
        found.setdefault(cite(clause, agreement), clause)
    return list(found.items())


def duty_label(duty: Asked) -> str:
    """The name of a duty or courtesy in the language of the page."""
    return duty.label if get_language() == "sv" else duty.label_en


def moment(value: datetime | None) -> str:
    """A moment on the Swedish wall clock, with the year only when it is another one."""
    if value is None:
        return ""
    this_year = timezone.localtime(value).year == timezone.localdate().year
    return written(value, "j b H:i" if this_year else "j b Y H:i")


def until_now(due: datetime, now: datetime) -> str:
    """How long is left until `due`, or how long ago it was, in the largest whole unit."""
    seconds = (due - now).total_seconds()
    text = _span(timedelta(seconds=abs(seconds)))
    return gettext("in %(span)s") % {"span": text} if seconds >= 0 else gettext("%(span)s ago") % {"span": text}


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
