"""Production as it is deployed: staff come through nginx to several web processes on PostgreSQL."""

import json
import os
import re
import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from tests.deployment.conftest import PER_MINUTE, Nginx, Served, free_port
from tests.deployment.visitor import HOST, Answer, Visitor

from brygga_site.door.gate import LARGEST_BODY

MEBIBYTE = 1024 * 1024
OPEN_PAGES = 1000


def eventually(holds: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def test_a_page_asked_for_in_the_clear_leads_once_to_the_encrypted_one(served: Served) -> None:
    told = Visitor("127.0.0.2", served.clear, None).get("/sign-in?next=/board")
    assert (told.status, told.headers["Location"]) == (301, f"https://{HOST}/sign-in?next=/board")
    page = served.visitor("127.0.0.2").get("/sign-in?next=/board")
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")


def test_a_program_that_comes_in_the_clear_is_refused_and_not_led_over(served: Served) -> None:
    assert Visitor("127.0.0.2", served.clear, None).get("/api/v1/units").status == 403


def test_whoever_signs_in_stands_on_the_trail_with_their_own_address(served: Served) -> None:
    for name, address in (("anna", "127.0.0.3"), ("boris", "127.0.0.4")):
        visitor = served.visitor(address)
        assert visitor.sign_in(name).status == 302
        assert visitor.get(f"/cases/{served.case}").status == 200
        assert _newest_origin(served, name) == address


@pytest.mark.parametrize(
    "made_up",
    [
        {"X_Forwarded_For": "192.0.2.9"},
        {"X_Forwarded_For": "192.0.2.9, 127.0.0.1"},
        {"X_Forwarded_For": "127.0.0.1"},
        {"X_Real_IP": "192.0.2.9", "Forwarded": "for=192.0.2.9;proto=http", "X_Forwarded_Proto": "http"},
    ],
    ids=["one address", "the proxy's last", "the proxy's own", "other headers"],
)
def test_an_address_that_a_visitor_makes_up_comes_nowhere(served: Served, made_up: dict[str, str]) -> None:
    visitor = served.visitor("127.0.0.5")
    assert visitor.sign_in("cecilia", **made_up).status == 302
    assert visitor.get(f"/cases/{served.case}", **made_up).status == 200
    assert _newest_origin(served, "cecilia") == "127.0.0.5"


def test_whoever_goes_past_the_proxy_is_not_believed(served: Served) -> None:
    beside = Visitor("127.0.0.6", served.web, None)
    told = beside.get("/sign-in", X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.9")
    assert (told.status, told.headers["Location"]) == (301, f"https://{HOST}/sign-in")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE trail_entry DISABLE TRIGGER ALL",
        "ALTER TABLE cases_message DISABLE TRIGGER ALL",
        "TRUNCATE trail_inspection",
        "UPDATE trail_entry SET staff = 'anna'",
        "DELETE FROM django_migrations",
        "CREATE TABLE own (id int)",
        "CREATE FUNCTION cases_message_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    ],
)
def test_the_account_of_the_site_changes_no_table_and_no_trigger(served: Served, statement: str) -> None:
    """All else in this file is done by it."""
    with psycopg.connect(served.account) as site, pytest.raises(psycopg.errors.InsufficientPrivilege):
        site.execute(statement)


def _newest_origin(served: Served, name: str) -> object:
    query = "SELECT origin FROM trail_entry WHERE staff = %s ORDER BY sequence DESC LIMIT 1"
    return served.row(query, name)[0]


def test_limits_are_each_visitors_own_whatever_address_they_make_up(served: Served) -> None:
    def ask(address: str, number: int) -> int:
        return served.visitor(address).get("/your-sign-in", X_Forwarded_For=f"192.0.2.{number}").status

    statuses = [ask("127.0.0.7", number) for number in range(2 * PER_MINUTE)]
    assert statuses[:PER_MINUTE] == [302] * PER_MINUTE
    assert 429 in statuses
    assert ask("127.0.0.8", 1) == 302


def test_a_visitor_gets_no_more_of_two_processes_than_of_one(served: Served) -> None:
    """Each process answers while the other is halted; nginx is left out, which would wait for the one that is."""
    told = {"X_Forwarded_For": "198.51.100.7", "X_Forwarded_Proto": "https"}
    assert eventually(lambda: len(served.web_processes()) == 2)
    assert served.visitor("127.0.0.18").get("/sign-in").status == 200
    first, second = served.web_processes()
    began, statuses = time.monotonic(), {}
    for answering, halted in ((first, second), (second, first)):
        os.kill(halted, signal.SIGSTOP)
        try:
            statuses[answering] = [
                Visitor("127.0.0.1", served.web, None).get("/your-sign-in", **told).status for _ in range(PER_MINUTE)
            ]
        finally:
            os.kill(halted, signal.SIGCONT)
    back_meanwhile = PER_MINUTE * (time.monotonic() - began) / 60 + 1
    assert statuses[first] == [302] * PER_MINUTE
    assert statuses[second].count(302) <= back_meanwhile
    assert set(statuses[second]) <= {302, 429} and 429 in statuses[second]


def test_figures_are_of_all_processes_and_for_monitors_who_come_straight(served: Served) -> None:
    told = {"X_Forwarded_For": "198.51.100.8", "X_Forwarded_Proto": "https"}
    counted = 'brygga_answers_total{method="GET",route="sign-in",status="200"}'
    before = _figure(served, counted)
    first, second = served.web_processes()
    for halted in (first, second):
        os.kill(halted, signal.SIGSTOP)
        try:
            assert Visitor("127.0.0.1", served.web, None).get("/sign-in", **told).status == 200
        finally:
            os.kill(halted, signal.SIGCONT)
    assert _figure(served, counted) == before + 2
    for process in (first, second):
        assert _figure(served, f'brygga_process_resident_bytes{{process="{process}"}}') > 10 * MEBIBYTE
    assert Visitor("127.0.0.1", served.web, None).get("/readyz").status == 200
    outside = served.visitor("127.0.0.1")
    assert [outside.get(address).status for address in ("/healthz", "/readyz", "/metrics")] == [200, 404, 404]


def _figure(served: Served, name: str) -> float:
    text = Visitor("127.0.0.1", served.web, None).get("/metrics").text
    return float(next((line.split()[-1] for line in text.splitlines() if line.startswith(name)), 0))


def test_files_come_compressed_and_under_a_name_that_may_be_kept_for_ever(served: Served) -> None:
    visitor = served.visitor("127.0.0.9")
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', visitor.get("/sign-in").text)
    assert addresses
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", address)
        plain, file = visitor.get(address), visitor.get(address, Accept_Encoding="gzip")
        assert (plain.status, file.status) == (200, 200)
        assert "immutable" in file.headers["Cache-Control"]
        assert "max-age=315360000" in file.headers["Cache-Control"]
        assert file.headers["Content-Encoding"] == "gzip" or len(plain.body) < 300
        assert len(file.body) <= len(plain.body)


def test_a_long_address_and_long_cookies_pass_and_what_is_without_end_does_not(served: Served) -> None:
    visitor = served.visitor("127.0.0.10")
    assert visitor.get(f"/agreements?q={'a' * 7000}").status == 200
    assert visitor.get("/agreements", X_Long="b" * 15_000).status == 200
    assert visitor.get(f"/agreements?q={'a' * 17_000}").status == 414
    assert visitor.get("/agreements", X_Long="b" * 17_000).status in (400, 431)


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 9 * MEBIBYTE, 40 * MEBIBYTE])
def test_what_is_too_large_is_answered_by_a_page_of_the_site(served: Served, size: int) -> None:
    visitor = served.visitor("127.0.0.11")
    answer = visitor.ask("POST", "/sign-in", b"x" * size, {"Content-Type": "text/plain"})
    assert answer.status == 413
    assert "Det som skickades är för stort. Inget har sparats." in answer.text
    assert "nginx" not in answer.text
    assert visitor.get("/sign-in").status == 200


