"""How often the database is asked: a message is one pass and one commit, and no page asks more for what it lists."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.site.cast import Cast, forget_stay, notice, signed_in

from brygga.discharge.messages import Admission
from brygga.process import Correction, FreeMessage, Process
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def asked(queries: CaptureQueriesContext) -> list[str]:
    """What was asked, without what only opens and closes transactions."""
    return [query["sql"] for query in queries if not query["sql"].startswith(CONTROL)]


@pytest.fixture
def folds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The processes whose cases are folded, one for each fold."""
    made: list[str] = []
    fold = Process.fold

    def counted(self: Process, *arguments: object) -> object:
        made.append(self.name)
        return fold(self, *arguments)

    monkeypatch.setattr(Process, "fold", counted)
    return made


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of the messages that are parsed, one for each time."""
    made: list[str] = []
    parse = Process.parse

    def counted(self: Process, kind: str, content: dict) -> object:
        made.append(kind)
        return parse(self, kind, content)

    monkeypatch.setattr(Process, "parse", counted)
    return made


def test_a_message_in_a_case_of_two_costs_at_most_sixteen_queries_one_fold_and_one_commit(
    cast: Cast, notified: Case, folds: list[str], parses: list[str]
) -> None:
    client = signed_in(cast.cecilia)
    client.get(f"/cases/{notified.pk}")
    folds.clear(), parses.clear()
    form = {"of": 2, "seen": 2, "key": "k"}
    with CaptureQueriesContext(connection) as queries:
        assert client.post(f"/cases/{notified.pk}/say/acknowledgement", form).status_code == 302
    assert len(asked(queries)) <= 16, "\n".join(asked(queries))
    assert folds == ["discharge"]
    assert parses == ["admission", "admission-notice"]
    opened = [query["sql"] for query in queries if query["sql"].startswith("SAVEPOINT")]
    assert len([sql for sql in asked(queries) if 'INSERT INTO "trail_entry"' in sql]) == 1
    assert len(opened) <= 2, opened


def test_units_that_are_only_looked_up_are_not_put_in_order(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.cecilia)
    with CaptureQueriesContext(connection) as queries:
        for page in ("/", "/board", f"/cases/{notified.pk}"):
            assert client.get(page).status_code == 200
    looked_up = [sql for sql in asked(queries) if ' FROM "organisations_unit"' in sql]
    assert looked_up
    assert not [sql for sql in looked_up if "ORDER BY" in sql], looked_up


def test_a_page_of_a_case_parses_each_message_once(
    cast: Cast, notified: Case, folds: list[str], parses: list[str]
) -> None:
    client = signed_in(cast.cecilia)
    folds.clear(), parses.clear()
    assert client.get(f"/cases/{notified.pk}").status_code == 200
    assert (folds, parses) == (["discharge"], ["admission", "admission-notice"])


NUMBERS = ("201801042381", "201801072370", "201801082361", "201801092386", "201801102383", "201801112374")


def cases(cast: Cast, numbers: tuple[str, ...]) -> None:
    """A case for each, told to everyone, with several messages."""
    now = timezone.now()
    for number in numbers:
        person = Person.objects.create(
            identity_number=number, given_name="T", family_name=f"T{number}", municipality="1480"
        )
        admission = Admission(admitted_at=now - timedelta(hours=1), care_type="somatic", needs_expected=True)
        case = actions.open_case(cast.anna, person, admission, number, now)
        actions.say(cast.anna, case.pk, notice(cast, now), 1, "notice", now)


def news(cast: Cast, numbers: tuple[str, ...]) -> None:
    """The same, with a message in each that nobody on the ward has read, and one that was taken back."""
    cases(cast, numbers)
    for case in Case.objects.filter(person__identity_number__in=numbers):
        for seen, body in enumerate((FreeMessage(text="hej"), FreeMessage(text="fel"), Correction(of=4, reason="fel"))):
            actions.say(cast.cecilia, case.pk, body, seen + 2, f"news {seen}", timezone.now())


def messages(cast: Cast, numbers: tuple[str, ...]) -> None:
    """More messages in the one case there is, and more cases of its person."""
    case, now = Case.objects.earliest("opened_at"), timezone.now()
    for number in numbers:
        seen = case.messages.count()
        body = case.runs.parse("free-message", {"text": f"hej {number}"})
        actions.say(cast.anna, case.pk, body, seen, number, now)
        admission = Admission(admitted_at=now - timedelta(hours=1), care_type="somatic", needs_expected=True)
        forget_stay(case.person)
        actions.open_case(cast.ivar, case.person, admission, f"again {number}", now)


PAGES = [
    ("the board", "cecilia", lambda: "/board", cases),
    ("Today", "cecilia", lambda: "/", cases),
    ("Today with news", "anna", lambda: "/", news),
    ("the board with news", "anna", lambda: "/board", news),
    ("a case", "cecilia", lambda: f"/cases/{Case.objects.earliest('opened_at').pk}", messages),
    ("a message's form", "cecilia", lambda: f"/cases/{Case.objects.earliest('opened_at').pk}/say/correction", messages),
    ("a person", "cecilia", lambda: f"/people/{Case.objects.earliest('opened_at').person_id}", messages),
    ("a settlement", "ella", lambda: "/settlement", cases),
    ("the log", "gerda", lambda: "/review/log", cases),
]


@pytest.mark.parametrize(("who", "where", "more"), [page[1:] for page in PAGES], ids=[page[0] for page in PAGES])
def test_no_page_asks_more_for_what_it_lists(
    cast: Cast, notified: Case, who: str, where: Callable[[], str], more: Callable[[Cast, tuple[str, ...]], None]
) -> None:
    reader: Assignment = getattr(cast, who)
    more(cast, NUMBERS[1:2])
    few = count(reader, where())
    more(cast, NUMBERS[2:])
    assert count(reader, where()) <= few


def count(reader: Assignment, address: str) -> int:
    client = signed_in(reader)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(asked(queries))
