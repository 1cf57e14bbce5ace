"""What went wrong in a made-up discharge, as another unit would see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from brygga.calendars import local_date
from brygga.deviation.messages import Category, Nature
from brygga.discharge import DISCHARGE, Destination
from brygga.discharge import messages as say
from brygga.process import Body, MessageRef, Role, Sent, effective
from brygga.synthetic.cases import MadeCase
from brygga.synthetic.units import MadeUnit

_A_DAY = timedelta(hours=24)
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DischargeFault:
    """A fault of `unit`, that showed at `noticed_at` (aware); in a message of its own, or in none that was sent.

    `clause` orders what was to be told; None where no act does.
    """

    unit: MadeUnit
    category: Category
    noticed_at: datetime
    about: MessageRef | None = None
    clause: str | None = None
    nature: Nature = Nature.DEVIATION


def faults(case: MadeCase) -> Iterator[DischargeFault]:
    """Every fault of a discharge that ended with the patient going somewhere."""
    said = {message.body.kind: message for message in effective(case.messages)}
    left = _going(said)
    if left is None:
        return
    ward = case.units[0]
    centre = next((unit for unit in case.units if unit.role is Role.OUTPATIENT_CARE), ward)
    yield from _of_the_notice(case, ward, said, left)
    yield from _of_the_information(case, ward, said, left)
    call, ready, contact = (said.get(kind) for kind in ("sip-call", "ready-notice", "named-care-contact"))
    if call and ready and local_date(call.sent_at) > local_date(ready.sent_at) + timedelta(days=3):
        yield _shown_in(case, centre, Category.SIP, call)
    if contact and contact.sent_at > case.messages[0].sent_at + _A_WEEK:
        yield _shown_in(case, centre, Category.NAMED_CONTACT, contact)


def complaint(case: MadeCase) -> Iterator[DischargeFault]:
    """A complaint about how people were met, which no message shows; of a patient who has gone somewhere."""
    if left := _going({message.body.kind: message for message in effective(case.messages)}):
        yield DischargeFault(case.units[0], Category.RECEPTION, left.sent_at, nature=Nature.COMPLAINT)


def _going(said: dict[str, Sent]) -> Sent | None:
    """The message that the patient has gone somewhere; none while in hospital, and none of who has died there."""
    left = said.get("discharged")
    alive = left and isinstance(left.body, say.Discharged) and left.body.destination is not Destination.DECEASED
    return left if alive else None


def _of_the_notice(case: MadeCase, ward: MadeUnit, said: dict[str, Sent], left: Sent) -> Iterator[DischargeFault]:
    notice, need = said.get("admission-notice"), _need_known(said)
    if notice and need and notice.sent_at > need + _A_DAY:
        yield _shown_in(case, ward, Category.DISCHARGE, notice)
    if notice is None and need:
        ordered_by = DISCHARGE.told[say.AdmissionNotice]
        yield DischargeFault(ward, Category.DISCHARGE, left.sent_at, _ref(case, left), ordered_by)


def _of_the_information(case: MadeCase, ward: MadeUnit, said: dict[str, Sent], left: Sent) -> Iterator[DischargeFault]:
    information = said.get("information-transferred")
    if information is None:
        ordered_by = DISCHARGE.told[say.InformationTransferred]
        yield DischargeFault(ward, Category.INFORMATION, left.sent_at + _A_DAY, clause=ordered_by)
    elif local_date(information.sent_at) > local_date(left.sent_at):
        yield _shown_in(case, ward, Category.INFORMATION, information)


def _need_known(said: dict[str, Sent]) -> datetime | None:
    """When the ward knew that needs after discharge were likely."""
    for kind in ("need-assessed", "admission"):
        match said[kind].body if kind in said else None:
            case say.NeedAssessed(assessed_at=at) | say.Admission(admitted_at=at, needs_expected=True):
                return at
    return None


def _shown_in(case: MadeCase, unit: MadeUnit, category: Category, message: Sent) -> DischargeFault:
    """A fault that shows in a message that came, only too late."""
    return DischargeFault(unit, category, message.sent_at, _ref(case, message), DISCHARGE.told[type(message.body)])


def _ref(case: MadeCase, message: Sent) -> MessageRef:
    body: type[Body] = type(message.body)
    return MessageRef(
        case=case.case_id,
        sequence=message.sequence,
        kind=body.kind,
        unit=message.unit,
        sent_at=message.sent_at,
        clause=DISCHARGE.told[body],
    )
