"""What is done to receipts, each in the transaction of what it follows from: a message told, a case opened."""

from collections.abc import Iterable
from datetime import datetime

from brygga.process import Acknowledgement
from brygga_site.cases.models import Case, Message, Receipt
from brygga_site.organisations.models import Assignment, Unit


def receipts_for(message: Message, taking_part: Iterable[Unit]) -> list[Receipt]:
    """Those of a message, unread: one for each unit that takes part once it is sent, but whoever sent it.

    An acknowledgement has none: it is itself the receipt, and stands with what it takes up.
    """
    if message.kind == Acknowledgement.kind:
        return []
    return [Receipt(message=message, unit=unit) for unit in taking_part if unit.pk != message.unit_id]


def tell(message: Message, taking_part: Iterable[Unit]) -> None:
    """Every unit that takes part is told, for each to read."""
    Receipt.objects.bulk_create(receipts_for(message, taking_part))


def withdraw(case: Case, sequence: int) -> None:
    """What no longer holds is new to nobody. Whoever has read it has read it."""
    Receipt.objects.filter(message__case=case, message__sequence=sequence, read_at__isnull=True).delete()


def leave(case: Case, units: Iterable[Unit]) -> None:
    """Units that take part no longer have nothing new there."""
    if gone := list(units):
        Receipt.objects.filter(message__case=case, unit__in=gone, read_at__isnull=True).delete()


def take_up(assignment: Assignment, case: Case, sequence: int, at: datetime) -> None:
    """Whoever takes a message up has it before them."""
    told = Receipt.objects.filter(message__case=case, message__sequence=sequence, unit=assignment.unit)
    told.filter(read_at__isnull=True).update(read_at=at, read_by=assignment)


def read(assignment: Assignment, receipts: Iterable[Receipt], at: datetime) -> bool:
    """Receipts of the reader's unit are read; whether any was not. What a colleague has just read stays as it is."""
    unread = {receipt.pk: receipt for receipt in receipts if receipt.read_at is None}
    if not unread:
        return False
    # In the order of their numbers, so that two colleagues never wait for each other.
    rows = Receipt.objects.filter(pk__in=unread, read_at__isnull=True).order_by("pk").select_for_update()
    mine = list(rows.values_list("pk", flat=True))
    Receipt.objects.filter(pk__in=mine).update(read_at=at, read_by=assignment)
    for pk in mine:
        unread[pk].read_at, unread[pk].read_by = at, assignment
    return bool(mine)
