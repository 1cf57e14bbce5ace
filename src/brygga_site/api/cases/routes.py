"""Cases: listed, read, begun and written in."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Status

from brygga.process import Body
from brygga.processes import PROCESSES
from brygga_site.api.cases import begun, schemas, shown
from brygga_site.api.cases.content import FIRST_YEAR, LAST_YEAR, body_of
from brygga_site.api.cases.reads import CasesSought, cases_found
from brygga_site.api.cases.recipients import check_offered, may_be_told
from brygga_site.api.keys import ReadsCases, WritesCases
from brygga_site.api.problems import Unusable, problem
from brygga_site.api.strict import StrictSchema
from brygga_site.cases import actions, reads
from brygga_site.cases.choices import choosable
from brygga_site.cases.reads import OpenedCase
from brygga_site.organisations.models import Assignment
from brygga_site.told.actions import Changed

router = Router(tags=["cases"], auth=ReadsCases())

MOST = 200

IDEMPOTENCY_KEY = Header(
    ...,
    alias="Idempotency-Key",
    pattern=r"^[!-~]{1,80}$",
    description="Makes this one telling, however often it is sent: 1 to 80 letters, digits or signs of ASCII",
)


class CasesAsked(StrictSchema):
    """Which cases, and which part of the list of them."""

    process: str = ""
    stage: str = ""
    over: bool | None = None
    changed_since: schemas.ChangedSince = None
    after: str = Query("", description="Where the part before this one ended; `next` has it")
    limit: int = Query(100, ge=1, le=MOST)


@router.get("/cases", response=schemas.CasesListed)
def cases(request: HttpRequest, sought: Query[CasesAsked]):
    """The unit's cases, those changed longest ago first. A program that keeps up asks with `changed_since`."""
    now = timezone.now()
    _check_sought(sought)
    wanted = CasesSought(sought.process, sought.stage, sought.over, sought.changed_since, _after(sought.after))
    found = cases_found(request.assignment, wanted, sought.limit, now)
    following = None
    if found.more:
        last, asked = found.cases[-1], request.GET.copy()
        asked["after"] = f"{last.overview.changed_at.isoformat()}~{last.pk}"
        following = f"{request.path}?{asked.urlencode()}"
    items = [shown.listed_case(case, case.pk in found.nameless, now) for case in found.cases]
    return {"items": items, "next": following}


@router.post(
    "/cases",
    response={200: schemas.CaseBegun, 201: schemas.CaseBegun, 403: schemas.Refusal},
    auth=WritesCases(),
)
def begin(request: HttpRequest, sent: schemas.NewCase, key: str = IDEMPOTENCY_KEY):
    """Begins a case. The same sent again answers 200 with the case there is; 409 when the key was for something else.

    A person who is not known here is registered by the names and the municipality, in the same transaction.
    """
    if sent.process not in PROCESSES:
        raise Unusable({"where": "process", "what": _no_process()})
    now, process, assignment = timezone.now(), PROCESSES[sent.process], request.assignment
    reads.check_may_begin(assignment, process)
    if sent.about:
        about, body = begun.from_message(assignment, process, sent, now)
        case = actions.open_case(assignment, about, body, key, now)
    else:
        body = begun.alone(process, sent, assignment)
        known = begun.known_person(assignment, process, sent.person)
        # Both or neither: no person is left registered without the case.
        with transaction.atomic():
            person = known or (begun.registered_person(assignment, process, sent.person) if sent.person else None)
            case = actions.open_case(assignment, actions.CaseAbout(person), body, key, now)
    answer = {"id": case.pk, "process": case.process, "seen": 1, "href": shown.href(case)}
    return Status(201 if case.opened_at == now else 200, answer)


@router.get("/cases/{case_id}", response={200: schemas.CaseOpened, 403: schemas.Refusal}, url_name="case")
def case(request: HttpRequest, case_id: UUID):
    """A case as far as the unit may read it, with what may be said next in it."""
    opened = reads.open_for(request.assignment, case_id, timezone.now())
    return shown.opened_case(request.assignment, opened)


@router.get(
    "/cases/{case_id}/recipients",
    response={200: list[schemas.Recipient], 403: schemas.Refusal},
    url_name="case-recipients",
)
def recipients(request: HttpRequest, case_id: UUID, kind: str, q: str = Query("", max_length=100)):
    """The units that a message of this kind may go to in the case: those that serve the person, or found by `q`.

    `q` is a part of a name, a municipality or an area; at most 20 units are found.
    """
    now = timezone.now()
    opened = reads.open_for(request.assignment, case_id, now)
    if kind not in opened.process.bodies:
        raise Unusable({"where": "kind", "what": _("There is no such message in this process.")})
    if opened.part is None:
        return []
    body, others = opened.process.bodies[kind], opened.others
    return may_be_told(opened.process, body, request.assignment, opened.case, now, q, others)


