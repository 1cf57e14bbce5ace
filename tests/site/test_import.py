"""A file of units, staff and assignments: every fault told at once, then all of it or nothing."""

import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.site.approvals import approved
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import after, entries
from tests.tries import tries

from brygga_site.organisations import actions
from brygga_site.organisations.importing import columns
from brygga_site.organisations.importing.planning import plan
from brygga_site.organisations.importing.reading import LARGEST, MOST_ROWS, read
from brygga_site.organisations.importing.steps import Plan
from brygga_site.organisations.models import Assignment, ImportFile, Staff, Unit

HEAD = "Enhetens HSA-id;Enhet;Enhetstyp;Kommun;Personens HSA-id;Namn;Titel;Syfte;Från;Till\n"
ROW = "SE0000000000-W9;Avdelning 9;Avdelning;Göteborg;SE0000000000-P9;Åsa Öberg;Läkare;Vård;2030-01-01;\n"


def planned(cast: Cast, text: str | bytes) -> Plan:
    content = text if isinstance(text, bytes) else text.encode()
    return plan(cast.hugo, content, timezone.localdate())


def imported(cast: Cast, content: bytes) -> Plan:
    """What a file does, once Ines has approved what takes two."""
    made = actions.apply_file(cast.hugo, content)
    if made.waiting:
        approved(cast.ines, made.waiting)
    return made


def faults(cast: Cast, text: str) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.reason) for one in planned(cast, text).faults]


def counts(made: Plan) -> dict[str, int]:
    assert made.faults == []
    return dict(made.counts)


@pytest.fixture
def known(cast: Cast) -> Cast:
    for one in (cast.anna, cast.hugo, cast.cecilia):
        one.staff.hsa_id = f"SE0000000000-P{one.staff_id}"
        one.staff.save()
    return cast


