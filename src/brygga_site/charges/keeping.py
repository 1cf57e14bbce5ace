"""Keeps the stay of each discharge, in the transaction of each of its messages."""

from datetime import datetime

from brygga.agreements import AgreementScope
from brygga.discharge import DISCHARGE, Discharge, Stay, municipality_told, stay_of
from brygga_site.agreements import registry
from brygga_site.cases.keepers import Keeper, keep
from brygga_site.cases.models import Case
from brygga_site.charges.models import KeptStay
from brygga_site.charges.months import changed


def rows(case: Case, state: Discharge) -> list[KeptStay]:
    """The stay that a case comes to; none for a case that is no stay of the settlement's."""
    stay = stay_of(state, str(case.pk), case.municipality)
    if stay is None:
        return []
    told = municipality_told(state)
    return [
        KeptStay(
            case=case,
            agreement=_settled_under(case, stay),
            municipality=stay.municipality,
            care_type=stay.care_type.value,
            admitted_at=state.admitted_at,
            need_assessed_at=told.need_assessed_at,
            admission_notice_at=told.notice_at,
            ready_at=told.ready_at,
            sip_required=stay.sip_required,
            sip_called_at=state.sip_called_at,
            outpatient_available=stay.outpatient_available,
            discharged_at=state.discharged_at,
            version=state.version,
            changed_at=state.messages[-1].sent_at,
            span=span(state.admitted_at, state.discharged_at),
        )
    ]


def _settled_under(case: Case, stay: Stay) -> str:
    """The agreement on payment liability on the day of discharge, or so far; else what the case's own falls back on."""
    day = (stay.discharged_at or stay.ready_at or stay.admitted_at).date()
    own = registry().applying_to(stay.municipality, AgreementScope.PAYMENT_LIABILITY, day)
    return own.id if own.fallback else case.agreement


def span(admitted_at: datetime, discharged_at: datetime | None) -> KeptStay.Span:
    """By what the stays of a month are found: see KeptStay."""
    fits = discharged_at is not None and admitted_at <= discharged_at <= admitted_at + KeptStay.SHORT
    return KeptStay.Span.SHORT if fits else KeptStay.Span.LONG


def begin() -> None:
    """From now on every discharge that is told keeps its stay."""
    keep(DISCHARGE.name, Keeper(KeptStay, rows, frozenset({"version", "changed_at"}), changed))
