"""Folders of agreements for the tests: a small act, and an agreement that falls back to it."""

from pathlib import Path
from textwrap import dedent

from brygga.agreements.load import read

ACT = """\
id = "act"
title = "Lagen"
title_en = "The act"
short = "Lagen"
kind = "statute"

[parties]
regions = "all"
municipalities = "all"

[[source]]
id = "law"
title = "Lagen"
file = "law.md"

[[part]]
id = "1"
title = "Lagen"
kind = "statute"

[term]
kind = "until-changed"
"""

COUNTY = """\
id = "county"
title = "Avtalet"
title_en = "The agreement"
short = "Länet"
kind = "agreement"
county = "14"
falls_back_to = "act"
covers = ["responsibility"]

[parties]
regions = ["14"]
municipalities = ["1480", "1401"]

[[source]]
id = "text"
title = "Avtalet"
file = "text.txt"

[[part]]
id = "A"
title = "Del A"
kind = "main"

[[body]]
id = "sro"
name = "Samrådsorganet"
level = "county"
sphere = "political"

[term]
kind = "rolling"
notice_months = 6
"""

ACT_CLAUSE = """\
[[clause]]
id = "1.1"
part = "1"
heading = "Frist"
summary = "Fristen är tre dagar."
source = "law"
place = "1 §"
lines = "1-2"
level = "binding"
kind = "figure"
binds = ["region"]
carried_by = [{ parameter = "days" }, { duty = "call" }]
"""

COUNTY_CLAUSE = """\
[[clause]]
id = "A.1"
part = "A"
heading = "Samråd"
summary = "Organet samråder."
source = "text"
place = "A 1"
lines = "1"
level = "binding"
kind = "duty"
binds = ["body:sro"]
carried_by = [{ body = "sro" }]
"""

PARAMETERS = """\
[[parameter]]
key = "days"
unit = "calendar days"
label = "Frist"
clauses = ["1.1"]

[[parameter.value]]
from = 2023-01-01
value = 3
source = { title = "Lagen" }
"""

DUTIES = """\
[[duty]]
id = "call"
process = "discharge"
label = "Kalla"
label_en = "Call"
owed_by = ["outpatient-care"]
arises = "ready-notice"
done_by = ["sip-call"]
deadline = { days = "days", after = "ready-notice" }
clauses = ["1.1"]
"""

CASE = """\
[[case]]
name = "Avtalet gäller"
kind = "term"
clauses = ["1.1"]
given = { on = 2023-01-01 }
expect = { in_force = true }
"""

SOUND = {
    "act/agreement.toml": ACT,
    "act/clauses.toml": ACT_CLAUSE,
    "act/parameters.toml": PARAMETERS,
    "act/duties.toml": DUTIES,
    "act/cases/term.toml": CASE,
    "county/agreement.toml": COUNTY,
    "county/clauses.toml": COUNTY_CLAUSE,
}
"""A folder without fault, by file."""


def write(folder: Path, files: dict[str, str | None]) -> Path:
    """Writes the sound folder with these files in place of its own; None leaves a file out."""
    for name, text in {**SOUND, **files}.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
    return folder


def found(folder: Path, files: dict[str, str | None]) -> list[str]:
    """The problems of the sound folder with these files changed."""
    _, problems = read(write(folder, files))
    return sorted({str(problem) for problem in problems})


def changed(name: str, *changes: tuple[str, str]) -> dict[str, str | None]:
    """The sound file with each first text replaced by its second."""
    text = SOUND[name]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {name: text}


FACTS = """\
[[fact]]
key = "at_home"
kind = "yes-no"
group = "person"
sv = "hemma"
en = "at home"
ask_sv = "Är personen hemma?"
ask_en = "Is the person at home?"
definition_sv = "Om personen är hemma."
definition_en = "Whether the person is at home."
yes = { sv = "hemma", en = "at home" }
no = { sv = "inte hemma", en = "not at home" }

[[answer]]
key = "principal"
sv = "huvudman"
en = "principal"
definition_sv = "Den som ansvarar."
definition_en = "Who is responsible."
values = [{ key = "region", sv = "regionen", en = "the region" }, { key = "both", sv = "båda", en = "both" }]

[[table]]
name = "care"
sv = "Vem ansvarar?"
en = "Who is responsible?"
answers = ["principal"]
"""

TABLE = """\
name = "care"
hit_policy = "first"

[[row]]
id = "home"
clauses = ["1.1"]
when = { at_home = true }
then = { principal = "both" }

[[row]]
id = "away"
clauses = ["1.1"]
then = { principal = "region" }
"""

DECISION = """\
[[case]]
name = "Hemma ansvarar båda"
kind = "decision"
clauses = ["1.1"]
given = { table = "care", facts = { at_home = true } }
expect = { row = "home", principal = "both" }
"""

WITH_TABLE = {"facts.toml": FACTS, "act/tables/care.toml": TABLE, "act/cases/care.toml": DECISION}
"""The sound folder's act with a table, and a worked case that comes to one of its two rows."""