def test_connections_between_the_proxy_and_the_site_are_kept(served: Served) -> None:
    visitor = served.visitor("127.0.0.12")
    before = _connections_to(served.web)
    for _ in range(40):
        visitor.get("/static/nothing")
    assert _connections_to(served.web) - before < 10


def _connections_to(port: int) -> int:
    """Connections to the port, those that have ended in the last minute counted in."""
    rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(row.split()[2].endswith(f":{port:04X}") for row in rows)


def test_any_process_serves_a_session_and_one_that_ends_is_replaced_and_missed_by_nobody(served: Served) -> None:
    visitor = served.visitor("127.0.0.13")
    assert visitor.sign_in("david").status == 302
    for process in (before := served.web_processes()):
        os.kill(process, signal.SIGKILL)
        assert [visitor.get("/your-sign-in").status for _ in range(20)] == [200] * 20
        assert eventually(lambda gone=process: gone not in served.web_processes() and len(served.web_processes()) == 2)
    assert not set(before) & set(served.web_processes())
    assert visitor.get("/your-sign-in").status == 200


def test_without_any_web_process_the_proxy_says_what_to_do(nginx: Nginx) -> None:
    _, encrypted, tls = nginx(free_port())
    answer = Visitor("127.0.0.14", encrypted, tls).get("/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "Brygga kan inte nås just nu" in answer.text
    _says_what_a_browser_may_do(answer)


def _says_what_a_browser_may_do(answer: Answer) -> None:
    """Whoever answers says it, and says it once: two policies in one header would be another one."""
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert answer.headers["Content-Security-Policy"].count("frame-ancestors 'none'") == 1
    assert answer.headers["Content-Security-Policy"].count("base-uri 'none'") == 1
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "header", "status"),
    [
        ("/sign-in", "", 200),
        ("/nothing", "", 404),
        ("/your-sign-in", "", 302),
        (f"/agreements?q={'a' * 17_000}", "", 414),
        ("/agreements", "b" * 17_000, 400),
    ],
    ids=["a page", "no page", "led on", "an address too long", "a header too long"],
)
def test_every_answer_says_what_a_browser_may_do_with_it(served: Served, path: str, header: str, status: int) -> None:
    answer = served.visitor("127.0.0.17").get(path, **({"X_Long": header} if header else {}))
    assert answer.status == status
    _says_what_a_browser_may_do(answer)