@router.post(
    "/cases/{case_id}/messages",
    response={
        200: schemas.MessageShown,
        201: schemas.MessageShown,
        403: schemas.Refusal,
        409: schemas.ChangedProblem,
    },
    auth=WritesCases(),
)
def say(request: HttpRequest, case_id: UUID, sent: schemas.NewMessage, key: str = IDEMPOTENCY_KEY):
    """Sends a message. The same sent again answers 200 with the message there is.

    409 when others have said something since `seen` (then `since` says what), when the message may not be sent as
    things stand, and when the key was for something else. Nothing is sent then.
    """
    written = _Written(request.assignment, sent, key)
    try:
        now = timezone.now()
        row = actions.say_when_opened(request.assignment, case_id, sent.kind, written, sent.seen, key, now)[1]
    except Changed as changed:
        return _changed(changed)
    if row is None:
        raise written.unusable
    assert written.body  # noqa: S101 (there was something to say)
    return Status(200 if written.is_again else 201, shown.message(row, written.body))


class _Written:
    """What a program sends, read once the case is open: only then is it known what can be said there."""

    def __init__(self, assignment: Assignment, sent: schemas.NewMessage, key: str) -> None:
        self.assignment, self.sent, self.key = assignment, sent, key
        self.body: Body | None = None
        self.is_again = False
        self.unusable: Unusable = Unusable()

    def __call__(self, opened: OpenedCase) -> Body | None:
        """The message; None for one that cannot be used. The case has been read for that, and stands on the trail."""
        self.is_again = any(row.idempotency_key == self.key for row in opened.rows)
        try:
            body = body_of(opened.process, self.sent.kind, self.sent.content)
            # What was sent before, without having seen everything, or out of turn is answered by the verb alone.
            if not self.is_again and self.sent.seen >= opened.rows[-1].sequence and _may_say(opened, body):
                self._check_offered(opened, body)
        except Unusable as unusable:
            self.unusable = unusable
            return None
        self.body = body
        return body

    def _check_offered(self, opened: OpenedCase, body: Body) -> None:
        """Whether it names what a form would let one choose among. Raises Unusable."""
        check_offered(opened.process, body, self.assignment, opened.others)
        of = getattr(body, "of", None)
        if of is None:
            return
        numbers = [line.sequence for line in choosable(opened, type(body))]
        if of not in numbers:
            known = ", ".join(map(str, numbers)) or "–"
            what = _("It cannot be about this message. It can be about: %(numbers)s.") % {"numbers": known}
            raise Unusable({"where": "content.of", "what": what})


def _may_say(opened: OpenedCase, body: Body) -> bool:
    return any(move.body is type(body) for move in opened.process.may_say(opened.state, opened.part))


def _changed(changed: Changed) -> HttpResponse:
    since = [message.model_dump() for message in shown.messages(changed.since)]
    title = _("Others have said something that you had not seen. Nothing was sent: read it, and send again.")
    return problem(409, title, more={"since": since, "seen": changed.since[-1].sequence})


def _check_sought(sought: CasesAsked) -> None:
    if sought.process and sought.process not in PROCESSES:
        raise Unusable({"where": "process", "what": _no_process()})
    chosen = [PROCESSES[sought.process]] if sought.process else PROCESSES
    stages = list(dict.fromkeys(stage.value for process in chosen for stage in process.stages))
    if sought.stage and sought.stage not in stages:
        what = _("There is no such stage. There are: %(known)s.") % {"known": ", ".join(stages)}
        raise Unusable({"where": "stage", "what": what})
    if sought.changed_since and not FIRST_YEAR <= sought.changed_since.year <= LAST_YEAR:
        what = _("The year is to be from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Unusable({"where": "changed_since", "what": what})


def _no_process() -> str:
    return _("There is no such process. There are: %(known)s.") % {"known": ", ".join(PROCESSES.names)}


def _after(told: str) -> tuple[datetime, UUID] | None:
    """Where the part before ended. Raises Unusable."""
    if not told:
        return None
    moment, _sep, number = told.partition("~")
    try:
        changed_at, case_id = datetime.fromisoformat(moment), UUID(number)
        if changed_at.tzinfo is None or not FIRST_YEAR <= changed_at.year <= LAST_YEAR:
            raise ValueError
    except ValueError:
        what = _("Take the address of the next part as it stands in `next`.")
        raise Unusable({"where": "after", "what": what}) from None
    return changed_at, case_id
