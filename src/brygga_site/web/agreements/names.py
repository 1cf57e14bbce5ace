"""Labels for what an agreement's data names: carriers, those bound, figures."""

from datetime import date, time
from functools import cache
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from brygga.agreements import Agreement, CarrierKind, Clause
from brygga.agreements.parties import Adoption
from brygga.agreements.wordings import stored_days
from brygga.check import Standings
from brygga_site.agreements import registry
from brygga_site.web.agreements.kinds import KINDS
from brygga_site.web.dates import written
from brygga_site.web.filters import duty_label
from brygga_site.words import carriers as words_carriers
from brygga_site.words import rules as words_rules
from brygga_site.words.agreements import ACTIONS, BOUND, MODELS, UNITS


def day(value: date) -> str:
    return written(value, "j F Y")


def not_stored(read: date) -> str:
    """What is said of a source whose text is not kept here, only where it was read and when."""
    return _("The text is not stored here. It was read at its address on %(day)s.") % {"day": day(read)}


def wording_days(agreement: Agreement, clause: Clause) -> str:
    """From when, by which amending act, and to when a clause reads as it does; empty for an agreement's whole term."""
    first, last = stored_days(agreement, clause)
    began = (_("from %(day)s") if clause.from_ else _("at least from %(day)s")) % {"day": day(first)} if first else ""
    if clause.by:
        began += f" (SFS {clause.by})"
    if clause.to:
        ended = _("until %(day)s") % {"day": day(clause.to)}
    else:
        ended = _("last known %(day)s") % {"day": day(last)} if last else ""
    return ", ".join(filter(None, (began, ended)))


def standing(clause: Clause, agreement: Agreement) -> str:
    """`carried`, `label`, `pending` or `statement`, counted as `brygga check` counts."""
    return standings(agreement.id).of(clause).value


@cache
def standings(agreement_id: str) -> Standings:
    """How far each clause of an agreement is carried out."""
    return Standings(registry().agreement(agreement_id))


def bound(who: str, agreement: Agreement) -> str:
    """Whom a clause binds, in words; a body by its name."""
    kind, _colon, ref = who.partition(":")
    return body_name(agreement, ref) if kind == "body" else str(BOUND.get(who, who))


def body_name(agreement: Agreement, ref: str) -> str:
    return next((body.name for body in agreement.head.body if body.id == ref), ref)


def adoption_name(one: Adoption) -> str:
    """What was decided, by whom and when: `Recommended: VästKom, 8 March 2022`."""
    when = day(one.on) if one.on else _("day not stated")
    what = f" ({one.what})" if one.what else ""
    return f"{ACTIONS.get(one.action, one.action)}: {one.body}, {when}{what}"


def carrier(kind: str, ref: str, agreement: Agreement) -> str:
    """The name of what carries a clause of `agreement` out."""
    if named := KINDS[kind].named(ref):
        return str(named[0])
    if kind == CarrierKind.PARTIES:
        return str(words_carriers.KINDS[kind])
    return _row_of_table(ref, agreement) if kind == CarrierKind.TABLE else _in_data(kind, ref, agreement)


def _in_data(kind: str, ref: str, agreement: Agreement) -> str:
    for one in agreement.lineage():
        head = one.head
        named: dict[str, Any] = {
            "duty": {duty.id: duty_label(duty) for duty in one.own_duties},
            "parameter": {parameter.key: parameter.label for parameter in one.parameters},
            "body": {body.id: body.name for body in head.body},
            "area": {area.id: area.name for area in head.area},
            "document": {document.id: document.title for document in head.document},
            "adoption": {adoption.id: adoption_name(adoption) for adoption in head.adoption},
        }.get(kind, {})
        if ref in named:
            return str(named[ref])
    return ref


def _row_of_table(ref: str, agreement: Agreement) -> str:
    """A row of a decision table: its question and its id."""
    table, _slash, row = ref.partition("/")
    found = agreement.tables.get(table)
    return f"{words_rules.say(found.question.label)} – {row}" if found else ref


def figure(value: bool | int | str, unit: str, agreement: Agreement) -> str:
    """A value with its unit as it is read: `3,0 kalenderdagar`, `12:00`, `Nej`."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    match unit:
        case "time of day":
            return f"{time.fromisoformat(str(value)):%H:%M}"
        case "model":
            return str(MODELS.get(str(value), value))
        case "body":
            return body_name(agreement, str(value))
        case "year" | "fraction":
            return str(value)
        case _:
            return f"{_number(value)} {UNITS.get(unit, unit)}"


def _number(value: int | str) -> str:
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")
    return str(localize(float(value))) if value.replace(".", "", 1).isdigit() and "." in value else value
