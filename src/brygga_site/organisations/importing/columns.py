"""The columns of a file of units, staff and assignments, with their Swedish and English headings."""

from dataclasses import dataclass
from datetime import date

from brygga.identities import Places


@dataclass(frozen=True)
class Column:
    """A column: the field it fills, its headings, and what it holds."""

    field: str
    swedish: str
    english: str


COLUMNS = (
    Column("unit", "Enhetens HSA-id", "Unit HSA-id"),
    Column("unit_name", "Enhet", "Unit"),
    Column("kind", "Enhetstyp", "Unit kind"),
    Column("municipality", "Kommun", "Municipality"),
    Column("provider", "Utförare", "Provider"),
    Column("person", "Personens HSA-id", "Person HSA-id"),
    Column("username", "Användarnamn", "User name"),
    Column("name", "Namn", "Name"),
    Column("identity_number", "Personnummer", "Identity number"),
    Column("title", "Titel", "Title"),
    Column("purpose", "Syfte", "Purpose"),
    Column("from_day", "Från", "From"),
    Column("to_day", "Till", "To"),
    Column("assignment", "Uppdragets HSA-id", "Assignment HSA-id"),
    Column("areas", "Områden", "Areas"),
    Column("takes_in", "Tar emot åt andra", "Takes in for others"),
)

FIELDS = {one.field for one in COLUMNS}
HEADINGS = {heading.lower(): one.field for one in COLUMNS for heading in (one.swedish, one.english, one.field)}

KINDS = {
    "ward": ("avdelning", "vårdavdelning", "ward"),
    "health-centre": ("vårdcentral", "hälsocentral", "health centre", "health-centre"),
    "home-care": ("kommunal hälso- och sjukvård", "hemsjukvård", "municipal health care", "home-care"),
    "case-officers": ("socialtjänst", "social services", "case-officers"),
    "dental": ("tandvård", "dental care", "dental"),
    "office": ("samverkanskontor", "kontor", "collaboration office", "office"),
}
PURPOSES = {
    "care": ("vård och behandling", "vård", "care and treatment", "care"),
    "social-care": ("socialtjänst", "social omsorg", "social care", "social-care"),
    "administration": ("administration",),
    "log-review": ("loggranskning", "granskning av loggen", "review of the log", "log-review"),
    "assignments": ("enheter och uppdrag", "uppdrag", "units and assignments", "assignments"),
}


YES_NO = {True: ("ja", "yes"), False: ("nej", "no")}


def yes_no(written: str) -> bool | None:
    return next((value for value, words in YES_NO.items() if written.casefold() in words), None)


def heading(field: str, language: str) -> str:
    """A column's heading in the language of the page."""
    column = next(one for one in COLUMNS if one.field == field)
    return column.swedish if language == "sv" else column.english


def kind(written: str) -> str | None:
    return _named(KINDS, written)


def purpose(written: str) -> str | None:
    return _named(PURPOSES, written)


def municipality(written: str) -> str | None:
    """The code of a municipality written as its code or its short or whole name."""
    sought = written.casefold()
    for one in Places.load().municipalities.values():
        if sought in (one.code, one.short.casefold(), one.name.casefold()):
            return one.code
    return None


def _named(words: dict[str, tuple[str, ...]], written: str) -> str | None:
    return next((value for value, names in words.items() if written.casefold() in names), None)


def example(today: date) -> str:
    """A file to begin from: a unit, a person, an assignment, and a row that holds all three."""
    ward = ("SE0000000000-W2", "Avdelning 2", "Avdelning", "1480")
    centre = ("SE0000000000-HC1", "Solens vårdcentral", "Vårdcentral", "Göteborg")
    care = ("Sjuksköterska", "Vård och behandling", str(today), "", "")
    rows = (
        (*centre, *[""] * 10, "Göteborg Hisingen, Öckerö", "nej"),
        (*[""] * 5, "SE0000000000-P1", "anna.a", "Anna Avdelning", *[""] * 8),
        (centre[0], *[""] * 4, "SE0000000000-P1", *[""] * 3, *care, "", ""),
        (*ward, "", "SE0000000000-P2", "bo.b", "Bo Björk", "", "Läkare", "Vård", str(today), str(today), *[""] * 3),
    )
    headings = tuple(one.swedish for one in COLUMNS)
    return "\ufeff" + "".join(";".join(row) + "\r\n" for row in (headings, *rows))