@pytest.fixture
def many_files() -> Iterator[None]:
    """This process may hold as many connections as a thousand browsers do."""
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < OPEN_PAGES + 200:
        pytest.skip(f"this machine lets a process open {most} files; {OPEN_PAGES + 200} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


@pytest.mark.usefixtures("many_files")
def test_a_thousand_open_pages_leave_the_site_answering(served: Served) -> None:
    idle = [served.visitor(f"127.0.1.{number % 250 + 1}") for number in range(OPEN_PAGES)]
    for one in idle:
        assert one.get("/static/nothing").status == 404
    assert all(one.wire for one in idle)
    worker = served.visitor("127.0.0.15")
    assert worker.sign_in("ella").status == 302
    assert worker.get("/your-sign-in").status == 200
    # Not one of them has been given up meanwhile.
    assert [one.get("/static/nothing").status for one in idle[::50]] == [404] * (OPEN_PAGES // 50)
    for one in idle:
        one.wire.close()


def test_a_web_process_stays_small_whatever_it_is_asked(served: Served) -> None:
    anna, ella = served.visitor("127.0.0.16"), served.visitor("127.0.0.16")
    for visitor, name in ((anna, "anna"), (ella, "ella")):
        assert visitor.sign_in(name).status == 302
    pages = [(anna, "/"), (anna, "/board"), (anna, f"/cases/{served.case}"), (ella, "/settlement")]
    papers = [(ella, "/settlement/excel"), (ella, "/settlement/pdf")]
    open_to_all = [(anna, one) for one in ("/agreements", "/responsible", "/agreements/vastra-gotaland")]
    for visitor, path in [*(pages + open_to_all) * 5, *papers * 2]:
        assert visitor.get(path).status in (200, 302), path
    sizes = [_megabytes(process) for process in served.web_processes()]
    print(f"web processes, resident and own share in MB: {sizes}")
    assert max(resident for resident, _ in sizes) < 200


def _megabytes(process: int) -> tuple[int, int]:
    """What a process has in memory, and what of it is its own share."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    return tuple(int(re.search(rf"(?m)^{name}: +(\d+)", told)[1]) // 1024 for name in ("Rss", "Pss"))


def test_nothing_that_was_asked_for_stands_in_the_logs_of_proxy_and_server(served: Served) -> None:
    served.visitor("127.0.0.17").get(f"/cases/{served.case}?q=Tolvansson")
    logs = [served.folder / "web.log", *served.folder.parent.glob("nginx*/*.log")]
    assert len(logs) >= 3
    written = "".join(one.read_text() for one in logs)
    assert "GET /cases" in written
    assert served.case not in written
    assert "Tolvansson" not in written


IN_MEMORY = re.compile(r"socket:|pipe:|anon_inode:|/memfd:|/dev/null$|/tmp/wgunicorn-\S+ \(deleted\)$")
FIGURES = re.compile(r".*/brygga-metrics-\w+/\w+\.db$")


def test_the_web_processes_write_to_standard_error_the_database_and_their_figures_alone(served: Served) -> None:
    """What is open for writing after some work: the log that they were given, sockets, what lies in memory, figures."""
    visitor = served.visitor("127.0.0.19")
    assert visitor.sign_in("anna").status == 302
    for path in ("/", "/board", f"/cases/{served.case}", "/nothing", "/api/v1/units", "/board?q=%00"):
        visitor.get(path)
    log, written = served.folder / "web.log", set()
    for process in served.web_processes():
        for one in Path(f"/proc/{process}/fd").iterdir():
            flags = re.search(r"(?m)^flags:\s+(\d+)", Path(f"/proc/{process}/fdinfo/{one.name}").read_text())[1]
            if int(flags, 8) & (os.O_WRONLY | os.O_RDWR) and not IN_MEMORY.match(target := os.readlink(one)):
                written.add(target)
    assert str(log) in written
    assert [target for target in written - {str(log)} if not FIGURES.match(target)] == []
    # And what stands in the log is one event on each line, but for what the server says of itself as it begins.
    events = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert events and all("event" in one for one in events)
