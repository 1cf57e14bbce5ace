"""What a ready notice costs the municipality as the case stands now: from which day, and what each day more does."""

from brygga.agreements import Agreement, LiabilityBasis, MissingLiability, MissingParameter
from brygga.calendars import local_date
from brygga.discharge import messages as say
from brygga.discharge.state import Discharge, Stage
from brygga.discharge.stay import municipality_told, stay_of
from brygga.process import CaseFact, Consequence, Kronor, fact
from brygga.settlement import LiabilityAhead, liability_ahead


def consequence(state: Discharge, agreement: Agreement) -> Consequence | None:
    """The liability for a patient who lies ready, by the agreement's terms today, told with the notice that holds.

    None before the notice and when the patient has left: the settlement then says what the days came to. A figure that
    the agreement lacks is told with where it is to be found, never guessed (2017:612 5:3-6, 4:5).
    """
    notice = next((m for m in reversed(state.holding) if isinstance(m.body, say.ReadyNotice)), None)
    # No stay is one that no municipality is concerned by: nobody has judged that needs are likely (2:1).
    stay = stay_of(state, "", "") if state.stage is Stage.READY else None
    if notice is None or stay is None:
        return None
    try:
        ahead = liability_ahead(stay, agreement, local_date(state.now))
    except MissingParameter as missing:
        return Consequence(notice.sequence, fact("payment-unknown", missing.look_in or missing.key), ())
    except MissingLiability as missing:
        return Consequence(notice.sequence, fact("payment-unknown", missing.look_in or missing.agreement), ())
    if ahead is None:
        return None
    counted = fact("counted-from", municipality_told(state).ready_at)
    return Consequence(notice.sequence, counted + _facts(ahead), ahead.clauses(agreement))


def _facts(ahead: LiabilityAhead) -> tuple[CaseFact, ...]:
    rule = ahead.rule
    begins: tuple[CaseFact, ...] = ()
    above = (rule.limit or "").replace(".", ",")
    if rule.basis is not LiabilityBasis.MEAN:
        begins = fact("payment-begins", ahead.begins)
        begins += fact("paid-once-mean-above", above) if rule.basis is LiabilityBasis.GATE else ()
    elif ahead.begins is None:
        begins = fact("paid-in-mean-above", above)
    else:
        begins = fact("paid-alone-from", ahead.begins) + fact("paid-from-day", str(rule.free + 1))
        begins += fact("paid-mean-above", above)
    costs = fact("payment-a-day", Kronor(ahead.kronor) if ahead.kronor is not None else None)
    if ahead.kronor is None:
        costs = fact("payment-a-day-unknown", str(ahead.rate_on.year), ahead.amount.look_in)
    return begins + costs + fact("payment-hindered", *ahead.hindrances)