def test_one_line_opens_a_unit_registers_a_person_and_gives_an_assignment(cast: Cast) -> None:
    before = len(entries())
    imported(cast, (HEAD + ROW).encode())
    given = Assignment.objects.get(staff__hsa_id="SE0000000000-P9")
    assert (given.unit.name, given.unit.role, given.staff.name) == ("Avdelning 9", "inpatient-care", "Åsa Öberg")
    assert (given.staff.organisation, given.unit.organisation) == (cast.hugo.unit.organisation,) * 2
    assert not given.staff.has_usable_password()
    what = [one.what for one in after(before)][2:]  # asked for, and approved
    assert [one.partition(":")[0] for one in what] == [
        "unit opened",
        "staff registered",
        f"assignment {given.pk} given",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_file_is_read_as_excel_and_others_write_it(cast: Cast, encoding: str, delimiter: str, ending: str) -> None:
    text = (HEAD + ROW).replace(";", delimiter).replace("\n", ending)
    [row] = read(text.encode(encoding)).rows
    assert (row.line, row["name"], row["municipality"]) == (2, "Åsa Öberg", "Göteborg")


def test_the_line_by_which_excel_tells_itself_the_delimiter_is_no_heading(cast: Cast) -> None:
    made = planned(cast, "sep=;\r\n" + HEAD + ROW + ROW.replace("2030-01-01", "nej"))
    assert [(one.line, one.column) for one in made.faults] == [(4, "from_day")]


def test_an_unknown_unit_is_said_to_be_one(cast: Cast) -> None:
    text = "Enhetens HSA-id;Personens HSA-id;Namn;Titel\nSE0000000000-NOWHERE;SE0000000000-P9;Åsa;Läkare\n"
    assert [one[:2] for one in faults(cast, text)] == [(2, "unit")]
    assert "no unit has the id" in faults(cast, text)[0][2]


def test_the_headings_may_be_english_and_in_any_order(cast: Cast) -> None:
    text = "Name,Person HSA-id,Unit kind,Unit,Unit HSA-id,Municipality,Title\n"
    assert counts(planned(cast, text + "Bo,SE0000000000-P1,dental,Tand,SE0000000000-T1,1480,Tandläkare\n")) == {
        "unit-opened": 1,
        "staff-registered": 1,
        "assignment-given": 1,
    }


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    content = (HEAD + ROW).encode()
    imported(cast, content)
    before = len(entries())
    again = imported(cast, content)
    assert (again.steps, again.unchanged, after(before)) == ([], 1, [])


def test_what_differs_is_changed_and_a_last_day_ends(cast: Cast) -> None:
    imported(cast, (HEAD + ROW).encode())
    text = ROW.replace("Avdelning 9", "Avdelning 10").replace("Öberg", "Ödberg").replace("01-01;", "01-01;2030-02-01")
    made = imported(cast, (HEAD + text).encode())
    assert counts(made) == {"unit-changed": 1, "staff-changed": 1, "assignment-changed": 1}
    assert str(Assignment.objects.get(unit__name="Avdelning 10", staff__name="Åsa Ödberg").to_day) == "2030-02-01"


def test_a_line_says_what_a_unit_serves_and_whether_it_takes_in(cast: Cast) -> None:
    head = "Enhetens HSA-id;Enhet;Enhetstyp;Kommun;Områden;Tar emot åt andra\n"
    row = "SE0000000000-W9;Solen;Vårdcentral;1480;Öckerö, göteborg Hisingen;ja\n"
    imported(cast, (head + row).encode())
    unit = Unit.objects.get(hsa_id="SE0000000000-W9")
    assert (unit.areas, unit.takes_in) == ("1407, 1480 Hisingen", True)
    assert counts(planned(cast, head + row)) == {}
    assert counts(planned(cast, head + "SE0000000000-W9;;;;;nej\n")) == {"unit-changed": 1}
    assert counts(planned(cast, head + "SE0000000000-W9;;;;;\n")) == {}
    wrong = "SE0000000000-W9;;;;Atlantis;\nSE0000000000-W8;Ett;Avdelning;1480;Göteborg 12;\n"
    wrong += "SE0000000000-W7;Ett;Avdelning;1480;;kanske\n"
    assert [(line, column) for line, column, _ in faults(cast, head + wrong)] == [
        (2, "areas"),
        (3, "areas"),
        (4, "takes_in"),
    ]


def test_every_fault_is_told_at_once_with_its_line_and_column(cast: Cast) -> None:
    text = HEAD + (
        "SE1;A;Avdelning;1480;;;;;;\n"
        "SE0000000000-W1;A;Spa;1480;;;;;;\n"
        "SE0000000000-W2;A;Avdelning;Atlantis;;;;;;\n"
        "SE0000000000-W3;;Avdelning;1480;;;;;;\n"
        ";;;;SE0000000000-P1;Bo;Läkare;;;\n"
        "SE0000000000-W4;A;Avdelning;1480;SE0000000000-P2;Bo;Läkare;Städning;;\n"
        "SE0000000000-W4;A;Avdelning;1480;SE0000000000-P2;Bo;Läkare;Vård;igår;\n"
        "SE0000000000-W4;A;Avdelning;1480;SE0000000000-P2;Bo;Läkare;Administration;;\n"
        "SE0000000000-W4;Annat;Avdelning;1480;;;;;;\n"
        ";;;;;Ingen;;;;\n"
    )
    told = faults(cast, text)
    assert [(line, column) for line, column, _ in told] == [
        (2, "unit"),
        (3, "kind"),
        (4, "municipality"),
        (5, "unit_name"),
        (6, "title"),
        (7, "purpose"),
        (8, "from_day"),
        (9, ""),
        (10, "unit_name"),
        (11, "unit"),
    ]
    before = Unit.objects.count()
    with pytest.raises(actions.NotApplied):
        imported(cast, text.encode())
    assert Unit.objects.count() == before


def test_other_organisations_units_are_not_touched(known: Cast) -> None:
    row = f"{known.cecilia.unit.hsa_id};Nytt namn;;;;;;;;\n"
    assert faults(known, HEAD + row) == [(2, "", "the unit is another organisation's")]


def test_somebody_employed_elsewhere_gets_an_assignment_and_keeps_their_name(known: Cast) -> None:
    staff = known.cecilia.staff
    row = f"{known.boris.unit.hsa_id};;;;{staff.hsa_id};Någon Annan;Sjuksköterska;;;\n"
    imported(known, (HEAD + row).encode())
    staff.refresh_from_db()
    assert staff.name == "Cecilia"
    assert staff.assignments.filter(unit=known.boris.unit).exists()


def test_a_file_gives_nobody_what_they_may_not_give_themself(known: Cast) -> None:
    row = f"{known.anna.unit.hsa_id};;;;{known.hugo.staff.hsa_id};;Läkare;Vård;;\n"
    [(line, _, reason)] = faults(known, HEAD + row)
    assert (line, "their own" in reason) == (2, True)


def test_an_assignment_ended_at_once_does_not_come_back_with_an_old_file(cast: Cast) -> None:
    content = (HEAD + ROW).encode()
    imported(cast, content)
    actions.revoke_assignment(cast.hugo, Assignment.objects.get(staff__hsa_id="SE0000000000-P9"), timezone.now())
    [fault] = planned(cast, content).faults
    assert fault.reason.startswith("the assignment was ended at once")


def test_two_assignments_in_the_same_days_are_one_too_many(cast: Cast) -> None:
    [(line, column, _)] = faults(cast, HEAD + ROW + ROW.replace("2030-01-01", "2031-01-01"))
    assert (line, column) == (3, "from_day")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "begin from the example file"),
        (b"Enhetens HSA-id\n", "no rows"),
        (b"Enhetens HSA-id;Telefon\nSE1;2\n", "no column “{written}”"),
        (b"Namn;Titel\nBo;L\n", "begin from the example file"),
        (b'Enhetens HSA-id;Enhet\nSE1;"oj\n', "quotation mark"),
        (b"PK\x03\x04\x00\x00", "no text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "no text"),
        (b"Enhetens HSA-id\nSE1;x\n", "more cells"),
        (b"Enhetens HSA-id;Enhetens HSA-id\nSE1;x\n", "twice"),
        (b"x" * (LARGEST + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    assert any(reason in fault.reason for fault in read(content).faults)


def test_a_file_with_more_rows_than_twenty_thousand_is_refused() -> None:
    [fault] = read(b"Enhetens HSA-id\n" + b"SE1\n" * (MOST_ROWS + 1)).faults
    assert (fault.line, "more than" in fault.reason) == (MOST_ROWS + 2, True)


HEADINGS = st.sampled_from([heading for one in columns.COLUMNS for heading in (one.swedish, one.english)])
CELLS = st.one_of(st.text(max_size=12), st.sampled_from(["SE0000000000-W9", "ward", "1480", "2030-01-01", '"', "Vård"]))
TABLES = st.builds(
    lambda head, rows, delimiter: "\n".join(delimiter.join(row) for row in [head, *rows]),
    st.lists(HEADINGS, min_size=1, max_size=8),
    st.lists(st.lists(CELLS, max_size=9), max_size=6),
    st.sampled_from(";,\t"),
)
CODECS = st.sampled_from(["utf-8", "cp1252", "utf-16"])
CONTENTS = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda text, codec: text.encode(codec, "replace"), TABLES, st.sampled_from(["utf-8", "cp1252", "utf-16"])
    ),
    st.builds(lambda text: HEAD.encode() + text, st.binary(max_size=200)),
)


@given(CONTENTS)
@settings(max_examples=tries(100), deadline=None)
def test_whatever_the_bytes_are_they_are_rows_or_faults_with_their_lines(content: bytes) -> None:
    found = read(content)
    assert found.rows or found.faults
    last = content.count(b"\n") + content.count(b"\r") + 1
    assert all(0 <= fault.line <= last for fault in found.faults)
    assert [row.line for row in found.rows] == sorted({row.line for row in found.rows})


@pytest.mark.django_db
def test_whatever_the_rows_say_they_are_planned_or_faults(cast: Cast) -> None:
    @given(TABLES)
    @settings(max_examples=tries(15), deadline=None)
    def each(text: str) -> None:
        made = planned(cast, text)
        assert made.steps or made.faults or made.unchanged == made.rows

    each()


def test_the_example_file_can_be_imported(cast: Cast) -> None:
    example = signed_in(cast.hugo).get("/administration/import/example.csv").content
    assert counts(planned(cast, example)) == {"unit-opened": 2, "staff-registered": 2, "assignment-given": 2}


def upload(client: Client, text: str) -> str:
    file = SimpleUploadedFile("fil.csv", text.encode())
    response = client.post("/administration/import", {"file": file}, headers={"accept-language": "en"})
    return page(client, "/administration/import/look") if response.status_code == 302 else response.content.decode()


def digest(text: str) -> str:
    return text.partition('name="seen" value="')[2].partition('"')[0]


def test_the_page_shows_what_will_be_done_and_asks_for_it(cast: Cast) -> None:
    hugo = signed_in(cast.hugo)
    text = upload(hugo, HEAD + ROW)
    assert "Nothing has been changed yet" in text
    assert not Unit.objects.filter(hsa_id="SE0000000000-W9").exists()
    assert "The whole file waits" in text
    asked = hugo.post("/administration/import/look", {"seen": digest(text)}).url
    assert not Unit.objects.filter(hsa_id="SE0000000000-W9").exists()
    assert signed_in(cast.ines).post(f"{asked}/approve").status_code == 302
    assert Unit.objects.filter(hsa_id="SE0000000000-W9").exists()
    assert hugo.get("/administration/import/look").status_code == 302


def test_a_file_is_what_it_holds_and_its_name_is_text_alone(cast: Cast) -> None:
    hugo = signed_in(cast.hugo)
    for name, content in (("../../<b>fil.csv", (HEAD + ROW).encode()), ("fil.csv", b"PK\x03\x04\x00\x00")):
        hugo.post("/administration/import", {"file": SimpleUploadedFile(name, content)})
        text = hugo.get("/administration/import/look").content.decode()
        assert ('name="seen"' in text) == (content[:2] != b"PK")
        assert "<b>fil" not in text and ".." not in ImportFile.objects.get().name


def test_a_file_whose_name_says_that_it_is_something_else_is_not_taken(cast: Cast) -> None:
    for name in ("fil.xlsx", "fil.csv.exe", "fil"):
        file = SimpleUploadedFile(name, (HEAD + ROW).encode())
        answer = signed_in(cast.hugo).post("/administration/import", {"file": file})
        assert answer.status_code == 200, name
        assert ".csv" in answer.content.decode()
    assert not ImportFile.objects.exists()


def test_a_file_waits_for_a_day_and_no_longer(cast: Cast) -> None:
    kept = actions.keep_file(cast.hugo, "fil.csv", (HEAD + ROW).encode(), timezone.now() - timedelta(hours=25))
    assert signed_in(cast.hugo).get("/administration/import/look").url == "/administration/import"
    hilda = Staff.objects.create(username="hilda", name="Hilda", organisation=cast.hugo.unit.organisation)
    values = {"purpose": "assignments", "title": "Handläggare", "from_day": timezone.localdate()}
    other = Assignment.objects.create(staff=hilda, unit=cast.hugo.unit, **values)
    actions.keep_file(other, "fil.csv", (HEAD + ROW).encode(), timezone.now())
    assert not ImportFile.objects.filter(pk=kept.pk).exists()


def test_a_file_that_waits_is_its_administrators_alone_and_gone_when_it_is_done(cast: Cast) -> None:
    actions.keep_file(cast.hugo, "fil.csv", (HEAD + ROW).encode(), timezone.now())
    assert signed_in(cast.gerda).get("/administration/import/look").status_code == 404
    other = Staff.objects.create(username="hilda", name="Hilda", organisation=cast.hugo.unit.organisation)
    values = {"purpose": "assignments", "title": "Handläggare", "from_day": timezone.localdate()}
    hilda = Assignment.objects.create(staff=other, unit=cast.hugo.unit, **values)
    assert signed_in(hilda).get("/administration/import/look").url == "/administration/import"
    imported(cast, (HEAD + ROW).encode())
    assert not ImportFile.objects.exists()


def test_what_has_changed_since_it_was_looked_at_is_shown_again_and_not_done(cast: Cast) -> None:
    hugo = signed_in(cast.hugo)
    seen = digest(upload(hugo, HEAD + ROW))
    actions.open_unit(cast.hugo, "SE0000000000-W9", "ward", "Avdelning nio", "1480")
    again = hugo.post("/administration/import/look", {"seen": seen}, headers={"accept-language": "en"})
    assert "Something has changed since you looked" in again.content.decode()
    assert not Staff.objects.filter(hsa_id="SE0000000000-P9").exists()


def test_a_file_that_is_too_large_is_refused_in_the_field(cast: Cast) -> None:
    assert "larger than 2 MB" in upload(signed_in(cast.hugo), "x" * (LARGEST + 1))


def test_the_faults_stand_on_the_page_with_line_and_column(cast: Cast) -> None:
    text = upload(signed_in(cast.hugo), HEAD + ROW.replace("Avdelning;", "Spa;"))
    assert "1 fault. Nothing has been imported." in text
    assert "“Spa” is no kind of unit" in text
    assert 'name="seen"' not in text


def test_what_takes_nobody_else_is_done_at_once(cast: Cast) -> None:
    row = "SE0000000000-W9;Avdelning 9;Avdelning;Göteborg;;;;;;\n"
    assert "The whole file waits" not in upload(signed_in(cast.hugo), HEAD + row)
    assert actions.apply_file(cast.hugo, (HEAD + row).encode()).waiting is None
    assert Unit.objects.filter(hsa_id="SE0000000000-W9").exists()


def test_five_thousand_rows_take_seconds(cast: Cast) -> None:
    lines = [
        f"SE0000000000-U{unit};Enhet {unit};Avdelning;1480;SE0000000000-N{number};Namn {number};Läkare;;;\n"
        for number, unit in ((number, number % 300) for number in range(5_000))
    ]
    start = time.monotonic()
    made = imported(cast, (HEAD + "".join(lines)).encode())
    assert time.monotonic() - start < 60  # about six on a quiet machine, planned twice: asked for, and approved
    assert counts(made) == {"unit-opened": 300, "staff-registered": 5_000, "assignment-given": 5_000}
    assert entries()[-1].sequence == len(entries())
    later = timezone.localdate() + timedelta(days=9)
    assert Assignment.objects.filter(from_day__lte=later, unit__hsa_id="SE0000000000-U7").count() >= 16
