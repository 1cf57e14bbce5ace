"""Organisation × role × relation × consent × block × danger × own record × protection × every route: no leak.

What each route may show is declared here for every route there is; for the messages of a case it is what
`brygga.access.decide` says of a reader built by hand.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test.utils import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.site.matrix import (
    ADDRESS,
    BETWEEN_THEM,
    CONTACT,
    FREE,
    NAME,
    NUMBER,
    PARTIES,
    SCENES,
    SEATS,
    WORDS,
    County,
    Scene,
    Seat,
    county,
    met,
    staged,
)
from tests.toy import BETWEEN
from tests.tries import IS_LONG

from brygga.access import Data, DataKind, Protection, Reader, ShownIn, Told, decide, may_take_part, shows_address
from brygga.process import Branch, Purpose, Role
from brygga.processes import PROCESSES
from brygga_site.charges.models import KeptStay
from brygga_site.people.relation import wishes_of
from brygga_site.trail.models import Entry

NOTHING: set[str] = set()
IDENTITY = {NAME, NUMBER}
PARTS = 5
"""What is looked at is dealt out, so that several processes can look at once."""

OFFICES = ("settlement", "administration", "review", "invite", "retention")
"""Nothing of what is stated about the person changes what these show, so they are looked at in one scene."""

DEALT = 1 if IS_LONG else 3
"""Where somebody has blocked, each reader opens the case and every so many of the other routes. Over the blocks and the
readers every route comes up in every one of them, for some reader; `make test-long` opens them all."""

ADMINISTRATION = (
    *("units", "new-unit", "unit", "change-unit", "close-unit", "providers", "staff", "new-member", "member"),
    *("load", "physicians"),
    *("change-member", "active", "give", "end", "revoke", "allow-key", "import", "import-example", "keys", "approvals"),
)
ADMINISTRATION_POSTS = {
    **{"import-look": 302, "revoke-key": 404, "approval": 404},
    **dict.fromkeys(("approve", "decline", "withdraw", "ask-region", "end-region", "end-sessions"), 405),
}
"""What these answer an administrator who has nothing to set, to look at or to revoke."""

Expected = Callable[[Scene, Seat, Reader, County], tuple[int, set[str]]]

SEEKERS = {"inpatient-care", "outpatient-care", "municipal-health-care"}


ONCE_MORE = pytest.mark.any_engine("who may read is decided in Python; the first part asks every query of the others")
IN_PARTS = pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=ONCE_MORE) for part in range(1, PARTS))])


@IN_PARTS
def test_nothing_is_shown_to_anyone_beyond_what_is_decided(
    db: None, caplog: pytest.LogCaptureFixture, part: int
) -> None:
    caplog.set_level(logging.DEBUG)
    found = county()
    wrong = []
    with override_settings(BRYGGA_EXAMPLE_RATES={year: 12000 for year in range(2024, 2031)}):
        addresses = {name: _addresses(name, found) for name in ROUTES}
        for turn in range(part, len(LOOKS), PARTS):
            scene, seat = LOOKS[turn]
            with staged(scene, seat, found):
                wrong += _looks(scene, seat, found, addresses, turn)
                wrong += _looks_between(scene, seat, found)
    assert wrong == [], "\n".join(wrong)
    assert [word for word in WORDS if word in caplog.text] == []


@pytest.fixture(autouse=True)
def _case_between_parties() -> Iterator[None]:
    PROCESSES.add(BETWEEN)
    yield
    PROCESSES.remove(BETWEEN.name)


def test_every_route_has_said_here_what_it_may_show() -> None:
    guarded = {one.name for one in _patterns(get_resolver()) if getattr(one.callback, "guard", None) == "assignment"}
    assert guarded == set(ROUTES)


def _looks(scene: Scene, seat: Seat, found: County, addresses: dict[str, list[str]], turn: int) -> list[str]:
    """What this reader sees in this scene, route by route, where it is not what is expected."""
    reader, wrong = _reader(scene, seat), []
    for number, (name, expected) in enumerate(ROUTES.items()):
        if name.startswith(OFFICES) and scene != SCENES[0]:
            continue
        if scene.block and name != "case" and (number + turn) % DEALT:
            continue
        status, may_show = expected(scene, seat, reader, found)
        for address in addresses[name]:
            answer = found.clients[seat.name].get(address)
            shown = {word for word in WORDS if word in _text(answer)}
            news = _news(scene, seat, reader, found) if name in ("today", "say") else NOTHING
            if answer.status_code != status or not may_show <= shown <= may_show | news:
                wrong.append(f"{scene} {seat.name} {name}: {answer.status_code} not {status}, {shown} not {may_show}")
    return wrong


def _looks_between(scene: Scene, seat: Seat, found: County) -> list[str]:
    """What is between parties is theirs alone: no consent, emergency or relation opens it, and no block closes it.

    It names nobody to whoever knows nobody.
    """
    may_read, client, wrong = seat.name in PARTIES and not scene.own, found.clients[seat.name], []
    case = f"/cases/{found.between.pk}"
    for address, words in {case: {BETWEEN_THEM}, f"{case}/say/correction": NOTHING, "/board/inquiry": NOTHING}.items():
        answer = client.get(address)
        shown = {word for word in WORDS if word in _text(answer)}
        status = answer.status_code if address.startswith("/board") else 200 if may_read else 403
        if (answer.status_code, shown) != (status, words if may_read else NOTHING):
            wrong.append(f"{scene} {seat.name} {address}: {answer.status_code} not {status}, {shown}")
    return wrong


def _news(scene: Scene, seat: Seat, reader: Reader, found: County) -> set[str]:
    """What may be told there of messages that nobody at the unit has read: what the cases would show themselves."""
    told = _case(scene, seat, reader, found)[1] if seat.told and not _is_barred(seat, reader) else NOTHING
    return told | ({BETWEEN_THEM} if seat.name in PARTIES else NOTHING)


# Who reads, by hand


def _reader(scene: Scene, seat: Seat) -> Reader:
    branch = "social-care" if seat.role == "social-services" else "care"
    return Reader(
        unit=f"SE0000000000-{seat.name.upper()}",
        provider=f"{seat.organisation}:{branch}",
        role=Role(seat.role) if seat.role else None,
        purpose=Purpose(seat.purpose),
        related=seat.related,
        is_own_record=scene.own,
    )


def _is_for_care(seat: Seat) -> bool:
    return bool(seat.role) and seat.purpose == ("social-care" if seat.role == "social-services" else "care")


# Whoever works with something else than care is refused before anything that is stated is asked about. A scene that a
# reader meets like one before is looked at once.
LOOKS = list(
    dict.fromkeys(
        (met(scene, seat), seat)
        for scene in SCENES
        for seat in SEATS
        if _is_for_care(seat) or scene in (SCENES[0], SCENES[-1])
    )
)


def _is_barred(seat: Seat, reader: Reader) -> bool:
    return reader.is_own_record or not _is_for_care(seat)


def _knows(scene: Scene, seat: Seat, reader: Reader) -> bool:
    """Whether the reader has to do with the person at all."""
    in_danger = scene.danger and seat.role != "social-services"
    return not _is_barred(seat, reader) and (seat.related or in_danger)


# What each route may show: the status, and which words


def _case(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    wishes = wishes_of(found.person, timezone.now())
    words = {text for name, text in FREE.items() if decide(reader, _data(name, seat, free=True), wishes).allowed}
    if decide(reader, _data("boris", seat, free=False), wishes).allowed:
        words.add(CONTACT)
    planned = [decide(reader, _data(name, seat, free=False), wishes).allowed for name in ("anna", "boris")]
    if not words and not any(planned):
        return 403, NOTHING
    return 200, words | IDENTITY | (_address(scene, seat, reader) if seat.told else NOTHING)


def _data(name: str, seat: Seat, free: bool) -> Data:
    sender = next(one for one in SEATS if one.name == name)
    social = sender.role == "social-services"
    branch = Branch.SOCIAL_CARE if social else Branch.CARE
    kind = (DataKind.SOCIAL if social else DataKind.HEALTH) if free else DataKind.COORDINATION
    told = Told(None if free else "2017-612.2.1.1") if seat.told else None
    unit, provider = f"SE0000000000-{name.upper()}", f"{sender.organisation}:{branch}"
    return Data(kind, unit, provider, branch, told)


def _address(scene: Scene, seat: Seat, reader: Reader) -> set[str]:
    protection = Protection(scene.protection)
    return {ADDRESS} if shows_address(protection, reader.role, seat.related, ShownIn.PAGE) else NOTHING


def _say(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    return (200, IDENTITY) if seat.told and not _is_barred(seat, reader) else (403, NOTHING)


def _paper(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    """A discharge gives its person no paper, and whoever takes no part in it is not told so much."""
    return 404 if _say(scene, seat, reader, found)[0] == 200 else 403, NOTHING


def _details(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    if not _knows(scene, seat, reader):
        return 403, NOTHING
    return 200, IDENTITY | _address(scene, seat, reader)


def _person(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    """Beside the details the named contacts that the unit was told of, whatever else is withheld there."""
    status, words = _details(scene, seat, reader, found)
    contact = seat.told and decide(reader, _data("boris", seat, free=False), wishes_of(found.person, timezone.now()))
    return status, words | {CONTACT} if status == 200 and contact and contact.allowed else words


def _form(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    return (200, IDENTITY) if _knows(scene, seat, reader) else (403, NOTHING)


def _who_blocked(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    is_care = seat.role != "social-services"
    return (200, IDENTITY) if scene.danger and is_care and _knows(scene, seat, reader) else (403, NOTHING)


def _list(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    return 200, IDENTITY if seat.related and not _is_barred(seat, reader) else NOTHING


def _board(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    works = any(may_take_part(process, reader.role, reader.purpose) for process in PROCESSES)
    return _list(scene, seat, reader, found) if works else (404, NOTHING)


def _discharges(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    helps = bool(seat.role) and seat.purpose == ("social-care" if seat.role == "social-services" else "care")
    return _list(scene, seat, reader, found) if helps else (404, NOTHING)


def _today(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    if seat.purpose == "log-review":
        return 302, NOTHING
    # The ward has sent its notice, and owes nothing before the day of discharge.
    return (200, NOTHING) if seat.name == "anna" else _list(scene, seat, reader, found)


def _admit(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    return (200 if seat.role == "inpatient-care" and seat.purpose == "care" else 404), NOTHING


def _find(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    return (200 if seat.role in SEEKERS and seat.purpose == "care" else 404), NOTHING


def _settlement(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    return (200 if seat.purpose == "administration" and seat.kind == "office" else 404), NOTHING


def _administration(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    return (200 if seat.purpose == "assignments" else 404), NOTHING


def _only(status: int) -> Expected:
    return lambda scene, seat, reader, found: (status if seat.purpose == "assignments" else 404, NOTHING)


def _review(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    return (200 if seat.purpose == "log-review" else 404), NOTHING


def _entry(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    return (200, IDENTITY) if seat.purpose == "log-review" else (404, NOTHING)


def _none_there(scene: Scene, seat: Seat, reader: Reader, found: County) -> tuple[int, set[str]]:
    return 404, NOTHING


ROUTES = {
    "today": _today,
    "board": _board,
    "board-of": _discharges,
    "board-paper": _discharges,
    "lists-shown-as": lambda scene, seat, reader, found: (405, NOTHING),
    "keep-unsent": lambda scene, seat, reader, found: (405, NOTHING),
    "new-case": _admit,
    "new-case-from": _none_there,
    "case": _case,
    "say": _say,
    "case-paper": _paper,
    "find-units": lambda scene, seat, reader, found: (405, NOTHING),
    "take-up": lambda scene, seat, reader, found: (405, NOTHING),
    "find-person": _find,
    "person": _person,
    "who-blocked": _who_blocked,
    "protect-person": _form,
    "correct-person": _details,
    "replace-number": _form,
    "join-case": _none_there,
    "state-wish": _form,
    "settlement": _settlement,
    "settlement-chart": _settlement,
    "settlement-excel": _settlement,
    "settlement-pdf": _settlement,
    "settlement-month": _settlement,
    "settlement-stay": _settlement,
    **{f"administration-{name}": _administration for name in ADMINISTRATION},
    **{f"administration-{name}": _only(status) for name, status in ADMINISTRATION_POSTS.items()},
    **{name: _review for name in ("review", "review-log", "review-report", "review-extract", "review-heads")},
    "retention": _settlement,
    **{f"retention-{name}": _none_there for name in ("run", "pdf", "csv")},
    "review-entry": _entry,
    "invite-staff": _only(405),
    **{name: _none_there for name in ("review-round", "review-flag", "review-protocol", "review-finding")},
}
"""Every route behind an assignment. Those that are open to all, or to all who are signed in, show nobody."""


def _addresses(name: str, found: County) -> list[str]:
    month = timezone.localdate() - timedelta(days=31)
    case, person = {"case_id": found.case.pk}, {"person_id": found.person.pk}
    given = {
        "case": [case],
        "case-paper": [case],
        "say": [{**case, "kind": kind} for kind in ("acknowledgement", "correction")],
        "state-wish": [{**person, "kind": kind} for kind in ("consent", "block", "block-lifted")],
        "settlement-month": [{"municipality": "1480", "month": f"{month:%Y-%m}"}],
    }
    over = KeptStay.objects.get(discharged_at__isnull=False).case_id
    given["settlement-stay"] = [{**given["settlement-month"][0], "stay_id": over}]
    given |= {route: [{"process": "discharge"}] for route in ("board-of", "board-paper")}
    given |= {"new-case": [{"process": "discharge"}]}
    given |= {"new-case-from": [{**case, "sequence": 1, "process": "discharge"}]}
    given |= {route: [person] for route in ("person", "who-blocked", "protect-person")}
    given |= {route: [person] for route in ("correct-person", "replace-number")} | {"join-case": [case]}
    anna = found.assignments["anna"]
    units = ("unit", "change-unit", "close-unit", "physicians")
    given |= {f"administration-{name}": [{"unit_id": anna.unit_id}] for name in units}
    members = ("member", "change-member", "active", "end-sessions")
    given |= {f"administration-{name}": [{"staff_id": anna.staff_id}] for name in members}
    given |= {f"administration-{name}": [{"assignment_id": anna.pk}] for name in ("end", "revoke", "allow-key")}
    seen = Entry.objects.filter(staff="anna", subjects__person=found.person.pk).values_list("pk", flat=True)
    given |= {"administration-revoke-key": [{"key_id": 1}], "review-entry": [{"entry": seen[0]}]}
    given |= {f"review-{name}": [{f"{name}_id": 999}] for name in ("round", "finding")}
    given |= {f"retention-{name}": [{"run_id": 999}] for name in ("run", "pdf", "csv")}
    given |= {"review-protocol": [{"round_id": 999}], "review-flag": [{"round_id": 999, "flag_id": 999}]}
    given |= {"find-units": [{"process": "discharge", "kind": "admission-notice"}]}
    given |= {"invite-staff": [{"pk": anna.staff_id}], "administration-end-region": [{"code": "1490"}]}
    deciding = ("approval", "approve", "decline", "withdraw")
    given |= {f"administration-{name}": [{"number": 999}] for name in deciding}
    query = f"?year={month.year}" if name in {"settlement-excel", "settlement-pdf"} else ""
    query = "?agreement=vastra-gotaland&part=rest" if name == "settlement-chart" else query
    return [reverse(name, kwargs=kwargs) + query for kwargs in given.get(name, [{}])]


def _text(answer: HttpResponse) -> str:
    kind = answer.headers["Content-Type"]
    if "spreadsheet" in kind:
        book = load_workbook(BytesIO(answer.content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return answer.content.decode()


def _patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in resolver.url_patterns:
        found += _patterns(one) if isinstance(one, URLResolver) else [one]
    return found
