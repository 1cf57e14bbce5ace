"""What the pages say of each kind of thing that carries clauses out, and where on the site one meets such a thing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brygga.agreements import CarrierKind
from brygga_site.words import carriers as words
from brygga_site.words import processes

Named = tuple[str, str]
"""The name of one thing, and what it is in a sentence."""


@dataclass(frozen=True)
class MeetingPlace:
    """A page on which one meets things of a kind: what leads there, its view, and the place on it."""

    label: str
    view: str
    place: str = ""

    @property
    def url(self) -> str:
        return reverse(self.view) + self.place


@dataclass(frozen=True)
class KindOfCarrier:
    """One kind of thing.

    `sentence` says of every thing of the kind what it is; `named` gives the name and the sentence of one of them by its
    reference, None where Brygga itself has no name for it. `section` is where such things stand on an agreement's page.
    """

    sentence: str = ""
    named: Callable[[str], Named | None] = lambda ref: None
    met_at: tuple[MeetingPlace, ...] = ()
    section: str = ""

    def sentence_of(self, ref: str) -> str:
        """What one thing of the kind is."""
        named = self.named(ref)
        return str(named[1] if named else self.sentence)


def _message(ref: str) -> Named | None:
    """A message of a case, or what is said of a person's wishes."""
    if processes.is_message(ref):
        return processes.said(ref), processes.about(ref)
    return words.STATEMENTS.get(ref)


def _capability(ref: str) -> Named | None:
    return (words.CAPABILITIES[ref], NOT_BUILT) if ref in words.CAPABILITIES else None


NOT_BUILT = _("This part of Brygga is not built yet. The clauses below wait for it; until then nothing does them.")

KINDS: Mapping[str, KindOfCarrier] = {
    CarrierKind.MESSAGE: KindOfCarrier(
        named=_message,
        met_at=(MeetingPlace(_("On a patient's page, from the board"), "board"),),
    ),
    CarrierKind.DUTY: KindOfCarrier(
        _("Brygga tells the unit that owes this when it is due, and everyone in the case when it is late."),
        met_at=(MeetingPlace(_("Among what is due today"), "today"), MeetingPlace(_("On the board"), "board")),
    ),
    CarrierKind.SETTLEMENT: KindOfCarrier(
        named=words.SETTLEMENT.get,
        met_at=(MeetingPlace(_("In the settlement, for those who work at an office"), "settlement"),),
    ),
    CarrierKind.PARAMETER: KindOfCarrier(
        _("Every rule and deadline that needs this figure takes it from here, by the day that is judged."),
        section="figures",
    ),
    CarrierKind.TERM: KindOfCarrier(
        named=words.TERMS.get,
        met_at=(MeetingPlace(_("How the agreements stand"), "agreements"),),
    ),
    CarrierKind.PARTIES: KindOfCarrier(
        _("Who has made the agreement; it decides to which persons and municipalities it applies."),
        met_at=(MeetingPlace(_("Which agreement each municipality is under"), "agreements", "#municipalities"),),
    ),
    CarrierKind.BODY: KindOfCarrier(
        _("A forum, board or office to which the agreement gives a task."),
        section="bodies",
    ),
    CarrierKind.ADOPTION: KindOfCarrier(
        _("A decision by which the agreement was proposed, recommended, adopted or changed."),
        section="decisions",
    ),
    CarrierKind.DOCUMENT: KindOfCarrier(_("A text to which the clauses refer."), section="documents"),
    CarrierKind.AREA: KindOfCarrier(_("The municipalities that work together there."), section="areas"),
    CarrierKind.ACCESS: KindOfCarrier(named=words.ACCESS.get),
    CarrierKind.TABLE: KindOfCarrier(
        _("A row of the table that answers this question. Who is responsible is asked and answered by it."),
        met_at=(MeetingPlace(_("Who is responsible?"), "responsible"),),
    ),
    CarrierKind.MEASURE: KindOfCarrier(),
    CarrierKind.STATEMENT: KindOfCarrier(),
    CarrierKind.PENDING: KindOfCarrier(named=_capability),
}
