"""What may be said about a person's wishes, and by whom. Page and write ask the same function."""

from collections.abc import Callable
from typing import Any, TypeVar

from brygga.access import messages as say
from brygga.access.reading import Reader
from brygga.access.relation import needs_relation
from brygga.access.wishes import WITHDRAWABLE, Wishes
from brygga.identities import number_may_replace
from brygga.process import Body, Branch, NotAllowed, Purpose

B = TypeVar("B", bound=Body)

LETTERS, DIFFERENT = 4, 3
"""A reason has at least so many letters, and so many different ones: “fall” is one, “.” and “xxxx” are none."""

_REASONS = ("danger", "why_no_consent", "reason", "attitude")


def check_says(reader: Reader, body: Body, wishes: Wishes, is_child: bool) -> None:
    """Raises NotAllowed for what may not be said by this unit, or does not fit what holds."""
    if reader.role is None or reader.purpose not in {Purpose.CARE, Purpose.SOCIAL_CARE}:
        raise NotAllowed("statements are recorded by staff in care or social care")
    if reader.is_own_record:
        raise NotAllowed("nobody records statements about themselves")
    if not reader.related and needs_relation(reader, body, wishes):
        raise NotAllowed("statements are recorded by a unit that takes part in the person's care")
    _CHECKS[type(body)](reader, body, wishes, is_child)
    _check_reasons(body)


def _check_reasons(body: Body) -> None:
    """What opens data stands on the trail with its reason, and the log's reviewer has nothing else to judge it by."""
    for name in _REASONS:
        given = getattr(body, name, None)
        letters = [one for one in str(given).casefold() if one.isalpha()]
        if given is not None and (len(letters) < LETTERS or len(set(letters)) < DIFFERENT):
            raise NotAllowed(
                "“{given}” says nothing: write the reason in words, as the log's reviewer reads it", given=given
            )


def may_say(reader: Reader, body: Body, wishes: Wishes, is_child: bool) -> bool:
    try:
        check_says(reader, body, wishes, is_child)
    except NotAllowed:
        return False
    return True


def _consent(reader: Reader, body: say.Consent, wishes: Wishes, is_child: bool) -> None:
    _own(reader, body.provider)
    _guardian_of_child(body.by, is_child)


def _block(reader: Reader, body: say.Block, wishes: Wishes, is_child: bool) -> None:
    # 2022:913 2:3 and 2008:355 4:4: guardians have no right to block, nor has anyone else on a child's behalf.
    if body.by is say.Speaker.GUARDIAN or (is_child and body.by is not say.Speaker.PERSON):
        raise NotAllowed("a guardian cannot block a child's data")
    if reader.provider != body.provider:
        raise NotAllowed("data are blocked by the provider that holds them; ask there")
    if body.level is say.BlockLevel.UNIT and reader.branch is Branch.SOCIAL_CARE:
        raise NotAllowed("only a care provider's data are blocked against its own units")
    held = {(one.level, one.unit) for _, one in wishes.of(say.Block) if one.provider == body.provider}
    if (body.level, body.unit) in held:
        raise NotAllowed("these data are already blocked")


def _lifted(reader: Reader, body: say.BlockLifted, wishes: Wishes, is_child: bool) -> None:
    block = _held(wishes, say.Block, body.of, "there is no block {of} that holds")
    if reader.provider != block.provider:
        raise NotAllowed("a block is lifted by the provider that set it; ask there")
    if body.ground is say.LiftGround.CANNOT_ASK and reader.branch is Branch.SOCIAL_CARE:
        raise NotAllowed("social care lifts a block only when the person asks")


def _withdrawn(reader: Reader, body: say.Withdrawn, wishes: Wishes, is_child: bool) -> None:
    _guardian_of_child(body.by, is_child)
    held = next((one.body for one in wishes.holding if one.sequence == body.of), None)
    if not isinstance(held, WITHDRAWABLE):
        raise NotAllowed("there is no statement {of} that holds and can be withdrawn", of=str(body.of))
    if isinstance(held, say.Unable) and held.provider != reader.provider:
        raise NotAllowed("an assessment is withdrawn by the provider that made it")
    if isinstance(held, say.EmergencyOpened) and held.unit != reader.unit:
        raise NotAllowed("an emergency is ended by the unit that opened it")


