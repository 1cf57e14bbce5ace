"""What the data says of one thing that carries clauses out: facts in words, each perhaps with an address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from brygga.agreements import Agreement, Duty, MissingParameter
from brygga.agreements.parameters import DatedValue, Missing
from brygga.processes import PROCESSES
from brygga_site.agreements import registry
from brygga_site.web.agreements import names as name
from brygga_site.web.rules.rows import conditions, row_url, said
from brygga_site.words import processes as words
from brygga_site.words.agreements import BODY_LEVELS, DOCUMENT_KINDS, SPHERES


@dataclass(frozen=True)
class ThingFact:
    """One fact about a thing; `swedish` says that its text is the agreement's own."""

    label: str
    text: str
    url: str = ""
    swedish: bool = False


def facts(kind: str, ref: str, agreement: Agreement, day: date) -> list[ThingFact]:
    """What `agreement` itself says of the thing; nothing when it holds no such thing."""
    makers = {"body": _body, "document": _document, "adoption": _adoption, "parameter": _parameter, "duty": _duty}
    makers |= {"table": _row, "area": _area}
    return list(makers[kind](ref, agreement, day)) if kind in makers else []


def _body(ref: str, agreement: Agreement, day: date) -> Iterator[ThingFact]:
    for body in agreement.head.body:
        if body.id == ref:
            yield ThingFact(_("Name"), body.name, swedish=True)
            yield ThingFact(_("Level"), f"{BODY_LEVELS[body.level]}, {SPHERES[body.sphere]}")
            yield from _note(body.note)


def _document(ref: str, agreement: Agreement, day: date) -> Iterator[ThingFact]:
    for document in agreement.head.document:
        if document.id == ref:
            yield ThingFact(_("Title"), document.title, swedish=True)
            yield ThingFact(_("Kind"), str(DOCUMENT_KINDS[document.kind]))
            yield ThingFact(
                _("Text"), _("Brygga has its text") if document.stored else _("Brygga does not have its text")
            )
            yield from _note(document.note)


def _adoption(ref: str, agreement: Agreement, day: date) -> Iterator[ThingFact]:
    for adoption in agreement.head.adoption:
        if adoption.id == ref:
            yield ThingFact(_("Decision"), name.adoption_name(adoption), swedish=True)
            if adoption.reference:
                yield ThingFact(_("Reference"), adoption.reference, swedish=True)
            yield from _note(adoption.note)


def _area(ref: str, agreement: Agreement, day: date) -> Iterator[ThingFact]:
    for area in agreement.head.area:
        if area.id == ref:
            places = [registry().places.municipality(code).short for code in area.municipalities]
            yield ThingFact(_("Municipalities"), ", ".join(places) or _("not stated"), swedish=bool(places))


def _row(ref: str, agreement: Agreement, day: date) -> Iterator[ThingFact]:
    name_of_table, _slash, row_id = ref.partition("/")
    for table, row in agreement.own_rulings():
        if (table.name, row.id) == (name_of_table, row_id):
            when = conditions(table, row.when)
            yield ThingFact(_("When"), f" {_('or')} ".join("; ".join(facts) for facts in when) or _("always"))
            then = said(table, row.then).text if row.then else _("the acts answer")
            yield ThingFact(_("Then"), then, row_url(agreement.id, table.name, row.id))


def _note(text: str | None) -> Iterator[ThingFact]:
    if text:
        yield ThingFact(_("Note"), text, swedish=True)


def _parameter(ref: str, agreement: Agreement, day: date) -> Iterator[ThingFact]:
    for parameter in agreement.parameters:
        if parameter.key != ref:
            continue
        rows: list[DatedValue | Missing] = [*parameter.value, *parameter.missing]
        for one in sorted(rows, key=lambda one: one.from_ or date.min):
            if isinstance(one, DatedValue):
                text = f"{name.figure(one.value, parameter.unit, agreement)} ({one.source.title})"
                yield ThingFact(span(one), text, swedish=True)
            else:
                missing = _("not known; it is to be found in %(where)s") % {"where": one.look_in}
                yield ThingFact(f"{name.day(one.from_)} – {name.day(one.to)}", missing)
    for duty in agreement.own_duties:
        if duty.deadline.parameter == ref:
            label = name.carrier("duty", duty.id, agreement)
            yield ThingFact(_("Deadline of"), label, reverse("carrier", args=["duty", duty.id]))


def span(value: DatedValue) -> str:
    """When a value holds, in words."""
    if value.from_ and value.to:
        return f"{name.day(value.from_)} – {name.day(value.to)}"
    if value.from_:
        return _("from %(day)s") % {"day": name.day(value.from_)}
    return _("until %(day)s") % {"day": name.day(value.to)} if value.to else _("day not stated")


def _duty(ref: str, agreement: Agreement, day: date) -> Iterator[ThingFact]:
    for duty in agreement.own_duties:
        if duty.id != ref:
            continue
        process = PROCESSES[duty.process]
        debtors = [words.part(process, part) for part in duty.owed_by]
        how = _("one for all") if duty.one_for_all else _("each unit for itself")
        yield ThingFact(_("Who owes it"), f"{', '.join(debtors)} ({how})")
        yield ThingFact(_("It arises when"), words.event(process, duty.arises))
        yield ThingFact(_("It is due"), due(duty, agreement, day))
        if duty.until:
            yield ThingFact(_("It lapses when"), words.event(process, duty.until))
        for kind in duty.done_by:
            yield ThingFact(_("It is done by"), words.said(kind), reverse("carrier", args=["message", kind]))


def due(duty: Duty, agreement: Agreement, day: date) -> str:
    """The deadline in words, with the figure that holds on `day`."""
    deadline, after = duty.deadline, words.event(PROCESSES[duty.process], duty.deadline.after)
    if deadline.promptly:
        return _("as soon as possible after: %(event)s (the law gives no figure)") % {"event": after}
    if deadline.same_day:
        return _("the same day as: %(event)s") % {"event": after}
    try:
        value = agreement.parameter(deadline.parameter or "", day)
    except MissingParameter:
        return _("after: %(event)s; how long is not known for %(day)s") % {"event": after, "day": name.day(day)}
    figure = name.figure(value.value, value.unit, agreement)
    return _("%(figure)s after: %(event)s") % {"figure": figure, "event": after}
