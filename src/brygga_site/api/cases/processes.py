"""The processes: what can be said in their cases, by whom, and how a case begins."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router

from brygga.process import AnyProcess, CaseSubject, Phrase
from brygga.processes import PROCESSES
from brygga_site.api.cases import schemas
from brygga_site.api.cases.content import content_schema
from brygga_site.api.cases.recipients import may_be_told
from brygga_site.api.keys import ReadsCases
from brygga_site.cases.reads import check_may_begin, may_begin
from brygga_site.organisations.models import Assignment

router = Router(tags=["processes"], auth=ReadsCases())


@router.get("/processes", response=list[schemas.ProcessTold])
def processes(request: HttpRequest):
    """Every process, with its words in Swedish and English, and the JSON schema of each message."""
    return [_told(request.assignment, process) for process in PROCESSES]


@router.get("/processes/{name}", response=schemas.ProcessTold)
def process(request: HttpRequest, name: str):
    return _told(request.assignment, _named(name))


@router.get("/processes/{name}/recipients", response=list[schemas.Recipient])
def first_recipients(request: HttpRequest, name: str, q: str = Query("", max_length=100)):
    """The units that the message which begins a case by itself may go to; empty where it goes to none.

    Those that serve the unit's municipality, or found by `q`, a part of a name, a municipality or an area.
    """
    begun = _named(name)
    check_may_begin(request.assignment, begun)
    return may_be_told(begun, begun.opens, request.assignment, None, timezone.now(), q)


def begun_alone(process: AnyProcess) -> bool:
    """Whether a program can begin a case without a message of another: such cases are about a person or nobody."""
    return process.opening.may_stand_alone and process.subject is CaseSubject.PERSON


def _named(name: str) -> AnyProcess:
    if name not in PROCESSES:
        raise Http404("no such process")
    return PROCESSES[name]


def _told(assignment: Assignment, process: AnyProcess) -> dict[str, Any]:
    words = process.words
    kinds = [
        {
            "kind": kind,
            **{name: _both(getattr(words.messages[kind], name)) for name in ("said", "do", "about")},
            "by": sorted(move.by),
            "begins": move.body is process.opens,
            "content": content_schema(process, move.body),
        }
        for kind, move in process.moves.items()
    ]
    return {
        "name": process.name,
        "title": _both(words.title),
        "subject": process.subject,
        "person_required": process.person_required,
        "begun_with": process.opens.kind,
        "begun_alone": begun_alone(process),
        "begun_from_message": process.opening.from_message is not None,
        "may_begin": may_begin(assignment, process),
        "stages": [{**_word(stage, words.stages[stage]), "over": stage in process.over} for stage in process.stages],
        "parts": [_word(name, words.parts[name]) for name in process.parts],
        "facts": [_word(name, phrase) for name, phrase in words.facts.items()],
        "choices": [_word(name, phrase) for name, phrase in words.choices.items()],
        "kinds": kinds,
    }


def _word(name: str, phrase: Phrase) -> dict[str, Any]:
    return {"name": str(name), "title": _both(phrase)}


def _both(phrase: Phrase) -> dict[str, str]:
    """A phrase in both languages; as it is the framework would call it, being callable."""
    return phrase.model_dump()