def _requested(reader: Reader, body: say.LiftRequested, wishes: Wishes, is_child: bool) -> None:
    block = _held(wishes, say.Block, body.of, "there is no block {of} that holds")
    if reader.branch is Branch.SOCIAL_CARE:
        raise NotAllowed("only a care provider may ask for a block to be lifted")
    if reader.provider == block.provider:
        raise NotAllowed("the block is the provider's own; lift it instead")
    if block.provider.endswith(f":{Branch.SOCIAL_CARE}"):
        raise NotAllowed("social care lifts a block only when the person asks")
    if not wishes.is_open_in_emergency(reader.unit):
        raise NotAllowed("say first what the danger is; only then may one learn who has blocked")


def _denied(reader: Reader, body: say.LiftDenied, wishes: Wishes, is_child: bool) -> None:
    request = _held(wishes, say.LiftRequested, body.of, "there is no request {of}")
    block = _held(wishes, say.Block, request.of, "there is no block {of} that holds")
    if reader.provider != block.provider:
        raise NotAllowed("a request is judged by the provider that set the block")
    if body.of not in wishes.requests(reader.provider):
        raise NotAllowed("the request is already answered")


def _unable(reader: Reader, body: say.Unable, wishes: Wishes, is_child: bool) -> None:
    _own(reader, body.provider)
    if not body.would_not_object:
        raise NotAllowed("if the person would have objected the data may not be used")


def _immature(reader: Reader, body: say.ImmatureChild, wishes: Wishes, is_child: bool) -> None:
    if not is_child:
        raise NotAllowed("the person is no child")


def _emergency(reader: Reader, body: say.EmergencyOpened, wishes: Wishes, is_child: bool) -> None:
    if reader.branch is Branch.SOCIAL_CARE:
        raise NotAllowed("only a care provider may read in an emergency without consent")
    if (body.unit, body.provider) != (reader.unit, reader.provider):
        raise NotAllowed("an emergency is opened by a unit for itself")


def _speaks_for(reader: Reader, body: say.SpeaksFor, wishes: Wishes, is_child: bool) -> None:
    if is_child:
        raise NotAllowed("a child's guardians speak for the child")
    if body in wishes.speakers:
        raise NotAllowed("this has been recorded already")


def _details(reader: Reader, body: say.DetailsCorrected, wishes: Wishes, is_child: bool) -> None:
    pass


def _number_replaced(reader: Reader, body: say.NumberReplaced, wishes: Wishes, is_child: bool) -> None:
    if not number_may_replace(body.number, body.was):
        raise NotAllowed("a number takes the place of a reserve number, a personal one also of a coordination number")


def _own(reader: Reader, provider: str) -> None:
    if reader.provider != provider:
        raise NotAllowed("a provider records this for itself alone")


def _guardian_of_child(by: say.Speaker, is_child: bool) -> None:
    if by is say.Speaker.GUARDIAN and not is_child:
        raise NotAllowed("a guardian speaks for a child alone")


def _held(wishes: Wishes, kind: type[B], number: int, missing: str) -> B:
    found = next((body for held, body in wishes.of(kind) if held == number), None)
    if found is None:
        raise NotAllowed(missing, of=str(number))
    return found


_CHECKS: dict[type[Body], Callable[[Reader, Any, Wishes, bool], None]] = {
    say.Consent: _consent,
    say.Block: _block,
    say.BlockLifted: _lifted,
    say.Withdrawn: _withdrawn,
    say.LiftRequested: _requested,
    say.LiftDenied: _denied,
    say.Unable: _unable,
    say.ImmatureChild: _immature,
    say.EmergencyOpened: _emergency,
    say.SpeaksFor: _speaks_for,
    say.DetailsCorrected: _details,
    say.NumberReplaced: _number_replaced,
}
